"""Compare two texts clause by clause: what stayed, changed, moved, was split or merged, is new or dropped."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from searchlib.analysis.clause_alignment import align
from searchlib.analysis.edits import Edit, edits, share_same
from searchlib.analysis.series import versions_of
from searchlib.errors import NotInIndex
from searchlib.model import Certificate, Clause, ClausePart, Document, Presented, part_of
from searchlib.search.library import Library
from searchlib.text.running import key

_BLANKS = " 　\t\n"
_ALIGNED_APART = {
    ClausePart.TITLE: 0,
    ClausePart.HEADING: 1,
    ClausePart.NOTE: 2,
    ClausePart.SIGNATURE: 3,
}
"""A title is aligned with titles only, and so on; all other parts are the text, aligned with one another."""

_TEXT = 4


class Fate(StrEnum):
    """What became of clauses."""

    SAME = "same"
    """Nothing but the number, the script or the width differs."""
    CHANGED = "changed"
    SPLIT = "split"
    """One clause has become several."""
    MERGED = "merged"
    """Several clauses have become one."""
    RECAST = "recast"
    """Several clauses have become several others, none of them alone."""
    NEW = "new"
    DROPPED = "dropped"


class ShownRows(StrEnum):
    """Which rows of a comparison are looked at."""

    CHANGES = "changes"
    ALL = "all"
    ONE_SIDE = "one-side"
    """What is new or dropped."""


@dataclass(frozen=True, slots=True)
class ComparedClauses:
    """Clauses of the two texts that say the same, in the order of their texts; one side is empty for what is
    new or dropped.

    ``pairs`` tell which of them say the same as which, where there are several; ``moved`` that they stand in
    another order among those around them. ``edits`` are the texts of both sides, without the numbers printed
    before them, the clauses of a side joined by line feeds. ``likeness`` is that of
    :mod:`searchlib.analysis.clause_alignment`, the greatest of the pairs; 0 for what is new or dropped.
    """

    before: tuple[Clause, ...]
    after: tuple[Clause, ...]
    fate: Fate
    moved: bool
    likeness: float
    pairs: tuple[tuple[Clause, Clause], ...]
    edits: tuple[Edit, ...]

    @property
    def kept(self) -> float:
        """How much of both sides is equal, 0 to 1, by characters."""
        return share_same(self.edits)


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Presented):
    """Two texts side by side: ``rows`` in the order of the second, what was dropped after what it
    followed."""

    before: Document
    after: Document
    rows: tuple[ComparedClauses, ...]
    certificate: Certificate

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many rows have each fate, every fate included."""
        found = Counter(row.fate for row in self.rows)
        return {fate: found[fate] for fate in Fate}

    @property
    def moved(self) -> int:
        """How many rows moved."""
        return sum(row.moved for row in self.rows)

    def __repr__(self) -> str:
        counts = ", ".join(f"{fate} {count:,}" for fate, count in self.counts.items() if count)
        return f"<Comparison {self.before.id} → {self.after.id}: {counts}>"

    def shown(self, which: ShownRows) -> tuple[ComparedClauses, ...]:
        """Return all rows, those that are new or dropped, or those that are not the same or moved."""
        if which is ShownRows.ALL:
            return self.rows
        if which is ShownRows.ONE_SIDE:
            return tuple(row for row in self.rows if row.fate in (Fate.NEW, Fate.DROPPED))
        return tuple(row for row in self.rows if row.fate is not Fate.SAME or row.moved)


def compare(library: Library, before: str, after: str = "") -> Comparison:
    """Compare two documents, each named by its id or title, as :meth:`Library.lookup` takes it.

    Without ``after``, the latest version of the law ``before`` is compared with the version before it. Raises
    NotInIndex, also where there is one version only.
    """
    found = library.lookup(before).document
    if after:
        return compare_documents(library, found, library.lookup(after).document)
    versions = versions_of(library, found)
    if len(versions) < 2:
        raise NotInIndex("compare.one-version", document=found.id)
    return compare_documents(library, *(library.document(each.id) for each in versions[-2:]))


def compare_documents(library: Library, before: Document, after: Document) -> Comparison:
    """Compare two documents that come with their clauses."""
    rows = tuple(_compared(library, group) for group in aligned_groups(before.clauses, after.clauses))
    return Comparison(before, after, rows, library.certificate())


@dataclass(frozen=True, slots=True)
class AlignedGroup:
    """Clauses of two texts that say the same; see :class:`ComparedClauses`."""

    before: tuple[Clause, ...]
    after: tuple[Clause, ...]
    moved: bool
    likeness: float
    pairs: tuple[tuple[Clause, Clause], ...] = ()


def aligned_groups(before: Sequence[Clause], after: Sequence[Clause]) -> tuple[AlignedGroup, ...]:
    """Return the groups of clauses that say the same, and those without a partner, in the order of ``after``;
    what is in ``before`` only follows what it follows there."""
    likeness = _pairs(before, after)
    groups = _connected(likeness)
    in_order = _in_order(before, groups)
    rows: dict[int, list[AlignedGroup]] = defaultdict(list)
    place_of: dict[int, int] = {}
    for group, (one, other) in enumerate(groups):
        pairs = [(at, to) for at in sorted(one) for to in sorted(other) if (at, to) in likeness]
        row = AlignedGroup(
            tuple(before[at] for at in sorted(one)),
            tuple(after[at] for at in sorted(other)),
            group not in in_order,
            max(likeness[pair] for pair in pairs),
            tuple((before[at], after[to]) for at, to in pairs),
        )
        rows[min(other)].append(row)
        place_of |= dict.fromkeys(one, min(other))
    taken = {at for _, other in groups for at in other}
    for at in range(len(after)):
        if at not in taken:
            rows[at].append(AlignedGroup((), (after[at],), False, 0.0))
    place = -1
    for at, clause in enumerate(before):
        place = place_of.get(at, place)
        if at not in place_of:
            rows[place].append(AlignedGroup((clause,), (), False, 0.0))
    return tuple(row for at in sorted(rows) for row in rows[at])


def body(clause: Clause) -> str:
    """Return the text of a clause without the number printed before it.

    >>> body(Clause("d", "8", "八、双方", "八、")), body(Clause("d", "8", "第八条　国家", "第八条"))
    ('双方', '国家')
    """
    text = clause.text
    if clause.number and text.startswith(clause.number):
        return text[len(clause.number) :].lstrip(_BLANKS)
    return text


def body_key(clause: Clause) -> str:
    """Return the letters and digits of the body, folded: by this clauses are equal."""
    return "".join(filter(str.isalnum, key(body(clause))))


def _pairs(before: Sequence[Clause], after: Sequence[Clause]) -> dict[tuple[int, int], float]:
    """Return the pairs of clauses that say the same, by place, with their likeness."""
    found = {}
    for kind in range(_TEXT + 1):
        one, other = (
            [at for at, clause in enumerate(side) if _kind(clause) == kind] for side in (before, after)
        )
        keys = [body_key(before[at]) for at in one], [body_key(after[at]) for at in other]
        if kind == _ALIGNED_APART[ClausePart.TITLE] and len(one) == len(other) == 1:
            found[one[0], other[0]] = 1.0
            continue
        for pair in align(*keys):
            found[one[pair.before], other[pair.after]] = pair.likeness
    return found


def _kind(clause: Clause) -> int:
    return _ALIGNED_APART.get(part_of(clause.path)[0], _TEXT)


def _connected(pairs: Iterable[tuple[int, int]]) -> list[tuple[set[int], set[int]]]:
    """Return the clauses that hang together by pairs, in the order of the second text."""
    of_before: dict[int, tuple[set[int], set[int]]] = {}
    of_after: dict[int, tuple[set[int], set[int]]] = {}
    for one, other in pairs:
        group: tuple[set[int], set[int]] = ({one}, {other})
        for joined in (of_before.get(one), of_after.get(other)):
            if joined is not None and joined is not group:
                group = (group[0] | joined[0], group[1] | joined[1])
        of_before |= dict.fromkeys(group[0], group)
        of_after |= dict.fromkeys(group[1], group)
    unique = {id(group): group for group in of_before.values()}
    return sorted(unique.values(), key=lambda group: (min(group[1]), min(group[0])))


def _in_order(before: Sequence[Clause], groups: Sequence[tuple[set[int], set[int]]]) -> set[int]:
    """Return which groups stand in the same order in both texts; what is not of the text cannot move."""
    of_text = [at for at, (one, _) in enumerate(groups) if _kind(before[min(one)]) == _TEXT]
    kept = _longest_rising([(min(groups[at][0]), min(groups[at][1])) for at in of_text])
    return (set(range(len(groups))) - set(of_text)) | {of_text[at] for at in kept}


def _longest_rising(places: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return which of ``places``, ascending in the second number, make the longest run ascending in the
    first: what is not among them has moved."""
    ends: list[int] = []
    values: list[int] = []
    previous: list[int] = []
    for at, (one, _) in enumerate(places):
        slot = bisect_left(values, one)
        previous.append(ends[slot - 1] if slot else -1)
        ends[slot : slot + 1] = [at]
        values[slot : slot + 1] = [one]
    kept = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return frozenset(kept)


def _compared(library: Library, group: AlignedGroup) -> ComparedClauses:
    one, other = ("\n".join(map(body, side)) for side in (group.before, group.after))
    fate = _fate(group.before, group.after)
    found = edits(one, other, library.cut)
    return ComparedClauses(group.before, group.after, fate, group.moved, group.likeness, group.pairs, found)


def _fate(before: tuple[Clause, ...], after: tuple[Clause, ...]) -> Fate:
    if not before:
        return Fate.NEW
    if not after:
        return Fate.DROPPED
    if len(before) == len(after) == 1:
        return Fate.SAME if body_key(before[0]) == body_key(after[0]) else Fate.CHANGED
    if len(before) == 1:
        return Fate.SPLIT
    return Fate.MERGED if len(after) == 1 else Fate.RECAST
