"""Running text without any markup: a title, then paragraphs; several statements may follow one another.

A wrapped text is unwrapped first. A new document begins at a line that is the whole title of a statement
between states (中华人民共和国和…联合声明), unless it repeats the title of the document it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.closing import is_place_and_day
from searchlib.corpus.enactment import names_treaty
from searchlib.corpus.formats.broken import without_breaks
from searchlib.corpus.paragraphs import collapse_blanks, compact, cut_paragraphs, paragraph_spans
from searchlib.corpus.formats.statement import (
    FULL_TEXT,
    STATEMENT_KINDS,
    bare_title,
    dated_title,
    statement_blocks,
)
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import read_number
from searchlib.facts.countries import official_names
from searchlib.text.views import fold

_KINDS = re.compile(f"{fold(STATEMENT_KINDS)}$")
_SENTENCE = re.compile(r"[。！？；]")
_LONGEST_TITLE = 80


def plain_pages(text: Mapped) -> tuple[Page, ...]:
    """The documents of ``text`` in order; none when it holds nothing but blanks and furniture."""
    text = without_breaks(text)
    starts = list(_starts(text.text))
    pages = (_page(text[start:end]) for start, end in pairwise((0, *starts, len(text))) if start < end)
    return tuple(page for page in pages if page.blocks)


def is_statement_title(line: str) -> bool:
    """Whether ``line`` is the whole title of a statement between states.

    >>> is_statement_title("中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明（全文）")
    True
    >>> is_statement_title("中国和秘鲁发表联合声明")
    False
    """
    bare = fold(_named(line)[0])
    if len(bare) > _LONGEST_TITLE or _SENTENCE.search(bare) or not _KINDS.search(bare):
        return False
    return official_names().match(bare) is not None and len(official_names().findall(bare)) >= 2


def _starts(text: str) -> Iterator[int]:
    """Offsets where the second and later documents begin."""
    current = day = ""
    is_first = True
    for start, end in paragraph_spans(text):
        line = text[start:end].strip()
        if is_statement_title(line):
            bare, own_day = _named(line)
            is_other = bare != current or bool(day and own_day and day != own_day)
            if not is_first and is_other:
                yield start
            current, day = bare, own_day if is_other else day or own_day
        is_first = is_first and not line


def _named(title: str) -> tuple[str, str]:
    """A title without （全文） and blanks, and the day in brackets that ends it."""
    bare, day = dated_title(title)
    return compact(FULL_TEXT.sub("", bare)), day


def _page(text: Mapped) -> Page:
    start, end = text.span()
    title, body = _split_title(text)
    if title is None:
        return Page(tuple(statement_blocks(body, None)), start, end)
    blocks = (Block(Role.TITLE, title), *statement_blocks(body, title.text))
    return Page(blocks, start, end, Metadata(title=title.text))


def _split_title(text: Mapped) -> tuple[Mapped | None, Mapped]:
    """The first paragraph as the title, where it is a line rather than a sentence; and what follows it."""
    first = next(cut_paragraphs(text), None)
    if first is None or _SENTENCE.search(first.text[:-1]) or len(first) > _LONGEST_TITLE:
        return None, text
    is_numbered = read_number(first.text) is not None and not names_treaty(first.text)
    if first.text[-1] in "。；" or is_numbered or is_place_and_day(first.text):
        return None, text
    after = text.text.index(first.text) + len(first)
    return bare_title(collapse_blanks(first)), text[after:]
