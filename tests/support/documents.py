"""Ready-made documents to index."""

from __future__ import annotations

from datetime import date

import searchlib
from searchlib.model import Clause, DateIs, Document, Kind


def document(name: str, title: str, day: date | None, *texts: str, **facts: object) -> Document:
    """A document whose clauses are numbered from 1."""
    clauses = [Clause(name, "title", title)]
    clauses += [Clause(name, str(number), text, f"{number}、") for number, text in enumerate(texts, 1)]
    signed = DateIs.SIGNED if day else None
    return Document(name, title, date=day, date_is=signed, digest=title, clauses=tuple(clauses), **facts)


DOCUMENTS = [
    document(
        "pe-2015",
        "中秘联合声明",
        date(2015, 5, 22),
        "双方推进兩洋鐵路項目可行性基础研究，签署关于两洋铁路的谅解备忘录。",
        "两国元首一致认为，国会交往重要。",
        "中国会议代表团访问利马。",
        kind=Kind.JOINT_STATEMENT,
        parties=("CN", "PE"),
        publisher="新华社",
    ),
    document(
        "kg-2018",
        "中吉联合声明",
        date(2018, 6, 6),
        "推动中吉乌铁路项目，𠀀铁路。",
        "依照第8条和第一百零五条办理。２００９年以来合作良好。",
        kind=Kind.JOINT_STATEMENT,
        parties=("CN", "KG"),
    ),
    document(
        "law", "铁路法", None, "第八条 铁路运输。\n前款规定的铁路。", "二〇〇九年起施行。", kind=Kind.LAW
    ),
]


def ids(results: searchlib.SearchResults) -> list[str]:
    """Clause ids in order."""
    return [hit.clause.id for hit in results]
