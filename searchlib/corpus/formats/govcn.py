"""Pages of the Chinese government's web site, pasted one after another, with or without line breaks.

Each page has a masthead: in the newer layout a day and the choice of font sizes
(``2015-05-23[字体：大 中 小]      打印本页``), in the older one the site, day, hour and source
(``中央政府门户网站　www.gov.cn　　 2013年04月06日 16时14分　　 来源：新华社``). The title stands right before
it, and in a paste right after the last character of the page before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.closing import PLACE_AND_DAY, ends_statement, is_place_and_day
from searchlib.corpus.dates import DATE, first_date
from searchlib.corpus.formats.plain import text_lines, plain_pages, statement_starts
from searchlib.corpus.formats.statement import statement_blocks
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.paragraphs import (
    FONT_SIZES,
    MASTHEAD_FURNITURE,
    collapse_blanks,
)
from searchlib.corpus.titles import FULL_TEXT, STATEMENT_KINDS, bare_title
from searchlib.facts.countries import official_names
from searchlib.text.views import fold

_B = r"\s*+"
_DAY = rf"(?:[12]\d{{3}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|{DATE})"
_HOUR = r"(?:\d{1,2}[:：时時]\d{2}(?:[:：分]?(?:\d{2}秒?)?)?)"
_SOURCE = (
    rf"[来來]源{_B}[：:]{_B}(?P<{{}}>[^\s\u3000\[【（(：:。，]{{{{2,20}}}}?)"
    r"(?=[\s\u3000\[【（(]|字[体體]|打印|$)"
)
_SITE = (
    r"(?:中央政府[门門][户戶][网網]站|中[国國]政府[网網]|中[华華]人民共和[国國]外交部|外交部[网網]站)"
    rf"{_B}(?:www\.[a-z.]+)?"
)
_BUTTONS = rf"(?:{MASTHEAD_FURNITURE}{_B})*"
_MASTHEAD = re.compile(
    rf"{_SITE}{_B}{_DAY}{_B}{_HOUR}?{_B}(?:{_SOURCE.format('older')})?{_B}{_BUTTONS}"
    rf"|{_DAY}{_B}{_HOUR}?{_B}(?:{_SOURCE.format('newer')})?{_B}{FONT_SIZES}{_B}{_BUTTONS}"
)
_FURNITURE = re.compile(rf"{MASTHEAD_FURNITURE}{_B}")
_BREAK = re.compile(r"[。！？][”’」』）)]*|[\r\n\t]|\u3000\u3000|[ \xa0]{4}")
_LABEL = re.compile(
    r"(?:19|20)\d{2}年"
    r"(?:[^\d，。、；：\s]{0,8}?(?:全面)?(?:[战戰]略)?(?:合作|[协協]作)?[伙夥]伴(?:[关關][系係])?+"
    r"(?![的和与與同]))?[ \u3000]*"
)
"""An editor's label before a title: 2018年全面战略合作伙伴, 2019年."""

_LABEL_LINE = re.compile(r"(?:19|20)\d{2}年?[^，。；：]{0,20}")
_JOINS = "和与及同、"
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class _Head:
    """Offsets in the file's text: of the label, of the title, and of the masthead after it."""

    label: int
    title: int
    masthead: int
    body: int
    source: str | None


def is_govcn(text: str) -> bool:
    """Whether ``text`` has such a masthead."""
    return _MASTHEAD.search(text) is not None


def govcn_pages(text: Mapped) -> tuple[Page, ...]:
    """Return the pages of ``text`` in order, and the statements without a masthead among them.

    What stands before the first title without being a text of its own becomes a note of the first page.
    """
    heads = list(_heads(text.text))
    pages: list[Page] = []
    start = 0
    if heads and any(line.is_body() for line in text_lines(text.text[: heads[0].label])):
        start = heads[0].label
        pages += plain_pages(text[:start])
    for index, head in enumerate(heads):
        start = head.label if index else start
        end = heads[index + 1].label if index + 1 < len(heads) else len(text)
        title = bare_title(text[head.title : head.masthead])
        starts = statement_starts(text_lines(text.text[head.body : end]), title.text, is_page=True)
        bounds = [head.body + at for at in starts] + [end]
        pages.append(_page(text, head, start, bounds[0]))
        for first, after in pairwise(bounds):
            pages += plain_pages(text[first:after])
    return tuple(pages)


def _page(text: Mapped, head: _Head, start: int, end: int) -> Page:
    title = bare_title(text[head.title : head.masthead])
    masthead = _without_furniture(text[head.masthead : head.body])
    label = collapse_blanks(text[start : head.title])
    blocks = [Block(Role.NOTE, label)] if label else []
    blocks += [Block(Role.TITLE, title), Block(Role.NOTE, masthead)]
    blocks += statement_blocks(text[head.body : end], title.text)
    metadata = Metadata(title=title.text, published=first_date(masthead.text), publisher=head.source)
    file_start, file_end = text.span(start, end)
    return Page(tuple(blocks), file_start, file_end, metadata)


def _heads(text: str) -> Iterator[_Head]:
    limit = 0
    for found in _MASTHEAD.finditer(text):
        title = _title_start(text, limit, found.start(), found.end())
        if title < found.start():
            label = _label_start(text, limit, title)
            yield _Head(label, title, found.start(), found.end(), found["older"] or found["newer"])
            limit = found.end()


def _title_start(text: str, limit: int, end: int, body: int) -> int:
    """Where the title that ends at ``end`` begins: after the last break, signature and label before it.

    A title that the page repeats below, or that begins with a state's official name, tells its beginning
    even where nothing separates it from what stands before.
    """
    stop = limit + len(text[limit:end].rstrip())
    limit = max(limit, stop - _LONGEST_TITLE)
    breaks = [found.end() for found in _BREAK.finditer(text, limit, stop) if found.end() < stop]
    start = breaks[-1] if breaks else limit
    signature = [found.end() for found in PLACE_AND_DAY.finditer(text, start, stop) if found.end() < stop]
    start = signature[-1] if signature else start
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    label = _LABEL.match(text, start, stop)
    candidates = (_repeated_below(text, start, stop, body), _official_start(text, start, stop))
    known = next((at for at in candidates if at is not None), None)
    return known if known is not None else label.end() if label and label.end() < stop else start


def _repeated_below(text: str, start: int, stop: int, body: int) -> int | None:
    """The beginning of the longest end of the candidate that the page repeats as a title of its own."""
    ending = FULL_TEXT.search(text, start, stop)
    bare_stop = ending.start() if ending else stop
    below = text[body : body + 600]
    for at in range(start, bare_stop - 7):
        title = text[at:bare_stop]
        place = below.find(title)
        while place >= 0:
            if not below[:place].strip() or _BREAK.search(below[:place][-4:]) or below[:place].endswith("："):
                return at
            place = below.find(title, place + 1)
    return None


def _official_start(text: str, start: int, stop: int) -> int | None:
    """The beginning of a statement's title that begins with an official name and runs on without a blank."""
    candidate = fold(FULL_TEXT.sub("", text[start:stop]))
    if not re.search(f"{fold(STATEMENT_KINDS)}$", candidate):
        return None
    for name in official_names().finditer(candidate):
        rest = candidate[name.end() :].removeprefix("政府")
        if rest[:1] in tuple(_JOINS) and not re.search(r"[\s\t]", rest):
            return start + name.start()
    return None


def _label_start(text: str, limit: int, title: int) -> int:
    """Where an editor's label right before the title begins: in the same line, or as the line above."""
    before = text[limit:title].rstrip()
    stop = limit + len(before)
    label = re.search(rf"{_LABEL.pattern}$", before)
    if label:
        return limit + label.start()
    line = max(before.rfind("\n"), before.rfind("\r")) + 1
    above = before[line:].strip()
    if line and _LABEL_LINE.fullmatch(above) and not is_place_and_day(above) and not ends_statement(above):
        return limit + line
    return stop if stop > limit else title


def _without_furniture(masthead: Mapped) -> Mapped:
    parts = []
    at = 0
    for found in _FURNITURE.finditer(masthead.text):
        parts.append(masthead[at : found.start()])
        leave_out(masthead[found.start() : found.end()], OmissionReason.FURNITURE)
        at = found.end()
    return collapse_blanks(Mapped.join((*parts, masthead[at:])))
