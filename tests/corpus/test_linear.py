"""Foreign text is read in linear time: every pattern of the readers, and the readers as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from faults.expressions import Expression, expressions
from faults.patterns import HEADS, RUNS, of_pattern
from faults.stretching import Stretch, grows_too_fast, stretches
from searchlib.corpus.formats import markdown
from searchlib.corpus.load import load_text

SIZES = (5_000,)


@pytest.mark.parametrize(
    "expression", [pytest.param(each, id=f"{each.name}-{each.how}") for each in expressions("corpus.")]
)
def test_patterns_are_linear(expression: Expression) -> None:
    """Doubling what stretches a repetition does not more than triple the time."""
    for stretch in stretches(expression.pattern):
        assert of_pattern(expression, stretch, SIZES) is None


CASES = [
    pytest.param(name, head, id=f"{name}-{at}")
    for name, heads in HEADS.items()
    for at, head in enumerate(heads)
    if name.endswith((".txt", ".md", ".html"))
]


@pytest.mark.parametrize(("name", "head"), CASES)
def test_readers_are_linear(name: str, head: str) -> None:
    """A run of anything that means something to a reader costs no more than its length."""
    slow = [
        grown
        for run in RUNS
        if (grown := grows_too_fast(lambda text: load_text(text, name), Stretch(head, run), (1_200,)))
    ]

    assert slow == []


@pytest.mark.parametrize("run", ["<!---->", "<!-- a -->", "<p>甲</p>", "<br>", "</p>"])
def test_a_line_of_many_elements_is_not_copied_for_each(run: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copying is fast, so that only megabytes would show it in the time."""
    copied: list[int] = []
    line_of = markdown._Reader._line

    def noting(reader: markdown._Reader, at: int) -> str:
        line = line_of(reader, at)
        copied.append(len(line))
        return line

    monkeypatch.setattr(markdown._Reader, "_line", noting)
    text = run * 2_000
    load_text(f"甲。\n\n{text}", "a.md")

    assert copied, "the reader has another way now"
    assert sum(copied) <= 20 * len(text)


@pytest.mark.parametrize("source", [r"\s*x", r"(?:a|a)*b", r"(?:a+)+b"])
def test_the_check_finds_what_it_is_for(source: str) -> None:
    """A quadratic and an exponential pattern are found."""
    assert any(_grow(re.compile(source)))


def test_the_check_finds_nothing_in_a_linear_pattern() -> None:
    """Possessive repetition and a look behind make it one."""
    assert not any(_grow(re.compile(r"(?<!\s)\s*+x")))


def test_a_pattern_is_found_wherever_it_is_kept() -> None:
    """By name, in a table, and where it is written out in a call; with the ways in which it is used."""
    found = {(each.name, each.how) for each in expressions()}
    modules = {name.split(".")[0] for name, _ in found}

    assert {"audit", "corpus", "facts", "query", "render", "text", "web"} <= modules
    assert ("corpus.formats.markdown_lines._RULE", "fullmatch") in found
    assert ("corpus.read._DECLARED", "search") not in found, "of bytes, at most 4,096"
    assert any(", line " in name for name, _ in found)


def _grow(pattern: re.Pattern[str]) -> Iterator[str | None]:
    return (grows_too_fast(pattern.search, stretch, (5_000,)) for stretch in stretches(pattern))
