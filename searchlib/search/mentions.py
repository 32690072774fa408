"""Turn occurrences of a name into mentions: KWIC lines that can be cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice

from searchlib.budget import check_budget, checked
from searchlib.engine.base import Engine, Occurrences
from searchlib.errors import QueryError
from searchlib.model import Clause, Document, InLonger, KwicLine, Mention, Needle, Pattern, Source, Span
from searchlib.projects import Project, Registry
from searchlib.query.ast import Keyword, Or, Phrase, ProjectName, Wildcards
from searchlib.query.parser import parse
from searchlib.text.borders import bare
from searchlib.text.needle import find_needle
from searchlib.text.numeral_edges import longer_numeral
from searchlib.text.running import RunningText

_BATCH = 512
"""Mentions whose clauses are read together."""

_LOOKED_AT, _EXAMPLES = 20, 3
"""Occurrences inside longer numerals that are looked at, and how many of these numerals are told."""


def kwic(text: str, span: Span, width: int) -> KwicLine:
    """Return the characters of ``span`` with up to ``width`` code points of ``text`` before and after.

    >>> kwic("共同推进两洋铁路项目", Span(4, 8), 2)
    KwicLine(before='推进', match='两洋铁路', after='项目')
    """
    return KwicLine(
        text[max(0, span.start - width) : span.start],
        text[span.start : span.end],
        text[span.end : span.end + width],
    )


def entry_called(name: str, registry: Registry) -> Project | None:
    """Return the entry of the registry called ``name``; ``="…"`` is text as it is typed, and no name."""
    return None if name.lstrip().startswith(("=", "＝")) else registry.find(name)


def names_in(asked: str, registry: Registry) -> tuple[str, ...]:
    """Return the names to look for: all of a project, all of several joined by OR, or ``asked`` literally.

    >>> names_in("铁路 OR 公路", Registry(())), names_in("铁路 公路", Registry(()))
    (('铁路', '公路'), ('铁路 公路',))
    """
    if project := entry_called(asked, registry):
        return project.names
    try:
        query = parse(asked)
    except QueryError:
        return (asked,)
    if not isinstance(query, Or):
        return (asked,)
    found: list[str] = []
    for operand in query.operands:
        if isinstance(operand, ProjectName):
            name = operand.name
        elif isinstance(operand, Wildcards) or (isinstance(operand, Phrase) and operand.as_typed):
            name = str(operand)
        elif isinstance(operand, Keyword | Phrase):
            name = operand.text
        else:
            return (asked,)
        known = None if isinstance(operand, Phrase) else registry.find(name)
        found += known.names if known else (name,)
    return tuple(dict.fromkeys(found))


def counted_once(occurrences: Occurrences, needles: Sequence[Needle]) -> Occurrences:
    """Return ``occurrences`` without those inside longer ones of other needles.

    A project's names may contain each other (钱凯港, 秘鲁钱凯港): one mention is counted once, by its longest
    name. Occurrences of one name that overlap each other are all counted.
    """
    if not any(one is not other and _may_hold(one, other) for one in needles for other in needles):
        return occurrences
    rows = [
        (number, *row)
        for number, group in groupby(checked(_rows(occurrences)), key=lambda row: row[0])
        for row in _outermost([row[1:] for row in group])
    ]
    return Occurrences(*map(list, zip(*rows, strict=True))) if rows else Occurrences()


def in_longer(engine: Engine, typed: str, found: Occurrences) -> InLonger | None:
    """Return the occurrences of the key ``typed`` that are not ``found``, since they are inside longer
    numerals; None if there are none.
    """
    known: dict[int, list[tuple[int, int]]] = {}
    for number, start, end, _ in checked(_rows(found)):
        known.setdefault(number, []).append((start, end))
    missed = [
        (number, start, end)
        for number, start, end, _ in checked(_rows(engine.occurrences((typed,))))
        if not any(low <= start and end <= high for low, high in known.get(number, ()))
    ]
    if not missed:
        return None
    shown = missed[:_LOOKED_AT]
    texts = engine.texts_of([number for number, _, _ in shown])
    longer = (longer_numeral(text, *span) for text, (_, *span) in zip(texts, shown, strict=True))
    examples = tuple(dict.fromkeys(longer))[:_EXAMPLES]
    return InLonger(f'="{typed}"', len(missed), examples)


def window(occurrences: Occurrences, offset: int, limit: int | None) -> Occurrences:
    """Return ``limit`` occurrences from ``offset`` on, all if None; raises ValueError for negative values."""
    if offset < 0 or (limit is not None and limit < 0):
        raise ValueError(f"limit is {limit} and offset {offset}; neither can be negative")
    part = slice(offset, None if limit is None else offset + limit)
    return Occurrences(
        occurrences.numbers[part], occurrences.starts[part], occurrences.ends[part], occurrences.needles[part]
    )


def mentions(
    engine: Engine, occurrences: Occurrences, name_of: Mapping[Needle, str], width: int
) -> Iterator[Mention]:
    """Yield a mention for each of ``occurrences``, in their order, reading clauses in batches.

    ``name_of`` maps each needle to the name it is of.
    """
    names = tuple(name_of.values())
    rows = _rows(occurrences)
    records: dict[int, tuple[Clause, Document, RunningText]] = {}
    while batch := list(islice(rows, _BATCH)):
        check_budget()
        numbers = dict.fromkeys(number for number, *_ in batch)
        # A long clause may go on from the batch before; all of its mentions share one text.
        records = {number: records[number] for number in numbers if number in records}
        missing = [number for number in numbers if number not in records]
        fetched = zip(missing, engine.fetch(missing), strict=True)
        records |= {number: (*row, RunningText(row[0].text)) for number, row in fetched}
        for number, start, end, index in batch:
            clause, document, text = records[number]
            span = text.span(start, end)
            yield Mention(
                clause=clause,
                document=document,
                name=names[index],
                span=span,
                line=kwic(clause.text, span, width),
                source=source_of(clause, document, span),
            )


def mentioning(engine: Engine, occurrences: Occurrences) -> Iterator[tuple[Clause, Document, int]]:
    """Yield each clause with some of ``occurrences``, its document, and their number, in their order."""
    rows = iter(Counter(map(int, occurrences.numbers)).items())
    while batch := list(islice(rows, _BATCH)):
        records = engine.fetch([number for number, _ in batch])
        yield from ((*record, count) for record, (_, count) in zip(records, batch, strict=True))


def day_of(number: int) -> date | None:
    """Return the day written ``yyyymmdd``; None for 0."""
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None


def count_names(occurrences: Occurrences, name_of: Mapping[Needle, str]) -> dict[str, int]:
    """Count the occurrences of each name; ``name_of`` as for :func:`mentions`."""
    counts: dict[str, int] = {}
    names = list(name_of.values())
    for index, count in Counter(occurrences.needles).items():
        counts[names[index]] = counts.get(names[index], 0) + count
    return counts


def disagreement(
    engine: Engine, needles: tuple[Needle, ...], occurrences: Occurrences
) -> tuple[int, int] | None:
    """Compare the index's ``occurrences`` of the needles with a plain scan of all folded texts.

    Return None if they are the same, else how many the index and the scan found.
    """
    scanned = {
        (number, span.start, span.end, index)
        for number, text in checked(engine.texts())
        for index, needle in enumerate(needles)
        for span in find_needle(text, needle)
    }
    answered = list(checked(_rows(occurrences)))
    if len(answered) == len(scanned) and scanned.issuperset(answered):
        return None
    return len(answered), len(scanned)


def _rows(occurrences: Occurrences) -> Iterator[tuple[int, int, int, int]]:
    columns = (occurrences.numbers, occurrences.starts, occurrences.ends, occurrences.needles)
    return zip(*(map(int, column) for column in columns), strict=True)


def _may_hold(one: Needle, other: Needle) -> bool:
    """Return whether an occurrence of ``other`` may lie inside one of ``one``."""
    if isinstance(one, Pattern) and one.gaps:
        return True
    if isinstance(other, Pattern) and other.gaps:
        return all(bare(piece) in bare(one) for piece in other.pieces)
    return bare(other) in bare(one)


def _outermost(rows: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without the spans inside those of other needles; of equal spans the one whose needle comes first."""
    needle_at: dict[tuple[int, int], int] = {}
    for start, end, index in rows:
        needle_at[start, end] = min(index, needle_at.get((start, end), index))
    kept = []
    furthest: dict[int, int] = {}
    """For each needle where what was seen of it ends last."""
    for (start, end), index in sorted(needle_at.items(), key=lambda row: (row[0][0], -row[0][1])):
        if not any(last >= end for other, last in furthest.items() if other != index):
            kept.append((start, end, index))
        furthest[index] = max(end, furthest.get(index, 0))
    return kept


def source_of(clause: Clause, document: Document, span: Span) -> Source | None:
    """Return where ``span`` of the clause's text is in its file; None if that is not known."""
    if clause.source is None or document.source is None:
        return None
    return Source(document.source.file, *clause.source.locate(span))
