"""Explain the order of hits: the parts of the score of each hit of a page."""

from __future__ import annotations

from collections.abc import Iterable

from searchlib.engine.base import Engine, EngineRequest
from searchlib.model import Explanation
from searchlib.search.collector import TierPage


def explanations(engine: Engine, pages: Iterable[TierPage]) -> tuple[Explanation, ...]:
    """Return the explanation of every row of ``pages``, in their order."""
    found: list[Explanation] = []
    for page in pages:
        if page.rows:
            request = EngineRequest(page.plan.query, page.plan.scoring)
            found += engine.explain(request, [number for number, _ in page.rows])
    return tuple(found)
