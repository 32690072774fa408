"""The HTTP server: one process, or several that share a socket and open the index each for itself."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from searchlib.errors import SearchlibError
from searchlib.search.live import LiveIndex
from searchlib.web.access_log import log_requests
from searchlib.web.app import Application
from searchlib.web.connections import backlog
from searchlib.web.guard import host_name
from searchlib.web.protocol import Announced, TimedProtocol

__all__ = ["CannotListen", "Service", "configuration", "host_name", "listen", "serve_http"]

_LARGEST_HEAD = 64 * 1024
"""The most bytes of a request's line and headers."""

_UNSENT = 64 * 1024
"""About how many bytes the kernel buffers for a client. By default these are megabytes, so that a stalled
client would go unnoticed for minutes."""


class CannotListen(SearchlibError):
    """The server cannot listen on the address; the message says why."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is served and where: ``hosts`` are further allowed host names; ``workers`` is the number of
    processes; with ``access_log`` each request is a line on standard error; ``title`` is the name of the
    collection on the page."""

    index: Path
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    workers: int = 1
    access_log: bool = False
    title: str = ""

    def __call__(self) -> ASGIApp:
        """Return the application; each worker process calls this itself."""
        if self.access_log:
            log_requests()
        return Application(LiveIndex(self.index), self.hosts, title=self.title).asgi()


def listen(service: Service) -> socket.socket:
    """Return a socket bound to the service's address; raises CannotListen."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            service.host, service.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        code = "server.port-taken" if error.errno == errno.EADDRINUSE else "server.cannot-listen"
        raise CannotListen(code, host=service.host, port=service.port, problem=reason) from None
    # asyncio sets TCP_NODELAY only on sockets created with IPPROTO_TCP, which create_server does not do.
    # Without it every second response on a connection waits 40 ms for the client's delayed acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)
    listening.set_inheritable(True)
    return listening


def serve_http(service: Service, listening: socket.socket) -> None:
    """Serve until a signal arrives, then finish the requests that are running.

    The signal is then raised again. Raises CannotListen if the processes cannot start.
    """
    config = configuration(service, service)
    if service.workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
        return
    stopped_by = _run_workers(config, listening)
    if stopped_by is None:
        raise CannotListen("server.no-workers")
    signal.raise_signal(stopped_by)


def configuration(service: Service, application: Callable[[], ASGIApp]) -> uvicorn.Config:
    """Return the uvicorn configuration for ``application``."""
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    return uvicorn.Config(
        _Factory(application),
        factory=True,
        http=TimedProtocol,
        loop="searchlib.web.accepting:SharingLoop" if service.workers > 1 else "auto",
        ws="none",
        lifespan="on",
        workers=service.workers,
        log_config=None,
        access_log=service.access_log,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        backlog=backlog(),
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
    )


@dataclass(frozen=True, slots=True)
class _Factory:
    """Makes the application, whose connections are told of its answers; worker processes get a copy."""

    application: Callable[[], ASGIApp]

    def __call__(self) -> ASGIApp:
        return Announced(self.application())


_KNOWN = (
    "Invalid HTTP request received.",
    "ASGI callable returned without completing response.",
    "Unsupported upgrade request.",
    "No supported WebSocket library detected.",
)
"""How lines of uvicorn begin that are about clients, who were answered, or about answers that were cut off,
about which a line was written already."""


def _is_news(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(_KNOWN)


def _run_workers(config: uvicorn.Config, listening: socket.socket) -> int | None:
    """Run worker processes until a signal arrives, and return it; None if they cannot start."""
    before = {each: signal.getsignal(each) for each in signal.valid_signals()}
    stopped_by: list[int] = []
    workers = Multiprocess(config, [listening])

    def told(number: int, frame: FrameType | None) -> None:
        stopped_by.append(number)
        theirs = handlers[signal.Signals(number)]
        if callable(theirs):
            theirs(number, frame)

    handlers = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        for each in handlers:
            signal.signal(each, told)
        workers.run()
    finally:
        for each, handler in before.items():
            if signal.getsignal(each) is not handler:
                signal.signal(each, handler)
    return stopped_by[-1] if stopped_by else None
