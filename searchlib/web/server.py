"""LiveIndex over HTTP: one process or several that share a socket, each with the index open by itself."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors.multiprocess import SIGNALS, Multiprocess

from searchlib.errors import SearchlibError
from searchlib.search.live import LiveIndex
from searchlib.web.app import Application
from searchlib.web.guard import HEADERS, host_name

__all__ = ["CannotListen", "Service", "configuration", "host_name", "listen", "serve"]

_LARGEST_HEAD = 64 * 1024
"""Bytes of a request's line and headers."""

_PATIENCE = 10.0
"""Seconds until a connection must have asked for something: a new one from its beginning, one that has been
answered from the first byte of what it sends next."""

_STALLED = 15.0
"""Seconds between two looks at whether a reader takes what is waiting to be sent."""

_UNSENT = 64 * 1024
"""Bytes that the kernel keeps for a reader before they are sent, about. It would keep megabytes, and whether
a slow reader takes them could not be seen for minutes."""

_CONNECTIONS = 512
"""Connections at a time, in each process."""


class CannotListen(SearchlibError):
    """The address cannot be listened on; the message says why."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is served and how: ``hosts`` are further names to answer under; ``workers`` are processes."""

    index: Path
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    workers: int = 1

    def __call__(self) -> ASGIApp:
        """The application, opened; a worker calls it in its own process."""
        return Application(LiveIndex(self.index), self.hosts).asgi()


def listen(service: Service) -> socket.socket:
    """A socket on the service's address; raises CannotListen."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            service.host, service.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        code = "server.port-taken" if error.errno == errno.EADDRINUSE else "server.cannot-listen"
        raise CannotListen(code, host=service.host, port=service.port, problem=reason) from None
    # asyncio does this for sockets that say they are TCP's, which those of create_server do not. Without it
    # every second answer on a connection waits for the client's delayed acknowledgement, 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)
    listening.set_inheritable(True)
    return listening


def serve(service: Service, listening: socket.socket) -> None:
    """Answer until a signal comes; what is being answered then is finished first.

    The signal is then raised again. Raises CannotListen where the processes cannot begin.
    """
    config = configuration(service, service)
    if service.workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
        return
    before = {each: signal.getsignal(each) for each in SIGNALS}
    workers = _Workers(config, [listening])
    try:
        workers.run()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if workers.stopped_by is None:
        raise CannotListen("server.no-workers")
    signal.raise_signal(workers.stopped_by)


def configuration(service: Service, application: Callable[[], ASGIApp]) -> uvicorn.Config:
    """How uvicorn serves what ``application`` makes."""
    return uvicorn.Config(
        application,
        factory=True,
        http=Patient,
        ws="none",
        lifespan="on",
        workers=service.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
    )


class _Workers(Multiprocess):
    """uvicorn's processes; it remembers which signal stopped them."""

    stopped_by: int | None = None

    def handle_int(self) -> None:
        """Stop."""
        self.stopped_by = signal.SIGINT
        super().handle_int()

    def handle_term(self) -> None:
        """Stop."""
        self.stopped_by = signal.SIGTERM
        super().handle_term()


class Patient(H11Protocol):
    """uvicorn's protocol that does not wait for ever, and whose own refusals carry our headers."""

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
