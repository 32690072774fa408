"""The choice of the engine: the one place that names it."""

from __future__ import annotations

from searchlib.engine import embedded
from searchlib.engine.base import EngineFunctions


def chosen_engine() -> EngineFunctions:
    """Return the default engine: a Whoosh index with array postings, in a local folder."""
    return embedded
