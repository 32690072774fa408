"""Mentions as KWIC lines: grouped by statement, the matches aligned in one column."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from unicodedata import normalize

from searchlib.model import Certificate, InLonger, Mention, Mentions
from searchlib.render.columns import cells, clip, clip_start, pad, pad_start
from searchlib.render.hits import document_line
from searchlib.render.places import place_of
from searchlib.render.terminal import Look, Marks, Style, choose_marks, on_one_line, paint
from searchlib.render.wording import headings_line, quantity
from searchlib.text.running import key

_INDENT = "  "
_DIGEST_SHOWN = 12
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


def mention_lines(answer: Mentions, look: Look) -> Iterator[str]:
    """Return the whole answer, line by line, the certificate last."""
    yield from heading_lines(answer, look)
    lines = [found.line for found in answer.mentions]
    marks = choose_marks((line.before + line.match + line.after for line in lines), look)
    rows = _fitted([_row(found, marks) for found in answer.mentions], look)
    place = max((cells(row.place) for row in rows), default=0)
    before = max((cells(row.before) for row in rows), default=0)
    paired = zip(answer.mentions, rows, strict=True)
    for _, together in groupby(paired, key=lambda pair: pair[0].document.id):
        trail: str | None = None
        for found, row in together:
            if trail is None:
                yield from ("", _statement(found, look))
            above = headings_line(found.clause)
            if above != (trail or ""):
                yield _INDENT + paint(above or "–", Style.QUIET, look)
            trail = above
            yield _line(row, place, before, look)
    yield ""
    if answer.in_longer:
        yield in_longer_line(answer.in_longer)
    yield certificate_line(answer)


def in_longer_line(left: InLonger, index: Path | None = None) -> str:
    """Return how many occurrences are inside longer numerals, some of these, and the command that counts
    them.

    >>> print(in_longer_line(InLonger('="6日"', 2, ("16日",))))
    left out inside longer numerals (16日): 2; count them with searchlib mentions '="6日"'
    """
    option = "" if index is None else f" --index {shlex.quote(str(index))}"
    command = f"searchlib mentions{option} {shlex.quote(left.name)}"
    shown = ", ".join(left.examples)
    return on_one_line(
        f"left out inside longer numerals ({shown}): {left.occurrences:,}; count them with {command}"
    )


def heading_lines(answer: Mentions, look: Look) -> Iterator[str]:
    """Return the name that was searched for; for a project, the count of each of its names and the names
    without mentions."""
    yield paint(on_one_line(answer.name), Style.TITLE, look)
    if len(answer.names) < 2:
        return
    counts = answer.counts
    if any(counts.values()):
        listed = (f"{on_one_line(name)} {counts[name]:,}" for name in answer.names if counts.get(name))
        yield f"found as: {' · '.join(listed)}"
    absent = [on_one_line(name) for name in answer.names if not counts.get(name)]
    if absent:
        yield paint(f"not found as: {' · '.join(absent)}", Style.QUIET, look)


def certificate_line(answer: Mentions) -> str:
    """Return the certificate in words.

    A plain scan looks for the names in every clause, from beginning to end, without the index.
    """
    certificate = answer.certificate
    found = (
        f"{quantity(answer.occurrences, 'occurrence')} in {quantity(answer.clauses, 'clause')}"
        f" of {quantity(answer.statements, 'statement')}{period(answer)}"
    )
    scan = "" if certificate.verified_by_scan else "not "
    return "; ".join(
        (
            found,
            f"{quantity(certificate.clauses_searched, 'clause')} searched",
            f"{scan}checked against a plain scan of the indexed texts{_looked_for(answer)}",
            *_files(certificate),
            f"index {certificate.index[:_DIGEST_SHOWN]}, corpus {certificate.corpus[:_DIGEST_SHOWN]}",
        )
    )


def _files(certificate: Certificate) -> Iterator[str]:
    """What of the files is not in the indexed texts; nothing for ready-made documents."""
    if certificate.characters:
        yield (
            f"{certificate.characters_left_out:,} of {quantity(certificate.characters, 'character')} "
            f"of {quantity(certificate.files, 'file')} are in no clause"
        )
    if certificate.files_skipped:
        yield f"{quantity(certificate.files_skipped, 'file')} skipped"


def _looked_for(answer: Mentions) -> str:
    """Return the spellings of a single name that were looked for, where there is more than one."""
    forms = answer.certificate.forms
    if len(answer.names) > 1 or len(forms) < 2:
        return ""
    return f" for {', '.join(map(on_one_line, forms))}"


def period(answer: Mentions) -> str:
    """Return the period from the first to the last date, preceded by a comma, and whether some statements
    have no date."""
    if answer.first is None or answer.last is None:
        return ", undated" if answer.undated else ""
    until = "" if answer.first == answer.last else f" – {answer.last.isoformat()}"
    return f", {answer.first.isoformat()}{until}{' and undated' if answer.undated else ''}"


def _statement(found: Mention, look: Look) -> str:
    return (
        f"{document_line(found.document, look)} · {paint(on_one_line(found.document.id), Style.QUIET, look)}"
    )


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
