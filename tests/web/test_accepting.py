"""Processes that share a socket share the connections; two servers of one loop stand for two processes."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any

import pytest

from searchlib.web import accepting
from searchlib.web.accepting import SharedServer, SharingLoop


class Scarce(socket.socket):
    """A listening socket of a process that has no descriptors for its first connections."""

    lacking = 3

    def accept(self) -> tuple[socket.socket, Any]:
        if Scarce.lacking:
            Scarce.lacking -= 1
            raise OSError(errno.EMFILE, "too many open files")
        return super().accept()


class Held(asyncio.Protocol):
    """A connection that is answered, or has been idle since a moment."""

    def __init__(self, siblings: list[Held], since: float | None) -> None:
        self.siblings = siblings
        self.since = since

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.siblings.append(self)

    def idle_since(self) -> float | None:
        return self.since


class Server(SharedServer):
    """A server that knows its connections, which it ends with itself; each is idle ``since`` a moment, or
    answered.

    It has a descriptor of its own, as another process has: a loop knows a socket by that.
    """

    def __init__(self, listening: socket.socket, since: float | None = None) -> None:
        self.connections: list[Held] = []
        self.since = since
        self.own = listening if isinstance(listening, Scarce) else listening.dup()
        self.own.setblocking(False)
        super().__init__(asyncio.get_running_loop(), self.make, self.own)

    def close(self) -> None:
        super().close()
        for each in self.connections:
            each.transport.close()
        self.own.close()

    def make(self) -> Held:
        return Held(self.connections, self.since)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A listening socket of the loopback."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        opened.setblocking(False)
        yield opened


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run ``work`` in a loop of its own."""
    with asyncio.Runner(loop_factory=SharingLoop) as runner:
        runner.run(work())
        runner.run(asyncio.sleep(0.01))  # what was closed is let go


async def eventually(holds: Callable[[], bool]) -> None:
    """Wait until ``holds``, for ten seconds at most."""
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.002)


def connect(listening: socket.socket) -> Awaitable[Any]:
    """Open a connection to ``listening``."""
    return asyncio.open_connection(*listening.getsockname())


def test_a_connection_goes_to_the_process_that_has_fewer(listening: socket.socket) -> None:
    """The other one lets it wait for a moment."""

    async def work() -> None:
        busy = Server(listening)
        opened = [await connect(listening) for _ in range(5)]
        await eventually(lambda: busy.in_use() == 5)
        other = Server(listening)
        opened += [await connect(listening) for _ in range(2)]
        await eventually(lambda: len(busy.connections) + len(other.connections) == 7)
        assert len(other.connections) == 2
        for _, writer in opened:
            writer.close()
        for server in (busy, other):
            server.close()
            await server.wait_closed()

    run(work)


def test_a_process_that_is_busy_takes_what_nobody_else_takes(listening: socket.socket) -> None:
    """It only takes it later."""

    async def work() -> None:
        server = Server(listening)
        opened = [await connect(listening) for _ in range(30)]
        await eventually(lambda: len(server.connections) == 30)
        for _, writer in opened:
            writer.close()
        server.close()

    run(work)


def test_a_connection_that_was_idle_for_long_does_not_count(listening: socket.socket) -> None:
    """Browsers keep connections open for long after a page."""

    async def work() -> None:
        now = asyncio.get_running_loop().time()
        for since, expected in ((None, 1), (now, 1), (now - 2 * accepting._IN_USE, 0)):
            server = Server(listening, since)
            _, writer = await connect(listening)
            await eventually(lambda server=server: bool(server.connections) and not server._beginning)
            assert server.in_use() == expected
            writer.close()
            server.close()

    run(work)


def test_a_closed_server_accepts_no_more(listening: socket.socket) -> None:
    """It may be closed twice."""

    async def work() -> None:
        server, other = Server(listening), Server(listening)
        server.close()
        server.close()
        _, writer = await connect(listening)
        await eventually(lambda: bool(other.connections))
        assert not server.connections
        writer.close()
        other.close()

    run(work)


def test_a_lack_of_descriptors_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler of the loop knows the message; without a pause it would be tried all the time."""
    monkeypatch.setattr(accepting, "_RETRY", 0.01)
    monkeypatch.setattr(Scarce, "lacking", 3)

    async def work() -> None:
        told: list[str] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: told.append(context["message"]))
        with Scarce() as scarce:
            scarce.bind(("127.0.0.1", 0))
            scarce.listen()
            scarce.setblocking(False)
            server = Server(scarce)
            _, writer = await connect(scarce)
            await eventually(lambda: bool(server.connections))
            assert told == ["socket.accept() out of system resource"] * 3
            writer.close()
            server.close()

    run(work)
