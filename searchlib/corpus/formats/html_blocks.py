"""The blocks of a piece of HTML: where paragraphs, headings, list items and table rows begin and end.

Tags are taken as they come, without building a tree; so no nesting, however broken, can lose text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from searchlib.corpus.blocks import Block, Role
from searchlib.corpus.formats.html_furniture import closing_tokens, furniture, without_furniture
from searchlib.corpus.formats.html_tokens import TokenSort, Token, beside_the_text, tokens_of, unescape
from searchlib.corpus.formats.inline import LINE_BREAK, joined_by, one_line, paragraphs
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOTES = frozenset({"figcaption", "caption"})
_CELLS = frozenset({"td", "th"})
# What gives blocks a role or takes it away again: a table in a list item holds no items.
_FRAMES = frozenset({*_HEADINGS, *_NOTES, "li", "ul", "ol", "menu", "dir", "table"})
_BLOCK_ELEMENTS = """
    address article aside blockquote body center dd details dialog div dl dt fieldset figure footer form head
    header hgroup hr html legend main nav option p pre section summary tbody tfoot thead title tr
"""
BREAKING = _FRAMES | _CELLS | frozenset(_BLOCK_ELEMENTS.split())
"""The elements that end a block where they begin and where they end."""

# Tables nested deeper than any page needs are read as plain blocks, so that damage cannot cost time.
_DEEPEST_TABLE = 16


def html_blocks(text: Mapped) -> tuple[Block, ...]:
    """The blocks of HTML source in order, furniture left out; a page's ``<title>`` is not among them.

    Never fails: what is not markup is text. A row of a table is one item, with tabs between its cells.
    """
    return blocks_of(text, tokens_of(text.text))


def blocks_of(text: Mapped, tokens: Sequence[Token]) -> tuple[Block, ...]:
    """As ``html_blocks``, for the tokens of ``text``."""
    closing = closing_tokens(tokens)
    marks = beside_the_text(text.text, tokens)
    left_out = furniture(text.text, tokens, closing) | marks
    writer = _Writer(text, closing)
    number = 0
    while number < len(tokens):
        if number in left_out:
            # What ends a block does so also where it is left out.
            writer.take(number, tokens[number])
            reason = OmissionReason.MARK if number in marks else OmissionReason.FURNITURE
            leave_out(text[tokens[number].end : tokens[left_out[number]].start], reason)
            number = left_out[number]
        writer.take(number, tokens[number])
        number += 1
    return writer.finish()


@dataclass(slots=True)
class _Row:
    """A table row being read: the blocks of each of its cells."""

    table: int
    cells: list[list[Block]] = field(default_factory=list)


class _Writer:
    """Collects pieces into blocks and blocks into table rows, tag by tag."""

    def __init__(self, text: Mapped, closing: dict[int, int]) -> None:
        self._source = text
        self._closing = closing
        self._blocks: list[Block] = []
        self._pieces: list[Mapped] = []
        self._rows: list[_Row] = []
        self._tables = 0
        self._frames: list[str] = []
        self._frame_counts: Counter[str] = Counter()
        self._item_begins = False
        self._preformatted = False

    def take(self, number: int, token: Token) -> None:
        """The next token of the page, which is its ``number``th."""
        if token.sort is TokenSort.TEXT:
            self._take_text(self._source[token.start : token.end])
        elif token.sort is TokenSort.RAW:
            leave_out(self._source[token.start : token.end], OmissionReason.FURNITURE)
        elif token.name == "br":
            self._pieces.append(self._line_break(token.start, token.end))
        elif token.name in BREAKING:
            self._end_block()
            if token.sort is TokenSort.END:
                self._close(token.name)
            elif token.name not in _HEADINGS or number in self._closing:
                self._open(token.name)

    def finish(self) -> tuple[Block, ...]:
        """All blocks, once the page is at its end."""
        self._end_block()
        while self._rows:
            self._end_row()
        return tuple(self._blocks)

    def _take_text(self, text: Mapped) -> None:
        if not self._preformatted:
            self._pieces.extend(unescape(text))
            return
        at = 0
        for line_end in re.finditer(r"\r\n|\r|\n", text.text):
            self._pieces.extend(unescape(text[at : line_end.start()]))
            self._pieces.append(Mapped.made_of(LINE_BREAK, *text.span(*line_end.span())))
            at = line_end.end()
        self._pieces.extend(unescape(text[at:]))

    def _line_break(self, start: int, end: int) -> Mapped:
        return Mapped.made_of(LINE_BREAK, *self._source.span(start, end))

    def _open(self, name: str) -> None:
        """Enter a block element."""
        if name == "li":
            if self._frames and self._frames[-1] == "li":
                self._leave("li")
            self._item_begins = True
        if name in _FRAMES:
            self._frames.append(name)
            self._frame_counts[name] += 1
        if name == "table":
            self._tables += 1
        elif name == "tr":
            self._begin_row()
        elif name in _CELLS:
            if not self._in_row():
                self._begin_row()
            if self._in_row():
                self._rows[-1].cells.append([])
        elif name == "pre":
            self._preformatted = True

    def _close(self, name: str) -> None:
        """Leave a block element, if it was entered."""
        if name in _FRAMES:
            self._leave(name)
        if name == "table" and self._tables:
            if self._in_row():
                self._end_row()
            self._tables -= 1
        elif name == "tr" and self._in_row():
            self._end_row()
        elif name == "pre":
            self._preformatted = False

    def _leave(self, name: str) -> None:
        """Close the innermost frame called ``name`` and what is still open inside it."""
        while self._frame_counts[name]:
            inner = self._frames.pop()
            self._frame_counts[inner] -= 1
            if inner == name:
                return

    def _in_row(self) -> bool:
        return bool(self._rows) and self._rows[-1].table == self._tables

    def _begin_row(self) -> None:
        if self._in_row():
            self._end_row()
        if 0 < self._tables <= _DEEPEST_TABLE:
            self._rows.append(_Row(self._tables))

    def _end_row(self) -> None:
        """Hand on the blocks of a row: as one when it is a row of data, as they are when it is layout."""
        cells = [cell for cell in self._rows.pop().cells if cell]
        blocks = [block for cell in cells for block in cell]
        if len(blocks) == len(cells) > 1 and all(block.role is Role.PARAGRAPH for block in blocks):
            blocks = [Block(Role.ITEM, joined_by("\t", [block.text for block in blocks]))]
        for block in blocks:
            self._emit(block)

    def _end_block(self) -> None:
        """Make blocks of the pieces since the last block began."""
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        frame = self._frames[-1] if self._frames else ""
        texts = [one_line(pieces)] if frame in _HEADINGS else paragraphs(pieces)
        for text in map(without_furniture, texts):
            if text:
                self._emit(Block(self._role(frame), text, _HEADINGS.get(frame, 1)))

    def _role(self, frame: str) -> Role:
        """What a block inside ``frame`` is; of a list item's blocks the first is the item."""
        if frame in _HEADINGS:
            return Role.HEADING
        if frame in _NOTES:
            return Role.NOTE
        if frame == "li" and self._item_begins:
            self._item_begins = False
            return Role.ITEM
        return Role.PARAGRAPH

    def _emit(self, block: Block) -> None:
        if not self._rows:
            self._blocks.append(block)
            return
        if not self._rows[-1].cells:
            self._rows[-1].cells.append([])
        self._rows[-1].cells[-1].append(block)
