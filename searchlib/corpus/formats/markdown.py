"""Markdown pages: front matter, then headings, paragraphs, lists, tables, and pieces of HTML.

Written for texts that people and archives call Markdown rather than for its specification: indented text is
a paragraph, never code; a number at the start of a line belongs to the text; lines that are paragraphs of
their own stay apart, lines that were wrapped are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.formats.html_blocks import BREAKING, html_blocks
from searchlib.corpus.formats.html_furniture import NEVER_TEXT, closing_tokens, without_furniture
from searchlib.corpus.formats.html_tokens import TokenSort, tokens_of
from searchlib.corpus.formats.inline import LINE_BREAK, joined_by, one_line, paragraphs
from searchlib.corpus.formats.markdown_inline import inline_pieces
from searchlib.corpus.formats.markdown_lines import (
    CELL,
    DEFINITION,
    FENCE,
    ITEM,
    heading_in,
    is_silent,
    is_table_head,
    lines_of,
    underline_level,
)
from searchlib.corpus.formats.page import finished, title_of, with_one_title
from searchlib.corpus.formats.wraps import TERMINAL, is_full, width
from searchlib.corpus.frontmatter import split_front_matter
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import read_number

_HTML = re.compile(r"[ \t]*(?P<comment><!--)|[ \t]*<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
_HTML_BLOCKS = BREAKING | NEVER_TEXT
_WHOLE = NEVER_TEXT | {"pre"}
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n\s*")
_SENTENCE = re.compile("[。！？；]")
_LONGEST_UNDERLINED = 80
# From how many lines on their common width tells a full line from one that ends a paragraph.
_FEWEST_LINES = 3

_Blocks = tuple[Sequence[Block], int]
"""The blocks found, and the number of the line after them."""


def markdown_pages(text: Mapped) -> tuple[Page, ...]:
    """The page that ``text`` is the Markdown of.

    Raises MetadataError for front matter that cannot be read; nothing below it can be wrong.
    """
    metadata, body = split_front_matter(text)
    metadata = metadata or Metadata()
    front = text[: len(text) - len(body)]
    stated = [_printed(metadata.title, front)] if metadata.title else []
    blocks = finished(with_one_title(markdown_blocks(body), stated, []))
    start, end = text.span()
    return (Page(blocks, start, end, replace(metadata, title=metadata.title or title_of(blocks))),)


def markdown_blocks(text: Mapped) -> tuple[Block, ...]:
    """The blocks of Markdown below the front matter, in order."""
    return tuple(_Reader(text).blocks())


def _printed(title: str, front: Mapped) -> Mapped:
    """The front matter's title where it stands; as a whole when it is written with escapes."""
    at = front.text.find(title)
    return front[at : at + len(title)] if at >= 0 else Mapped.made_of(title, *front.span())


class _Reader:
    """One pass over the lines of a page."""

    def __init__(self, text: Mapped) -> None:
        self._source = text
        self._text = text.text
        self._lines = list(lines_of(self._text))
        definitions = (DEFINITION.fullmatch(self._text, line.start, line.end) for line in self._lines)
        self._references = frozenset(found[1].strip().lower() for found in definitions if found)
        self._elements = _elements(self._text)
        self._last_comment_end = self._text.rfind("-->")

    def blocks(self) -> Iterator[Block]:
        """The blocks in order."""
        at = 0
        while at < len(self._lines):
            found, at = self._next(at)
            for block in found:
                text = without_furniture(block.text)
                if text:
                    yield replace(block, text=text)

    def _next(self, at: int) -> _Blocks:
        # First, and without the text of the line: a thousand elements may follow one another on one line.
        if self._begins_html(at):
            return self._html(at)
        line = self._line(at)
        if is_silent(line):
            return (), at + 1
        if fence := FENCE.match(line):
            return self._fenced(at + 1, fence[1])
        if heading := heading_in(line):
            start = self._lines[at].start
            text = one_line(self._inline(start + heading.start, start + heading.end))
            return [Block(Role.HEADING, text, heading.level)], at + 1
        if is_table_head(line, self._line(at + 1)):
            return self._table(at)
        return self._paragraph(at)

    def _line(self, at: int) -> str:
        """The text of line ``at``; empty beyond the last one."""
        if at >= len(self._lines):
            return ""
        return self._text[self._lines[at].start : self._lines[at].end]

    def _inline(self, start: int, end: int) -> list[Mapped]:
        return list(inline_pieces(self._source[start:end], self._references))

    def _paragraph(self, at: int) -> _Blocks:
        """A paragraph or list item, or the heading that an underline makes of it."""
        item = ITEM.match(self._line(at))
        after = at + 1
        while after < len(self._lines) and not self._interrupts(after):
            after += 1
        pieces = list(inline_pieces(self._joined(at, after, item.end() if item else 0), self._references))
        level = underline_level(self._line(after))
        if level:
            heading = one_line(pieces)
            after += 1
            if not item and len(heading) <= _LONGEST_UNDERLINED and not _SENTENCE.search(heading.text):
                return [Block(Role.HEADING, heading, level)], after
        blocks = [Block(Role.PARAGRAPH, text) for text in paragraphs(pieces)]
        if item and blocks:
            blocks[0] = replace(blocks[0], role=Role.ITEM)
        return blocks, after

    def _interrupts(self, at: int) -> bool:
        """Whether line ``at`` ends the paragraph before it."""
        line = self._line(at)
        return (
            self._lines[at].quotes != self._lines[at - 1].quotes
            or is_silent(line)
            or underline_level(line) > 0
            or ITEM.match(line) is not None
            or FENCE.match(line) is not None
            or heading_in(line) is not None
            or self._begins_html(at)
        )

    def _joined(self, at: int, after: int, marker: int) -> Mapped:
        """Lines ``at`` to ``after`` as one text; each line end is white space or a line break."""
        columns = max(width(self._line(number)) for number in range(at, after))
        parts: list[Mapped] = []
        for number in range(at, after):
            line = self._lines[number]
            start = line.start + (marker if number == at else 0)
            hard = self._text.endswith("\\", start, line.end)
            parts.append(self._source[start : line.end - hard])
            if number + 1 < after:
                is_break = hard or self._is_break(number, columns if after - at >= _FEWEST_LINES else 0)
                gap = self._source.span(line.end - hard, self._lines[number + 1].start)
                parts.append(Mapped.made_of(LINE_BREAK if is_break else "\n", *gap))
        return Mapped.join(parts)

    def _is_break(self, at: int, columns: int) -> bool:
        """Whether line ``at`` was ended on purpose, in a paragraph ``columns`` wide (0: not known)."""
        line, following = self._line(at), self._line(at + 1)
        if (
            line.endswith("  ")
            or following.startswith("\u3000")
            or read_number(following.lstrip().replace("\\", ""))
        ):
            return True
        is_wrapped = columns > 0 and is_full(line.rstrip(), columns, following.lstrip())
        return TERMINAL.search(line.rstrip()) is not None and not is_wrapped

    def _fenced(self, at: int, fence: str) -> _Blocks:
        """The lines up to the next fence of the same kind, without inline markup."""
        pieces: list[Mapped] = []
        while at < len(self._lines) and not self._line(at).lstrip(" \t").startswith(fence):
            line = self._lines[at]
            pieces.append(self._source[line.start : line.end])
            at += 1
            if at < len(self._lines):
                gap = self._source.span(line.end, self._lines[at].start)
                pieces.append(Mapped.made_of(LINE_BREAK, *gap))
        return [Block(Role.PARAGRAPH, text) for text in paragraphs(pieces)], at + 1

    def _table(self, at: int) -> _Blocks:
        """The rows of a table, each an item with tabs between the cells."""
        rows = [self._row(at)]
        at += 2
        while at < len(self._lines) and "|" in self._line(at) and not self._interrupts(at):
            rows.append(self._row(at))
            at += 1
        return [Block(Role.ITEM, row) for row in rows], at

    def _row(self, at: int) -> Mapped:
        line = self._lines[at]
        cells = (
            one_line(self._inline(*cell.span())) for cell in CELL.finditer(self._text, line.start, line.end)
        )
        return joined_by("\t", [cell for cell in cells if cell])

    def _begins_html(self, at: int) -> bool:
        line = self._lines[at]
        found = _HTML.match(self._text, line.start, line.end)
        return found is not None and (found["name"] is None or found["name"].lower() in _HTML_BLOCKS)

    def _html(self, at: int) -> _Blocks:
        """A stretch of HTML; what follows it on its last line becomes a line of its own."""
        start = self._lines[at].start
        end = max(self._html_end(at), start + 1)
        after = at
        while after < len(self._lines) and self._lines[after].end <= end:
            after += 1
        if after < len(self._lines) and self._lines[after].start < end:
            self._lines[after] = replace(self._lines[after], start=end)
        return html_blocks(self._source[start:end]), after

    def _html_end(self, at: int) -> int:
        """Where the stretch of HTML ends that begins line ``at``.

        An element that is closed ends there, unless Markdown follows its first blank line; what is not closed
        ends before the next blank line.
        """
        line = self._lines[at]
        found = _HTML.match(self._text, line.start, line.end)
        if found is None or found["name"] is None:
            is_closed = line.start <= self._last_comment_end
            return self._text.index("-->", line.start) + 3 if is_closed else line.end
        begin = self._text.index("<", line.start)
        end = self._elements.get(begin, 0)
        if found["end"]:
            return end or line.end
        if end and found["name"].lower() in _WHOLE:
            return end
        blank = _BLANK_LINE.search(self._text, begin, end or len(self._text))
        if end and (blank is None or self._text.startswith("<", blank.end())):
            return end
        return blank.start() if blank else len(self._text)


def _elements(text: str) -> dict[int, int]:
    """Where each element that is closed ends, and each end tag, by the offset where it begins."""
    if "<" not in text:
        return {}
    tokens = tokens_of(text)
    closing = closing_tokens(tokens)
    ends = {token.start: token.end for token in tokens if token.sort is TokenSort.END}
    return ends | {tokens[opened].start: tokens[closed].end for opened, closed in closing.items()}
