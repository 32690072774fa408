"""Which statements satisfy a query, found by a plain scan of all clauses: what an answer is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from searchlib.engine.base import Engine, EngineRequest
from searchlib.model import Clause, Document, Needle, Sort
from searchlib.query.ast import And, Between, Everything, Exact, Has, InDocument, Near, Not, Or, Query
from searchlib.text.fields import document_metadata, path_metadata
from searchlib.text.needle import find_needle
from searchlib.text.running import key

_BATCH = 512


@dataclass(slots=True)
class _Scanned:
    """What a scan has seen of a statement: the leaves that some clause of it satisfies."""

    document: Document
    held: set[Query] = field(default_factory=set)


def scan_statements(engine: Engine, query: Query) -> set[str]:
    """Return the ids of the statements that satisfy ``query``, one of :func:`in_statements`.

    No array of the index is asked: every clause is read, and every text keyed anew.
    """
    sought = set(_clause_queries(query))
    statements: dict[str, _Scanned] = {}
    numbers = iter(engine.search(EngineRequest(Everything(), sort=Sort.CORPUS)).numbers)
    while batch := list(islice(numbers, _BATCH)):
        for clause, document in engine.fetch(batch):
            seen = statements.setdefault(document.id, _Scanned(document))
            if missing := sought - seen.held:
                zones = _zones(clause, document)
                seen.held |= {each for each in missing if _holds(each, zones, clause, document)}
    return {name for name, seen in statements.items() if _satisfies(query, seen)}


def _zones(clause: Clause, document: Document) -> Mapping[str, str]:
    return {
        "text": key(clause.text),
        "headings": "\n".join(map(key, clause.headings)),
        "title": key(document.title or ""),
    }


def _clause_queries(query: Query) -> Iterator[Query]:
    """Yield what single clauses are asked in a query of statements."""
    match query:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _clause_queries(operand)
        case Not(operand):
            yield from _clause_queries(operand)
        case InDocument(operand):
            yield operand


def _satisfies(query: Query, seen: _Scanned) -> bool:
    match query:
        case And(operands):
            return all(_satisfies(operand, seen) for operand in operands)
        case Or(operands):
            return any(_satisfies(operand, seen) for operand in operands)
        case Not(operand):
            return not _satisfies(operand, seen)
        case InDocument(operand):
            return operand in seen.held
        case _:
            return _holds(query, {"title": key(seen.document.title or "")}, None, seen.document)


def _holds(query: Query, zones: Mapping[str, str], clause: Clause | None, document: Document) -> bool:
    """Return whether a clause, or the facts of its document, satisfy a leaf."""
    match query:
        case Exact(needles):
            return any(_occurs(zones[zone], needle) for zone in query.zones for needle in needles)
        case Near(Exact(left), Exact(right), distance):
            return _near(zones["text"], left, right, distance)
        case Has(name, values):
            known = dict(document_metadata(document))
            known.update(path_metadata(clause.path) if clause else ())
            return not set(values).isdisjoint(known.get(name, ()))
        case Between("day", low, high):
            day = int(document.date.strftime("%Y%m%d")) if document.date else 0
            return day > 0 and low <= day <= high
        case _:
            raise TypeError(f"not a leaf of a query of statements: {query!r}")


def _occurs(text: str, needle: Needle) -> bool:
    return next(find_needle(text, needle), None) is not None


def _near(text: str, left: tuple[Needle, ...], right: tuple[Needle, ...], distance: int) -> bool:
    places = [[span for needle in needles for span in find_needle(text, needle)] for needles in (left, right)]
    return any(
        0 <= later.start - earlier.end <= distance
        for one in places[0]
        for other in places[1]
        for earlier, later in ((one, other), (other, one))
    )
