"""The contents of a text: its headings, else its numbers, with the marks below each and the current place.

A long text has more headings than anybody reads at once: then only the upper ones are listed, and all of
those around the current place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from searchlib.model import Clause, ClausePart, Document, part_of
from searchlib.text.numerals import value
from searchlib.web.reading_parts import Parts, is_heading

MOST_ENTRIES = 200
"""The most entries of a list of contents."""

_LONGEST = 60
"""Code points of a heading that are shown."""

_BEGINNING = 12
"""Code points of a numbered clause that stand beside its number."""

_TRAILING = " 　、．.，,。:："

SayPlace = Callable[[Clause, Document], str]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading, a number or a part: ``path`` of its first clause, ``depth`` from 0, the ordinals of its
    clauses, what stands ``beside`` its text (the numbers below a heading, the beginning of a numbered
    clause), its marks, and whether the current place is in it."""

    path: str
    text: str
    depth: int
    clauses: range
    page: int
    beside: str
    marks: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class NumberedClauses:
    """The numbered clauses of a text: the first, the last, and how many."""

    first: Clause
    last: Clause
    count: int


def contents(
    document: Document, parts: Parts, marks: Sequence[int], current: int, say: SayPlace
) -> tuple[ContentsEntry, ...]:
    """Return the contents of ``document``; nothing for a short text without divisions.

    ``marks`` has the number of marks of each clause, ``current`` is the ordinal of the clause that is read,
    ``say`` puts the place of a clause into words.
    """
    found = _headings(document) or _numbers(document)
    if len(found) > MOST_ENTRIES:
        found = _upper(found, current)
    if len(found) > MOST_ENTRIES or (len(found) < 2 and parts.pages > 1):
        found = [(0, parts.of(page)) for page in range(1, parts.pages + 1)][:MOST_ENTRIES]
    if len(found) < 2:
        return ()
    totals = (0, *accumulate(marks))
    clauses = document.clauses
    return tuple(
        ContentsEntry(
            path=clauses[held.start].path,
            text=_text(document, held, say),
            depth=depth,
            clauses=held,
            page=parts.page_of(held.start),
            beside=_beside(document, held, say),
            marks=totals[held.stop] - totals[held.start],
            is_current=current in held,
        )
        for depth, held in found
    )


def numbers_of(document: Document) -> NumberedClauses | None:
    """Return the numbered clauses of a text; None where there are fewer than two."""
    found = [clause for clause in document.clauses if _is_top(clause)]
    steps = {clause.path.partition(".")[0] for clause in found}
    return NumberedClauses(found[0], found[-1], len(steps)) if len(steps) > 1 else None


def range_said(document: Document, held: range, say: SayPlace) -> str:
    """Return the first and the last number of some clauses, 第一条–第十二条; empty where none is numbered."""
    numbered = [document.clauses[at] for at in held if _is_top(document.clauses[at])]
    if not numbered:
        return ""
    ends = dict.fromkeys(_number(each) or say(each, document) for each in (numbered[0], numbered[-1]))
    return "–".join(ends)


def _is_top(clause: Clause) -> bool:
    """Return whether a clause begins or is a numbered section or article of the text itself."""
    return clause.path[:1].isdigit() and part_of(clause.path)[0] is ClausePart.NUMBERED


def _headings(document: Document) -> list[tuple[int, range]]:
    """Return depth and clauses of each heading; what is below a heading ends at the next one as deep."""
    heads = [(at, len(each.headings)) for at, each in enumerate(document.clauses) if is_heading(each)]
    found: list[tuple[int, range]] = []
    end_at: dict[int, int] = {}
    for at, depth in reversed(heads):
        end = min((place for level, place in end_at.items() if level <= depth), default=len(document.clauses))
        found.append((depth, range(at, end)))
        end_at[depth] = at
    found.reverse()
    return found if len(found) > 1 else []


def _numbers(document: Document) -> list[tuple[int, range]]:
    """Return the clauses of each number, where a text has numbers but no headings."""
    clauses = document.clauses
    begins: list[int] = []
    last = ""
    for at, clause in enumerate(clauses):
        step = clause.path.partition(".")[0]
        if _is_top(clause) and step != last:
            begins.append(at)
            last = step
    ends = (*begins[1:], len(clauses))
    return [(0, range(at, end)) for at, end in zip(begins, ends, strict=True)] if len(begins) > 1 else []


def _upper(found: list[tuple[int, range]], current: int) -> list[tuple[int, range]]:
    """Return the entries of the upper levels, and of the lower ones those beside and below the current."""
    deepest = max(depth for depth, _ in found)
    while deepest and sum(depth < deepest for depth, _ in found) > MOST_ENTRIES:
        deepest -= 1
    around = [held for depth, held in found if current in held]
    return [
        (depth, held)
        for depth, held in found
        if depth < max(deepest, 1) or any(held.start in outer for outer in around)
    ]


def _text(document: Document, held: range, say: SayPlace) -> str:
    first = document.clauses[held.start]
    if is_heading(first):
        text = " ".join(first.text.split())
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if _is_one_number(document, held):
        return _number(first) or say(first, document)
    return range_said(document, held, say) or say(first, document)


def _beside(document: Document, held: range, say: SayPlace) -> str:
    first = document.clauses[held.start]
    if is_heading(first):
        return range_said(document, held, say)
    if not _is_one_number(document, held):
        return ""
    begins = " ".join(first.text.removeprefix(first.number or "").split())
    return begins if len(begins) <= _BEGINNING else f"{begins[:_BEGINNING]}…"


def _is_one_number(document: Document, held: range) -> bool:
    steps = {document.clauses[at].path.partition(".")[0] for at in held if _is_top(document.clauses[at])}
    return _is_top(document.clauses[held.start]) and len(steps) == 1


def _number(clause: Clause) -> str:
    """Return the number as printed, without the sign behind it; empty where none is."""
    printed = (clause.number or "").strip(_TRAILING)
    is_number = printed[:1] == "第" or value(printed.strip("（）()")) is not None
    return printed if is_number else ""
