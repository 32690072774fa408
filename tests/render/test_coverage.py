"""What ``coverage`` found, in words."""

from searchlib.render.coverage import coverage_lines
from searchlib.render.terminal import Look
from tests.support.answers import COVERED, LOSING


def test_totals_and_reasons() -> None:
    """All is accounted for."""
    assert coverage_lines(COVERED, Look()) == [
        "ok: 100 characters in 2 files, 0 not accounted for",
        "",
        "where           characters  share",
        "in clauses              90  90.00 %",
        "markup                   6  6.00 %",
        "page furniture           4  4.00 %",
    ]


def test_what_is_lost_and_skipped_is_listed() -> None:
    """With place, reason and text."""
    lines = coverage_lines(LOSING, Look())

    assert lines[0] == "NOT OK: 100 characters in 2 files, 4 not accounted for"
    assert lines[-5:] == [
        "not accounted for  characters  reason           text",
        "2015/lima.txt:3             4  unaccounted for  两洋铁路",
        "",
        "1 file skipped",
        "  a.doc: old Word file",
    ]
