"""What readers leave out of a file on purpose, with the reason.

A reader that drops text says so where it drops it. ``coverage`` holds the list against the file: what is in no
clause, in no piece left out, and no markup is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from searchlib.corpus.mapped import Mapped


class OmissionReason(StrEnum):
    """Why a reader leaves a piece of text out."""

    FURNITURE = "page furniture"
    RUNNING = "running header, footer or page number"
    MARK = "reading or note mark"
    TITLE = "repeated title"
    FACT = "labelled fact"
    COLUMN = "column that is not asked for"


@dataclass(frozen=True, slots=True)
class Omission:
    """One piece left out, as offsets of the decoded text of its file."""

    start: int
    end: int
    reason: OmissionReason


_pieces: ContextVar[list[Omission] | None] = ContextVar("pieces", default=None)


@contextmanager
def noting() -> Iterator[list[Omission]]:
    """Collect what readers leave out inside the ``with`` block."""
    pieces: list[Omission] = []
    token = _pieces.set(pieces)
    try:
        yield pieces
    finally:
        _pieces.reset(token)


def leave_out(text: Mapped, reason: OmissionReason) -> None:
    """Note that ``text`` is left out; only the characters that it was read from count, not gaps between them."""
    pieces = _pieces.get()
    if pieces is not None:
        pieces.extend(Omission(start, start + width, reason) for _, start, width in text.map.runs if width > 0)

