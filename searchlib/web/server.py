"""The page and the API over HTTP: one process, or several that share a socket and open the index each."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors.multiprocess import SIGNALS, Multiprocess

from searchlib.errors import SearchlibError
from searchlib.search.live import LiveIndex
from searchlib.web.app import Application
from searchlib.web.guard import host_name
from searchlib.web.protocol import TimedProtocol

__all__ = ["CannotListen", "Service", "configuration", "host_name", "listen", "serve_http"]

_LARGEST_HEAD = 64 * 1024
"""Bytes of a request's line and headers."""

_UNSENT = 64 * 1024
"""Bytes that the kernel keeps for a reader before they are sent, about. It would keep megabytes, and whether
a slow reader takes them could not be seen for minutes."""


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


def serve_http(service: Service, listening: socket.socket) -> None:
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
        http=TimedProtocol,
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
