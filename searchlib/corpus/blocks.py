"""The output of formats: the blocks of one page in order, with the metadata that the page states.

A format takes away markup and furniture and finds where blocks begin and end; it does not number clauses.
``split`` turns blocks into documents and clauses.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import Enum, auto

from searchlib.corpus.mapped import Mapped
from searchlib.model import DateIs, Kind, NormLevel


class Role(Enum):
    """The role of a block in its page."""

    TITLE = auto()
    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    NOTE = auto()
    """Text beside the body: an editor's label, a printed date line, a caption."""
    SIGNATURE = auto()
    """Signatories, place and date at the end of a statement."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text without line wraps; ``level`` is a heading's depth, 1 outermost.

    ``article`` is the number of the article that the block begins, where only its format can tell: 3A.
    """

    role: Role
    text: Mapped
    level: int = 1
    article: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a document; ``None`` and ``()`` mean not stated."""

    title: str | None = None
    kind: Kind | None = None
    date: datetime.date | None = None
    date_is: DateIs | None = None
    published: datetime.date | None = None
    parties: tuple[str, ...] = ()
    place: str | None = None
    publisher: str | None = None
    url: str | None = None
    level: NormLevel | None = None
    issuers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one document as a format found them; ``start`` and ``end`` are file offsets."""

    blocks: tuple[Block, ...]
    start: int
    end: int
    metadata: Metadata = field(default_factory=Metadata)
