"""A file of Taiwan's law database: header lines, then 第 N 條 on lines of their own, many texts wrapped.

Wrapped lines are 64 columns wide and may break anywhere, even before a comma; only some articles of a file
are wrapped, those amended later have one line for each paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.dates import compact_date, first_date
from searchlib.corpus.paragraphs import BLANK
from searchlib.corpus.formats.wraps import join_wrapped, width
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import division_depth, read_number
from searchlib.model import DateIs, Kind

_HEADER = re.compile(r"\ufeff?法規名稱：")
_FIELD = re.compile(r"(法規名稱|修正日期|法規網址)：(.*)")
_PROMULGATED = re.compile(r"(?:公發布日|公布日期|發布日期)：(.*)")
_KEY = re.compile(r"[\u4e00-\u9fff]{4}：")
_LINE = re.compile(r"[^\r\n]+")
_ARTICLE = re.compile(r"第[ ]*[0-9]+(?:-[0-9]+)*[ ]*條|[0-9]{1,3}")
_FIGURES = re.compile(r"第[ ]*[0-9]+[ ]*[編章節款目類]")
_TERMINAL = re.compile(r"[。：；︰:;][」』）)]?$")
_DRAWN = re.compile(r"[─│┼├┤┌┐└┘┬┴]")
_MID_PARAGRAPH = re.compile(r"但|惟|其|並|倘|如|逾|必要時|違者")
_ITEM = re.compile(
    r"[ 　]*(?:[（(]?[一二三四五六七八九十百]+(?:[、）)　]| {1,2}\S)|[0-9]+[.、．]|[（(][0-9]+[）)]"
    r"|[甲乙丙丁戊己庚辛壬癸]、)"
)
_FULL = range(58, 67)
"""Columns of a line that was wrapped: 64, a few less where a Latin word or number would have been cut."""

_LEVELS = {1: 10, 2: 15, 3: 20, 4: 30, 5: 40, 6: 50}


def is_taiwan_law(text: str) -> bool:
    """Whether ``text`` begins with the database's header."""
    return _HEADER.match(text) is not None


def taiwan_law_page(text: Mapped) -> Page:
    """The law as one document: title, day and address from the header, its other lines as notes."""
    header_end = _header_end(text.text)
    fields: dict[str, Mapped] = {}
    notes = [Block(Role.NOTE, note) for note in _header_notes(text[:header_end], fields)]
    title, url = fields.get("法規名稱"), fields.get("法規網址")
    day = fields.get("修正日期")
    revised = _day(day.text) if day else None
    said = (found[1] for note in notes if (found := _PROMULGATED.match(note.text.text)))
    published = next(map(_day, said), None)
    metadata = Metadata(
        title=title.text if title else None,
        kind=Kind.LAW,
        date=revised or published,
        date_is=DateIs.PUBLISHED if published and not revised else None,
        published=published,
        url=url.text if url else None,
    )
    titles = [Block(Role.TITLE, title)] if title else []
    blocks = (*titles, *notes, *_body_blocks(_lines(text, header_end)))
    return Page(blocks, *text.span(), metadata)


def _day(text: str) -> date | None:
    """Return the day that ``text`` writes in eight figures or in words."""
    return compact_date(text) or first_date(text)


def _header_end(text: str) -> int:
    """After the address, which comes last (below a blank line even), or at the first blank line."""
    address = re.search(r"^法規網址：.*$", text, re.MULTILINE)
    if address:
        return address.end()
    blank = re.search(r"\n[ \t\r]*\n", text)
    return blank.start() if blank else len(text)


def _header_notes(header: Mapped, fields: dict[str, Mapped]) -> Iterator[Mapped]:
    """The header lines that are no fields, wrapped ones joined; ``fields`` receives the others."""
    parts: list[Mapped] = []
    for line in _lines(header, 0):
        field = _FIELD.match(line.text)
        if parts and (field or _KEY.match(line.text) or re.match(r"[0-9]\.", line.text)):
            yield join_wrapped(parts)
            parts = []
        if field:
            leave_out(line[: field.start(2)] if field[1] == "法規名稱" else line, OmissionReason.FACT)
            value = line[field.start(2) :].strip(BLANK)
            if value:
                fields.setdefault(field[1], value)
        else:
            parts.append(line)
    if parts:
        yield join_wrapped(parts)


def _lines(text: Mapped, start: int) -> Iterator[Mapped]:
    for found in _LINE.finditer(text.text, start):
        raw = found[0]
        stripped = raw.strip(BLANK)
        if stripped:
            at = found.start() + len(raw) - len(raw.lstrip(BLANK))
            yield text[at : at + len(stripped)]


def _body_blocks(lines: Iterator[Mapped]) -> Iterator[Block]:
    """Headings, and article by article its number's line followed by its paragraphs."""
    pending: list[Mapped] = []
    for line in lines:
        # Figures number the chapters of a tariff's table of contents, which stands inside an article.
        depth = None if _FIGURES.match(line.text) else division_depth(line.text)
        is_article = _ARTICLE.fullmatch(line.text) is not None
        if is_article or (depth is not None and not _TERMINAL.search(line.text)):
            yield from _paragraphs(pending)
            pending = []
        if is_article:
            pending = [line]
        elif depth is not None and not _TERMINAL.search(line.text):
            yield Block(Role.HEADING, line, _LEVELS[depth])
        else:
            pending.append(line)
    yield from _paragraphs(pending)


def _paragraphs(lines: Sequence[Mapped]) -> Iterator[Block]:
    """The paragraphs of one article; a number that is figures alone stays with the line below it."""
    parts: list[Mapped] = []
    paragraphs: list[Mapped] = []
    wrapped = _is_wrapped(lines)
    last_item = ""
    for line in lines:
        item = read_number(line.text)
        is_next = item is not None and item.label == last_item
        if parts and (is_next or not _goes_on(parts[-1].text, line.text, wrapped)):
            paragraphs.append(join_wrapped(parts))
            parts = []
        if item is not None and not parts and item.label.isdecimal():
            last_item = str(int(item.label) + 1)
        parts.append(line)
    if parts:
        paragraphs.append(join_wrapped(parts))
    if len(paragraphs) > 1 and paragraphs[0].text.isdecimal():
        paragraphs[:2] = [Mapped.lines(paragraphs[:2])]
    for paragraph in paragraphs:
        yield Block(Role.PARAGRAPH, paragraph)


def _is_wrapped(lines: Sequence[Mapped]) -> bool:
    """Whether the article is wrapped: no line is longer than the column, one ends inside a sentence."""
    widths = [width(line.text) for line in lines]
    return max(widths, default=0) <= _FULL.stop and any(
        columns in _FULL and not _TERMINAL.search(line.text)
        for columns, line in zip(widths, lines, strict=True)
    )


def _goes_on(before: str, line: str, wrapped: bool) -> bool:
    """Whether ``line`` is the rest of ``before``."""
    if _ARTICLE.fullmatch(before) or _DRAWN.search(before) or _DRAWN.search(line) or _FIGURES.match(line):
        return False
    if _TERMINAL.search(before):
        return wrapped and width(before) in _FULL and _MID_PARAGRAPH.match(line) is not None
    if before[-1] in "(（":
        return True
    if width(before) in _FULL:
        return wrapped or not _ITEM.match(line)
    return wrapped and line[0] in "，。、；：）」"
