"""Check quotations: where each stands, character by character, or which clause is nearest.

Texts are compared as keys, so that script, width and blanks beside Chinese make no difference; whatever else
differs is named with its place in the quotation and in the clause. Alignment is Levenshtein's, by rapidfuzz:
its bit-parallel implementation takes milliseconds where ``difflib``, whose result is not the shortest, takes
seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz.distance import Levenshtein

from searchlib.engine.base import Engine
from searchlib.errors import QueryError
from searchlib.model import (
    Clause,
    Deviation,
    Document,
    Quotation,
    QuotationReport,
    QuotedPart,
    Verdict,
)
from searchlib.search.limits import LONGEST_CHECKED
from searchlib.search.passages import TextPassage, passages
from searchlib.text.quotations import QuotedBy, quotations_in
from searchlib.text.running import RunningText
from searchlib.text.views import fold

_LIKE = 0.6
"""The share of a quotation's characters that must stand in the clauses it is from."""

_LONGEST_NEEDLE = 100_000
"""Characters of a quotation that is looked up whole; a longer one is put together of passages."""

_LONGEST_REST = 200
_SLACK = 3
"""Up to how many characters the end of a quotation may be longer or shorter than what it quotes; a longer
rest is no slip."""

_MOST_LENGTH = 20_000
"""Characters of a part that is aligned; beyond that only its ends are told."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A text, its running text and its key."""

    running: RunningText
    key: str


@dataclass(slots=True)
class _Part:
    """A stretch of the key of a quotation and one of the key of a clause, half-open."""

    clause: Clause
    document: Document
    text: _Side
    quoted: tuple[int, int]
    printed: tuple[int, int]


def check_quotations(engine: Engine, text: str, by: QuotedBy | None = None) -> QuotationReport:
    """Check every quotation of ``text``: the whole, what stands in marks, or its lines; None means marks, if
    there are any, else lines. Raises QueryError for a text that is too long.
    """
    if len(text) > LONGEST_CHECKED:
        raise QueryError("quote.too-long", None, n=len(text), most=LONGEST_CHECKED)
    found = []
    line, counted = 1, 0
    for span in quotations_in(text, by):
        line += text.count("\n", counted, span.start)
        counted = span.start
        checked = check_quotation(engine, text[span.start : span.end])
        found.append(replace(checked, start=span.start, line=line))
    return QuotationReport(tuple(found))


def check_quotation(engine: Engine, text: str) -> Quotation:
    """Return where ``text`` is from and how it differs."""
    side = _side(text)
    if not side.key:
        return Quotation(text, Verdict.NOT_FOUND)
    if len(side.key) <= _LONGEST_NEEDLE and (found := _verbatim(engine, text, side)):
        return found
    parts = list(_parts(engine, side))
    if not parts:
        return Quotation(text, Verdict.NOT_FOUND)
    made = tuple(_quoted_part(side, part) for part in parts)
    differing = sum(_weight(each) for part in made for each in part.deviations)
    length = len(side.key)
    unheld = length - sum(part.quoted[1] - part.quoted[0] for part in parts)
    likeness = max(0.0, 1 - (differing + unheld) / length)
    if not differing and not unheld:
        return Quotation(text, Verdict.VERBATIM, made, 1.0)
    if likeness >= _LIKE:
        return Quotation(text, Verdict.DIFFERS, made, likeness)
    nearest = max(made, key=lambda part: part.quoted_span.end - part.quoted_span.start)
    return Quotation(text, Verdict.NOT_FOUND, (nearest,), likeness)


def _verbatim(engine: Engine, text: str, side: _Side) -> Quotation | None:
    occurrences = engine.occurrences((side.key,))
    if not len(occurrences):
        return None
    ((clause, document),) = engine.fetch([int(occurrences.numbers[0])])
    start = int(occurrences.starts[0])
    span = RunningText(clause.text).span(start, start + len(side.key))
    part = QuotedPart(clause, document, side.running.span(0, len(side.key)), span)
    return Quotation(text, Verdict.VERBATIM, (part,), 1.0, len(occurrences) - 1)


def _side(text: str) -> _Side:
    running = RunningText(text)
    return _Side(running, fold(running.running))


def _parts(engine: Engine, side: _Side) -> Iterator[_Part]:
    """Yield the parts of a quotation in its order, which cover as much of it as the clauses hold."""
    found, size = passages(engine, side.key)
    records = dict.fromkeys(passage.record for passage in found)
    rows = dict(zip(records, engine.fetch(list(records)), strict=True))
    sides = {record: _side(clause.text) for record, (clause, _) in rows.items()}
    made: list[_Part] = []
    for passage in sorted(found, key=lambda each: each.offsets[0]):
        part = _Part(*rows[passage.record], sides[passage.record], *_extent(passage, size))
        if made and _goes_on(made[-1], part):
            made[-1].quoted = made[-1].quoted[0], max(made[-1].quoted[1], part.quoted[1])
            made[-1].printed = made[-1].printed[0], max(made[-1].printed[1], part.printed[1])
            continue
        _meet(side.key, made[-1] if made else None, part)
        if part.quoted[0] < part.quoted[1]:
            made.append(part)
    if made:
        _reach_end(side.key, made[-1])
    yield from made


def _goes_on(before: _Part, part: _Part) -> bool:
    """Tell whether ``part`` is further on in the clause of the part before it."""
    return part.clause.id == before.clause.id and part.printed[0] >= before.printed[0]


def _extent(passage: TextPassage, size: int) -> tuple[tuple[int, int], tuple[int, int]]:
    quoted = passage.offsets[0], passage.offsets[-1] + size
    return quoted, (passage.starts[0], passage.starts[-1] + size)


def _meet(key: str, before: _Part | None, part: _Part) -> None:
    """Let ``part`` begin where the part before it ends: both grow by what is equal, then one by the rest."""
    low, high = part.quoted
    begin, end = part.printed
    edge = 0 if before is None else before.quoted[1]
    if before is not None:
        held, held_end = before.printed
        while edge < low and held_end < len(before.text.key) and key[edge] == before.text.key[held_end]:
            edge, held_end = edge + 1, held_end + 1
        before.quoted, before.printed = (before.quoted[0], edge), (held, held_end)
    if low < edge:  # pieces of both overlap
        begin, low = min(end, begin + edge - low), min(high, edge)
    while low > edge and begin > 0 and key[low - 1] == part.text.key[begin - 1]:
        low, begin = low - 1, begin - 1
    if before is None:
        head = _fitting(key[edge:low][::-1], part.text.key[:begin][::-1])
        part.quoted, part.printed = (edge, high), (begin - head, end)
        return
    part.quoted, part.printed = (low, high), (begin, end)
    gap = low - edge
    if gap > 0:  # what neither has is told at the end of the one before
        more = _fitting(key[edge:low], before.text.key[before.printed[1] :])
        before.quoted = (before.quoted[0], low)
        before.printed = (before.printed[0], before.printed[1] + more)


def _reach_end(key: str, part: _Part) -> None:
    """Let the last part end with the quotation."""
    low, high = part.quoted
    more = _fitting(key[high:], part.text.key[part.printed[1] :])
    part.quoted = (low, len(key))
    part.printed = (part.printed[0], part.printed[1] + more)


def _fitting(rest: str, text: str) -> int:
    """Return how many characters of ``text`` are best set beside ``rest``, which begins with them."""
    if not rest or rest == text[: len(rest)]:
        return len(rest)
    if len(rest) > _LONGEST_REST:
        return min(len(rest), len(text))
    shortest, longest = max(0, len(rest) - _SLACK), min(len(text), len(rest) + _SLACK)

    def misfit(length: int) -> tuple[int, bool, int]:
        ends_alike = length > 0 and rest[-1] == text[length - 1]
        return Levenshtein.distance(rest, text[:length]), not ends_alike, abs(length - len(rest))

    return min(range(min(shortest, longest), longest + 1), key=misfit)


def _quoted_part(side: _Side, part: _Part) -> QuotedPart:
    """Return ``part`` in the characters of both texts, with every difference."""
    low, high = part.quoted
    begin, end = part.printed
    quoted, printed = side.key[low:high], part.text.key[begin:end]
    deviations = tuple(
        Deviation(
            quoted=_cut(side, low + a, low + b),
            printed=_cut(part.text, begin + c, begin + d),
            quoted_span=side.running.span(low + a, low + b),
            span=part.text.running.span(begin + c, begin + d),
        )
        for a, b, c, d in _differences(quoted, printed)
    )
    return QuotedPart(
        clause=part.clause,
        document=part.document,
        quoted_span=side.running.span(low, high),
        span=part.text.running.span(begin, end),
        deviations=deviations,
    )


def _cut(side: _Side, start: int, end: int) -> str:
    span = side.running.span(start, end)
    return side.running.text[span.start : span.end]


def _differences(quoted: str, printed: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches of both that differ, each as two pairs of offsets."""
    if quoted == printed:
        return
    if max(len(quoted), len(printed)) > _MOST_LENGTH:
        yield from _whole_difference(quoted, printed)
        return
    merged: list[tuple[int, int, int, int]] = []
    for operation in Levenshtein.opcodes(quoted, printed):
        if operation.tag == "equal":
            continue
        row = (operation.src_start, operation.src_end, operation.dest_start, operation.dest_end)
        row = _shifted(quoted, printed, row)
        if merged and (merged[-1][1], merged[-1][3]) == (row[0], row[2]):
            merged[-1] = (merged[-1][0], row[1], merged[-1][2], row[3])
        else:
            merged.append(row)
    yield from merged


def _shifted(quoted: str, printed: str, row: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Move an addition or omission to the right while the result is the same: 和英文 rather than 文和英."""
    a, b, c, d = row
    if a != b and c != d:
        return row
    text, start, end = (quoted, a, b) if c == d else (printed, c, d)
    by = 0
    for one, other in zip(islice(quoted, b, None), islice(printed, d, None), strict=False):
        if one != other or text[start + by] != text[end + by]:
            break
        by += 1
    return a + by, b + by, c + by, d + by


def _whole_difference(quoted: str, printed: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield what stands between the equal beginning and the equal end of both."""
    shorter = min(len(quoted), len(printed))
    begin = next((at for at in range(shorter) if quoted[at] != printed[at]), shorter)
    rest = range(1, shorter - begin + 1)
    back = next((at - 1 for at in rest if quoted[-at] != printed[-at]), shorter - begin)
    yield begin, len(quoted) - back, begin, len(printed) - back


def _weight(deviation: Deviation) -> int:
    return max(len(deviation.quoted), len(deviation.printed))
