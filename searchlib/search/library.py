"""The read path: an open index that answers searches, lists mentions and shows statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from types import TracebackType

from searchlib.engine.base import Engine, EngineRequest, Occurrences, Tally
from searchlib.errors import REBUILD, IndexDamaged, NotInIndex
from searchlib.model import (
    Certificate,
    Clause,
    Document,
    Hit,
    Lines,
    Mention,
    Mentions,
    SearchRequest,
    SearchResults,
    Sort,
    Tier,
    Totals,
)
from searchlib.projects import Project, Registry
from searchlib.query.ast import And, Exact, Has
from searchlib.query.planner import Forms, TierPlan, name_needles, phrase_needles, planner
from searchlib.search.collector import Page, pages
from searchlib.search.highlight import marks
from searchlib.search.mentions import count_names, counted_once, disagreement, mentioning, mentions, window
from searchlib.search.statistics import Statistics, statistics
from searchlib.storage.integrity import Integrity, from_sound_files
from searchlib.storage.meta import IndexMeta
from searchlib.text.analyzer import Analyzer
from searchlib.text.needle import Needle

SCAN_LIMIT = 5_000_000
"""Code points up to which ``mentions`` compares its answer with a plain scan unless told otherwise."""

_BATCH = 256
"""Hits that are read together."""


class Library:
    """An open index. Safe to share between threads; close it, or use it in a ``with`` block.

    Every method answers only after ``integrity`` is confirmed; who asks ``engine`` itself confirms it first.
    """

    def __init__(
        self, engine: Engine, meta: IndexMeta, analyzer: Analyzer, registry: Registry, integrity: Integrity
    ) -> None:
        self.engine = engine
        self.meta = meta
        self.integrity = integrity
        self._analyzer = analyzer
        self._registry = registry
        self._plan = planner(analyzer, registry)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the index's files."""
        self.integrity.close()
        self.engine.close()
        self._analyzer.close()

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects this index knows."""
        return self._registry.projects

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        exact: bool = False,
        sort: Sort | str = Sort.RELEVANCE,
        group: bool = False,
    ) -> SearchResults:
        """Answer ``query``: exact totals of every tier, and the hits asked for.

        ``limit`` counts hits, or statements when ``group`` is set; None gives all. ``exact`` leaves the
        lower tiers out. Raises QueryError for a query that cannot be understood.
        """
        return self.answer(SearchRequest(query, limit, offset, exact, Sort(sort), group))

    @from_sound_files
    def answer(self, request: SearchRequest) -> SearchResults:
        """:meth:`search` with the request as one value."""
        understood, plans, forms = self._plan(request.query, request.exact)
        totals: dict[str, int] = {}
        hits: list[Hit] = []
        for page in pages(self.engine, plans, request):
            totals[page.plan.tier.value] = page.total
            hits.extend(self._hits(page))
        return SearchResults(request.query, understood, Totals(**totals), tuple(hits), forms)

    @from_sound_files
    def pages(self, request: SearchRequest) -> tuple[Page, ...]:
        """What :meth:`answer` is made of, before any clause is read: for each tier its exact total, and
        record numbers and scores. For programs that count or compare; raises QueryError."""
        return tuple(pages(self.engine, self._plans(request), request))

    @from_sound_files
    def hits(self, request: SearchRequest) -> Iterator[Hit]:
        """The hits of :meth:`answer` one after another, read as they are asked for.

        A query that cannot be understood raises QueryError at once.
        """
        plans = self._plans(request)
        return self._one_by_one(request, plans)

    @from_sound_files
    def tallies(self, query: str, *, exact: bool = False, fields: tuple[str, ...] = ()) -> dict[Tier, Tally]:
        """How the clauses of each tier divide by facts of their documents; see :meth:`Engine.tally`."""
        plans = self._plans(SearchRequest(query, exact=exact))
        return {plan.tier: self.engine.tally(plan.query, fields) for plan in plans}

    @from_sound_files
    def clauses_of(
        self, query: str, documents: tuple[str, ...], *, exact: bool = False
    ) -> dict[Tier, dict[str, int]]:
        """How many clauses of each of ``documents`` (ids) every tier of ``query`` holds."""
        counted = {}
        for plan in self._plans(SearchRequest(query, exact=exact)):
            tally = self.engine.tally(And((Has("document", documents), plan.query)), ("document",))
            counted[plan.tier] = {each.value: each.clauses for each in tally.fields["document"]}
        return counted

    @from_sound_files
    def mentions(
        self,
        name: str,
        *,
        width: int = 20,
        scan: bool | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> Mentions:
        """Every mention of a project by any of its names, or of ``name`` as it is written, in corpus
        order; numerals count in every spelling, and ``name`` may have wildcards.

        ``width`` is the context on each side in code points. ``scan`` compares the answer with a plain scan
        of all folded texts (by default where they have at most :data:`SCAN_LIMIT` code points) and raises
        IndexDamaged if the two differ. With ``offset`` and ``limit`` only these mentions are read; what is
        said of the whole answer stays the same. Raises QueryError for a name that says nothing.
        """
        names, name_of = self._names(name)
        needles = tuple(name_of)
        occurrences = self.engine.occurrences(needles)
        if scan is None:
            scan = self.meta.characters <= SCAN_LIMIT
        if scan and (counts := disagreement(self.engine, needles, occurrences)):
            raise IndexDamaged(
                f"the index finds '{name}' {counts[0]} times, a plain scan of its texts {counts[1]} times",
                REBUILD,
            )
        found = counted_once(occurrences, needles)
        tally = self.engine.tally(Exact(needles, zones=("text",)), ("year",))
        return Mentions(
            name=name,
            names=names,
            mentions=tuple(mentions(self.engine, window(found, offset, limit), name_of, width)),
            clauses=tally.clauses,
            statements=tally.documents,
            first=_day(tally.first),
            last=_day(tally.last),
            certificate=Certificate(
                self.meta.digest,
                self.meta.corpus,
                self.engine.clause_count,
                scan,
                tuple(dict.fromkeys(map(str, needles))),
            ),
            total=len(found),
            counts=dict.fromkeys(names, 0) | count_names(found, name_of),
            undated=tally.undated > 0,
        )

    @from_sound_files
    def each_mention(self, name: str, *, width: int = 20) -> Iterator[Mention]:
        """The mentions of :meth:`mentions` one after another, read as they are asked for."""
        found, name_of = self._found(name)
        return mentions(self.engine, found, name_of, width)

    @from_sound_files
    def mentioning(self, name: str) -> Iterator[tuple[Clause, Document, int]]:
        """Each clause with a mention of ``name``, its document and how many there are, in corpus order."""
        return mentioning(self.engine, self._found(name)[0])

    @from_sound_files
    def tally_of(self, name: str, fields: tuple[str, ...]) -> Tally:
        """How the clauses that mention ``name`` divide by facts of their documents."""
        return self.engine.tally(Exact(tuple(self._names(name)[1]), zones=("text",)), fields)

    @from_sound_files
    def needles(self, query: str, *, exact: bool = False) -> dict[Tier, tuple[Needle, ...]]:
        """What ``query`` marks in the hits of each tier; see :func:`highlight.marks`."""
        plans = self._plans(SearchRequest(query, exact=exact))
        return {plan.tier: plan.needles for plan in plans}

    def forms(self, query: str) -> Forms:
        """Operands of ``query`` that are looked for in other spellings too, and these; raises QueryError."""
        return self._plan(query, True)[2]

    @from_sound_files
    def lines(self, query: str, *, width: int = 20, offset: int = 0, limit: int | None = None) -> Lines:
        """What an exact query marks, as KWIC lines in corpus order.

        Everything that is marked in the texts of the clauses in its first tier; what stands in headings or
        titles only has no line. Raises QueryError.
        """
        plan = self._plans(SearchRequest(query, exact=True))[0]
        if not plan.needles:
            return Lines(0, ())
        name_of = {needle: str(needle) for needle in plan.needles}
        found = counted_once(self.engine.occurrences(plan.needles, plan.query), plan.needles)
        part = window(found, offset, limit)
        return Lines(len(found), tuple(mentions(self.engine, part, name_of, width)))

    @from_sound_files
    def occurrences(self, text: str) -> Occurrences:
        """Where ``text`` stands, numerals both ways, as columns of record numbers and offsets.

        For programs that count or compare: no clause is read. :meth:`mentions` is for readers.
        """
        return self.engine.occurrences(name_needles(text))

    @from_sound_files
    def documents(self) -> tuple[Document, ...]:
        """Every document without its clauses, in corpus order."""
        return tuple(self.engine.documents())

    @from_sound_files
    def document(self, document_id: str) -> Document:
        """A document with its clauses; raises NotInIndex."""
        found = self.engine.search(EngineRequest(Has("document", (document_id,)), sort=Sort.CORPUS))
        rows = self.engine.fetch(found.numbers)
        if not rows:
            raise NotInIndex(
                f"no document '{document_id}' in the index; `searchlib list` shows what there is"
            )
        return replace(rows[0][1], clauses=tuple(clause for clause, _ in rows))

    @from_sound_files
    def clause(self, clause_id: str) -> tuple[Clause, Document]:
        """One clause and its document with all its clauses; raises NotInIndex."""
        document_id, _, path = clause_id.rpartition("#")
        document = self.document(document_id)
        for clause in document.clauses:
            if clause.path == path:
                return clause, document
        raise NotInIndex(f"no clause '{path}' in '{document_id}'; `searchlib show {document_id}` lists them")

    @from_sound_files
    def select(
        self, query: str, documents: Iterable[str] | None = None
    ) -> tuple[tuple[Clause, Document], ...]:
        """Every clause that matches ``query`` exactly, with its document, in corpus order.

        ``documents`` are the ids of those to look in, by default all. Raises QueryError.
        """
        (plan,) = self._plans(SearchRequest(query, exact=True))
        wanted = plan.query if documents is None else And((plan.query, Has("document", tuple(documents))))
        found = self.engine.search(EngineRequest(wanted, sort=Sort.CORPUS))
        return tuple(self.engine.fetch(found.numbers))

    @from_sound_files
    def statistics(self) -> Statistics:
        """Counts over everything in the index."""
        return statistics(self.engine.documents(), self.meta)

    def _plans(self, request: SearchRequest) -> tuple[TierPlan, ...]:
        return self._plan(request.query, request.exact)[1]

    def _names(self, name: str) -> tuple[tuple[str, ...], dict[Needle, str]]:
        """All names that ``name`` stands for, and for each of their needles the name."""
        project = self._registry.find(name)
        if project is None:
            return (name,), dict.fromkeys(name_needles(name), name)
        names = project.names
        return names, {needle: known for known in reversed(names) for needle in phrase_needles(known)}

    def _found(self, name: str) -> tuple[Occurrences, dict[Needle, str]]:
        """Where ``name`` is mentioned, and for each needle the name that it is of."""
        _, name_of = self._names(name)
        needles = tuple(name_of)
        return counted_once(self.engine.occurrences(needles), needles), name_of

    def _one_by_one(self, request: SearchRequest, plans: tuple[TierPlan, ...]) -> Iterator[Hit]:
        for page in pages(self.engine, plans, request):
            rows = iter(page.rows)
            while batch := tuple(islice(rows, _BATCH)):
                yield from self._hits(Page(page.plan, page.total, batch))

    def _hits(self, page: Page) -> list[Hit]:
        records = self.engine.fetch([number for number, _ in page.rows])
        return [
            Hit(clause, document, marks(clause.text, page.plan.needles), page.plan.tier, score)
            for (clause, document), (_, score) in zip(records, page.rows, strict=True)
        ]


def _day(number: int) -> date | None:
    """A day written ``yyyymmdd``; None for 0."""
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None
