"""Mapped texts keep every character traceable to its file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.corpus.mapped import Mapped
from searchlib.model import Span

FILE = "習近平：錢凱港\r\n&amp;𠮷野家 两洋铁路\u3000\u3000八、双方重申"


@st.composite
def mapped_texts(draw: st.DrawFn) -> tuple[Mapped, list[tuple[int, int]]]:
    """A mapped text made of pieces of FILE and of entities, and where each of its characters must lie."""
    parts: list[Mapped] = []
    places: list[tuple[int, int]] = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(FILE)))
        end = draw(st.integers(start, len(FILE)))
        if draw(st.booleans()):
            parts.append(Mapped.of(FILE[start:end], start))
            places += [(at, at + 1) for at in range(start, end)]
        elif end - start != 1:
            parts.append(Mapped.made_of("&", start, end))
            places.append((start, end))
    return Mapped.join(parts), places


@given(mapped_texts())
def test_every_character_knows_its_place(made: tuple[Mapped, list[tuple[int, int]]]) -> None:
    """Joining keeps, for each character, the file offsets it came from."""
    text, places = made

    assert places == [text.map.locate(Span(at, at + 1)) for at in range(len(text))]


@given(mapped_texts(), st.integers(-3, 60), st.integers(-3, 60))
def test_a_slice_is_the_slice_of_the_text_and_of_the_places(
    made: tuple[Mapped, list[tuple[int, int]]], start: int, stop: int
) -> None:
    """Cutting a mapped text cuts text and places alike."""
    text, places = made
    piece = text[start:stop]

    assert text.text[start:stop] == piece.text
    assert places[start:stop] == [piece.map.locate(Span(at, at + 1)) for at in range(len(piece))]


@given(mapped_texts(), st.integers(0, 60))
def test_cutting_and_joining_gives_the_text_back(
    made: tuple[Mapped, list[tuple[int, int]]], cut: int
) -> None:
    """Two halves joined have the text and the places of the whole."""
    text, places = made
    again = text[:cut] + text[cut:]

    assert text.text == again.text
    assert places == [again.map.locate(Span(at, at + 1)) for at in range(len(again))]


@given(mapped_texts())
def test_stripping_takes_blanks_from_both_ends(made: tuple[Mapped, list[tuple[int, int]]]) -> None:
    """A stripped text is the stripped string, still in its place."""
    text, places = made
    stripped = text.strip()
    left = len(text.text) - len(text.text.lstrip())

    assert text.text.strip() == stripped.text
    assert places[left : left + len(stripped)] == [
        stripped.map.locate(Span(at, at + 1)) for at in range(len(stripped))
    ]


def test_lines_come_without_their_ends() -> None:
    """Each kind of line end separates lines, and offsets count its characters."""
    lines = list(Mapped.of("一\r\n二\n\n𠮷\r四", 10).split_lines())

    assert [line.text for line in lines] == ["一", "二", "", "𠮷", "四"]
    assert [line.span() for line in lines if line] == [(10, 11), (13, 14), (16, 17), (18, 19)]


def test_runs_that_continue_each_other_become_one() -> None:
    """Pieces that lie side by side in the file need one run only."""
    whole = Mapped.of(FILE)

    assert whole.map.runs == (whole[:5] + whole[5:9] + whole[9:]).map.runs


def test_a_step_is_refused() -> None:
    """Only whole stretches can be cut out."""
    with pytest.raises(ValueError, match="one piece"):
        Mapped.of("两洋铁路")[::2]
