"""The oracle: a brute-force engine without an index, the definition of right answers for tests.

Every answer is a plain scan in plain Python. No command uses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from searchlib.engine.base import (
    EngineRequest,
    Matches,
    Occurrences,
    Tally,
    ValueCount,
)
from searchlib.engine.oracle_scores import OracleScores
from searchlib.model import AnalyzedClause, Clause, Document, Explanation, Needle, Sort
from searchlib.query.ast import (
    And,
    AtLeast,
    Between,
    Everything,
    Exact,
    Has,
    InDocument,
    Near,
    Not,
    Or,
    Query,
    Word,
)
from searchlib.text.needle import find_needle

_NO_DAY = 10**9


class OracleEngine:
    """Analysed clauses in a list in corpus order; a record number is a place in it."""

    def __init__(self, clauses: Iterable[AnalyzedClause], citations: Mapping[str, int] | None = None) -> None:
        self._records = sorted(clauses, key=corpus_order)
        self._scores = OracleScores(self._records, citations or {})
        self._ordinals: dict[str, int] = {}
        for record in self._records:
            self._ordinals.setdefault(record.document.id, len(self._ordinals))

    @property
    def clause_count(self) -> int:
        """The number of clauses."""
        return len(self._records)

    def search(self, request: EngineRequest) -> Matches:
        """Test every clause, score those that match, and sort them."""
        numbers = self._matching(request.query)
        scores = self._scores.of(numbers, request.scoring)
        numbers.sort(key=self._sort_key(request.sort, scores))
        end = None if request.limit is None else request.offset + request.limit
        shown = numbers[request.offset : end]
        documents = [self._ordinals[self._records[number].document.id] for number in shown]
        return Matches(len(numbers), shown, [scores[number] for number in shown], documents)

    def explain(self, request: EngineRequest, numbers: Sequence[int]) -> list[Explanation]:
        """Score every clause that matches, and take the scores of these apart."""
        selected = self._matching(request.query)
        return [self._scores.explain(number, selected, request.scoring) for number in numbers]

    def occurrences(self, needles: tuple[Needle, ...], within: Query | None = None) -> Occurrences:
        """Scan every text for every needle."""
        rows = [
            (number, span.start, span.end, index)
            for number in self._matching(Everything() if within is None else within)
            for index, needle in enumerate(needles)
            for span in find_needle(self._records[number].text, needle)
        ]
        rows.sort(key=lambda row: (row[0], row[1], row[3]))
        return Occurrences(*map(list, zip(*rows, strict=True))) if rows else Occurrences()

    def tally(
        self,
        query: Query,
        fields: tuple[str, ...] = (),
        *,
        occurrences: Occurrences | None = None,
        characters: bool = False,
    ) -> Tally:
        """Test every clause, and count those that match."""
        firsts: dict[str, AnalyzedClause] = {}
        for record in self._records:
            firsts.setdefault(record.document.id, record)
        found = [self._records[number] for number in self._matching(query)]
        clauses = Counter(record.document.id for record in found)
        held = _Held(
            clauses,
            Counter(self._records[number].document.id for number in (occurrences or Occurrences()).numbers),
            Counter(record.document.id for record in found for _ in record.text if characters),
        )
        days = [firsts[document].day for document in clauses if firsts[document].day]
        values = {
            name: {document: _values(name, firsts[document]) for document in clauses} for name in fields
        }
        return Tally(
            clauses=clauses.total(),
            documents=len(clauses),
            first=min(days, default=0),
            last=max(days, default=0),
            fields={name: _divided(own, held) for name, own in values.items()},
            without={
                name: held.counted("", [document for document, found in own.items() if not found])
                for name, own in values.items()
            },
        )

    def clauses_by_document(self, query: Query) -> Mapping[int, int]:
        """Count the documents of the records that satisfy the query."""
        return Counter(self.search(EngineRequest(query, sort=Sort.CORPUS)).documents)

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Examine every term of every clause."""
        holders = Counter(
            term for record in self._records for term in set(record.words) if term.startswith(prefix)
        )
        return sorted(holders.items(), key=lambda row: (-row[1], row[0]))[:limit]

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Return the clauses and documents given at construction."""
        return [(self._records[number].clause, self._records[number].document) for number in numbers]

    def documents_of(self, numbers: Sequence[int]) -> list[Document]:
        """Return the documents given at construction."""
        return [self._records[number].document for number in numbers]

    def documents(self) -> Iterator[Document]:
        """Return every document once, in corpus order."""
        seen: set[str] = set()
        for record in self._records:
            if record.document.id not in seen:
                seen.add(record.document.id)
                yield record.document

    def texts(self) -> Iterator[tuple[int, str]]:
        """Return number and folded text of every clause."""
        return enumerate(record.text for record in self._records)

    def texts_of(self, numbers: Sequence[int]) -> list[str]:
        """Return the folded texts given at construction."""
        return [self._records[number].text for number in numbers]

    def close(self) -> None:
        """Do nothing: there is no file to close."""

    def _matching(self, query: Query) -> list[int]:
        """Return the numbers of the records that satisfy ``query``, in corpus order."""
        settled = self._settled(query)
        return [number for number, record in enumerate(self._records) if matches(settled, record)]

    def _settled(self, query: Query) -> Query:
        """Return ``query`` with the documents that each InDocument means."""
        match query:
            case And(operands):
                return And(tuple(map(self._settled, operands)))
            case Or(operands):
                return Or(tuple(map(self._settled, operands)))
            case Not(operand):
                return Not(self._settled(operand))
            case AtLeast(operands, least):
                return AtLeast(tuple(map(self._settled, operands)), least)
            case InDocument(operand):
                owners = (self._records[number].document.id for number in self._matching(operand))
                return Has("document", tuple(dict.fromkeys(owners)))
            case _:
                return query

    def _sort_key(self, sort: Sort, scores: dict[int, float]) -> Callable[[int], tuple[float, ...]]:
        if sort is Sort.RELEVANCE:
            return lambda number: (-scores[number], number)
        if sort is Sort.DATE:
            return lambda number: (-self._records[number].day, number)
        return lambda number: (number,)


@dataclass(frozen=True, slots=True)
class _Held:
    """What each document holds of what is counted."""

    clauses: Counter[str]
    occurrences: Counter[str]
    characters: Counter[str]

    def counted(self, value: str, documents: Sequence[str]) -> ValueCount:
        """Return the counts of ``documents`` together."""
        columns = (self.clauses, self.occurrences, self.characters)
        clauses, occurrences, characters = (sum(column[each] for each in documents) for column in columns)
        return ValueCount(value, clauses, len(documents), occurrences, characters)


def _divided(values: Mapping[str, tuple[str, ...]], held: _Held) -> tuple[ValueCount, ...]:
    """Divide what is held by the ``values`` of each document."""
    documents: dict[str, list[str]] = {}
    for document, own in values.items():
        for value in own:
            documents.setdefault(value, []).append(document)
    counts = [held.counted(value, own) for value, own in documents.items()]
    return tuple(sorted(counts, key=lambda each: (-each.clauses, each.value)))


def _values(name: str, record: AnalyzedClause) -> tuple[str, ...]:
    if name == "year":
        return (f"{record.day // 10_000:04}",) if record.day else ()
    return tuple(dict.fromkeys(dict(record.metadata).get(name, ())))


def corpus_order(record: AnalyzedClause) -> tuple[int, str, int]:
    """Return the sort key ``(day, document id, ordinal)``; documents without a date come last."""
    return (record.day or _NO_DAY, record.document.id, record.ordinal)


def matches(query: Query, record: AnalyzedClause) -> bool:
    """Tell whether a clause satisfies a query of engine nodes but InDocument; raises TypeError for others."""
    match query:
        case And(operands):
            return all(matches(operand, record) for operand in operands)
        case Or(operands):
            return any(matches(operand, record) for operand in operands)
        case Not(operand):
            return not matches(operand, record)
        case AtLeast(operands, least):
            return sum(matches(operand, record) for operand in operands) >= least
        case Near(left, right, distance):
            return _near(_needles(left), _needles(right), distance, record.text)
        case Exact(needles, zones):
            texts = {"text": record.text, "headings": record.headings, "title": record.title}
            return any(_occurs(needle, texts[zone]) for needle in needles for zone in zones)
        case Word(term):
            return term in record.words or term in record.context_words
        case Has(name, values):
            return not set(values).isdisjoint(dict(record.metadata).get(name, ()))
        case Between("day", low, high):
            return record.day > 0 and low <= record.day <= high
        case Everything():
            return True
        case _:
            raise TypeError(f"not an engine query: {query!r}")


def _occurs(needle: Needle, text: str) -> bool:
    return any(True for _ in find_needle(text, needle))


def _needles(query: Query) -> tuple[Needle, ...]:
    match query:
        case Exact(needles):
            return needles
        case Or(operands):
            return tuple(needle for operand in operands for needle in _needles(operand))
        case _:
            raise TypeError(f"NEAR takes exact operands, not {query!r}")


def _near(left: tuple[Needle, ...], right: tuple[Needle, ...], distance: int, text: str) -> bool:
    lefts = [span for needle in left for span in find_needle(text, needle)]
    rights = [span for needle in right for span in find_needle(text, needle)]
    return any(
        0 <= after.start - before.end <= distance
        for one in lefts
        for other in rights
        for before, after in ((one, other), (other, one))
    )
