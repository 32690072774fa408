"""Citations in five styles, of one place and of many."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from searchlib.model import Clause, DateIs, Document, Kind
from searchlib.render.citation_styles import CitationStyle
from searchlib.render.citing import cite
from tests.support.answers import JOINT_STATEMENT, LAW, RESULTS, mentions

DAY = date(2026, 1, 31)
ODD = Document("奇 怪#1", "关于《甲_乙》{丙}的100%解释 & 说明\\", kind=Kind.OTHER, url="https://a.cn/{x}\\y")


def pairs(document: Document, *paths: str) -> list[tuple[Clause, Document]]:
    """Clauses of a document with it."""
    return [(clause, document) for clause in document.clauses if clause.path in paths]


def test_gbt7714() -> None:
    """Author, title with type and carrier, publisher, year, places, day, day of access, address."""
    assert cite(pairs(JOINT_STATEMENT, "8", "18"), accessed=DAY) == (
        "中国, 秘鲁. 中华人民共和国政府和秘鲁共和国政府联合声明[EB/OL]. 新华社, 2015: 第八条、第十八条"
        "(2015-05-23)[2026-01-31]. https://www.gov.cn/a?b=1&c=2"
    )
    newspaper = replace(LAW, kind=Kind.REPORT, publisher="人民日报")
    assert cite(newspaper) == "土地管理法[N]. 人民日报, 2019(2019-08-26)."
    assert cite(Document("x", None)) == "x[Z]."


def test_several_entries_are_numbered_and_each_document_is_cited_once() -> None:
    """All places of a document together, in the order of the answer."""
    first, *rest = cite(RESULTS).split("\n")

    assert first.startswith("[1] 中国, 秘鲁.")
    assert "第八条、第十八条" in first
    assert [entry[:4] for entry in rest] == ["[2] ", "[3] "]


def test_a_footnote_has_single_marks_for_titles_within_the_title() -> None:
    """In Chinese and in English."""
    interpretation = replace(LAW, title="关于适用《公路法》的解释", date_is=None, clauses=())
    article = (Clause("law", "8", "第八条 甲", "第八条"), interpretation)

    assert cite(article, "footnote") == "《关于适用〈公路法〉的解释》第八条（2019年8月26日）。"
    assert cite(article, "footnote", "en") == "《关于适用〈公路法〉的解释》, article 8 (26 August 2019)."
    assert cite(pairs(JOINT_STATEMENT, "8"), "footnote", accessed=DAY) == (
        "《中华人民共和国政府和秘鲁共和国政府联合声明》第八条，2015年5月22日签署于利马，新华社，"
        "https://www.gov.cn/a?b=1&c=2，2026年1月31日访问。"
    )


def test_bibtex_is_escaped_and_its_keys_are_ascii() -> None:
    """Braces pair, and nothing in a title means something to TeX."""
    entry = cite(ODD, "bibtex")

    assert re.match(r"@misc\{[A-Za-z0-9:-]+,\n", entry)
    assert r"关于《甲\_乙》\{丙\}的100\%解释 \& 说明{\textbackslash}" in entry
    assert "url = {https://a.cn/%7Bx%7D%5Cy}" in entry
    plain = entry.replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")
    assert cite(ODD, "bibtex") != cite(replace(ODD, id="奇 怪#2"), "bibtex")


def test_ris_has_one_record_for_each_document() -> None:
    """Each begins with its type and ends with ER; no line is without its tag."""
    lines = [line for line in cite(RESULTS, "ris", accessed=DAY).split("\n") if line]

    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line + " ") for line in lines)
    assert [line for line in lines if line[:2] in ("TY", "ER")] == [
        "TY  - GOVDOC",
        "ER  - ",
        "TY  - STAT",
        "ER  - ",
        "TY  - NEWS",
        "ER  - ",
    ]
    assert "N1  - 第八条、第十八条" in lines
    assert "Y2  - 2026/01/31/" in lines


def test_csl_json_has_the_names_of_the_standard() -> None:
    """Types and variables of CSL 1.0.2."""
    first, law, report = json.loads(cite(RESULTS, "csl-json"))

    assert ("document", "legislation", "article-newspaper") == (first["type"], law["type"], report["type"])
    assert [{"literal": "中国"}, {"literal": "秘鲁"}] == first["author"]
    assert {"date-parts": [[2015, 5, 23]]} == first["issued"]
    assert "第八条、第十八条" == first["note"]
    assert "accessed" not in first
    assert law["section"].startswith("第八条")


@pytest.mark.parametrize("style", CitationStyle)
def test_every_style_cites_everything(style: CitationStyle) -> None:
    """Hits, mentions, documents, pairs; one or many, or nothing; on lines without control characters."""
    hostile = Document("a\nb", "甲\n\x1b[31m乙", date=date(2015, 1, 1), date_is=DateIs.SIGNED)
    for items in (RESULTS, mentions(), JOINT_STATEMENT, [JOINT_STATEMENT, LAW], pairs(LAW, "1.1"), [hostile]):
        text = cite(items, style)
        assert text.strip()
        assert "\x1b" not in text
    assert cite([], style) == ("[]" if style is CitationStyle.CSL_JSON else "")


def test_an_unknown_style_is_refused() -> None:
    """By its name."""
    with pytest.raises(ValueError, match="apa"):
        cite(LAW, "apa")
