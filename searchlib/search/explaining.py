"""Explain the order of hits: the parts of the score of each hit of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchlib.engine.base import Engine, EngineRequest
from searchlib.model import Explanation, SearchRequest, Sort
from searchlib.search.collector import TierPage, levels_of


def explanations(
    engine: Engine, pages: Iterable[TierPage], request: SearchRequest
) -> tuple[Explanation, ...]:
    """Return the explanation of every row of ``pages`` of ``request``, in their order."""
    return tuple(found for page in pages for found in _of_page(engine, page, request))


def _of_page(engine: Engine, page: TierPage, request: SearchRequest) -> Iterator[Explanation]:
    """Yield the explanations of a page; a row is scored among those of its level of the tier."""
    found: dict[int, Explanation] = {}
    wanted = [number for number, _ in page.rows]
    levels = levels_of(page.plan, request)
    for level in levels if wanted else ():
        own = wanted
        if len(levels) > 1:
            selected = set(map(int, engine.search(EngineRequest(level, sort=Sort.CORPUS)).numbers))
            own = [number for number in wanted if number in selected]
        explained = engine.explain(EngineRequest(level, page.plan.scoring), own)
        found.update(zip(own, explained, strict=True))
    yield from (found[number] for number in wanted)
