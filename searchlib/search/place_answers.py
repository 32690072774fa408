"""FoundPlaces as data: where the texts of a query or name stand, for what is read out of many answers.

Nothing is read but what is asked for: places are columns of numbers, contexts are cut out of the folded
texts, and the original of a clause is restored only for a line that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from searchlib.engine.base import Engine, EngineRequest, Occurrences, Tally
from searchlib.errors import IndexDamaged
from searchlib.model import Certificate, Clause, Document, Mention, Needle, Scope, SearchRequest, Sort
from searchlib.projects import Registry
from searchlib.query.ast import Everything, Exact, Has, Not, Query, all_of
from searchlib.query.parser import parse
from searchlib.query.planner import TierPlan, phrase_needles
from searchlib.query.refine import filters_of
from searchlib.query.rewrite import exact
from searchlib.search.certificate import Certifier
from searchlib.search.mentions import counted_once, mentions
from searchlib.search.reading import QueryReader
from searchlib.storage.integrity import Integrity, from_sound_files
from searchlib.text.analyzer import Analyzer
from searchlib.text.borders import bare, bordered


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    """Where the texts of a query or name stand, each place once, in corpus order.

    ``found`` are columns whose offsets count code points of the folded running text of a clause; ``names``
    has the text of each needle. ``documents`` are those with a place, in corpus order, and ``owners`` has for
    each record number the index of its document. ``certificate`` is of the needles, wherever they stand.
    """

    asked: str
    found: Occurrences = field(default_factory=Occurrences)
    needles: tuple[Needle, ...] = ()
    names: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    owners: Mapping[int, int] = field(default_factory=dict)
    certificate: Certificate | None = None
    within: Query | None = field(default=None, repr=False)
    """The clauses with a place, as a query of the engine; None where there is none."""

    def __len__(self) -> int:
        return len(self.found)

    @property
    def clauses(self) -> int:
        """The clauses with a place."""
        return len(self.owners)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many clauses of other statements hold a text, of how many statements, and the earliest of them."""

    clauses: int
    statements: int
    first: tuple[Clause, Document] | None


class PlaceAnswers:
    """What a :class:`~searchlib.search.library.Library` says of places."""

    engine: Engine
    integrity: Integrity
    _analyzer: Analyzer
    _reader: QueryReader
    _registry: Registry
    _certifier: Certifier

    def _plans(self, request: SearchRequest) -> tuple[TierPlan, ...]:
        raise NotImplementedError

    @from_sound_files
    def places(self, query: str, *, scope: Scope | str = Scope.CLAUSE) -> FoundPlaces:
        """Return where what ``query`` marks stands in the texts of its exact tier.

        What matches in headings or titles has no place. Raises QueryError.
        """
        plan = self._plans(SearchRequest(query, scope=Scope(scope)))[0]
        understood = str(self._reader.tree(query, only_exact=False))
        if not plan.needles:
            return FoundPlaces(understood, certificate=self._certifier.certificate())
        found = counted_once(self.engine.occurrences(plan.needles, plan.query), plan.needles)
        names = tuple(bare(each) if isinstance(each, str) else str(each) for each in plan.needles)
        within = all_of((plan.query, Exact(plan.needles, zones=("text",))))
        certificate = self._certifier.certificate(needles=plan.needles)
        return self._placed(understood, found, plan.needles, names, within, certificate)

    @from_sound_files
    def places_of(self, name: str, *, scan: bool | None = None) -> FoundPlaces:
        """Return where ``name`` stands, by all names if it is a project's; as :meth:`Library.mentions` does.

        ``scan`` is as there. Raises QueryError, and IndexDamaged if a scan finds others.
        """
        name_of = self._reader.needles(name)
        needles = tuple(name_of)
        all_found = self.engine.occurrences(needles)
        certificate = self._certifier.compare(name, needles, all_found, scan)
        found = counted_once(all_found, needles)
        within = Exact(needles, zones=("text",))
        return self._placed(name, found, needles, tuple(name_of.values()), within, certificate)

    @from_sound_files
    def places_of_names(self, names: Sequence[str]) -> FoundPlaces:
        """Return where these names stand, and nothing else that the registry knows of their project."""
        name_of = {needle: name for name in reversed(names) for needle in map(bordered, phrase_needles(name))}
        needles = tuple(name_of)
        found = counted_once(self.engine.occurrences(needles), needles)
        certificate = self._certifier.certificate(needles=needles)
        within = Exact(needles, zones=("text",))
        return self._placed(names[0], found, needles, tuple(name_of.values()), within, certificate)

    @from_sound_files
    def mentions_at(self, places: FoundPlaces, rows: Sequence[int], width: int = 20) -> Iterator[Mention]:
        """Iterate over the mentions at these rows of ``places``, in the order given, read in batches."""
        columns = (places.found.numbers, places.found.starts, places.found.ends, places.found.needles)
        part = Occurrences(*([column[row] for row in rows] for column in columns))
        return mentions(self.engine, part, dict(zip(places.needles, places.names, strict=True)), width)

    @from_sound_files
    def keys(self) -> Iterator[tuple[int, str]]:
        """Iterate over record number and folded running text of every clause, in corpus order."""
        return self.engine.texts()

    @from_sound_files
    def numbers_of(self, document_id: str) -> Sequence[int]:
        """Return the record numbers of a document's clauses, in their order; none for an unknown one."""
        return self.engine.search(EngineRequest(Has("document", (document_id,)), sort=Sort.CORPUS)).numbers

    @from_sound_files
    def elsewhere(self, text: str, document_id: str) -> Elsewhere:
        """Return which clauses of other documents hold ``text``, a folded string."""
        query = all_of((Exact((text,), zones=("text",)), Not(Has("document", (document_id,)))))
        found = self.engine.search(EngineRequest(query, sort=Sort.CORPUS))
        first = self.engine.fetch(found.numbers[:1])
        return Elsewhere(found.total, len(set(found.documents)), first[0] if first else None)

    @from_sound_files
    def clauses_at(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Return the clauses with these record numbers and their documents, in the order given."""
        return self.engine.fetch(numbers)

    @from_sound_files
    def extents(self, query: str = "", fields: tuple[str, ...] = ("document",)) -> Tally:
        """Count clauses and characters of the texts that satisfy the filters of ``query``, by ``fields``."""
        filters = filters_of(parse(query)) if query else ()
        within = exact(all_of(filters), self._registry.names_of) if filters else Everything()
        return self.engine.tally(within, fields, characters=True)

    @from_sound_files
    def extents_at(self, places: FoundPlaces, fields: tuple[str, ...] = ("document",)) -> Tally:
        """Count the clauses with some of ``places``, and their characters, by ``fields``."""
        if places.within is None:
            return Tally(0, 0, fields=dict.fromkeys(fields, ()))
        return self.engine.tally(places.within, fields, characters=True)

    @from_sound_files
    def strings(self, needles: tuple[Needle, ...]) -> Occurrences:
        """Find these strings and patterns, folded already, as they are; an occurrence has the index of its
        needle."""
        return self.engine.occurrences(needles)

    def names_of(self, name: str) -> tuple[str, ...]:
        """Return all names that ``name`` is looked for as: those of its project, or itself."""
        return self._reader.names(name)

    def words(self, text: str) -> tuple[str, ...]:
        """Return the folded words of ``text``, in their order, those inside longer ones too."""
        return self._analyzer.words(text)

    def cut(self, text: str) -> list[str]:
        """Return the words of a folded text, signs among them; joined they are the text."""
        return self._analyzer.cut(text)

    def _placed(
        self,
        asked: str,
        found: Occurrences,
        needles: tuple[Needle, ...],
        names: tuple[str, ...],
        within: Query,
        certificate: Certificate,
    ) -> FoundPlaces:
        """Return the places with their documents: the documents are read, and no clause."""
        matches = self.engine.search(EngineRequest(within, sort=Sort.CORPUS))
        index_of: dict[int, int] = {}
        firsts: list[int] = []
        owners: dict[int, int] = {}
        for number, document in zip(map(int, matches.numbers), map(int, matches.documents), strict=True):
            index = index_of.get(document)
            if index is None:
                index = index_of[document] = len(firsts)
                firsts.append(number)
            owners[number] = index
        if not owners.keys() >= set(map(int, found.numbers)):
            raise IndexDamaged("index.miscounts", name=asked, found=len(owners), scanned=len(found))
        documents = tuple(self.engine.documents_of(firsts))
        return FoundPlaces(asked, found, needles, names, documents, owners, certificate, within)
