"""Laws: Markdown files with 第N条 articles, and the files of Taiwan's law database.

A law file gives one document. Above ``<!-- INFO END -->`` stand the title and who adopted the law when;
below it divisions as Markdown headings, articles, items, tables and annexes. Some files lost the marks of
their headings, repeat their title in pieces, or wrap lines; a reader of the page would not notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.enactment import is_adoption, names_treaty
from searchlib.corpus.formats.law_tw import is_taiwan_law, taiwan_law_page
from searchlib.corpus.paragraphs import BLANK, compact
from searchlib.corpus.formats.wraps import join_wrapped
from searchlib.corpus.law_roles import DOCKET, as_law
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import ANNEX, division_depth, read_article, read_number
from searchlib.model import Kind
from searchlib.text.numerals import value

INFO_END = "<!-- INFO END -->"

_LINE = re.compile(r"[^\r\n]+")
_COMMENT = re.compile(r"<!--.*?-->")
_MARKS = re.compile(r"(#{1,6})[ \u3000\xa0]+(.*)", re.DOTALL)
_TABLE_RULE = re.compile(r"\|?[ :\-|]+\|?")
_FOOTNOTE = re.compile(r"[①-⑳][ \u3000]")
_TERMINAL = re.compile(r"[。；：:;！？!?，、…][”’」』）)]*$|[”」』】]$")
_UNFINISHED = re.compile(r"[的和与及或、，等对在]$")
_ARTICLE_LINE = re.compile(
    r"^[ \u3000]*第[ ]?[一二三四五六七八九十百千零ㄧ0-9]+[条條]"
    r"(?:[ ]?之[ ]?[一二三四五六七八九十ㄧ0-9]+)?(?:[ \u3000]|\r?$)",
    re.MULTILINE,
)
_FIRST_LINES = re.compile(r"\S[^\r\n]*")
_LAW_TITLE = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|决定|决议|解释|批复|规则|修正案|规程|通则|章程|命令|通知|意见|方案|标准|安排|"
    r"规范|制度|解答|答复|纲要|总则|附则|编)(?:[ 　]*[（(].{1,12}[）)])?$"
)
_LONGEST_HEADING = 28
_LEVELS = {1: 10, 2: 15, 3: 20, 4: 30, 5: 40, 6: 50}
_DIVISION_NUMBER = re.compile(r"^第\S+[ \u3000\xa0\t]*")
_WRAPPED_HEADING = 12
"""A heading at least so long, its number aside, may have been wrapped."""

_ANNEX_LEVEL = 5


@dataclass(slots=True, eq=False)
class _Line:
    """One line of the body: its role so far, its text, and where it stands."""

    role: Role
    text: str
    start: int
    level: int = 0
    article: bool = False
    goes_on: bool = False
    """Whether it is the rest of the line above."""

    @property
    def is_loose(self) -> bool:
        """A short line without punctuation or number: a heading that lost its mark, or a piece of one."""
        text = self.text
        return (
            self.role is Role.PARAGRAPH
            and len(text) <= _LONGEST_HEADING
            and "，" not in text
            and not _TERMINAL.search(text)
            and read_number(text) is None
            and "\t" not in text
        )


def is_law(text: str) -> bool:
    """Whether ``text`` is a law file: by its marker, its header, or by three lines that begin an article.

    A treaty between states has articles too, but is none.
    """
    if INFO_END in text or is_taiwan_law(text):
        return True
    found = _ARTICLE_LINE.finditer(text)
    if sum(1 for _ in zip(range(3), found, strict=False)) < 3:
        return False
    lines = (line[0] for line in _FIRST_LINES.finditer(text, 0, 2000))
    return not any(names_treaty(line) for line, _ in zip(lines, range(3), strict=False))


def law_pages(text: Mapped) -> tuple[Page, ...]:
    """The law as one document; none when the file has no line."""
    if is_taiwan_law(text.text):
        return (taiwan_law_page(text),)
    info, body = _split_info(text)
    titles, notes = _info_blocks(info)
    lines = list(_body_lines(body))
    if not titles and lines:
        first = lines.pop(0)
        titles = [body[first.start : first.start + len(first.text)]]
    if not titles:
        return ()
    title = _joined(titles, " ")
    has_articles = any(line.article for line in lines)
    lines = _without_title(body, lines, compact(title.text))
    _note_adoption(lines)
    if has_articles:
        _restore_headings(lines)
    blocks = (Block(Role.TITLE, title), *notes, *_body_blocks(body, lines))
    is_act = _LAW_TITLE.search(title.text) is not None or any(line.article for line in lines[:6])
    metadata = Metadata(title=title.text, kind=Kind.LAW if is_act else None)
    page = Page(blocks, *text.span(), metadata)
    return (page if INFO_END in text.text else as_law(page),)


def _split_info(text: Mapped) -> tuple[Mapped, Mapped]:
    at = text.text.find(INFO_END)
    return (text[:0], text) if at < 0 else (text[:at], text[at + len(INFO_END) :])


def _info_blocks(info: Mapped) -> tuple[list[Mapped], list[Block]]:
    """The titles (a code and its part may have one each) and the notes on adoption and amendment."""
    titles: list[Mapped] = []
    notes: list[Block] = []
    for found in _LINE.finditer(info.text):
        line = info[found.start() : found.end()].strip(BLANK)
        marked = _MARKS.match(line.text)
        if marked and not notes:
            titles.append(line[marked.start(2) :])
        elif line:
            notes.append(Block(Role.NOTE, line))
    return titles, notes


def _body_lines(body: Mapped) -> Iterator[_Line]:
    for found in _LINE.finditer(body.text):
        raw = found[0]
        text = raw.strip(BLANK)
        if not text or (text.startswith("<!--") and _COMMENT.fullmatch(text)):
            continue
        start = found.start() + raw.index(text[0])
        first = text[0]
        if first == "第":
            yield _numbered_line(text, start)
        elif first == "#" and (marked := _MARKS.match(text)):
            yield _Line(Role.HEADING, marked[2], start + marked.start(2), _heading_level(marked))
        elif first == "|":
            if not _TABLE_RULE.fullmatch(text):
                yield _Line(Role.ITEM, text, start)
        elif first == "附" and ANNEX.match(text):
            yield _Line(Role.HEADING, text, start, _ANNEX_LEVEL)
        elif _FOOTNOTE.match(text):
            yield _Line(Role.NOTE, text, start)
        else:
            yield _Line(Role.PARAGRAPH, text, start)


def _numbered_line(text: str, start: int) -> _Line:
    number = read_article(text)
    if number is not None and number.certain:
        return _Line(Role.PARAGRAPH, text, start, article=True)
    depth = division_depth(text)
    if depth is not None and len(text) <= 2 * _LONGEST_HEADING and not _TERMINAL.search(text):
        return _Line(Role.HEADING, text, start, _LEVELS[depth])
    return _Line(Role.PARAGRAPH, text, start)


def _heading_level(marked: re.Match[str]) -> int:
    depth = division_depth(marked[2])
    return _LEVELS[depth] if depth is not None else 10 * len(marked[1])


def _without_title(body: Mapped, lines: list[_Line], title: str) -> list[_Line]:
    """Without the title repeated at the top in one or several lines; a docket number there is a note."""
    joined = ""
    for index, line in enumerate(lines[:6]):
        joined += compact(line.text)
        if joined == title:
            for repeated in lines[: index + 1]:
                leave_out(body[repeated.start : repeated.start + len(repeated.text)], OmissionReason.TITLE)
            lines = lines[index + 1 :]
            break
        if not title.startswith(joined):
            break
    for line in lines[:2]:
        if DOCKET.fullmatch(line.text):
            line.role = Role.NOTE
    return lines


def _note_adoption(lines: list[_Line]) -> None:
    """Make notes of the lines below the title that say when the law was adopted, promulgated or amended."""
    for line in lines[:12]:
        if line.article or line.role is Role.HEADING:
            return
        if is_adoption(line.text):
            line.role = Role.NOTE


def _restore_headings(lines: list[_Line]) -> None:
    """Make headings of the loose lines right before an article or heading, the rest of a heading included."""
    found: list[int] = []
    for index in range(len(lines) - 2, -1, -1):
        line, below = lines[index], lines[index + 1]
        if not line.is_loose or not (below.article or below.role is Role.HEADING):
            continue
        before = lines[index - 1] if index else None
        if before is None or before.role is Role.HEADING or before.is_loose or _TERMINAL.search(before.text):
            line.role = Role.HEADING
            found.append(index)
    levels = _lost_levels(lines) if found else []
    for index in reversed(found):
        line, before = lines[index], lines[index - 1] if index else None
        name = _DIVISION_NUMBER.sub("", before.text) if before and before.role is Role.HEADING else ""
        line.goes_on = len(name) >= _WRAPPED_HEADING or _UNFINISHED.search(name) is not None
        line.level = before.level if before and line.goes_on else levels[index]


def _lost_levels(lines: Sequence[_Line]) -> list[int]:
    """Chapter or section, for a heading at each place: it is a chapter where the numbers of the chapters around
    it leave room."""
    chapters = [_chapter(line) for line in lines]
    has_sections = any(line.role is Role.HEADING and division_depth(line.text) == 4 for line in lines)
    afters: list[int | None] = []
    after = None
    for chapter in reversed(chapters):
        after = after if chapter is None else chapter
        afters.append(after)
    levels, before = [], 0
    for chapter, after in zip(chapters, reversed(afters), strict=True):
        is_section = has_sections if after is None else after <= before + 1
        levels.append(_LEVELS[4] if is_section else _LEVELS[3])
        before = before if chapter is None else chapter
    return levels


def _chapter(line: _Line) -> int | None:
    if line.role is not Role.HEADING or division_depth(line.text) != 3:
        return None
    found = re.match("第[ 　]*([^ 　章]+)", line.text)
    return value(found[1]) if found else None


def _body_blocks(body: Mapped, lines: Iterable[_Line]) -> Iterator[Block]:
    """The blocks, with wrapped lines joined."""
    parts: list[Mapped] = []
    last: _Line | None = None
    for line in lines:
        text = body[line.start : line.start + len(line.text)]
        if last is not None and _continues(last, line):
            parts.append(text)
            last = _Line(last.role, line.text, line.start, last.level, last.article)
            continue
        if last is not None:
            yield _block(last, parts)
        last, parts = line, [text]
    if last is not None:
        yield _block(last, parts)


def _continues(before: _Line, line: _Line) -> bool:
    """Whether ``line`` is the rest of a line that was wrapped."""
    if line.role is Role.HEADING:
        return line.goes_on
    if before.role is not Role.PARAGRAPH or line.role is not Role.PARAGRAPH or line.article:
        return False
    if _TERMINAL.search(before.text) and before.text[-1] not in "，、":
        return False
    text = before.text
    is_running = len(text) >= 18 and ("，" in text or before.article)
    return is_running and read_number(line.text) is None and not line.text.startswith(("“", "「"))


def _block(line: _Line, parts: list[Mapped]) -> Block:
    if line.role is Role.ITEM:
        return Block(Role.ITEM, _table_row(parts[0]))
    return Block(line.role, parts[0] if len(parts) == 1 else join_wrapped(parts), max(1, line.level))


def _table_row(row: Mapped) -> Mapped:
    """The cells of a Markdown table row with tabs between them."""
    cells = []
    for found in re.finditer(r"[^|]+", row.text):
        cell = row[found.start() : found.end()].strip(BLANK)
        if cell:
            cells.append(cell)
    return _joined(cells, "\t") if cells else row


def _joined(parts: list[Mapped], between: str) -> Mapped:
    joined = [parts[0]]
    for part in parts[1:]:
        joined += (Mapped.made_of(between, joined[-1].span()[1], part.span()[0]), part)
    return Mapped.join(joined)
