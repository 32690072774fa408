"""How matches stand out on a terminal, and what must not reach one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Span
from searchlib.render.terminal import BRACKETS, choose_marks, made_visible, marked, on_one_line
from tests.support.marked import COLOUR, PLAIN, SGR, covered, marked_texts


@given(marked_texts())
def test_taking_the_marks_away_gives_back_the_text(sample: tuple[str, list[Span]]) -> None:
    """Brackets never stand in the text they mark, so removing them removes nothing else."""
    text, spans = sample
    marks = choose_marks([text], PLAIN)
    rendered = marked(text, spans, marks)

    assert made_visible(text) == rendered.replace(marks.opening, "").replace(marks.closing, "")


@given(marked_texts())
def test_taking_the_colour_away_gives_back_the_text(sample: tuple[str, list[Span]]) -> None:
    """Nothing in a text looks like a colour code, because escapes are shown and not sent."""
    text, spans = sample

    assert made_visible(text) == SGR.sub("", marked(text, spans, choose_marks([text], COLOUR)))


@given(marked_texts())
def test_marked_characters_are_those_of_the_spans(sample: tuple[str, list[Span]]) -> None:
    """What stands between the marks is what the spans cover."""
    text, spans = sample
    marks = choose_marks([text], PLAIN)
    between = re.escape(marks.opening) + "(.*?)" + re.escape(marks.closing)
    found = "".join(re.findall(between, marked(text, spans, marks), flags=re.DOTALL))

    assert covered(made_visible(text), spans) == found


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], "【】"),
        (["两洋铁路"], "【】"),
        (["两洋铁路", "【公報】"], "«»"),
        (["只有半个】"], "«»"),
        (["【«"], "⟦⟧"),
        (["".join(opening for opening, _ in BRACKETS)], "\ue000\ue001"),
        (["【«⟦‹\ue001"], "\ue002\ue003"),
    ],
)
def test_an_answer_is_marked_with_a_pair_its_texts_do_not_have(texts: list[str], expected: str) -> None:
    """The first pair of which neither character occurs is taken."""
    marks = choose_marks(texts, PLAIN)

    assert expected == marks.opening + marks.closing


@given(st.text())
def test_shown_text_keeps_its_length_and_steers_no_terminal(text: str) -> None:
    """One character stays one character; none is a control character, half a pair or a turn of direction."""
    shown = made_visible(text)

    assert len(text) == len(shown)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert len(on_one_line(text).splitlines()) <= 1


@pytest.mark.parametrize("text", ["两洋鐵路", "𠮷𰻞", "第八条\n\t（一）", "é", "a\u200bb", "●　■"])
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    """Line feeds, tabs, wide blanks and characters outside the BMP are no danger."""
    assert text == made_visible(text)
