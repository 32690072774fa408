"""Answer a pasted text of any length: the clauses that it comes from, in its order."""

from __future__ import annotations

from searchlib.engine.base import Engine
from searchlib.errors import QueryError
from searchlib.model import Hit, QuotedPart, SearchRequest, SearchResults, Tier, Totals, Verdict
from searchlib.search.limits import LONGEST_CHECKED
from searchlib.search.quotations import check_quotation

_SHOWN = 40
"""Characters at the beginning of a pasted text that stand for it in what was understood."""


def pasted_results(engine: Engine, request: SearchRequest) -> SearchResults:
    """Return the clauses that the text of a request comes from: exact where they hold their part of it
    verbatim, otherwise some of it, the score being the share of the text that stands there.

    Raises QueryError for a text that is too long.
    """
    text = request.query
    if len(text) > LONGEST_CHECKED:
        raise QueryError("quote.too-long", None, n=len(text), most=LONGEST_CHECKED)
    found = check_quotation(engine, text.strip())
    by_tier: dict[Tier, dict[str, Hit]] = {Tier.EXACT: {}, Tier.SOME: {}}
    for part in found.parts:
        whole = found.verdict is not Verdict.NOT_FOUND and not part.deviations
        tier = Tier.EXACT if whole else Tier.SOME
        if tier is Tier.EXACT or not request.exact:
            by_tier[tier].setdefault(part.clause.id, _hit(part, tier, found.likeness))
    hits = [hit for tier in by_tier.values() for hit in tier.values()]
    end = None if request.limit is None else request.offset + request.limit
    return SearchResults(
        query=text,
        understood=f"{' '.join(text.split())[:_SHOWN]}…",
        totals=Totals(exact=len(by_tier[Tier.EXACT]), some=len(by_tier[Tier.SOME])),
        hits=tuple(hits[request.offset : end]),
        size=len(hits),
        needles={Tier.EXACT: (), Tier.WORDS: (), Tier.SOME: ()},
        held={tier: _held(tier, hits) for tier in by_tier} if request.group else {},
    )


def _hit(part: QuotedPart, tier: Tier, likeness: float) -> Hit:
    return Hit(part.clause, part.document, (part.span,), tier, likeness)


def _held(tier: Tier, hits: list[Hit]) -> dict[str, int]:
    held: dict[str, int] = {}
    for hit in hits:
        if hit.tier is tier:
            held[hit.document.id] = held.get(hit.document.id, 0) + 1
    return held
