"""Connections: timeouts, a bound on their number, typed addresses, and one wording of malformed requests.

A connection here stands between asyncio and uvicorn's HTTP/1.1 protocol and passes on what passes. It relies
on four things only, which ``tests/web/test_server_contract.py`` checks one by one: the keyword arguments that
uvicorn makes a protocol with, the methods of :class:`asyncio.Protocol`, that what is in ``app_state`` reaches
``scope["state"]``, and that a malformed request is answered with status 400 by a write of its own.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from searchlib.web.connections import allowed_connections
from searchlib.web.guard import HEADERS

_CONNECTION = "searchlib.connection"
"""The key of ``scope["state"]`` under which a request finds its connection."""

_PATIENCE = 10.0
"""Seconds within which a request must be complete: on a new connection from its start, after a response from
the first byte that follows."""

_STALLED = 15.0
"""Seconds between two checks that a client reads what is waiting to be sent."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_LENGTHS = frozenset({b"content-length", b"transfer-encoding"})
_REFUSED = b"HTTP/1.1 400 "
_TOLD = b"the request cannot be understood\n"
_REFUSAL = "\r\n".join(
    (
        "HTTP/1.1 400 Bad Request",
        "content-type: text/plain; charset=utf-8",
        "connection: close",
        f"content-length: {len(_TOLD)}",
        *(f"{name}: {value}" for name, value in HEADERS),
        "\r\n",
    )
).encode("ascii")


class TimedProtocol(asyncio.Protocol):
    """A connection with read and write timeouts; its 400 responses carry the security headers.

    When there are too many connections, the one that has been idle longest is closed for a new one.
    """

    _allowed: ClassVar[int | None] = None
    _of_server: ClassVar[MutableMapping[ServerState, set[TimedProtocol]]] = WeakKeyDictionary()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._loop = _loop or asyncio.get_running_loop()
        self._http = H11Protocol(
            config=config, server_state=server_state, app_state={**app_state, _CONNECTION: self}, _loop=_loop
        )
        self._siblings = self._of_server.setdefault(server_state, set())
        self._wire = _Wire()
        self._answering = False
        self._idle_since = 0.0
        self._in_line = True
        self._only_ascii = False
        self._waiting: asyncio.TimerHandle | None = None
        self._sending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the timeout for the first request; a connection too many takes the place of an idle one."""
        self._wire.transport = transport
        self._siblings.add(self)
        self._http.connection_made(self._wire)  # type: ignore[arg-type]
        self._idle_since = self._loop.time()
        # Any unsent byte pauses writing, which starts the write timeout.
        transport.set_write_buffer_limits(high=0)
        if TimedProtocol._allowed is None:
            TimedProtocol._allowed = allowed_connections(len(self._siblings))
        if len(self._siblings) > TimedProtocol._allowed:
            given_up = longest_idle(self, self._siblings)
            given_up.abort()
            if given_up is self:
                return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the timeouts."""
        self._stop_waiting()
        self._stop_looking()
        self._siblings.discard(self)
        self._http.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass on what was received, and start the timeout for a further request."""
        if self._answering:
            # What comes before the answer may be anything: it is not looked into, now or later.
            self._only_ascii = True
        else:
            if self._in_line and not self._only_ascii:
                line, end, rest = data.partition(b"\n")
                self._in_line = not end
                data = _in_ascii(line) + end + rest
            if self._waiting is None:
                self._wait()
        self._http.data_received(data)

    def eof_received(self) -> None:
        """Pass on that the client will send no more; the connection is then closed."""
        self._http.eof_received()

    def pause_writing(self) -> None:
        """Start the write timeout, since the client does not read as fast as the response is written."""
        self._http.pause_writing()
        self._sending = self._loop.call_later(_STALLED, self._look, None)

    def resume_writing(self) -> None:
        """Cancel the write timeout, since the client has read everything."""
        self._stop_looking()
        self._http.resume_writing()

    def begin_answer(self, headers: list[tuple[bytes, bytes]]) -> None:
        """Note that a request with these headers is complete."""
        self._answering = True
        self._only_ascii |= not _LENGTHS.isdisjoint(name for name, _ in headers)
        self._stop_waiting()

    def end_answer(self) -> None:
        """Be idle from now on."""
        self._answering = self._wire.open = False
        self._in_line = True
        self._idle_since = self._loop.time()

    async def send(self, message: Message, send: Send) -> None:
        """Send a part of an answer that is not its last with ``send``: what is written is no refusal."""
        self._wire.open = True
        await send(message)

    async def send_last(self, message: Message, send: Send) -> None:
        """Send the last part of an answer with ``send``, and be idle.

        What ends the answer is sent empty, so that what is written after it, be it the refusal of a request
        that came with this one, cannot be taken for its content.
        """
        if message.get("body"):
            await self.send({**message, "more_body": True}, send)
        self._wire.open = False
        await send({"type": "http.response.body"})
        self.end_answer()

    def abort(self) -> None:
        """Close the connection at once."""
        self._wire.transport.abort()

    def idle_since(self) -> float | None:
        """Return since when the connection has waited for a request; None while it is answered or closed."""
        return None if self._answering or self._wire.transport.is_closing() else self._idle_since

    def _wait(self) -> None:
        self._waiting = self._loop.call_later(_PATIENCE, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        """Close the connection, on which no request has come."""
        self._waiting = None
        if not self._wire.transport.is_closing():
            self._wire.transport.close()

    def _look(self, before: int | None) -> None:
        """Abort the connection if as many bytes are still unsent as ``before``."""
        left = self._wire.transport.get_write_buffer_size()
        if before is not None and left >= before:
            self.abort()
        else:
            self._sending = self._loop.call_later(_STALLED, self._look, left)

    def _stop_looking(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None


class Announced:
    """Tell each connection when a request of it begins to be answered by ``app``, and when that has ended."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; on other servers, which know no such connections, as ``app`` does."""
        connection = scope.get("state", {}).get(_CONNECTION) if scope["type"] == "http" else None
        if connection is None:
            await self._app(scope, receive, send)
            return

        ended = False

        async def send_announced(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                await connection.send_last(message, send)
                ended = True  # the next request may begin before ``app`` returns
            else:
                await connection.send(message, send)

        connection.begin_answer(scope["headers"])
        try:
            await self._app(scope, receive, send_announced)
        finally:
            if not ended:
                connection.end_answer()


class _Wire:
    """The transport of a connection, on which a refusal that is not an answer of ours is worded anew.

    ``open`` is true while parts of an answer are written.
    """

    def __init__(self) -> None:
        self.transport: Any = None
        self.open = False
        self._refused = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Send ``data``; of a malformed request nothing is repeated."""
        if self._refused:
            return
        if not self.open and data.startswith(_REFUSED):
            self._refused = True
            data = _REFUSAL + _TOLD
        self.transport.write(data)


def longest_idle(new: TimedProtocol, held: set[TimedProtocol]) -> TimedProtocol:
    """Return the connection that has waited longest for a request; ``new`` where all others are answered."""
    idle = {each: since for each in held if each is not new and (since := each.idle_since()) is not None}
    return min(idle, key=idle.__getitem__, default=new)


def _in_ascii(line: bytes) -> bytes:
    """Return the first line of a request, or a part of it, with the bytes percent-encoded that are not ASCII.

    An address may hold none (RFC 3986), yet people type 铁路 in one, and every browser encodes it like this.
    """
    return _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line)
