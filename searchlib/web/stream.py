"""Streamed responses: pieces are made in a thread, never further ahead than they are sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from searchlib.budget import check_budget
from searchlib.web.executor import AnswerPool, AnswerTask
from searchlib.web.problems import TooBusy, TooSlow

_LOG = logging.getLogger("searchlib.web")

PIECE = 64 * 1024
"""About how many characters a piece has."""

_EARLY = 5.0
"""Seconds of waiting for a reader before it can be called slow."""

DOCUMENT = 2 << 20
"""Characters up to which a JSON document is sent as one: less than 10 MB."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Text to send row by row. ``errors`` is the codec error handler for lone surrogates.

    An answer of fewer than ``whole`` characters is sent as one.
    """

    rows: Iterator[str]
    media_type: str
    errors: str = "replace"
    headers: Mapping[str, str] = field(default_factory=dict)
    whole: int = PIECE


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
    rest: Iterator[str] | None


def begin(rows: Rows) -> Begun:
    """Make the first piece; raises what making it raises. There is no rest where it holds all rows."""
    first: list[str] = []
    size = 0
    for row in rows.rows:
        check_budget()
        first.append(row)
        size += len(row)
        if size >= rows.whole:
            return Begun(rows, "".join(first), _pieces(rows.rows))
    return Begun(rows, "".join(first), None)


def only_headers(found: Rows | Whole) -> Response:
    """Return the headers for HEAD, without making the body."""
    response = Response(headers=dict(found.headers), media_type=found.media_type)
    del response.headers["content-length"]
    return response


@dataclass(slots=True)
class Streams:
    """The limit of simultaneous streams and the seconds that each may take.

    A reader who takes less than ``least`` bytes a second, after ``patience`` seconds, is cut off. Where no
    place is left, the slowest of those who take less than ``fair`` bytes a second gives its place.
    """

    pool: AnswerPool
    most: int
    seconds: float
    patience: float = 40.0
    least: float = 8_000.0
    fair: float = 64_000.0
    open: int = 0
    sending: set[Stream] = field(default_factory=set)

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
        if begun.rest is None:
            content = begun.first.encode("utf-8", rows.errors)
            return Response(content, headers=dict(rows.headers), media_type=rows.media_type)
        self.enter()
        return Stream(begun, task, self)

    def enter(self) -> None:
        """Take a slot, that of a slow client if need be; raises TooBusy if none is free."""
        if self.open >= self.most:
            slowest = min(self.sending, key=Stream.rate, default=None)
            if slowest is None or slowest.rate() >= self.fair:
                raise TooBusy
            slowest.give_way()
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
        self._sent = 0
        self._waited = 0.0
        self._since: float | None = None
        self._left = False
        self._timeout = asyncio.timeout(streams.seconds)

    def rate(self) -> float:
        """Return the bytes a second that the reader has taken; without limit while none is waited for.

        Bytes on their way count as taken, so that it is found slow a little late rather than early.
        """
        waited = self._waited + (0.0 if self._since is None else monotonic() - self._since)
        return self._sent / waited if waited > _EARLY and self._since is not None else inf

    def give_way(self) -> None:
        """Leave the place to another answer, and cut the reader off."""
        self._leave()
        self._timeout.reschedule(-inf)

    def _leave(self) -> None:
        if not self._left:
            self._left = True
            self._streams.sending.discard(self)
            self._streams.leave()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send everything within the time limit; a client that takes longer is disconnected."""

        async def send_soon(message: Message) -> None:
            streams, self._since = self._streams, monotonic()
            self._sent += len(message.get("body", b""))
            try:
                async with asyncio.timeout(streams.patience + self._sent / streams.least - self._waited):
                    await send(message)
            except TimeoutError:
                raise TooSlow from None
            finally:
                self._waited += monotonic() - self._since
                self._since = None

        self._streams.sending.add(self)
        try:
            async with self._timeout:
                await super().__call__(scope, receive, send_soon)
        except (TimeoutError, TooSlow):
            _LOG.warning("%s was cut off: it took too long", scope["path"])
        finally:
            self._leave()
            self._task.end()


def _pieces(rows: Iterator[str]) -> Iterator[str]:
    """Yield the rows joined into pieces of :data:`PIECE` bytes; the last one is shorter."""
    waiting: list[str] = []
    size = 0
    for row in rows:
        check_budget()
        waiting.append(row)
        size += len(row)
        if size >= PIECE:
            yield "".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting)


async def _encoded(begun: Begun, task: AnswerTask, pool: AnswerPool) -> AsyncIterator[bytes]:
    rest = begun.rest or iter(())
    piece = begun.first
    while piece:
        yield piece.encode("utf-8", begun.rows.errors)
        piece = await task.run(pool, lambda: next(rest, ""))
