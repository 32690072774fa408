"""Leads as text: commands to run next, each with the number of clauses that it finds."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from searchlib.model import Lead, LeadIs, LeftOut, Scope
from searchlib.render.terminal import on_one_line
from searchlib.render.wording import quantity

_SAID = {
    LeadIs.MEANT: "instead of {}",
    LeadIs.WITHOUT: "without {}",
    LeadIs.TOGETHER: "without {}",
}


def lead_lines(
    leads: Iterable[Lead], index: Path | None = None, scope: Scope = Scope.CLAUSE
) -> Iterator[str]:
    """Yield a line for each lead: how many clauses, the command, what it leaves out.

    >>> print(*lead_lines([Lead(LeadIs.PART, "多久", 0), Lead(LeadIs.PART, "最长", 9)]), sep="\\n")
           0  searchlib search '多久'  (stands in no clause)
           9  searchlib search '最长'
    """
    for lead in leads:
        said = _SAID.get(lead.kind, "stands in no clause" if not lead.clauses else "").format(
            ", ".join(lead.without)
        )
        note = f"  ({said})" if said else ""
        yield on_one_line(f"{lead.clauses:>8,}  {search_command(lead.query, index, scope)}{note}")


def left_out_lines(
    left_out: Iterable[LeftOut], index: Path | None = None, scope: Scope = Scope.CLAUSE
) -> Iterator[str]:
    """Yield a line for each filter that left something out for want of a value."""
    for each in left_out:
        clauses, statements = quantity(each.clauses, "clause"), quantity(each.statements, "statement")
        name = each.filter.partition(":")[0]
        lacking = "date" if name in ("year", "date") else name
        line = f"left out by {each.filter}: {clauses} of {statements} without a known {lacking}"
        command = f": {search_command(each.query, index, scope)}" if each.query else ""
        yield on_one_line(f"{line}{command}")


def search_command(query: str, index: Path | None = None, scope: Scope = Scope.CLAUSE) -> str:
    """Return the command that asks ``query``, for a shell."""
    inside = "" if scope is Scope.CLAUSE else f" --in {scope}"
    option = "" if index is None else f" --index {shlex.quote(str(index))}"
    dashes = "-- " if query.startswith("-") else ""
    return f"searchlib search{option}{inside} {dashes}{shlex.quote(query)}"
