"""Turn occurrences of a name into mentions: KWIC lines that can be cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice

from searchlib.engine.base import Engine, Occurrences
from searchlib.errors import QueryError
from searchlib.model import Clause, Document, KwicLine, Mention, Source, Span
from searchlib.projects import Registry
from searchlib.query.ast import Keyword, Or, Phrase, ProjectName
from searchlib.query.parser import parse
from searchlib.text.running import RunningText
from searchlib.text.spans import find, outermost

_BATCH = 512
"""Mentions whose clauses are read together."""


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


def names_in(asked: str, registry: Registry) -> tuple[str, ...]:
    """Return the names to look for: all of a project, all of several joined by OR, or ``asked`` literally.

    >>> names_in("铁路 OR 公路", Registry(())), names_in("铁路 公路", Registry(()))
    (('铁路', '公路'), ('铁路 公路',))
    """
    if project := registry.find(asked):
        return project.names
    try:
        query = parse(asked)
    except QueryError:
        return (asked,)
    if not isinstance(query, Or):
        return (asked,)
    found: list[str] = []
    for operand in query.operands:
        if not isinstance(operand, Keyword | Phrase | ProjectName):
            return (asked,)
        name = operand.name if isinstance(operand, ProjectName) else operand.text
        known = None if isinstance(operand, Phrase) else registry.find(name)
        found += known.names if known else (name,)
    return tuple(dict.fromkeys(found))


def counted_once(occurrences: Occurrences, needles: Sequence[str]) -> Occurrences:
    """Return ``occurrences`` without those inside longer ones.

    A project's names may contain each other (钱凯港, 秘鲁钱凯港): one mention is counted once, by its longest
    name. Occurrences of one name that overlap each other are all counted.
    """
    if not any(one != other and one in other for one in needles for other in needles):
        return occurrences
    rows = [
        (number, span.start, index)
        for number, group in groupby(_triples(occurrences), key=lambda row: row[0])
        for span, index in _outermost(
            [(Span(start, start + len(needles[index])), index) for _, start, index in group]
        )
    ]
    return Occurrences(*map(list, zip(*rows, strict=True))) if rows else Occurrences()


def window(occurrences: Occurrences, offset: int, limit: int | None) -> Occurrences:
    """Return ``limit`` occurrences from ``offset`` on, all if None; raises ValueError for negative values."""
    if offset < 0 or (limit is not None and limit < 0):
        raise ValueError(f"limit is {limit} and offset {offset}; neither can be negative")
    part = slice(offset, None if limit is None else offset + limit)
    return Occurrences(occurrences.numbers[part], occurrences.starts[part], occurrences.needles[part])


def mentions(
    engine: Engine, occurrences: Occurrences, name_of: Mapping[str, str], width: int
) -> Iterator[Mention]:
    """Yield a mention for each of ``occurrences``, in their order, reading clauses in batches.

    ``name_of`` maps each folded needle to the name it is of.
    """
    needles = tuple(name_of)
    rows = _triples(occurrences)
    records: dict[int, tuple[Clause, Document, RunningText]] = {}
    while batch := list(islice(rows, _BATCH)):
        numbers = dict.fromkeys(number for number, _, _ in batch)
        # A long clause may go on from the batch before; all of its mentions share one text.
        records = {number: records[number] for number in numbers if number in records}
        missing = [number for number in numbers if number not in records]
        fetched = zip(missing, engine.fetch(missing), strict=True)
        records |= {number: (*row, RunningText(row[0].text)) for number, row in fetched}
        for number, start, index in batch:
            clause, document, text = records[number]
            span = text.span(start, start + len(needles[index]))
            yield Mention(
                clause=clause,
                document=document,
                name=name_of[needles[index]],
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


def count_names(occurrences: Occurrences, name_of: Mapping[str, str]) -> dict[str, int]:
    """Count the occurrences of each name; ``name_of`` as for :func:`mentions`."""
    counts: dict[str, int] = {}
    names = list(name_of.values())
    for index, count in Counter(occurrences.needles).items():
        counts[names[index]] = counts.get(names[index], 0) + count
    return counts


def disagreement(
    engine: Engine, needles: tuple[str, ...], occurrences: Occurrences
) -> tuple[int, int] | None:
    """Compare the index's ``occurrences`` of the needles with a plain scan of all folded texts.

    Return None if they are the same, else how many the index and the scan found.
    """
    scanned = {
        (number, span.start, index)
        for number, text in engine.texts()
        for index, needle in enumerate(needles)
        if needle in text
        for span in find(text, needle)
    }
    answered = list(_triples(occurrences))
    if len(answered) == len(scanned) and scanned.issuperset(answered):
        return None
    return len(answered), len(scanned)


def _triples(occurrences: Occurrences) -> Iterator[tuple[int, int, int]]:
    columns = (occurrences.numbers, occurrences.starts, occurrences.needles)
    return zip(*(map(int, column) for column in columns), strict=True)


def _outermost(spans: list[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """Drop the spans inside others; of equal spans keep the one whose needle comes first."""
    needle: dict[Span, int] = {}
    for span, index in spans:
        needle[span] = min(index, needle.get(span, index))
    return [(span, needle[span]) for span in outermost(needle)]


def source_of(clause: Clause, document: Document, span: Span) -> Source | None:
    """Return where ``span`` of the clause's text is in its file; None if that is not known."""
    if clause.source is None or document.source is None:
        return None
    return Source(document.source.file, *clause.source.locate(span))


def day_of(number: int) -> date | None:
    """Return the day written ``yyyymmdd``; None for 0."""
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None
