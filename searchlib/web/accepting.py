"""Processes that share a listening socket share the connections: the one that has fewest takes the next.

By itself asyncio takes all connections that wait, in the process that happens to wake first; its readers then
wait for one another while the other processes have nothing to do. Here a process takes one at a time, and the
later the more connections it is busy with, so that a process with fewer is there before it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Protocol
from weakref import WeakSet

_STEP, _LONGEST = 0.002, 0.02
"""Seconds by which each connection that is in use puts off taking another, and the most of it."""

_IN_USE = 1.0
"""Seconds since its last answer for which a connection counts as in use."""

_RETRY = 1.0
"""Seconds until the next attempt where the system has no more descriptors."""


class Connection(Protocol):
    """A connection that tells since when it has waited for a request: not if one is being answered."""

    def idle_since(self) -> float | None:
        """Return the moment of the loop's clock; None while a request is answered."""


class SharedServer:
    """Accepts the connections of a socket that other processes accept from too."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, factory: Callable[[], Any], listening: socket.socket
    ) -> None:
        self._loop = loop
        self._factory = factory
        self._listening = listening
        self._held: WeakSet[Connection] = WeakSet()
        self._beginning: set[asyncio.Task[tuple[Any, Any]]] = set()
        self._waiting: asyncio.TimerHandle | None = None
        self._closed = False
        self._watch()

    def close(self) -> None:
        """Accept no more."""
        if not self._closed:
            self._closed = True
            self._loop.remove_reader(self._listening)
            if self._waiting is not None:
                self._waiting.cancel()

    async def wait_closed(self) -> None:
        """Return at once: the connections are waited for by whoever counts them."""

    def in_use(self) -> int:
        """Return how many connections are answered now, or were a moment ago."""
        since = self._loop.time() - _IN_USE
        idle = [each.idle_since() for each in self._held]
        return len(self._beginning) + sum(moment is None or moment > since for moment in idle)

    def _watch(self) -> None:
        self._waiting = None
        self._loop.add_reader(self._listening, self._put_off)

    def _put_off(self) -> None:
        """Leave a connection that waits to processes with fewer, for a moment."""
        self._loop.remove_reader(self._listening)
        pause = min(_LONGEST, _STEP * self.in_use())
        self._waiting = self._loop.call_later(pause, self._accept)

    def _accept(self) -> None:
        try:
            connection, _ = self._listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):  # another process has taken it
            self._watch()
        except OSError as error:
            message = "socket.accept() out of system resource"
            self._loop.call_exception_handler({"message": message, "exception": error})
            self._waiting = self._loop.call_later(_RETRY, self._watch)
        else:
            connection.setblocking(False)
            task = self._loop.create_task(self._loop.connect_accepted_socket(self._factory, connection))
            self._beginning.add(task)
            task.add_done_callback(self._begun)
            self._watch()

    def _begun(self, task: asyncio.Task[tuple[Any, Any]]) -> None:
        self._beginning.discard(task)
        if not task.cancelled() and task.exception() is None:
            self._held.add(task.result()[1])


class SharingLoop(asyncio.SelectorEventLoop):
    """An event loop whose servers share a socket with those of other processes."""

    async def create_server(  # type: ignore[override]
        self, protocol_factory: Callable[[], Any], *, sock: socket.socket, backlog: int = 100, **_named: Any
    ) -> SharedServer:
        """Accept from ``sock``, on which ``backlog`` connections may wait."""
        sock.setblocking(False)
        sock.listen(backlog)
        return SharedServer(self, protocol_factory, sock)
