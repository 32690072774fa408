"""Mentions as KWIC lines: grouped by statement, the matches aligned in one column."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from unicodedata import normalize

from searchlib.errors import ENGLISH
from searchlib.model import Certificate, Document, InLonger, Mention, Mentions
from searchlib.render.columns import cells, clip, clip_start, cut, pad, pad_start, wrapped
from searchlib.render.hits import document_line
from searchlib.render.messages import said
from searchlib.render.places import place_of
from searchlib.render.terminal import Look, Marks, Style, choose_marks, on_one_line, paint
from searchlib.render.wording import headings_line, quantity, title_shown
from searchlib.text.running import key

_INDENT = "  "
_DIGEST_SHOWN = 12
_NARROWEST_TITLE = 12
_NARROWEST_CONTEXT = 8
"""The fewest cells of context beside the longest match; with fewer its line wraps."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The parts of one line as shown; ``name`` is empty if the match shows it, ``taken`` is the width in
    cells of the match with its marks."""

    place: str
    before: str
    match: str
    after: str
    name: str
    taken: int


def mention_lines(answer: Mentions, look: Look, names: bool = False) -> Iterator[str]:
    """Return the whole answer, line by line, the certificate last; ``names`` lists names not found too."""
    if look.notes:
        yield from heading_lines(answer, look, names)
    lines = [found.line for found in answer.mentions]
    marks = choose_marks((line.before + line.match + line.after for line in lines), look)
    rows = _fitted([_row(found, marks) for found in answer.mentions], look)
    place = max((cells(row.place) for row in rows), default=0)
    before = max((cells(row.before) for row in rows), default=0)
    paired = zip(answer.mentions, rows, strict=True)
    for at, (_, together) in enumerate(groupby(paired, key=lambda pair: pair[0].document.id)):
        trail: str | None = None
        for found, row in together:
            if trail is None:
                yield from ([""] if at or look.notes else [])
                yield statement_line(found.document, look)
            above = headings_line(found.clause)
            if above != (trail or ""):
                yield _INDENT + paint(above or "–", Style.QUIET, look)
            trail = above
            yield _line(row, place, before, look)
    if not look.notes:
        return
    yield ""
    if (more := answer.occurrences - len(answer.mentions)) and answer.mentions:
        yield paint(look.say("… {count} more: --limit 0 shows all", count=f"{more:,}"), Style.QUIET, look)
    if answer.in_longer:
        yield in_longer_line(answer.in_longer, language=look.language)
    yield from in_columns(certificate_line(answer, look.language), look)


def in_longer_line(left: InLonger, index: Path | None = None, language: str = ENGLISH) -> str:
    """Return how many occurrences are inside longer numerals, some of these, and the command that counts
    them.

    >>> print(in_longer_line(InLonger('="6日"', 2, ("16日",))))
    left out inside longer numerals (16日): 2; count them with searchlib mentions '="6日"'
    """
    option = "" if index is None else f" --index {shlex.quote(str(index))}"
    command = f"searchlib mentions{option} {shlex.quote(left.name)}"
    shown = ", ".join(left.examples)
    line = said(
        "left out inside longer numerals ({numerals}): {count}; count them with {command}",
        language,
        numerals=shown,
        count=f"{left.occurrences:,}",
        command=command,
    )
    return on_one_line(line)


def heading_lines(answer: Mentions, look: Look, names: bool = False) -> Iterator[str]:
    """Return the name that was searched for; for a project, the count of each of its names, and of the names
    without mentions how many there are, or with ``names`` which."""
    yield paint(on_one_line(answer.name), Style.TITLE, look)
    if len(answer.names) < 2:
        return
    counts = answer.counts
    if any(counts.values()):
        listed = (f"{on_one_line(name)} {counts[name]:,}" for name in answer.names if counts.get(name))
        yield from in_columns(look.say("found as: {names}", names=" · ".join(listed)), look)
    absent = [on_one_line(name) for name in answer.names if not counts.get(name)]
    if absent and names:
        lines = in_columns(look.say("not found as: {names}", names=" · ".join(absent)), look)
        yield from (paint(line, Style.QUIET, look) for line in lines)
    elif absent:
        others = quantity(len(absent), "other name" if any(counts.values()) else "name", look.language)
        yield paint(look.say("{names} not found (--names)", names=others), Style.QUIET, look)


def certificate_line(answer: Mentions, language: str = ENGLISH) -> str:
    """Return the certificate in words.

    A plain scan looks for the names in every clause, from beginning to end, without the index.
    """
    certificate = answer.certificate
    checked = (
        "checked against a plain scan of the indexed texts"
        if certificate.verified_by_scan
        else "not checked against a plain scan of the indexed texts, which takes longer (--check does it)"
    )
    parts = (
        found_line(answer, language),
        said(
            "{clauses} searched", language, clauses=quantity(certificate.clauses_searched, "clause", language)
        ),
        said(checked, language) + _looked_for(answer, language),
        *_files(certificate, language),
        digests(certificate, language),
    )
    return said("; ", language).join(parts)


def digests(certificate: Certificate, language: str = ENGLISH) -> str:
    """Return which index of which corpus answered."""
    index, corpus = certificate.index[:_DIGEST_SHOWN], certificate.corpus[:_DIGEST_SHOWN]
    return said("index {index}, corpus {corpus}", language, index=index, corpus=corpus)


def found_line(answer: Mentions, language: str = ENGLISH) -> str:
    """Return how many mentions there are where and when."""
    counts = said(
        "{occurrences} in {clauses} of {statements}",
        language,
        occurrences=quantity(answer.occurrences, "occurrence", language),
        clauses=quantity(answer.clauses, "clause", language),
        statements=quantity(answer.statements, "statement", language),
    )
    return counts + period(answer, language)


def _files(certificate: Certificate, language: str) -> Iterator[str]:
    """What of the files is not in the indexed texts; nothing for ready-made documents."""
    files = quantity(certificate.files, "file", language)
    if certificate.characters:
        yield said(
            "{left} of {characters} of {files} are in no clause",
            language,
            left=f"{certificate.characters_left_out:,}",
            characters=quantity(certificate.characters, "character", language),
            files=files,
        )
    if certificate.files_skipped:
        skipped = quantity(certificate.files_skipped, "file", language)
        yield said("{files} skipped", language, files=skipped)


def _looked_for(answer: Mentions, language: str) -> str:
    """Return the spellings of a single name that were looked for, where there is more than one."""
    forms = answer.certificate.forms
    if len(answer.names) > 1 or len(forms) < 2:
        return ""
    return said(" for {spellings}", language, spellings=", ".join(map(on_one_line, forms)))


def period(answer: Mentions, language: str = ENGLISH) -> str:
    """Return the period from the first to the last date, preceded by a comma, and whether some statements
    have no date."""
    if answer.first is None or answer.last is None:
        return said(", undated", language) if answer.undated else ""
    until = "" if answer.first == answer.last else f" – {answer.last.isoformat()}"
    undated = said(" and undated", language) if answer.undated else ""
    return f"{said(', ', language)}{answer.first.isoformat()}{until}{undated}"


def statement_line(document: Document, look: Look) -> str:
    """Return a statement in one line: date, parties, title and id; on a terminal the title is cut so that
    the id is whole."""
    identifier, title = on_one_line(document.id), title_shown(document, look)
    if look.columns is not None:
        room = look.columns - cells(document_line(document, replace(look, colour=False), " ")) + 1
        title = cut(title, max(_NARROWEST_TITLE, room - cells(f" · {identifier}")))
    shown = document_line(document, look, paint(title, Style.TITLE, look))
    return f"{shown} · {paint(identifier, Style.QUIET, look)}"


def in_columns(line: str, look: Look) -> list[str]:
    """Return a line of words in lines no wider than the terminal, broken at blanks where possible."""
    return [line] if look.columns is None else wrapped(line, look.columns)


def _row(found: Mention, marks: Marks) -> _Row:
    line = found.line
    match = on_one_line(line.match)
    return _Row(
        place=place_of(found),
        before=on_one_line(line.before),
        match=f"{marks.opening}{match}{marks.closing}",
        after=on_one_line(line.after),
        name="" if _key(found.name) == _key(line.match) else f"  = {on_one_line(found.name)}",
        taken=cells(match) + marks.cells,
    )


def _key(name: str) -> str:
    """Return a key under which composed and decomposed characters are equal."""
    return key(normalize("NFC", name))


def _fitted(rows: list[_Row], look: Look) -> list[_Row]:
    """Return the rows with their context cut so that no line is wider than the screen, if that is
    possible."""
    if look.columns is None or not rows:
        return rows
    fixed = len(_INDENT) + max(cells(row.place) for row in rows) + 2
    widest = max(row.taken + cells(row.name) for row in rows)
    room = max(_NARROWEST_CONTEXT, (look.columns - fixed - widest) // 2)
    return [replace(row, before=clip_start(row.before, room), after=clip(row.after, room)) for row in rows]


def _line(row: _Row, place: int, before: int, look: Look) -> str:
    number = paint(pad(row.place, place), Style.QUIET, look)
    context = f"{_INDENT}{number}  {pad_start(row.before, before)}{row.match}{row.after}"
    return context.rstrip() + paint(row.name, Style.QUIET, look)
