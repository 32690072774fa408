"""The read path: an open index that answers searches, lists mentions and shows statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial, wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar

from searchlib.analyzer import Analyzer, open_analyzer
from searchlib.concordance import disagreement, mentions
from searchlib.engines.base import Engine, EngineRequest, Occurrences
from searchlib.engines.opening import engine_factory
from searchlib.errors import IndexDamaged, IndexStale, NotInIndex
from searchlib.generations.integrity import Integrity
from searchlib.generations.meta import IndexMeta
from searchlib.generations.opening import open_visible
from searchlib.highlight import marks
from searchlib.model import (
    Certificate,
    Clause,
    Document,
    Hit,
    Mentions,
    SearchRequest,
    SearchResults,
    Sort,
    Totals,
)
from searchlib.paging import Page, pages
from searchlib.projects import Project, Registry
from searchlib.query.ast import And, Has, Phrase
from searchlib.query.parse import parse
from searchlib.query.rewrite import exact, needles_to_mark
from searchlib.ranking import TierPlan, tiers
from searchlib.statistics import Statistics, statistics

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

SCAN_LIMIT = 5_000_000
"""Code points up to which ``mentions`` compares its answer with a plain scan unless told otherwise."""

_REMEMBERED = 256
"""Queries whose plan is kept: every page of an answer asks again."""


def _from_sound_files(
    method: Callable[Concatenate[Library, Arguments], Answer],
) -> Callable[Concatenate[Library, Arguments], Answer]:
    """The method, which gives no answer before every file was found to be as it was written."""

    @wraps(method)
    def guarded(library: Library, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Answer:
        with library.integrity:
            return method(library, *arguments, **named)

    return guarded


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
        self._plan = lru_cache(_REMEMBERED)(partial(_plan, analyzer, registry))

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

    @_from_sound_files
    def answer(self, request: SearchRequest) -> SearchResults:
        """:meth:`search` with the request as one value."""
        understood, plans = self._plan(request.query, request.exact)
        totals: dict[str, int] = {}
        hits: list[Hit] = []
        for page in pages(self.engine, plans, request):
            totals[page.plan.tier.value] = page.total
            hits.extend(self._hits(page))
        return SearchResults(request.query, understood, Totals(**totals), tuple(hits))

    @_from_sound_files
    def pages(self, request: SearchRequest) -> tuple[Page, ...]:
        """What :meth:`answer` is made of, before any clause is read: for each tier its exact total, and
        record numbers and scores. For programs that count or compare; raises QueryError."""
        _, plans = self._plan(request.query, request.exact)
        return tuple(pages(self.engine, plans, request))

    @_from_sound_files
    def mentions(self, name: str, *, width: int = 20, scan: bool | None = None) -> Mentions:
        """Every mention of a project by any of its names, or of ``name`` literally, in corpus order.

        ``width`` is the context on each side in code points. ``scan`` compares the answer with a plain scan
        of all folded texts (by default where they have at most :data:`SCAN_LIMIT` code points) and raises
        IndexDamaged if the two differ.
        """
        project = self._registry.find(name)
        names = project.names if project else (name,)
        name_of = {needle: known for known in reversed(names) for needle in needles_of(known)}
        needles = tuple(name_of)
        occurrences = self.engine.occurrences(needles)
        if scan is None:
            scan = self.meta.characters <= SCAN_LIMIT
        if scan and (counts := disagreement(self.engine, needles, occurrences)):
            raise IndexDamaged(
                f"the index finds '{name}' {counts[0]} times, a plain scan of its texts {counts[1]} times; "
                "build it again with `searchlib index CORPUS --rebuild`"
            )
        found = tuple(mentions(self.engine, occurrences, name_of, width))
        dates = [mention.document.date for mention in found if mention.document.date]
        return Mentions(
            name=name,
            names=names,
            mentions=found,
            clauses=len({mention.clause.id for mention in found}),
            statements=len({mention.document.id for mention in found}),
            first=min(dates, default=None),
            last=max(dates, default=None),
            certificate=Certificate(self.meta.digest, self.meta.corpus, self.engine.clause_count, scan),
        )

    @_from_sound_files
    def occurrences(self, text: str) -> Occurrences:
        """Where ``text`` stands, numerals both ways, as columns of record numbers and offsets.

        For programs that count or compare: no clause is read. :meth:`mentions` is for readers.
        """
        return self.engine.occurrences(needles_of(text))

    @_from_sound_files
    def documents(self) -> tuple[Document, ...]:
        """Every document without its clauses, in corpus order."""
        return tuple(self.engine.documents())

    @_from_sound_files
    def document(self, document_id: str) -> Document:
        """A document with its clauses; raises NotInIndex."""
        found = self.engine.search(EngineRequest(Has("document", (document_id,)), sort=Sort.CORPUS))
        rows = self.engine.fetch(found.numbers)
        if not rows:
            raise NotInIndex(
                f"no document '{document_id}' in the index; `searchlib list` shows what there is"
            )
        return replace(rows[0][1], clauses=tuple(clause for clause, _ in rows))

    @_from_sound_files
    def clause(self, clause_id: str) -> tuple[Clause, Document]:
        """One clause and its document with all its clauses; raises NotInIndex."""
        document_id, _, path = clause_id.rpartition("#")
        document = self.document(document_id)
        for clause in document.clauses:
            if clause.path == path:
                return clause, document
        raise NotInIndex(f"no clause '{path}' in '{document_id}'; `searchlib show {document_id}` lists them")

    @_from_sound_files
    def select(
        self, query: str, documents: Iterable[str] | None = None
    ) -> tuple[tuple[Clause, Document], ...]:
        """Every clause that matches ``query`` exactly, with its document, in corpus order.

        ``documents`` are the ids of those to look in, by default all. Raises QueryError.
        """
        (plan,) = tiers(parse(query), self._analyzer, self._registry.names_of, only_exact=True)
        wanted = plan.query if documents is None else And((plan.query, Has("document", tuple(documents))))
        found = self.engine.search(EngineRequest(wanted, sort=Sort.CORPUS))
        return tuple(self.engine.fetch(found.numbers))

    @_from_sound_files
    def statistics(self) -> Statistics:
        """Counts over everything in the index."""
        return statistics(self.engine.documents(), self.meta)

    def _hits(self, page: Page) -> list[Hit]:
        records = self.engine.fetch([number for number, _ in page.rows])
        return [
            Hit(clause, document, marks(clause.text, page.plan.needles), page.plan.tier, score)
            for (clause, document), (_, score) in zip(records, page.rows, strict=True)
        ]


def open_library(index: str | Path = "index") -> Library:
    """Open the index in folder ``index``.

    Every file is verified while the first question is being answered; no answer is given from a damaged
    index. Raises IndexMissing, IndexStale when another version or dictionary built it, IndexDamaged.
    """
    return open_visible(Path(index), open_generation)


def open_generation(generation: Path, meta: IndexMeta, integrity: Integrity) -> Library:
    """Open one generation of an index, whose verification is under way."""
    registry = Registry.from_json(meta.projects)
    analyzer = open_analyzer(generation)
    try:
        if analyzer.fingerprint() != meta.analyzer:
            raise IndexStale(
                f"the index in '{generation.parent}' was built with another dictionary or fold table; "
                f"build it again with `searchlib index {meta.folder or 'CORPUS'} --rebuild`"
            )
        return Library(engine_factory().open(generation), meta, analyzer, registry, integrity)
    except BaseException:
        analyzer.close()
        raise


def _plan(
    analyzer: Analyzer, registry: Registry, query: str, only_exact: bool
) -> tuple[str, tuple[TierPlan, ...]]:
    """What is understood of ``query``, and the tiers it has."""
    tree = parse(query)
    return str(tree), tiers(tree, analyzer, registry.names_of, only_exact)


@lru_cache(_REMEMBERED)
def needles_of(text: str) -> tuple[str, ...]:
    """The folded strings that count as ``text``: without blanks between Han, numerals both ways.

    >>> needles_of("第八條")[:2]
    ('第八条', '第8条')
    """
    return needles_to_mark(exact(Phrase(text), lambda name: (name,)))
