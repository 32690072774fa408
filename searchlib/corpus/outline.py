"""Where each block stands in its document: which number it carries, under which headings, at which path.

Paths, in the order of a document:

* ``title``; notes ``n1``…; headings ``h1``… (a section's numeral alone on its line is one too);
  signatures ``s1``….
* Unnumbered paragraphs outside sections: ``p1``, ``p2``….
* Section 八 with one paragraph: ``8``; with several: ``8.1``, ``8.2``…, each carrying the number 八、.
* Items hang on the paragraph that introduces them: （二） below section 八 is ``8.2`` when the section has
  that one paragraph, ``8.3.2`` when it hangs on the third of several; below a preamble paragraph ``p4.2``.
* Bulleted items, list items without number and rows of a table: ``i1``, ``i2``… through the document.
* An article with all its paragraphs and items is one clause, its lines joined by line feeds: ``8``; 之一 and
  8-1 give ``8-1``.
* What would repeat a path (annexes begin again at 一) gets ``~2``, ``~3``….

A numeral style that no higher one encloses numbers sections: a statement numbered 1. 2. 3. has sections too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from searchlib.corpus.blocks import Block, Role
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import Number, Rank, in_turn, is_annex, read_number

_FIGURES = re.compile("[0-9]+")
_BARE_LEVEL = 90
"""Level of a heading that is a numeral alone: below every heading a format can name."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A clause's text with its path, its number as printed and the headings above it, outermost first."""

    path: str
    text: Mapped
    number: str | None
    headings: tuple[str, ...]


def outline(blocks: Iterable[Block]) -> list[Placed]:
    """The clauses of one document in reading order; every character of every block is in exactly one."""
    blocks = [block for block in blocks if block.text]
    numbers = in_turn([_number_of(block) for block in blocks])
    walk = _Walk(_top_rank(numbers))
    for block, number in zip(blocks, numbers, strict=True):
        walk.add(block, number)
    return walk.placed()


@dataclass(slots=True, eq=False)
class _Section:
    """What paragraphs are counted in; the preamble is one without number."""

    label: str
    number: str | None
    rank: int
    parent: _Section | None = None
    paragraphs: int = 0
    base: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading that is open: its level, its text, and the rank of the number it begins with."""

    level: int
    text: str
    rank: Rank | None

    def is_closed_by(self, number: Number) -> bool:
        """Whether a paragraph with ``number`` ends it: 二、 ends what stood below the heading 一、."""
        return self.rank is not None and number.rank <= self.rank


@dataclass(slots=True, eq=False)
class _Draft:
    """A clause whose path may still depend on what follows."""

    parts: list[Mapped]
    number: str | None
    headings: tuple[str, ...]
    section: _Section | None = None
    ordinal: int = 0
    tail: str = ""

    def path(self) -> str:
        if self.section is None:
            return self.tail
        base = self.section.base
        if base == "p":
            base = f"p{self.ordinal}" if self.ordinal else "p"
        elif self.section.paragraphs > 1 and self.ordinal:
            base = f"{base}.{self.ordinal}"
        return f"{base}{self.tail}"


@dataclass(slots=True)
class _Walk:
    """The state of one pass over the blocks."""

    top: int
    drafts: list[_Draft] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    bases: Counter[str] = field(default_factory=Counter)
    heads: list[_Head] = field(default_factory=list)
    preamble: _Section = field(default_factory=lambda: _Section("p", None, -1, base="p"))
    section: _Section | None = None
    items: list[tuple[int, str]] = field(default_factory=list)
    article: _Draft | None = None
    last_article: int = 0
    spaced: bool = False
    annexed: bool = False
    """Whether an annex of a whole law (from article 1 on) has begun; its numbers are not those of articles."""
    fresh: bool = True
    """Whether nothing stands below the last heading yet."""

    def add(self, block: Block, number: Number | None) -> None:
        """Take the next block."""
        match block.role:
            case Role.TITLE if not self.counts["title"]:
                self.counts["title"] += 1
                self._put(block.text, "title", None)
            case Role.TITLE | Role.HEADING:
                self._heading(block.text, block.level, number)
            case Role.NOTE:
                self._put(block.text, self._next("n"), None)
            case Role.SIGNATURE:
                self._put(block.text, self._next("s"), None).headings = ()
            case _:
                self._body(block, number)

    def placed(self) -> list[Placed]:
        """Every clause with its final path."""
        paths: Counter[str] = Counter()
        result = []
        for draft in self.drafts:
            path = draft.path()
            paths[path] += 1
            if paths[path] > 1:
                path = _repeated(path, paths)
            text = draft.parts[0] if len(draft.parts) == 1 else Mapped.lines(draft.parts)
            result.append(Placed(path, text, draft.number, draft.headings))
        return result

    def _body(self, block: Block, number: Number | None) -> None:
        if number and number.rank is Rank.ARTICLE and self._begins_article(number):
            self._article(block.text, number)
        elif self.article is not None and not self._resumes_sections(number):
            self.article.parts.append(block.text)
        elif number is None or number.rank is Rank.ARTICLE:
            self._paragraph(block)
        elif number.alone:
            self._heading(block.text, _BARE_LEVEL + number.rank, number)
        elif self._is_section(number):
            while self.heads and self.heads[-1].is_closed_by(number):
                self.heads.pop()
            self._open(number)
            self._count(block.text)
        else:
            self._item(block.text, number)

    def _begins_article(self, number: Number) -> bool:
        """Whether an article begins, or one is only cited at the beginning of a line.

        Inside an article the next one has a higher number, or begins anew at 1; a number without a blank
        after it counts only in its turn, and only where none has a blank.
        """
        following = _first_figures(number.label)
        if number.certain:
            return self.article is None or following == 1 or following >= self.last_article
        return following in (self.last_article, self.last_article + 1) and not self.spaced

    def _article(self, text: Mapped, number: Number) -> None:
        self.spaced = self.spaced or number.certain
        self.last_article = _first_figures(number.label)
        self.article = self._put(text, self._unique(number.label), number.printed)

    def _is_section(self, number: Number) -> bool:
        """Whether the number opens a section: nothing encloses its rank, or nothing here it could hang on."""
        if number.rank is Rank.BULLET:
            return False
        enclosing = self.top if self.section is None else max(self.top, self.section.rank)
        return number.rank <= enclosing or (self.section is None and self.fresh)

    def _resumes_sections(self, number: Number | None) -> bool:
        """Whether the section after the one that held the article begins: 二、 after a quoted 第三条."""
        before = self.section
        if number is None or before is None or number.rank != before.rank or not before.base:
            return False
        if not (before.label.isdecimal() and number.label.isdecimal()):
            return False
        if int(number.label) != int(before.label) + 1:
            return False
        self.article = None
        return True

    def _heading(self, text: Mapped, level: int, number: Number | None) -> None:
        self.article = None
        while self.heads and self.heads[-1].level >= level:
            self.heads.pop()
        is_law = self.last_article > 0 and self.bases["1"] > 0
        self.annexed = self.annexed or (is_law and is_annex(text.text))
        self._put(text, self._next("h"), None)
        self.heads.append(_Head(level, text.text, number.rank if number else None))
        self.items.clear()
        self.fresh = True
        if number is None or number.rank in (Rank.ARTICLE, Rank.BULLET):
            self.section = None
        else:
            self._open(number)

    def _open(self, number: Number) -> None:
        parent = self.section
        while parent is not None and parent.rank >= number.rank:
            parent = parent.parent
        self.section = _Section(number.label, number.printed, number.rank, parent)
        self.items.clear()

    def _paragraph(self, block: Block) -> None:
        if block.role is Role.ITEM:
            self._put(block.text, self._next("i"), None)
        else:
            self.items.clear()
            self._count(block.text)

    def _count(self, text: Mapped) -> None:
        """A paragraph of the open section, or of the preamble."""
        section = self.section or self.preamble
        section.paragraphs += 1
        self.fresh = False
        self._in_section(text, section, section.number)

    def _item(self, text: Mapped, number: Number) -> None:
        if number.rank is Rank.BULLET:
            self._put(text, self._next("i"), number.printed)
            return
        rank = Rank.LETTER if self._is_letter(number) else number.rank
        while self.items and self.items[-1][0] >= rank:
            self.items.pop()
        self.items.append((rank, number.label))
        tail = "".join(f".{label}" for _, label in self.items)
        self._in_section(text, self.section or self.preamble, number.printed).tail = tail

    def _is_letter(self, number: Number) -> bool:
        """Return whether (i) follows (h), and is no Roman numeral."""
        if number.rank is not Rank.ROMAN or len(number.label) != 1:
            return False
        before = next((label for rank, label in reversed(self.items) if rank == Rank.LETTER), "")
        return before == chr(ord(number.label) - 1)

    def _in_section(self, text: Mapped, section: _Section, number: str | None) -> _Draft:
        self._name(section)
        draft = self._put(text, "", number)
        draft.section, draft.ordinal = section, section.paragraphs
        return draft

    def _name(self, section: _Section) -> None:
        """Give a section its path when it holds something, so that a mere heading takes none."""
        if section.base:
            return
        label = section.label
        if section.parent is not None:
            self._name(section.parent)
            label = f"{section.parent.base}.{label}"
        section.base = self._unique(label)

    def _unique(self, label: str) -> str:
        self.bases[label] = max(self.bases[label], self.annexed) + 1
        return label if self.bases[label] == 1 else f"{label}~{self.bases[label]}"

    def _next(self, prefix: str) -> str:
        self.counts[prefix] += 1
        return f"{prefix}{self.counts[prefix]}"

    def _put(self, text: Mapped, path: str, number: str | None) -> _Draft:
        draft = _Draft([text], number, tuple(head.text for head in self.heads), tail=path)
        self.drafts.append(draft)
        return draft


def _number_of(block: Block) -> Number | None:
    """The number the block begins with; a table row (an item of cells with tabs between) has none."""
    if block.article:
        return Number(block.article, Rank.ARTICLE, block.article.strip(".．"))
    is_row = block.role is Role.ITEM and "\t" in block.text.text
    if block.role in (Role.PARAGRAPH, Role.ITEM, Role.HEADING) and not is_row:
        return read_number(block.text.text)
    return None


def _first_figures(label: str) -> int:
    """Return 120 of 120-1, 3 of 3A."""
    found = _FIGURES.match(label)
    return int(found[0]) if found else 0


def _top_rank(numbers: Iterable[Number | None]) -> int:
    """The rank that numbers sections: 八、 always does, another only where nothing encloses it."""
    ranks = {number.rank for number in numbers if number is not None} - {Rank.BULLET, Rank.CIRCLED}
    return max(Rank.SECTION, min(ranks - {Rank.ARTICLE}, default=Rank.SECTION))


def _repeated(path: str, paths: Counter[str]) -> str:
    """``path`` with the first ``~k`` that is free."""
    repeat = paths[path]
    while f"{path}~{repeat}" in paths:
        repeat += 1
    paths[f"{path}~{repeat}"] += 1
    return f"{path}~{repeat}"
