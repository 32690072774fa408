"""Timeouts of connections: a client that asks for nothing, or takes nothing, is not waited for."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from searchlib.web.guard import HEADERS

_PATIENCE = 10.0
"""Seconds until a connection must have asked for something: a new one from its beginning, one that has been
answered from the first byte of what it sends next."""

_STALLED = 15.0
"""Seconds between two looks at whether a reader takes what is waiting to be sent."""

_CONNECTIONS = 512
"""Connections at a time, in each process."""


class TimedProtocol(H11Protocol):
    """HTTP/1.1 protocol with read and write timeouts; its 400 responses carry the security headers."""

    _waiting: asyncio.TimerHandle | None = None
    _sending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request; one connection too many is closed at once."""
        super().connection_made(transport)
        # Writing then pauses, and we are told of it, while anything at all waits for its reader.
        transport.set_write_buffer_limits(high=0)
        if len(self.connections) > _CONNECTIONS:
            transport.close()
            return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        self._stop_looking()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; what follows an answer must become a request in time, as at the beginning."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()
        elif self._waiting is None and before is not None and before.response_complete:
            self._wait()

    def pause_writing(self) -> None:
        """Begin to look after the reader, who has to take what was sent before there is more."""
        super().pause_writing()
        self._sending = self.loop.call_later(_STALLED, self._look, None)

    def resume_writing(self) -> None:
        """All was taken."""
        self._stop_looking()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Refuse what is no HTTP, without a word of it."""
        headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close"), *HEADERS]
        body = b"the request cannot be understood\n"
        for event in (
            h11.Response(status_code=400, headers=[*headers, ("content-length", str(len(body)))]),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_PATIENCE, self._give_up, self.cycle)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self, before: object) -> None:
        """Close the connection if it has not asked for anything since ``before``."""
        self._waiting = None
        if self.cycle is before and not self.transport.is_closing():
            self.transport.close()

    def _look(self, before: int | None) -> None:
        """Cut the connection off if as many bytes wait as did ``before``."""
        left = self.transport.get_write_buffer_size()
        if before is not None and left >= before:
            self.transport.abort()
        else:
            self._sending = self.loop.call_later(_STALLED, self._look, left)

    def _stop_looking(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None
