"""Concordances as text: one column of matches, within the width of the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchlib
from searchlib.analysis.concordance import concordance
from searchlib.cli import main
from searchlib.render.columns import cells
from searchlib.render.kwic import concordance_lines
from searchlib.render.terminal import Look


@pytest.mark.parametrize("order", ["", "R1 R2", "party date"])
def test_matches_stand_in_one_column(demo_index: Path, order: str) -> None:
    """Whatever the lines are sorted by; in a file nothing is cut."""
    with searchlib.open(demo_index) as library:
        found = concordance(library, "铁路", order=order)
    lines = [line for line in concordance_lines(found, Look()) if "【" in line]

    assert len(lines) == found.total
    assert len({cells(line.partition("【")[0]) for line in lines}) == 1
    for line, place in zip(lines, found.lines, strict=True):
        shown = line.partition("【")[2].replace("】", "", 1)
        assert shown == (place.line.match + place.line.after).replace("\n", " ").rstrip()


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_lines_fit_the_screen(demo_index: Path, columns: int) -> None:
    """Cut on both sides, the match never."""
    with searchlib.open(demo_index) as library:
        found = concordance(library, "两洋铁路", order="R1", width=60)
    lines = [
        line for line in concordance_lines(found, Look(colour=True, columns=columns)) if "\x1b[1;31m" in line
    ]

    assert len(lines) == found.total
    for line in lines:
        plain = line.replace("\x1b[1;31m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
        assert cells(plain) <= columns


def test_nothing_found_is_said(demo_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, with the exit status of nothing; a bad order is an error."""
    assert main(["kwic", "無此詞無此詞", "--index", str(demo_index)]) == 1
    assert "no text holds" in capsys.readouterr().err
    assert main(["kwic", "铁路", "--sort", "R9", "--index", str(demo_index)]) == 2
    assert "L1 to L5" in capsys.readouterr().err
