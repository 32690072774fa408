"""The statements that satisfy a query, as text: what was understood, a table, and what vouches for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchlib.model import Statements
from searchlib.render.mentions import digests, in_columns
from searchlib.render.tables import statements_table
from searchlib.render.terminal import Look, on_one_line
from searchlib.render.wording import quantity


def matching_lines(answer: Statements, look: Look, table: Sequence[str] | None = None) -> Iterator[str]:
    """The whole answer, line by line; ``table`` stands for the list of statements where they are counted."""
    if look.notes:
        yield on_one_line(look.say("understood, of whole statements: {query}", query=answer.understood))
    if answer.total:
        yield from [""] if look.notes else []
        yield from statements_table(answer, look) if table is None else table
    if not look.notes:
        return
    yield ""
    certificate = answer.certificate
    parts = (
        look.say(
            "{count} of {statements}",
            count=f"{answer.total:,}",
            statements=quantity(answer.searched, "statement", look.language),
        ),
        look.say(
            "{clauses} searched", clauses=quantity(certificate.clauses_searched, "clause", look.language)
        ),
        look.say(
            "checked against a plain scan"
            if certificate.verified_by_scan
            else "not checked against a plain scan"
        ),
        digests(certificate, look.language),
    )
    yield from in_columns(look.say("; ").join(parts), look)
