"""Answers of any length, sent piece by piece: made in a thread, no more of it at a time than is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from searchlib.web.desk import Desk
from searchlib.web.problems import TooBusy

T = TypeVar("T")

_PIECE = 64 * 1024
"""Characters that are sent together, about."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Text to send row by row. ``errors`` says how what is no character is encoded."""

    rows: Iterator[str]
    media_type: str
    errors: str = "replace"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Streams:
    """How many answers may be sent piece by piece at a time, and how long each may take."""

    desk: Desk
    most: int
    seconds: float
    open: int = 0

    async def response(self, prepare: Callable[[ExitStack], Rows | T]) -> StreamingResponse | T:
        """What ``prepare`` gives in a thread, rows as a response that lets go of the stack when it ends.

        The first piece is made at once, so that its errors are raised here.
        """
        if self.open >= self.most:
            raise TooBusy
        held = ExitStack()
        self.open += 1
        held.callback(self._leave)
        try:
            found = await self.desk.run(lambda: _begin(prepare(held)))
        except BaseException:
            held.close()
            raise
        if not isinstance(found, _Begun):
            held.close()
            return found
        return _Stream(found, held, self)

    def _leave(self) -> None:
        self.open -= 1


@dataclass(frozen=True, slots=True)
class _Begun:
    rows: Rows
    pieces: Iterator[bytes]


def _begin(found: Rows | T) -> _Begun | T:
    if not isinstance(found, Rows):
        return found
    pieces = _pieces(found)
    return _Begun(found, chain([next(pieces, b"")], pieces))


def _pieces(rows: Rows) -> Iterator[bytes]:
    waiting: list[str] = []
    size = 0
    for row in rows.rows:
        waiting.append(row)
        size += len(row)
        if size >= _PIECE:
            yield "".join(waiting).encode("utf-8", rows.errors)
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode("utf-8", rows.errors)


class _Stream(StreamingResponse):
    """Sends the pieces; whatever happens, ``held`` is let go."""

    def __init__(self, begun: _Begun, held: ExitStack, streams: Streams) -> None:
        super().__init__(
            _each(begun.pieces, streams.desk),
            headers=dict(begun.rows.headers),
            media_type=begun.rows.media_type,
        )
        self._held = held
        self._seconds = streams.seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send everything within the time there is; a reader who takes longer is cut off."""
        try:
            async with asyncio.timeout(self._seconds):
                await super().__call__(scope, receive, send)
        finally:
            self._held.close()


async def _each(pieces: Iterator[bytes], desk: Desk) -> AsyncIterator[bytes]:
    while piece := await desk.run(lambda: next(pieces, b"")):
        yield piece
