"""Leads as text: commands to run next, each with the number of clauses that it finds."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from searchlib.errors import ENGLISH
from searchlib.model import Alternative, Lead, LeadIs, LeftOut, Scope
from searchlib.render.messages import said
from searchlib.render.terminal import on_one_line
from searchlib.render.wording import quantity

_SAID = {
    LeadIs.MEANT: "instead of {text}",
    LeadIs.WITHOUT: "without {text}",
    LeadIs.TOGETHER: "without {text}",
}


def lead_lines(
    leads: Iterable[Lead], index: Path | None = None, scope: Scope = Scope.CLAUSE, language: str = ENGLISH
) -> Iterator[str]:
    """Yield a line for each lead: how many clauses, the command, what it leaves out.

    >>> print(*lead_lines([Lead(LeadIs.PART, "多久", 0), Lead(LeadIs.PART, "最长", 9)]), sep="\\n")
           0  searchlib search '多久'  (stands in no clause)
           9  searchlib search '最长'
    """
    for lead in leads:
        note = ""
        if text := _SAID.get(lead.kind, "" if lead.clauses else "stands in no clause"):
            note = f"  ({said(text, language, text=', '.join(lead.without))})"
        yield on_one_line(f"{lead.clauses:>8,}  {search_command(lead.query, index, scope)}{note}")


def left_out_lines(
    left_out: Iterable[LeftOut],
    index: Path | None = None,
    scope: Scope = Scope.CLAUSE,
    language: str = ENGLISH,
) -> Iterator[str]:
    """Yield a line for each filter that left something out for want of a value."""
    for each in left_out:
        name = each.filter.partition(":")[0]
        line = said(
            "left out by {filter}: {clauses} of {statements} without a known {value}",
            language,
            filter=each.filter,
            clauses=quantity(each.clauses, "clause", language),
            statements=quantity(each.statements, "statement", language),
            value=said("date" if name in ("year", "date") else name, language),
        )
        command = f": {search_command(each.query, index, scope)}" if each.query else ""
        yield on_one_line(f"{line}{command}")


def offered(others: Iterable[Alternative], language: str = ENGLISH) -> list[str]:
    """Return other queries, each with the number of its clauses.

    >>> from searchlib.model import Reason
    >>> offered([Alternative(Reason.REGION, "軟體", "軟體", 29)])
    ['軟體 (29 clauses)']
    """
    return [
        said(
            "{query} ({clauses})",
            language,
            query=each.query,
            clauses=quantity(each.clauses, "clause", language),
        )
        for each in others
    ]


def did_you_mean(names: Sequence[str], language: str = ENGLISH) -> str:
    """Return the question that ends a message; empty without names.

    >>> did_you_mean(["两洋铁路", "钱凯港"])
    '; did you mean 两洋铁路 or 钱凯港?'
    """
    if not names:
        return ""
    return said("; did you mean {names}?", language, names=said(" or ", language).join(names))


def search_command(query: str, index: Path | None = None, scope: Scope = Scope.CLAUSE) -> str:
    """Return the command that asks ``query``, for a shell."""
    inside = "" if scope is Scope.CLAUSE else f" --in {scope}"
    option = "" if index is None else f" --index {shlex.quote(str(index))}"
    dashes = "-- " if query.startswith("-") else ""
    return f"searchlib search{option}{inside} {dashes}{shlex.quote(query)}"
