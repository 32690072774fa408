"""The read path: an open index that answers searches, lists mentions and shows documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import TracebackType

from searchlib.engine.base import Engine, EngineRequest, Occurrences, Tally
from searchlib.model import (
    Certificate,
    Clause,
    Document,
    Explanation,
    Found,
    Hit,
    Mention,
    Mentions,
    Needle,
    Reference,
    Scope,
    SearchRequest,
    SearchResults,
    Sort,
    Tier,
)
from searchlib.projects import Project, Registry
from searchlib.query.ast import And, Exact, Has
from searchlib.query.pasted import is_pasted
from searchlib.query.planner import TierPlan, name_needles, planner
from searchlib.query.statement_scope import statement_tiers
from searchlib.search.alternatives import Proposer
from searchlib.search.certificate import Certifier
from searchlib.search.collector import TierPage, is_folded, pages, tallies, totals, totals_of
from searchlib.search.document_answers import DocumentAnswers
from searchlib.search.explaining import explanations
from searchlib.search.hits import hits_of, in_batches
from searchlib.search.leads import LeadFinder
from searchlib.search.mentions import count_names, counted_once, day_of, mentioning, mentions, window
from searchlib.search.place_answers import PlaceAnswers
from searchlib.search.query_readings import QueryReadings
from searchlib.search.reading import QueryReader
from searchlib.search.reference_table import ReferenceTable
from searchlib.search.statement_answers import StatementAnswers
from searchlib.storage.integrity import Integrity, from_sound_files
from searchlib.storage.meta import IndexMeta
from searchlib.text.analyzer import Analyzer


class Library(DocumentAnswers, PlaceAnswers, QueryReadings, StatementAnswers):
    """An open index. Safe to share between threads; close it, or use it in a ``with`` block.

    Every method answers only after ``integrity`` is confirmed; callers that use ``engine`` confirm it first.
    """

    def __init__(
        self, engine: Engine, meta: IndexMeta, analyzer: Analyzer, registry: Registry, integrity: Integrity
    ) -> None:
        self.engine = engine
        self.meta = meta
        self.integrity = integrity
        self._analyzer = analyzer
        self._registry = registry
        self._references = ReferenceTable(engine)
        self._proposer = Proposer(engine, registry, self._references.full_titles)
        self._reader = QueryReader(engine, registry, self._proposer)
        self._plan = planner(analyzer, registry, self._reader.tree)
        self._certifier = Certifier(engine, meta)
        self._finders = {each: LeadFinder(engine, analyzer, registry.names_of, each) for each in Scope}

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
        """The projects of the registry that the index was built with."""
        return self._registry.projects

    def certificate(self) -> Certificate:
        """Return the certificate of an answer that was not compared with a scan."""
        return self._certifier.certificate()

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        exact: bool = False,
        sort: Sort | str = Sort.RELEVANCE,
        group: bool = False,
        scope: Scope | str = Scope.CLAUSE,
        prior: bool = True,
        fold: bool = False,
    ) -> SearchResults:
        """Search for ``query`` with the options of a :class:`SearchRequest`; raises QueryError."""
        order, where = Sort(sort), Scope(scope)
        asked = SearchRequest(query, limit, offset, exact, order, group, None, where, prior, fold)
        return self.answer(asked)

    @from_sound_files
    def answer(self, request: SearchRequest) -> SearchResults:
        """Answer a request; :meth:`search` makes one of its arguments."""
        if is_pasted(request.query):
            return _pasted_results(self.engine, request)
        results, tiers = self._results(request)
        hits: list[Hit] = []
        held: dict[Tier, dict[str, int]] = {}
        for page in tiers:
            shown = self._hits(page, results.references)
            hits.extend(shown)
            if request.group:
                names = dict.fromkeys(hit.document.id for hit in shown)
                held[page.plan.tier] = dict(zip(names, page.held, strict=False))  # no hits where most is 0
        return replace(results, hits=tuple(hits), held=held)

    @from_sound_files
    def pages(self, request: SearchRequest) -> tuple[TierPage, ...]:
        """Return total, record numbers and scores of each tier; no clause is read. Raises QueryError."""
        return tuple(pages(self.engine, self._plans(request), request))

    @from_sound_files
    def explain(self, request: SearchRequest) -> tuple[Explanation, ...]:
        """Return, for each hit of :meth:`answer`, the parts of its score; nothing for a pasted text."""
        if is_pasted(request.query):
            return ()
        plans = self._references.listed(request, self._plans(request))[1]
        return explanations(self.engine, pages(self.engine, plans, request), request)

    @from_sound_files
    def hits(self, request: SearchRequest) -> Iterator[Hit]:
        """Iterate over the hits of :meth:`answer`, read in batches; raises QueryError at once."""
        if is_pasted(request.query):
            return iter(_pasted_results(self.engine, request).hits)
        references, listed = self._references.listed(request, self._plans(request))
        return self._read(pages(self.engine, listed, request), references)

    @from_sound_files
    def found(self, request: SearchRequest) -> Found:
        """Return the answer to a request, whose hits are read while it is written. Raises QueryError."""
        if is_pasted(request.query):
            pasted = _pasted_results(self.engine, request)
            return Found(replace(pasted, hits=()), len(pasted.hits), iter(pasted.hits))
        results, tiers = self._results(request)
        return Found(results, sum(len(page.rows) for page in tiers), self._read(tiers, results.references))

    @from_sound_files
    def tallies(
        self,
        query: str,
        *,
        exact: bool = False,
        fields: tuple[str, ...] = (),
        scope: Scope = Scope.CLAUSE,
    ) -> dict[Tier, Tally]:
        """Count the clauses of each tier by facts of their documents; see :meth:`Engine.tally`."""
        return tallies(self.engine, self._plans(SearchRequest(query, exact=exact, scope=scope)), fields)

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
        """Return every mention of a project by any of its names, or of ``name`` as written, in corpus order.

        Numerals count in every spelling; ``name`` may have wildcards, or be ``="…"`` for the text as typed.

        ``width`` is the context on each side in code points. ``scan`` compares the answer with a plain scan
        of all folded texts and raises IndexDamaged if the two differ; see :meth:`Certifier.compare` for the
        default. With ``offset`` and ``limit`` only these mentions are read; what is said of the whole answer
        stays the same. Raises QueryError for a name that says nothing.
        """
        names, name_of = self._reader.names(name), self._reader.needles(name)
        needles = tuple(name_of)
        occurrences = self.engine.occurrences(needles)
        certificate = self._certifier.compare(name, needles, occurrences, scan)
        found = counted_once(occurrences, needles)
        tally = self.engine.tally(Exact(needles, zones=("text",)), ("year",))
        return Mentions(
            name=name,
            names=names,
            mentions=tuple(mentions(self.engine, window(found, offset, limit), name_of, width)),
            clauses=tally.clauses,
            statements=tally.documents,
            first=day_of(tally.first),
            last=day_of(tally.last),
            certificate=certificate,
            total=len(found),
            counts=dict.fromkeys(names, 0) | count_names(found, name_of),
            undated=tally.undated > 0,
            leads=() if len(found) else self._finders[Scope.CLAUSE].leads_of_name(name),
            in_longer=self._reader.in_longer(name, found),
        )

    @from_sound_files
    def each_mention(self, name: str, *, width: int = 20) -> Iterator[Mention]:
        """Iterate over the mentions of :meth:`mentions`, which are read in batches."""
        _, name_of, found = self._reader.found(name)
        return mentions(self.engine, found, name_of, width)

    @from_sound_files
    def mentioning(self, name: str) -> Iterator[tuple[Clause, Document, int]]:
        """Yield each clause that mentions ``name``, its document and how often, in corpus order."""
        return mentioning(self.engine, self._reader.found(name)[2])

    @from_sound_files
    def tally_of(self, name: str, fields: tuple[str, ...]) -> Tally:
        """Count the clauses that mention ``name`` by facts of their documents."""
        return self.engine.tally(Exact(tuple(self._reader.needles(name)), zones=("text",)), fields)

    @from_sound_files
    def needles(self, query: str, *, exact: bool = False) -> dict[Tier, tuple[Needle, ...]]:
        """Return what ``query`` marks in the hits of each tier.

        An answer has them as :attr:`SearchResults.needles`.
        """
        plans = self._plans(SearchRequest(query, exact=exact))
        return {plan.tier: plan.needles for plan in plans}

    def cut(self, text: str) -> list[str]:
        """Return the words of ``text`` in its own characters; joined they are ``text``."""
        return self._analyzer.cut(text)

    @from_sound_files
    def occurrences(self, text: str) -> Occurrences:
        """Find ``text``, with numerals in both notations, as columns of record numbers and offsets.

        For programs that count or compare: no clause is read.
        """
        return self.engine.occurrences(name_needles(text))

    @from_sound_files
    def select(
        self, query: str, documents: Iterable[str] | None = None
    ) -> tuple[tuple[Clause, Document], ...]:
        """Return every clause that matches ``query`` exactly, with its document, in corpus order.

        ``documents`` restricts the search to these ids. Raises QueryError.
        """
        plan = self._plans(SearchRequest(query))[0]
        wanted = plan.query if documents is None else And((plan.query, Has("document", tuple(documents))))
        found = self.engine.search(EngineRequest(wanted, sort=Sort.CORPUS))
        return tuple(self.engine.fetch(found.numbers))

    def _plans(self, request: SearchRequest) -> tuple[TierPlan, ...]:
        if request.scope is Scope.STATEMENT:
            tree = self._reader.tree(request.query, request.exact)
            return statement_tiers(tree, self._analyzer, self._registry.names_of, request.exact)
        plans = self._plan(request.query, request.exact)[1]
        return plans if request.prior else tuple(plan.without_prior() for plan in plans)

    def _results(self, request: SearchRequest) -> tuple[SearchResults, tuple[TierPage, ...]]:
        """Return the answer to a request without its hits, and the tiers that they are read from."""
        plans = self._plans(request)
        references, listed = self._references.listed(request, plans)
        tiers = tuple(pages(self.engine, listed, request))
        understood = str(self._reader.tree(request.query, request.exact))
        sums = totals(self.engine, plans) if references else totals_of(tiers)
        finder = self._finders[request.scope]
        results = SearchResults(
            query=request.query,
            understood=understood,
            totals=sums,
            hits=(),
            size=sum(page.size for page in tiers),
            folded=any(is_folded(page.plan, request) for page in tiers),
            needles={plan.tier: plan.needles for plan in listed},
            references=references,
            forms=self.forms(request.query),
            taken=self._reader.read(request.query, request.exact).taken,
            leads=() if references else finder.leads(understood, sums.exact, sums.words),
            left_out=finder.left_out(understood),
        )
        return results, tiers

    def _hits(self, page: TierPage, references: tuple[Reference, ...]) -> list[Hit]:
        hits = hits_of(self.engine, page)
        if page.plan.tier is Tier.REFERENCE:
            return [self._references.marked(hit, references) for hit in hits]
        return hits

    def _read(self, tiers: Iterable[TierPage], references: tuple[Reference, ...]) -> Iterator[Hit]:
        for page in in_batches(tiers):
            yield from self._hits(page, references)


def _pasted_results(engine: Engine, request: SearchRequest) -> SearchResults:
    from searchlib.search.pasted import pasted_results  # few questions are pasted texts

    return pasted_results(engine, request)
