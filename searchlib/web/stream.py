"""Answers that are made while they are sent: piece by piece in a thread, no more at a time than is sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from searchlib.web.executor import AnswerPool, AnswerTask
from searchlib.web.problems import TooBusy, TooSlow

_LOG = logging.getLogger("searchlib.web")

PIECE = 64 * 1024
"""Characters that are sent together, about."""

_EARLY = 5.0
"""Seconds of waiting for a reader before it can be called slow."""

DOCUMENT = 2 << 20
"""Characters up to which a JSON document is sent as one: less than 10 MB."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Text to send row by row. ``errors`` says how what is no character is encoded.

    An answer of fewer than ``whole`` characters is sent as one.
    """

    rows: Iterator[str]
    media_type: str
    errors: str = "replace"
    headers: Mapping[str, str] = field(default_factory=dict)
    whole: int = PIECE


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that is written as one; ``make`` does so, in a thread."""

    make: Callable[[], bytes]
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begun:
    """Rows whose first piece is made, so that its errors are told by the status."""

    rows: Rows
    first: str
    rest: Iterator[str] | None


def begin(rows: Rows) -> Begun:
    """Make the first piece; raises what making it raises. There is no rest where it holds all rows."""
    first: list[str] = []
    size = 0
    for row in rows.rows:
        first.append(row)
        size += len(row)
        if size >= rows.whole:
            return Begun(rows, "".join(first), _pieces(rows.rows))
    return Begun(rows, "".join(first), None)


def only_headers(found: Rows | Whole) -> Response:
    """What HEAD is told of an answer that has not been made."""
    response = Response(headers=dict(found.headers), media_type=found.media_type)
    del response.headers["content-length"]
    return response


@dataclass(slots=True)
class Streams:
    """How many answers may be made and sent at a time, and for how many seconds.

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
        """The file, made; raises TooBusy where no place is left."""
        self.enter()
        try:
            content = await task.run(self.pool, found.make)
        finally:
            self.leave()
        return Response(content, headers=dict(found.headers), media_type=found.media_type)

    def response(self, begun: Begun, task: AnswerTask) -> Response:
        """The rows to send; raises TooBusy where one piece does not hold them and no place is left."""
        rows = begun.rows
        if begun.rest is None:
            content = begun.first.encode("utf-8", rows.errors)
            return Response(content, headers=dict(rows.headers), media_type=rows.media_type)
        self.enter()
        return Stream(begun, task, self)

    def enter(self) -> None:
        """Take a place, that of a slow reader if need be; raises TooBusy where none is left."""
        if self.open >= self.most:
            slowest = min(self.sending, key=Stream.rate, default=None)
            if slowest is None or slowest.rate() >= self.fair:
                raise TooBusy
            slowest.give_way()
        self.open += 1

    def leave(self) -> None:
        """Give the place back."""
        self.open -= 1


class Stream(StreamingResponse):
    """Sends the pieces; whatever happens, it gives its place back and ends its errand."""

    def __init__(self, begun: Begun, task: AnswerTask, streams: Streams) -> None:
        rows = begun.rows
        super().__init__(
            _encoded(begun, task, streams.pool), headers=dict(rows.headers), media_type=rows.media_type
        )
        self._errand = task
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
        """Send everything within the time there is; a reader who takes longer is cut off."""

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
            self._errand.end()


def _pieces(rows: Iterator[str]) -> Iterator[str]:
    """The rows joined into pieces; the last one is shorter than :data:`PIECE`, or there is none."""
    waiting: list[str] = []
    size = 0
    for row in rows:
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
