"""What each printed page repeats at its edges is left out, and sentences go on over the break."""

from __future__ import annotations

import pytest

from searchlib.corpus.formats.page_edges import page_lines, without_page_breaks
from searchlib.corpus.load import load_text
from searchlib.corpus.mapped import Mapped
from searchlib.model import Span


def kept(*pages: str) -> list[str]:
    """The lines that are left of pages given as texts."""
    lines = [page.split("\n") for page in pages]
    return ["／".join(page[number] for number in numbers) for page, numbers in zip(lines, page_lines(lines), strict=True)]


@pytest.mark.parametrize(
    "number", ["3", "- 3 -", "— 3 —", "第3页", "第 3 页 共 12 页", "3/12", "xii", "Page 3 of 12", "·3·", "第3頁"]
)
def test_page_numbers(number: str) -> None:
    """A page number alone on the first or last line goes, also on the only page."""
    assert kept(f"双方重申友谊。\n{number}", f"{number}\n\n两国同意。\n") == ["双方重申友谊。", "两国同意。"]


def test_repeated_lines() -> None:
    """What most pages print at their edges goes, with another number each time, at the left or at the right."""
    pages = [f"渡口公报 {2 * at}\n第{at}段正文。\n机密" for at in range(1, 4)]

    assert kept(*pages) == ["第1段正文。", "第2段正文。", "第3段正文。"] or kept(*pages)[1:] == ["第2段正文。", "第3段正文。"]


def test_left_and_right_pages() -> None:
    """Headers that differ between left and right pages are found as well."""
    pages = [f"{'渡口法规汇编' if at % 2 else '第一编　总则'}\n正文{'甲乙丙丁戊己庚辛'[at]}。" for at in range(8)]

    assert kept(*pages)[2:] == [f"正文{one}。" for one in "丙丁戊己庚辛"]


def test_the_title_stays_once() -> None:
    """A running header that is the text's title stays on the first page."""
    assert kept("渡口联合声明\n一、双方同意", "渡口联合声明\n建设渡口。") == ["渡口联合声明／一、双方同意", "建设渡口。"]


def test_the_issue_of_a_gazette() -> None:
    """It goes where it stands below a page break, even once."""
    assert kept("公报\n一、双方同意推进渡", "部门公报　　2011年第7号\n口建设。") == ["公报／一、双方同意推进渡", "口建设。"]


@pytest.mark.parametrize("line", ["双方同意。", "一、建设渡口", "第一章　总则", "2015年5月22日于利马"])
def test_text_stays(line: str) -> None:
    """A line at the edge of a page that is no furniture stays."""
    assert kept("公报\n甲乙", f"{line}\n丙丁") == ["公报／甲乙", f"{line}／丙丁"]


TEXT = "公报\n\n一、两国同意推进渡\n\n   - 1 -\n\f部门公报　　2011年第7号\n\n口建设，扩大贸易。\n二、两国同意合作。\n\n - 2 -\n\f"


def test_a_text_with_form_feeds() -> None:
    """Nothing of it is lost but furniture, and every character is where the source says."""
    (document,) = load_text(TEXT, "a.txt")

    assert [clause.text for clause in document.clauses] == ["公报", "一、两国同意推进渡口建设，扩大贸易。", "二、两国同意合作。"]
    clause = document.clauses[1]
    assert clause.source is not None
    for at, character in enumerate(clause.text):
        start, end = clause.source.locate(Span(at, at + 1))
        assert TEXT[start:end] == character


def test_without_form_feeds_it_is_the_text_itself() -> None:
    """A text that was not printed in pages stays as it is."""
    text = Mapped.of("1\n公报\n2")

    assert without_page_breaks(text) is text
