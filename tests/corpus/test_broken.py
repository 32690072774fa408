"""Line ends in the middle of a sentence of running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.corpus.formats.broken import without_breaks
from searchlib.corpus.formats.choose import pages_of
from searchlib.corpus.mapped import Mapped

TITLE = "中华人民共和国和秘鲁共和国联合声明\n\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("双方同意推进两洋\n铁路项目。", "双方同意推进两洋铁路项目。"),
        ("一、双方同意推进两洋\n铁路项目。", "一、双方同意推进两洋铁路项目。"),
        ("雙方推進錢凱\r\n港建設。", "雙方推進錢凱港建設。"),
        ("为推进合作，双方发展贸\n易、投\n资。", "为推进合作，双方发展贸易、投资。"),
        ("会谈后，两国签署备忘录\n，并发表声明。", "会谈后，两国签署备忘录，并发表声明。"),
        ("双方支持 Belt and\nRoad 倡议。", "双方支持 Belt and Road 倡议。"),
    ],
)
def test_a_sentence_goes_on_with_the_next_line(body: str, expected: str) -> None:
    """Also inside a name, in a numbered item, and over several lines."""
    assert TITLE + expected == without_breaks(Mapped.of(TITLE + body)).text


@pytest.mark.parametrize(
    "body",
    [
        "一、政治互信\n双方同意推进。",
        "一、深化互信，引领关系\n双方同意推进。",
        "双方同意推进。\n铁路项目很好。",
        "双方同意推进\n\n铁路项目。",
        "双方同意推进\n　　铁路项目。",
        "双方同意：\n铁路项目。",
        "双方同意下列事项\n（一）铁路项目。",
        "双方代表\n签字",
        "总则\n铁路项目，另行规定。",
    ],
)
def test_headings_items_and_paragraphs_stay_apart(body: str) -> None:
    """Where it is not plain that a line goes on, it does not."""
    assert TITLE + body == without_breaks(Mapped.of(TITLE + body)).text


def test_the_title_stays_by_itself() -> None:
    """However it ends."""
    text = "中国和秘鲁，两国友好\n关系源远流长。"
    assert text == without_breaks(Mapped.of(text)).text


def test_a_joined_name_is_traced_to_both_lines() -> None:
    """Offsets in the file span the line end."""
    text = TITLE + "双方同意推进两洋\n铁路项目。"
    (page,) = pages_of("new.txt", text)
    clause = page.blocks[-1].text
    at = clause.text.index("两洋铁路")

    start, end = clause.span(at, at + 4)

    assert "两洋\n铁路" == text[start:end]


@given(st.text("双方铁路，。\n　一、a ", max_size=40))
def test_only_line_ends_and_blanks_around_them_go(text: str) -> None:
    """Everything else stays, in its order."""
    found = without_breaks(Mapped.of(text)).text
    assert "".join(text.split()) == "".join(found.split())
