"""Answers at the level of the statement, and counts as data: the part of a library that divides the index."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import islice

from searchlib.engine.base import Engine, EngineRequest
from searchlib.model import Scope, SearchRequest, Sort, StatementMatch, Statements, Tier
from searchlib.projects import Registry
from searchlib.query.ast import Everything, Exact, Query, all_of, any_of
from searchlib.query.parser import parse
from searchlib.query.planner import TierPlan
from searchlib.query.refine import filters_of
from searchlib.query.rewrite import exact
from searchlib.query.statement_scope import in_statements, in_text, wanted
from searchlib.search.certificate import Certifier
from searchlib.search.count_by import By, Counting, CountTable, count_by
from searchlib.search.reading import QueryReader
from searchlib.storage.integrity import Integrity, from_sound_files


class StatementAnswers(ABC):
    """What a :class:`~searchlib.search.library.Library` says of whole statements, and its counts."""

    engine: Engine
    integrity: Integrity
    _reader: QueryReader
    _registry: Registry
    _certifier: Certifier

    @abstractmethod
    def _plans(self, request: SearchRequest) -> tuple[TierPlan, ...]:
        """Return the tiers of a request; raises QueryError."""

    @from_sound_files
    def statements(
        self, query: str, *, offset: int = 0, limit: int | None = None, scan: bool | None = None
    ) -> Statements:
        """Return the statements that satisfy ``query``, in corpus order, with counts of their clauses.

        Each text may stand in any clause of the statement, its headings or the title; AND, OR and NOT connect
        whole statements. ``scan`` compares the answer with a plain scan, as in :meth:`Library.mentions`.
        Raises QueryError.
        """
        SearchRequest(query, limit, offset)  # which refuses negative numbers
        tree = self._reader.tree(query, only_exact=False)
        selected = self._whole_statements(tree)
        found = self.engine.search(EngineRequest(selected, sort=Sort.CORPUS))
        firsts: dict[int, int] = {}
        for number, owner in zip(found.numbers, found.documents, strict=True):
            firsts.setdefault(int(owner), int(number))
        names = [each.value for each in self.engine.tally(selected, ("document",)).fields["document"]]
        certificate = self._certifier.compare_statements(str(tree), selected, frozenset(names), scan)
        leaves = {str(leaf): in_text(leaf, self._registry.names_of) for leaf in wanted(tree)}
        held = {text: self._by_document(all_of((selected, leaf))) for text, leaf in leaves.items()}
        some = self._by_document(all_of((selected, any_of(leaves.values())))) if leaves else {}
        end = None if limit is None else offset + limit
        shown = self.engine.fetch(list(islice(firsts.values(), offset, end)))
        return Statements(
            query=query,
            understood=str(tree),
            total=len(firsts),
            searched=self.engine.tally(Everything()).documents,
            counts={text: sum(counts.values()) for text, counts in held.items()},
            statements=tuple(
                StatementMatch(
                    document,
                    {text: counts.get(document.id, 0) for text, counts in held.items()},
                    some.get(document.id, 0),
                )
                for _, document in shown
            ),
            certificate=certificate,
        )

    @from_sound_files
    def statement_counts(self, query: str, by: By | str) -> CountTable:
        """Count the statements of :meth:`statements` by groups. Raises QueryError."""
        tree = self._reader.tree(query, only_exact=False)
        return count_by(
            self.engine,
            self._whole_statements(tree),
            By(by),
            Counting.STATEMENTS,
            within=self._filtered(tree),
        )

    @from_sound_files
    def search_counts(
        self, query: str, by: By | str, *, exact: bool = False, scope: Scope | str = Scope.CLAUSE
    ) -> tuple[Tier, CountTable]:
        """Count the clauses of the first tier of a search that holds any, by groups; also return the tier.

        Raises QueryError.
        """
        plans = self._plans(SearchRequest(query, exact=exact, scope=Scope(scope)))
        filled = (plan for plan in plans if self.engine.search(EngineRequest(plan.query, limit=0)).total)
        plan = next(filled, plans[0])
        within = self._filtered(parse(query))
        return plan.tier, count_by(self.engine, plan.query, By(by), Counting.CLAUSES, within=within)

    @from_sound_files
    def mention_counts(self, name: str, by: By | str) -> CountTable:
        """Count the mentions of a name by groups; see :meth:`Library.mentions`."""
        _, name_of, found = self._reader.found(name)
        query = Exact(tuple(name_of), zones=("text",))
        return count_by(self.engine, query, By(by), Counting.OCCURRENCES, occurrences=found)

    def _whole_statements(self, tree: Query) -> Query:
        names_of = self._registry.names_of
        return in_statements(tree, lambda leaf: exact(leaf, names_of))

    def _filtered(self, tree: Query) -> Query:
        """Return the clauses that satisfy the filters of a query."""
        filters = filters_of(tree)
        return exact(all_of(filters), self._registry.names_of) if filters else Everything()

    def _by_document(self, query: Query) -> dict[str, int]:
        """Count the clauses that match ``query`` in each document that has any, by id."""
        counted = self.engine.tally(query, ("document",)).fields["document"]
        return {each.value: each.clauses for each in counted}
