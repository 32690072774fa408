"""How an open index reads queries: what is understood, in which spellings, and what else could be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from searchlib.engine.base import Engine
from searchlib.model import Alternative, Lead, LeftOut, QuotationReport, Scope
from searchlib.query.ast import Query
from searchlib.query.pasted import is_pasted
from searchlib.query.planner import Forms, Plan
from searchlib.search.alternatives import Proposer, Reading
from searchlib.search.leads import LeadFinder
from searchlib.search.quotations import check_quotations
from searchlib.search.reading import QueryReader
from searchlib.storage.integrity import Integrity, from_sound_files
from searchlib.text.analyzer import Analyzer
from searchlib.text.quotations import QuotedBy


class QueryReadings:
    """What a :class:`~searchlib.search.library.Library` says of queries."""

    engine: Engine
    integrity: Integrity
    _analyzer: Analyzer
    _finders: Mapping[Scope, LeadFinder]
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
        if is_pasted(query):
            return ()
        return self._proposer.alternatives(self._reader.read(query, exact))

    @from_sound_files
    def leads(
        self, query: str, *, exact: int = 0, words: int = 0, scope: Scope = Scope.CLAUSE
    ) -> tuple[Lead, ...]:
        """Return what to ask instead of ``query``, of which the upper tiers hold that many clauses.

        An answer has it as :attr:`SearchResults.leads`. Raises QueryError.
        """
        return self._finders[scope].leads(str(self._reader.tree(query, False)), exact, words)

    @from_sound_files
    def left_out(self, query: str, *, scope: Scope = Scope.CLAUSE) -> tuple[LeftOut, ...]:
        """Return what the filters of ``query`` left out for want of a value; raises QueryError."""
        return self._finders[scope].left_out(str(self._reader.tree(query, False)))

    @from_sound_files
    def quotations(self, text: str, by: QuotedBy | str | None = QuotedBy.WHOLE) -> QuotationReport:
        """Check the quotations of ``text`` (:func:`searchlib.search.quotations.check_quotations`)."""
        return check_quotations(self.engine, text, None if by is None else QuotedBy(by))

    @from_sound_files
    def cut(self, text: str) -> list[str]:
        """Return the words of ``text`` by the dictionary of the index; joined they are ``text``."""
        return self._analyzer.cut(text)

    def forms(self, query: str) -> Forms:
        """Return which operands of ``query`` are looked for in other spellings too, and these."""
        return self._plan(query, True)[2]
