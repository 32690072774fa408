"""Wording shared by the output formats: numbers with nouns, headings, texts for unknown values."""

from __future__ import annotations

from pathlib import Path

from searchlib.errors import ENGLISH, Audience, command_for, remedy_text
from searchlib.model import Clause, Document, Finding
from searchlib.render.messages import said
from searchlib.render.terminal import Look, on_one_line

NO_DATE = "no date"
NO_TITLE = "untitled"


def remedy_of(finding: Finding, index: Path, language: str = ENGLISH) -> str:
    """Return the remedy of a finding in the index in folder ``index``: commands, or manual steps."""
    values = {"index": index, "saved": index / finding.where}
    return said(", or ", language).join(
        command_for(remedy, values, index) or remedy_text(remedy, values, language, Audience.COMMAND)
        for remedy in finding.remedies
    )


def quantity(number: int, noun: str, language: str = ENGLISH) -> str:
    """Return a number with its noun, in the plural unless it is one; in Chinese with its measure word.

    >>> quantity(1, "clause"), quantity(1200, "clause"), quantity(1200, "clause", "zh")
    ('1 clause', '1,200 clauses', '1,200 条')
    """
    if language != ENGLISH:
        return said(f"{{n}} {noun}", language, n=f"{number:,}")
    plural = {"query": "queries"}.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def day_shown(document: Document, look: Look) -> str:
    """Return the date of a document, or that it has none."""
    return look.say(NO_DATE) if document.date is None else document.date.isoformat()


def title_shown(document: Document, look: Look) -> str:
    """Return the title of a document in one line, or that it has none."""
    return on_one_line(document.title or look.say(NO_TITLE))


def headings_line(clause: Clause) -> str:
    """Return the headings above a clause, outermost first; empty if there are none."""
    return on_one_line(" › ".join(clause.headings))
