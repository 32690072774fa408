"""Leads: what to ask instead, counted, where no clause answers the whole query; and what filters left out.

The counts are of exact answers. Each takes one look-up of its leaves, which the engine has just made for the
answer itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.engine.base import Engine, EngineRequest
from searchlib.errors import QueryError
from searchlib.model import Lead, LeadIs, LeftOut, Scope
from searchlib.query.ast import (
    And,
    AtLeast,
    Between,
    Everything,
    Filter,
    Has,
    Keyword,
    Not,
    Or,
    Phrase,
    Query,
    all_of,
)
from searchlib.query.hints import meant_filters, misspelled_filters
from searchlib.query.parser import parse
from searchlib.query.refine import spell
from searchlib.query.rewrite import NamesOf, WordCutter, exact, longest_terms
from searchlib.query.statement_scope import holding, in_statements
from searchlib.text.fields import BY_NAME, Values

_MOST_PARTS = 16
_MOST_TOGETHER = 3
_UNDATED = Filter("year", "..9999")
_DATED = Between("day", 1_01_01, 9999_12_31)


class LeadFinder:
    """Finds leads in one open index, for clauses or for statements that hold a query."""

    def __init__(
        self, engine: Engine, analyzer: WordCutter, names_of: NamesOf, scope: Scope = Scope.CLAUSE
    ) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._names_of = names_of
        self._scope = scope

    def leads(self, asked: str, exactly: int = 0, by_words: int = 0) -> tuple[Lead, ...]:
        """Return what to ask instead of a query of which the upper tiers hold so many clauses.

        Filters with a name that is not known are always told; what else may have been meant only if no clause
        holds the query exactly, and what its parts find only if none holds all of them. Raises QueryError.
        """
        query = parse(asked)
        found = [self._meant(meant, text) for meant, text in misspelled_filters(query)]
        if not exactly:
            meant = (self._meant(meant, text) for meant, text in meant_filters(query))
            found += [lead for lead in meant if lead.clauses]
        if not exactly and not by_words:
            found += self._without(query)
            parts = self._parts(query)
            found += self._together(parts)
            told = {lead.query for lead in found}
            spelled = {spell(part): part for part in parts}
            found += [
                Lead(LeadIs.PART, query, self._count(part))
                for query, part in spelled.items()
                if query not in told
            ]
        return tuple(dict.fromkeys(found))

    def leads_of_name(self, name: str) -> tuple[Lead, ...]:
        """Return the leads of a name that is not mentioned; none for one that is no query."""
        try:
            query = parse(name)
            asked = () if isinstance(query, Keyword | Phrase) else (self._meant(query, name),)
            return (*(lead for lead in asked if lead.clauses), *self.leads(name))
        except QueryError:
            return ()

    def left_out(self, asked: str) -> tuple[LeftOut, ...]:
        """Return, for each filter that all clauses must satisfy, what it left out for want of a value.

        Raises QueryError.
        """
        operands = _operands(parse(asked))
        found = []
        for operand in operands:
            if isinstance(operand, Filter) and (known := self._known(operand)) is not None:
                rest = [each for each in operands if each is not operand]
                unknown = all_of((*([self._listed(all_of(rest))] if rest else ()), Not(known)))
                tally = self._engine.tally(unknown)
                if tally.clauses:
                    asked = spell(all_of((*rest, Not(_UNDATED)))) if known == _DATED else ""
                    found.append(LeftOut(str(operand), tally.clauses, tally.documents, asked))
        return tuple(found)

    def _known(self, asked: Filter) -> Query | None:
        """Return the clauses whose documents have a value that the filter compares; None if all have."""
        field = BY_NAME[asked.name]
        if field.values in (Values.YEARS, Values.DAYS):
            return _DATED
        if field.of_document is None:
            return None
        values = self._engine.tally(Everything(), (field.metadata,)).fields[field.metadata]
        return Has(field.metadata, tuple(each.value for each in values))

    def _meant(self, query: Query, text: str) -> Lead:
        return Lead(LeadIs.MEANT, spell(query), self._count(query), (text,))

    def _without(self, query: Query) -> Iterator[Lead]:
        """Yield ``query`` without each filter and each exclusion that has something beside it."""
        operands = _operands(query)
        for operand in operands:
            rest = [each for each in operands if each is not operand]
            if rest and isinstance(operand, Filter | Not):
                shorter = all_of(rest)
                yield Lead(LeadIs.WITHOUT, spell(shorter), self._count(shorter), (str(operand),))

    def _parts(self, query: Query) -> tuple[Query, ...]:
        """Return what ``query`` asks to stand in one clause, in pieces that can be counted alone."""
        alternatives = query.operands if isinstance(query, Or) else _operands(query)
        wanted = [each for each in alternatives if not isinstance(each, Filter | Not)]
        if len(wanted) == 1 and isinstance(wanted[0], Keyword | Phrase):
            pieces = () if self._count(wanted[0]) else self._pieces(wanted[0])
            return tuple(dict.fromkeys(pieces)) or (wanted[0],)
        return tuple(wanted[:_MOST_PARTS])

    def _pieces(self, text: Keyword | Phrase) -> Iterator[Query]:
        """Yield the words of ``text`` or, if it is one, its longest beginning and end that are found."""
        words = longest_terms(dict.fromkeys(self._analyzer.words(text.text)))
        long = [word for word in words if len(word) > 1]
        if len(long) > 1:
            yield from map(Keyword, long[:_MOST_PARTS])
        elif not text.text.isascii():
            yield text
            yield from map(Keyword, filter(None, (self._longest(text.text, 0), self._longest(text.text, -1))))

    def _longest(self, text: str, side: int) -> str:
        """Return the longest beginning (``side`` 0) or end of ``text``, of two characters and more, that is
        found; empty if there is none.
        """
        low, high = 1, len(text) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._count(Keyword(text[-middle:] if side else text[:middle])):
                low = middle
            else:
                high = middle - 1
        return "" if low == 1 else text[-low:] if side else text[:low]

    def _together(self, parts: tuple[Query, ...]) -> Iterator[Lead]:
        """Yield the largest sets of at least two of ``parts``, but not all, that stand in one clause."""
        leaves = {part: self._held(part) for part in parts}
        most = next(
            (
                least
                for least in range(len(parts) - 1, 1, -1)
                if self._some(AtLeast(tuple(leaves.values()), least))
            ),
            0,
        )
        rest: Query = AtLeast(tuple(leaves.values()), most)
        for _ in range(_MOST_TOGETHER if most else 0):
            held: list[Query] = []
            for part in parts:
                if len(held) < most and self._some(all_of((rest, *(leaves[each] for each in (*held, part))))):
                    held.append(part)
            if len(held) < most:
                return
            together = all_of(held)
            missing = tuple(str(part) for part in parts if part not in held)
            yield Lead(LeadIs.TOGETHER, spell(together), self._count(together), missing)
            rest = all_of((rest, Not(self._held(together))))

    def _count(self, query: Query) -> int:
        try:
            return self._some(self._listed(query))
        except QueryError:  # a piece of which no character counts
            return 0

    def _listed(self, query: Query) -> Query:
        """Return the clauses that a search lists in its exact tier."""
        return holding(query, self._exact) if self._scope is Scope.STATEMENT else self._exact(query)

    def _held(self, query: Query) -> Query:
        """Return the clauses, or all clauses of the statements, that hold ``query``."""
        return in_statements(query, self._exact) if self._scope is Scope.STATEMENT else self._exact(query)

    def _exact(self, query: Query) -> Query:
        return exact(query, self._names_of)

    def _some(self, query: Query) -> int:
        return self._engine.search(EngineRequest(query, limit=0)).total


def _operands(query: Query) -> tuple[Query, ...]:
    return query.operands if isinstance(query, And) else (query,)
