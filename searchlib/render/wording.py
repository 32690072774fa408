"""Wording shared by the output formats: numbers with nouns, places of clauses, texts for unknown values."""

from __future__ import annotations

from pathlib import Path

from searchlib.corpus.article import place_in_article
from searchlib.errors import ENGLISH, Audience, command_for, remedy_text
from searchlib.model import Clause, Finding, Kind, Mention
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


def place_in(clause: Clause) -> str:
    """Return how a reader cites a clause: its number as printed or, without one, its path; both for one of
    several paragraphs under a number: 六、 6.2."""
    if clause.number is None:
        return on_one_line(clause.path)
    return on_one_line(f"{clause.number} {clause.path}" if "." in clause.path else clause.number)


def place_of(found: Mention) -> str:
    """Return how a reader cites a mention: its clause and, in an article of several lines, paragraph (¶)
    and item.

    第八条 ¶2（三） is said 第八条第二款第（三）项.
    """
    place = article_place(found)
    if place is None:
        return place_in(found.clause)
    return on_one_line(f"{found.clause.number} ¶{place[0]}{place[1] or ''}")


def article_place(found: Mention) -> tuple[int, str | None] | None:
    """Return paragraph and item of a mention in a law's article of several lines, else None."""
    clause = found.clause
    if found.document.kind is not Kind.LAW or clause.number is None or "\n" not in clause.text:
        return None
    return place_in_article(clause.text, found.span.start)


def headings_line(clause: Clause) -> str:
    """Return the headings above a clause, outermost first; empty if there are none."""
    return on_one_line(" › ".join(clause.headings))
