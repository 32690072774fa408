"""Wording shared by the output formats: numbers with nouns, headings, texts for unknown values."""

from __future__ import annotations

from pathlib import Path

from searchlib.errors import ENGLISH, Audience, command_for, remedy_text
from searchlib.model import Clause, Finding
from searchlib.render.terminal import on_one_line

NO_DATE = "no date"
NO_TITLE = "untitled"


def remedy_of(finding: Finding, index: Path) -> str:
    """Return the remedy of a finding in the index in folder ``index``: commands, or manual steps."""
    values = {"index": index, "saved": index / finding.where}
    return ", or ".join(
        command_for(remedy, values, index) or remedy_text(remedy, values, ENGLISH, Audience.COMMAND)
        for remedy in finding.remedies
    )


def quantity(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    >>> quantity(1, "clause"), quantity(1200, "clause")
    ('1 clause', '1,200 clauses')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def headings_line(clause: Clause) -> str:
    """Return the headings above a clause, outermost first; empty if there are none."""
    return on_one_line(" › ".join(clause.headings))
