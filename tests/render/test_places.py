"""Places in words: no path of a clause is ever a label."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import searchlib
from searchlib.model import Clause, Document, Kind, Mention, Span, part_of
from searchlib.render.places import label_of, place_in, place_of, places_in
from searchlib.search.mentions import kwic

CODE = re.compile(r"(?<![A-Za-z])[phnsi]\d+|\d\.\d|~|title$")


@pytest.mark.parametrize(
    ("path", "number", "headings", "chinese", "english"),
    [
        ("title", None, (), "标题", "title"),
        ("8", "八、", (), "第八条", "clause 8"),
        ("8", "第八条", (), "第八条", "article 8"),
        ("8-1", "第八条之一", (), "第八条之一", "article 8之一"),
        ("8", "8.", (), "第8条", "clause 8"),
        ("6.2", "六、", (), "第六条第2段", "clause 6, paragraph 2"),
        ("1.6", "一", ("一",), "第一部分第6段", "part 1, paragraph 6"),
        ("8.2", "（二）", (), "第八条（二）", "clause 8, item （二）"),
        ("8.3.2", "（二）", (), "第八条第3段（二）", "clause 8, paragraph 3, item （二）"),
        ("8~2", "八、", (), "第八条（第2组编号）", "clause 8 (numbering 2)"),
        ("p2", None, (), "第2段", "paragraph 2"),
        ("p4.2", "（二）", (), "第4段（二）", "paragraph 4, （二）"),
        ("n1", None, (), "题注1", "note 1"),
        ("s1", None, (), "落款", "signature"),
        ("s2", None, (), "落款第2行", "signature, line 2"),
        ("i3", "●", (), "列项3", "list item 3"),
        ("h1", None, (), "小标题“两洋铁路”", "heading “两洋铁路”"),
    ],
)
def test_a_place_in_both_languages(
    path: str, number: str | None, headings: tuple[str, ...], chinese: str, english: str
) -> None:
    """As a reader cites it."""
    clause = Clause("d", path, "两洋铁路", number, headings)

    assert (chinese, english) == (place_in(clause), place_in(clause, language="en"))


def test_the_preamble_is_named_where_the_sections_are_known() -> None:
    """导语 for statements, 序言 for laws; a text without sections has neither."""
    clauses = (Clause("d", "title", "题"), Clause("d", "p1", "甲"), Clause("d", "1", "一、乙", "一、"))
    document = Document("d", "题", kind=Kind.JOINT_STATEMENT, clauses=clauses)

    assert "导语第1段" == place_in(clauses[1], document)
    assert "序言第1段" == place_in(clauses[1], replace(document, kind=Kind.LAW))
    assert "第1段" == place_in(clauses[1], replace(document, clauses=clauses[:2]))
    assert "第1段" == place_in(clauses[1], replace(document, clauses=()))
    assert "导语第1段、第一条" == places_in(clauses[1:], document)
    assert "小标题" == label_of(Clause("d", "h1", "乙"), document)


@pytest.mark.parametrize(
    ("number", "expected"), [("第八条", "第八条第一款第（二）项"), ("第八條", "第八條第一項第（二）款")]
)
def test_paragraph_and_item_of_a_mention(number: str, expected: str) -> None:
    """In the words of the Mainland and of Taiwan."""
    text = f"{number} 有下列情形的：\n（一）甲；\n（二）铁路。"
    at = text.index("铁路")
    clause, law = Clause("law", "8", text, number), Document("law", "法", kind=Kind.LAW)
    span = Span(at, at + 2)

    assert expected == place_of(Mention(clause, law, "铁路", span, kwic(text, span, 5), None))


def test_no_label_of_a_real_text_is_a_path(demo_index: Path) -> None:
    """Every clause of the demo corpus, in both languages; the text of a heading is its own."""
    with searchlib.open(demo_index) as library:
        documents = [library.document(each.id) for each in library.documents()]
    labels = [
        label_of(clause, document, language)
        for document in documents
        for clause in document.clauses
        for language in ("zh", "en")
    ]

    assert len(labels) > 400
    assert [label for label in labels if CODE.search(label) and label != "title"] == []
    assert {part_of(clause.path)[0] for document in documents for clause in document.clauses} >= {"title"}
