"""Boilerplate: how much of a clause stands in other statements too, and how much is its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searchlib.budget import check_budget, checked
from searchlib.errors import QueryError
from searchlib.model import Clause, Document, Span
from searchlib.search.library import Library
from searchlib.text.running import RunningText
from searchlib.text.spans import merge_edges
from searchlib.text.views import fold

DEFAULT_STRETCH = 8
"""Characters of the shortest stretch that counts as boilerplate, unless another is asked for."""

SHORTEST_STRETCH, LONGEST_STRETCH = 4, 50
"""The bounds of that length, in code points."""

_TOGETHER = 64
"""Strings that are looked up together."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a clause that stands in other statements, as long as it can be.

    ``span`` is of the clause's text, ``text`` what stands there. ``clauses`` and ``statements`` are those of
    others that hold it; ``first`` is the earliest of these clauses, with its document.
    """

    span: Span
    text: str
    clauses: int
    statements: int
    first: tuple[Clause, Document]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """How much of a clause is its own: ``shared`` of its ``characters`` are in stretches that stand
    elsewhere.

    Characters are code points that count. ``stretches`` may overlap, since each is as long as it can be.
    """

    clause: Clause
    document: Document
    characters: int
    shared: int
    stretches: tuple[Stretch, ...]

    @property
    def own(self) -> int:
        """The characters that stand nowhere else."""
        return self.characters - self.shared

    @property
    def share(self) -> float:
        """The share of the characters that stand elsewhere; 0 for an empty clause."""
        return self.shared / self.characters if self.characters else 0.0


def own_words(library: Library, identifier: str, *, least: int = DEFAULT_STRETCH) -> tuple[OwnWords, ...]:
    """Return, for the clause, section or statement called ``identifier``, what of each clause stands
    elsewhere.

    A character is boilerplate if some stretch of at least ``least`` code points around it stands, folded, in
    a clause of another statement. Raises NotInIndex, and QueryError for a ``least`` outside 4 to 50.
    """
    if not SHORTEST_STRETCH <= least <= LONGEST_STRETCH:
        raise QueryError("formula.least", least=least, fewest=SHORTEST_STRETCH, most=LONGEST_STRETCH)
    found = library.lookup(identifier)
    own = set(map(int, library.numbers_of(found.document.id)))
    return tuple(_own_words(library, clause, found.document, own, least) for clause in found.shown(0))


def _own_words(library: Library, clause: Clause, document: Document, own: set[int], least: int) -> OwnWords:
    running = RunningText(clause.text)
    text = fold(running.running)
    shared = _shared_starts(library, text, own, least)
    covered = merge_edges((at, at + least) for at in shared)
    return OwnWords(
        clause=clause,
        document=document,
        characters=len(text),
        shared=sum(map(len, covered)),
        stretches=tuple(
            Stretch(span := running.span(start, end), clause.text[span.start : span.end], *standing)
            for start, end, standing in _stretches(library, text, document.id, shared, least)
        ),
    )


def _shared_starts(library: Library, text: str, own: set[int], least: int) -> list[int]:
    """Return where a string of ``least`` characters begins that stands in a clause that is not ``own``."""
    starts_of: dict[str, list[int]] = {}
    for at in range(len(text) - least + 1):
        starts_of.setdefault(text[at : at + least], []).append(at)
    strings = list(starts_of)
    shared: list[int] = []
    for low in range(0, len(strings), _TOGETHER):
        check_budget()
        together = tuple(strings[low : low + _TOGETHER])
        found = library.strings(together)
        pairs = zip(map(int, found.numbers), map(int, found.needles), strict=True)
        for needle in {needle for number, needle in checked(pairs) if number not in own}:
            shared += starts_of[together[needle]]
    return sorted(shared)


def _stretches(
    library: Library, text: str, document_id: str, shared: Sequence[int], least: int
) -> Iterable[tuple[int, int, tuple[int, int, tuple[Clause, Document]]]]:
    """Yield start and end of each longest stretch from the left, its clauses and statements, and the
    first."""
    reached = 0
    known = set(shared)
    for start in shared:
        if start + least <= reached:
            continue
        furthest = start
        while furthest + 1 in known:
            furthest += 1
        low, high = start + least, furthest + least
        while low < high:  # the longest that stands elsewhere as a whole
            middle = (low + high + 1) // 2
            if library.elsewhere(text[start:middle], document_id).clauses:
                low = middle
            else:
                high = middle - 1
        standing = library.elsewhere(text[start:low], document_id)
        if standing.first is not None:
            yield start, low, (standing.clauses, standing.statements, standing.first)
        reached = low
