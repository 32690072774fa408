"""The layout of an answer by year: bars and a table, in clauses or per 1,000 clauses of the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from searchlib.model import Document, Tier
from searchlib.query.parser import parse
from searchlib.query.refine import open_to_filters
from searchlib.search.counts import Period, timeline
from searchlib.web.chart import Bar, bars
from searchlib.web.context import RequestContext
from searchlib.web.page_state import TimelineScale, View

NO_YEAR = "-year:..9999"
"""The filter that selects documents without a date."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A period with the clauses of all texts dated in it, and the address of its answer."""

    period: Period
    held: int
    address: str

    @property
    def label(self) -> str:
        """The year, or the first and the last."""
        first, last = self.period.first, self.period.last
        return str(first) if first == last else f"{first}–{last}"

    def rate(self, tier: Tier | None = None) -> float:
        """Return clauses of ``tier``, or of all, per 1,000 clauses of the period."""
        clauses = self.period.total if tier is None else self.period.clauses[tier]
        return 1000 * clauses / self.held if self.held else 0.0


def timeline_page(context: RequestContext, common: dict[str, Any]) -> Response:
    """Return the layout ``timeline`` of an answer; ``common`` are the values that all layouts have."""
    state, t = context.state, context.messages
    tiers = [tier for tier, total in common["totals"].items() if total]
    found = timeline(common["tallies"])
    base = open_to_filters(state.q, parse(state.q))
    held = clauses_by_year(context.cached.documents)
    rows = [
        TimelineRow(
            period,
            sum(held[year] for year in range(period.first, period.last + 1)),
            state.address(q=f"{base} year:{_years(period)}", view=View.HITS, page=1),
        )
        for period in found.periods
    ]
    relative = state.scale is TimelineScale.RATE
    return context.page(
        "timeline.html",
        rows=rows,
        tiers=tiers,
        relative=relative,
        undated=found.undated,
        dateless=state.address(q=f"{base} {NO_YEAR}", view=View.HITS, page=1),
        chart=bars(
            tuple(
                Bar(
                    row.label,
                    row.address,
                    tuple(row.rate(tier) if relative else float(row.period.clauses[tier]) for tier in tiers),
                    _told(row, t),
                )
                for row in rows
            ),
            tuple(t(f"tier.{tier}") for tier in tiers),
        ),
        **common,
    )


def clauses_by_year(documents: tuple[Document, ...]) -> Counter[int]:
    """Return how many clauses the texts dated in each year have."""
    held: Counter[int] = Counter()
    for document in documents:
        if document.date:
            held[document.date.year] += document.clause_count
    return held


def _told(row: TimelineRow, t: Any) -> str:
    said: str = t("timeline.bar", row.period.total, year=row.label, rate=f"{row.rate():,.1f}")
    return said


def _years(period: Period) -> str:
    first, last = period.first, period.last
    return f"{first:04}" if first == last else f"{first:04}..{last:04}"
