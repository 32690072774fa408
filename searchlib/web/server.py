"""Serving over HTTP: one process or several that share a socket, each with the index open by itself."""

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
from searchlib.serving import Serving
from searchlib.web.application import Application
from searchlib.web.guard import HEADERS, host_name

__all__ = ["CannotListen", "Service", "configuration", "host_name", "listen", "serve"]

_LARGEST_HEAD = 64 * 1024
"""Bytes of a request's line and headers."""

_PATIENCE = 10.0
"""Seconds until a new connection must have asked for something."""

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
        return Application(Serving(self.index), self.hosts).asgi()


def listen(service: Service) -> socket.socket:
    """A socket on the service's address; raises CannotListen."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            service.host, service.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        advice = "; choose another one with --port" if error.errno == errno.EADDRINUSE else ""
        raise CannotListen(f"cannot listen on {service.host} port {service.port}: {reason}{advice}") from None
    # asyncio does this for sockets that say they are TCP's, which those of create_server do not. Without it
    # every second answer on a connection waits for the client's delayed acknowledgement, 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
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
        raise CannotListen("the processes that answer could not begin; their messages are above")
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

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request; one connection too many is closed at once."""
        super().connection_made(transport)
        if len(self.connections) > _CONNECTIONS:
            transport.close()
            return
        self._waiting = self.loop.call_later(_PATIENCE, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

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

    def _give_up(self) -> None:
        """Close the connection if it has not asked for anything yet."""
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()
