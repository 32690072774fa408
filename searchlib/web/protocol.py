"""Connection timeouts: clients that send no request, or do not read the response, are disconnected."""

from __future__ import annotations

import asyncio
import re
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from searchlib.web.connections import allowed_connections
from searchlib.web.guard import HEADERS

_PATIENCE = 10.0
"""Seconds within which a request must be complete: on a new connection from its start, after a response from
the first byte that follows."""

_STALLED = 15.0
"""Seconds between two checks that a client reads what is waiting to be sent."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class TimedProtocol(H11Protocol):
    """HTTP/1.1 protocol with read and write timeouts; its 400 responses carry the security headers.

    When there are too many connections, the one that has been idle longest is closed for a new one.
    """

    _idle_since = 0.0
    _allowed: ClassVar[int | None] = None

    _waiting: asyncio.TimerHandle | None = None
    _sending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the timeout for the first request; a connection too many takes the place of an idle one."""
        super().connection_made(transport)
        self._idle_since = self.loop.time()
        # Any unsent byte pauses writing, which starts the write timeout.
        transport.set_write_buffer_limits(high=0)
        if TimedProtocol._allowed is None:
            TimedProtocol._allowed = allowed_connections(len(self.connections))
        if len(self.connections) > TimedProtocol._allowed:
            given_up = self._longest_idle()
            given_up.transport.abort()
            if given_up is self:
                return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the timeouts."""
        self._stop_waiting()
        self._stop_looking()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass on what was received, and start the timeout for a further request."""
        if not data.isascii() and self.conn.their_state is h11.IDLE:
            data = _in_ascii(self.conn.trailing_data[0], data)
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()
        elif self._waiting is None and before is not None and before.response_complete:
            self._wait()

    def pause_writing(self) -> None:
        """Start the write timeout, since the client does not read as fast as the response is written."""
        super().pause_writing()
        self._sending = self.loop.call_later(_STALLED, self._look, None)

    def resume_writing(self) -> None:
        """Cancel the write timeout, since the client has read everything."""
        self._stop_looking()
        super().resume_writing()

    def on_response_complete(self) -> None:
        """Be idle from now on."""
        self._idle_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Refuse malformed HTTP without repeating any of it."""
        headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close"), *HEADERS]
        body = b"the request cannot be understood\n"
        for event in (
            h11.Response(status_code=400, headers=[*headers, ("content-length", str(len(body)))]),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _should_upgrade(self) -> bool:
        """Answer a request to upgrade as if it did not ask for that, without a word in the log."""
        return False

    def _longest_idle(self) -> TimedProtocol:
        """Return the connection that has waited longest for a request; this one where all are answered."""
        idle = [
            each
            for each in self.connections
            if isinstance(each, TimedProtocol)
            and each is not self
            and not each.transport.is_closing()
            and (each.cycle is None or each.cycle.response_complete)
        ]
        return min(idle, key=_idle_since, default=self)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_PATIENCE, self._give_up, self.cycle)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self, before: object) -> None:
        """Close the connection if no request has come since ``before``."""
        self._waiting = None
        if self.cycle is before and not self.transport.is_closing():
            self.transport.close()

    def _look(self, before: int | None) -> None:
        """Abort the connection if as many bytes are still unsent as ``before``."""
        left = self.transport.get_write_buffer_size()
        if before is not None and left >= before:
            self.transport.abort()
        else:
            self._sending = self.loop.call_later(_STALLED, self._look, left)

    def _stop_looking(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None


def _in_ascii(begun: bytes, data: bytes) -> bytes:
    """Return ``data``, the next part of a request's head, of which ``begun`` is there already, with the bytes
    of its first line percent-encoded that are not ASCII.

    An address may hold none (RFC 3986), yet people type 铁路 in one, and every browser encodes it like this.
    """
    if b"\n" in begun:
        return data
    line, end, rest = data.partition(b"\n")
    return _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line) + end + rest


def _idle_since(connection: TimedProtocol) -> float:
    return connection._idle_since
