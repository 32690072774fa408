"""Small invented statements and laws of several versions, and a library that holds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import searchlib
from searchlib.model import Clause, DateIs, Document, Kind

SHIP = "双方重申尊重国家主权和领土完整，反对任何形式的分裂活动。"
RAIL_EARLY = "双方将全力推动高原铁路项目相关工作，争取早日开工建设。"
RAIL_LATE = "双方愿保持沟通，商讨技术参数，稳步推进高原铁路项目相关工作。"
TRADE = "双方支持企业利用本币结算，扩大农产品贸易规模。"
VISA = "双方同意简化公务人员签证办理程序。"
SEA = "双方欢迎开通两国首都之间的直航班机。"


def statement(year: int, *texts: str, parties: tuple[str, ...] = ("CN", "KG")) -> Document:
    """Return a statement of that year with the texts as clauses 一, 二, …"""
    name = f"{year}-06-01-{'-'.join(parties).lower()}-joint-statement"
    numbers = "一二三四五六七八九十"
    clauses = [Clause(name, "title", f"{year}年联合声明")]
    clauses += [
        Clause(name, str(at + 1), f"{numbers[at]}、{text}", f"{numbers[at]}、")
        for at, text in enumerate(texts)
    ]
    return Document(
        name,
        f"{year}年联合声明",
        kind=Kind.JOINT_STATEMENT,
        date=date(year, 6, 1),
        date_is=DateIs.SIGNED,
        parties=parties,
        clause_count=len(clauses),
        clauses=tuple(clauses),
    )


def law(year: int, *texts: str, title: str = "高原铁路法") -> Document:
    """Return a version of a law of that year, with the texts as articles."""
    name = f"law-{title}-{year}"
    numbers = "一二三四五六七八九十"
    clauses = tuple(
        Clause(name, str(at + 1), f"第{numbers[at]}条 {text}", f"第{numbers[at]}条")
        for at, text in enumerate(texts)
    )
    return Document(
        name,
        title,
        kind=Kind.LAW,
        date=date(year, 1, 1),
        date_is=DateIs.PUBLISHED,
        clause_count=len(clauses),
        clauses=clauses,
    )


@contextmanager
def library_of(folder: Path, *documents: Document) -> Iterator[searchlib.Library]:
    """Build an index of the documents in ``folder`` and open it."""
    searchlib.build_documents(documents, folder)
    with searchlib.open(folder) as library:
        yield library
