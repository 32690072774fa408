"""The statements that satisfy a query, as text: what was understood, a table, and what vouches for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchlib.model import Statements
from searchlib.render.tables import statements_table
from searchlib.render.terminal import Look, on_one_line
from searchlib.render.wording import quantity

_DIGEST_SHOWN = 12


def matching_lines(answer: Statements, look: Look, table: Sequence[str] | None = None) -> Iterator[str]:
    """The whole answer, line by line; ``table`` stands for the list of statements where they are counted."""
    yield f"understood, of whole statements: {on_one_line(answer.understood)}"
    if answer.total:
        yield ""
        yield from statements_table(answer, look) if table is None else table
    yield ""
    certificate = answer.certificate
    scan = "" if certificate.verified_by_scan else "not "
    yield "; ".join(
        (
            f"{answer.total:,} of {quantity(answer.searched, 'statement')}",
            f"{quantity(certificate.clauses_searched, 'clause')} searched",
            f"{scan}checked against a plain scan",
            f"index {certificate.index[:_DIGEST_SHOWN]}, corpus {certificate.corpus[:_DIGEST_SHOWN]}",
        )
    )
