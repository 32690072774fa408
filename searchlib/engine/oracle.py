"""The oracle: a brute-force engine without an index, the definition of right answers for tests.

Every answer is a plain scan in plain Python. No command uses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from searchlib.engine.base import (
    EngineRequest,
    Matches,
    Occurrences,
    Tally,
    ValueCount,
)
from searchlib.engine.oracle_scores import OracleScores
from searchlib.model import AnalyzedClause, Clause, Document, Explanation, Needle, Sort
from searchlib.query.ast import And, AtLeast, Between, Everything, Exact, Has, Near, Not, Or, Query, Word
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
        numbers = [number for number, record in enumerate(self._records) if matches(request.query, record)]
        scores = self._scores.of(numbers, request.scoring)
        numbers.sort(key=self._sort_key(request.sort, scores))
        end = None if request.limit is None else request.offset + request.limit
        shown = numbers[request.offset : end]
        documents = [self._ordinals[self._records[number].document.id] for number in shown]
        return Matches(len(numbers), shown, [scores[number] for number in shown], documents)

    def explain(self, request: EngineRequest, numbers: Sequence[int]) -> list[Explanation]:
        """Score every clause that matches, and take the scores of these apart."""
        selected = [n for n, record in enumerate(self._records) if matches(request.query, record)]
        return [self._scores.explain(number, selected, request.scoring) for number in numbers]

    def occurrences(self, needles: tuple[Needle, ...], within: Query | None = None) -> Occurrences:
        """Scan every text for every needle."""
        rows = [
            (number, span.start, span.end, index)
            for number, record in enumerate(self._records)
            if within is None or matches(within, record)
            for index, needle in enumerate(needles)
            for span in find_needle(record.text, needle)
        ]
        rows.sort(key=lambda row: (row[0], row[1], row[3]))
        return Occurrences(*map(list, zip(*rows, strict=True))) if rows else Occurrences()

    def tally(self, query: Query, fields: tuple[str, ...] = ()) -> Tally:
        """Test every clause, and count those that match."""
        firsts: dict[str, AnalyzedClause] = {}
        for record in self._records:
            firsts.setdefault(record.document.id, record)
        held = Counter(record.document.id for record in self._records if matches(query, record))
        days = [firsts[document].day for document in held if firsts[document].day]
        return Tally(
            clauses=held.total(),
            documents=len(held),
            first=min(days, default=0),
            last=max(days, default=0),
            fields={name: _divided(name, firsts, held) for name in fields},
        )

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Examine every term of every clause."""
        holders = Counter(
            term for record in self._records for term in set(record.words) if term.startswith(prefix)
        )
        return sorted(holders.items(), key=lambda row: (-row[1], row[0]))[:limit]

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Return the clauses and documents given at construction."""
        return [(self._records[number].clause, self._records[number].document) for number in numbers]

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

    def close(self) -> None:
        """Do nothing: there is no file to close."""

    def _sort_key(self, sort: Sort, scores: dict[int, float]) -> Callable[[int], tuple[float, ...]]:
        if sort is Sort.RELEVANCE:
            return lambda number: (-scores[number], number)
        if sort is Sort.DATE:
            return lambda number: (-self._records[number].day, number)
        return lambda number: (number,)


def _divided(name: str, firsts: dict[str, AnalyzedClause], held: Counter[str]) -> tuple[ValueCount, ...]:
    """Divide the records counted in ``held``, by document, by the values of a field of the documents."""
    clauses: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for document, count in held.items():
        for value in _values(name, firsts[document]):
            clauses[value] += count
            documents[value] += 1
    ordered = sorted(clauses, key=lambda value: (-clauses[value], value))
    return tuple(ValueCount(value, clauses[value], documents[value]) for value in ordered)


def _values(name: str, record: AnalyzedClause) -> tuple[str, ...]:
    if name == "year":
        return (f"{record.day // 10_000:04}",) if record.day else ()
    return tuple(dict.fromkeys(dict(record.metadata).get(name, ())))


def corpus_order(record: AnalyzedClause) -> tuple[int, str, int]:
    """Return the sort key ``(day, document id, ordinal)``; documents without a date come last."""
    return (record.day or _NO_DAY, record.document.id, record.ordinal)


def matches(query: Query, record: AnalyzedClause) -> bool:
    """Tell whether a clause satisfies a query of engine nodes; raises TypeError for other nodes."""
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
