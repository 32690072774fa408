"""Which engine is used: the one place that chooses."""

from __future__ import annotations

from searchlib.engine.base import EngineFactory
from searchlib.engine.embedded.engine import Embedded


def engine_factory() -> EngineFactory:
    """The default engine: Whoosh's index with array postings, in a folder of this machine."""
    return Embedded()
