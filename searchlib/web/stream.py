"""Streamed responses: pieces are made in a thread, never further ahead than they are sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from searchlib.web.executor import AnswerPool, AnswerTask
from searchlib.web.problems import TooBusy, TooSlow

_LOG = logging.getLogger("searchlib.web")

_PIECE = 64 * 1024
"""About how many characters a piece has."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Text to send row by row. ``errors`` is the codec error handler for lone surrogates."""

    rows: Iterator[str]
    media_type: str
    errors: str = "replace"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that is sent as a whole; ``make`` produces it in a thread."""

    make: Callable[[], bytes]
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begun:
    """Rows whose first piece is already made, so that an error still sets the status."""

    rows: Rows
    first: str
    rest: Iterator[str]


def begin(rows: Rows) -> Begun:
    """Make the first piece; raises what making it raises."""
    pieces = _pieces(rows.rows)
    return Begun(rows, next(pieces, ""), pieces)


def only_headers(found: Rows | Whole) -> Response:
    """Return the headers for HEAD, without making the body."""
    response = Response(headers=dict(found.headers), media_type=found.media_type)
    del response.headers["content-length"]
    return response


@dataclass(slots=True)
class Streams:
    """The limit of simultaneous streams and the seconds that each may take.

    ``patience`` is the limit for one piece: a client that has not read it by then is disconnected.
    """

    pool: AnswerPool
    most: int
    seconds: float
    patience: float = 40.0
    open: int = 0

    async def whole(self, found: Whole, task: AnswerTask) -> Response:
        """Return the whole file; raises TooBusy if no slot is free."""
        self.enter()
        try:
            content = await task.run(self.pool, found.make)
        finally:
            self.leave()
        return Response(content, headers=dict(found.headers), media_type=found.media_type)

    def response(self, begun: Begun, task: AnswerTask) -> Response:
        """Return the response with the rows; raises TooBusy if they exceed one piece and no slot is free."""
        rows = begun.rows
        if len(begun.first) < _PIECE:
            content = begun.first.encode("utf-8", rows.errors)
            return Response(content, headers=dict(rows.headers), media_type=rows.media_type)
        self.enter()
        return Stream(begun, task, self)

    def enter(self) -> None:
        """Take a slot; raises TooBusy if none is free."""
        if self.open >= self.most:
            raise TooBusy
        self.open += 1

    def leave(self) -> None:
        """Release the slot."""
        self.open -= 1


class Stream(StreamingResponse):
    """A response that sends the pieces; in any event it releases its slot and ends its task."""

    def __init__(self, begun: Begun, task: AnswerTask, streams: Streams) -> None:
        rows = begun.rows
        super().__init__(
            _encoded(begun, task, streams.pool), headers=dict(rows.headers), media_type=rows.media_type
        )
        self._task = task
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send everything within the time limit; a client that takes longer is disconnected."""

        async def send_soon(message: Message) -> None:
            try:
                async with asyncio.timeout(self._streams.patience):
                    await send(message)
            except TimeoutError:
                raise TooSlow from None

        try:
            async with asyncio.timeout(self._streams.seconds):
                await super().__call__(scope, receive, send_soon)
        except (TimeoutError, TooSlow):
            _LOG.warning("%s was cut off: it took too long", scope["path"])
        finally:
            self._streams.leave()
            self._task.end()


def _pieces(rows: Iterator[str]) -> Iterator[str]:
    """Yield the rows joined into pieces of :data:`_PIECE` bytes; the last one is shorter."""
    waiting: list[str] = []
    size = 0
    for row in rows:
        waiting.append(row)
        size += len(row)
        if size >= _PIECE:
            yield "".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting)


async def _encoded(begun: Begun, task: AnswerTask, pool: AnswerPool) -> AsyncIterator[bytes]:
    piece = begun.first
    while piece:
        yield piece.encode("utf-8", begun.rows.errors)
        piece = await task.run(pool, lambda: next(begun.rest, ""))
