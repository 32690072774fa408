"""What the path of a clause says: which part of its document it is, and the numbers it is counted by.

The grammar of paths is that of :mod:`searchlib.corpus.outline`.
"""

from __future__ import annotations

import re
from enum import StrEnum

_CODE = re.compile("([phnsi])([0-9]*)")


class ClausePart(StrEnum):
    """The part of a document that a clause is."""

    TITLE = "title"
    NOTE = "note"
    HEADING = "heading"
    SIGNATURE = "signature"
    PARAGRAPH = "paragraph"
    """A paragraph outside numbered sections."""
    ITEM = "item"
    """A list item without number, or a row of a table."""
    NUMBERED = "numbered"


_PARTS = {
    "p": ClausePart.PARAGRAPH,
    "h": ClausePart.HEADING,
    "n": ClausePart.NOTE,
    "s": ClausePart.SIGNATURE,
    "i": ClausePart.ITEM,
}


def part_of(path: str) -> tuple[ClausePart, int | None]:
    """Return the part that a clause at ``path`` is, and its number in that part if the path has one.

    >>> part_of("p2"), part_of("8.3"), part_of("p4.2")
    ((<ClausePart.PARAGRAPH: 'paragraph'>, 2), (<ClausePart.NUMBERED: 'numbered'>, 3), \
(<ClausePart.PARAGRAPH: 'paragraph'>, 2))
    """
    if path == "title" or path.startswith("title~"):
        return ClausePart.TITLE, None
    last = path.partition("~")[0].rpartition(".")[2]
    if code := _CODE.fullmatch(last):
        return _PARTS[code[1]], int(code[2]) if code[2] else None
    part = ClausePart.PARAGRAPH if path.startswith("p") else ClausePart.NUMBERED
    return part, int(last) if last.isdigit() else None
