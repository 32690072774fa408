"""How an open index reads queries: what is understood, in which spellings, and what else could be asked."""

from __future__ import annotations

from collections.abc import Callable

from searchlib.model import Alternative
from searchlib.query.ast import Query
from searchlib.query.planner import Forms, Plan
from searchlib.search.alternatives import Proposer, Reading
from searchlib.search.reading import QueryReader
from searchlib.storage.integrity import Integrity, from_sound_files


class QueryReadings:
    """What a :class:`~searchlib.search.library.Library` says of queries."""

    integrity: Integrity
    _proposer: Proposer
    _reader: QueryReader
    _plan: Callable[[str, bool], Plan]

    @from_sound_files
    def reading(self, query: str, exact: bool = False) -> Reading:
        """Return how :meth:`answer` reads ``query``, and what it takes for names; raises QueryError."""
        return self._reader.read(query, exact)

    @from_sound_files
    def count(self, query: Query) -> int:
        """Count the clauses with an exact hit for ``query`` as it stands, nothing taken for a name."""
        return self._proposer.count(query)

    @from_sound_files
    def alternatives(self, query: str, exact: bool = False) -> tuple[Alternative, ...]:
        """Return other queries that have hits (:mod:`searchlib.search.alternatives`); raises QueryError."""
        return self._proposer.alternatives(self._reader.read(query, exact), self._plan(query, exact)[1])

    def forms(self, query: str) -> Forms:
        """Return which operands of ``query`` are looked for in other spellings too, and these."""
        return self._plan(query, True)[2]
