"""What `searchlib/web/protocol.py` and `server.py` rely on in uvicorn, point by point.

A failure here after an update says which part of uvicorn has moved (docs/decisions/0026-the-server.md).
"""

from __future__ import annotations

import asyncio
import inspect
import re
import signal
import socket
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState
from uvicorn.supervisors import Multiprocess

from searchlib.web.accepting import SharedServer
from searchlib.web.guard import HEADERS
from searchlib.web.protocol import Announced, TimedProtocol
from searchlib.web.server import Service, configuration
from tests.web.conftest import Site
from tests.web.test_connections import exchanged

ROOT = Path(__file__).resolve().parents[2]
MOVED = "uvicorn {} has moved a part that searchlib/web/protocol.py relies on: {{}}".format(
    version("uvicorn")
)
HELD = ("write", "close", "is_closing", "pause_reading", "resume_reading", "get_extra_info")
"""What uvicorn may ask of a transport; :class:`_Wire` passes all of it on."""

Received = list[tuple[str, Any]]


class Wire(asyncio.Transport):
    """A transport that remembers what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()
        self.written = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.asked.add("write")
        self.written += data

    def close(self) -> None:
        self.asked.add("close")
        self.closed = True

    def is_closing(self) -> bool:
        self.asked.add("is_closing")
        return self.closed

    def pause_reading(self) -> None:
        self.asked.add("pause_reading")

    def resume_reading(self) -> None:
        self.asked.add("resume_reading")

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        self.asked.add("get_extra_info")
        return {"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)}.get(name, default)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        assert (high, low) == (0, None)


def answered(app: Any, sent: list[bytes], kind: type[Any] = TimedProtocol, **state: Any) -> Wire:
    """What a connection writes when it receives the parts of ``sent``, with ``app`` behind it."""

    async def scenario() -> Wire:
        config = uvicorn.Config(Announced(app), ws="none", log_config=None, server_header=False)
        config.load()
        connection = kind(config=config, server_state=ServerState(), app_state=state, _loop=None)
        wire = Wire()
        connection.connection_made(wire)
        for part in sent:
            connection.data_received(part)
            await asyncio.sleep(0.02)
        connection.connection_lost(None)
        return wire

    return asyncio.run(scenario())


async def saying(scope: Any, body: bytes, send: Any) -> None:
    """Answer with ``body``."""
    length = str(len(body)).encode()
    headers = [(b"content-length", length), *scope.get("extra", ())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def test_the_version_is_one_that_was_tried() -> None:
    """The requirement allows no other minor version of a server that makes no promise yet."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pin,) = [each for each in project["optional-dependencies"]["web"] if each.startswith("uvicorn")]
    low, high = re.fullmatch(r"uvicorn>=0\.(\d+),<0\.(\d+)", pin).groups()

    assert int(high) == int(low) + 1
    assert version("uvicorn").startswith(f"0.{low}."), pin


def test_a_protocol_is_made_with_these_arguments() -> None:
    """By keyword, and nothing else is required."""
    parameters = inspect.signature(H11Protocol.__init__).parameters
    required = [name for name, each in parameters.items() if each.default is each.empty]

    assert required == ["self", "config", "server_state", "app_state"], MOVED.format("constructor")
    assert "_loop" in parameters, MOVED.format("the argument _loop")


def test_only_the_methods_of_a_protocol_are_used() -> None:
    """What is called on uvicorn's protocol is what asyncio calls, and it has all of it."""
    source = inspect.getsource(TimedProtocol)
    used = set(re.findall(r"self\._http\.(\w+)", source))

    assert used
    assert used <= set(dir(asyncio.Protocol)), used
    assert issubclass(H11Protocol, asyncio.Protocol), MOVED.format("H11Protocol")


def test_only_known_methods_of_a_transport_are_asked_for() -> None:
    """So that what stands between the two passes everything on."""

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        await saying(scope, b"yes", send)

    wire = answered(app, [b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"], H11Protocol)

    assert b"yes" in wire.written
    assert wire.asked <= set(HELD), MOVED.format(f"transport methods {sorted(wire.asked - set(HELD))}")


def test_state_reaches_the_scope() -> None:
    """A request finds its connection, and what the application's start put there besides."""
    found: list[Any] = []

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        found.append(scope["state"])
        await saying(scope, b"", send)

    answered(app, [b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"], own=7)

    assert found, MOVED.format("no request arrived")
    assert found[0].get("own") == 7, MOVED.format("app_state")
    assert [each for each in found[0].values() if isinstance(each, TimedProtocol)], MOVED.format("state")


@pytest.mark.parametrize("before", [b"", b"GET /?a HTTP/1.1\r\nHost: a\r\n\r\n"], ids=["alone", "behind"])
def test_a_malformed_request_is_refused_in_our_words(before: bytes) -> None:
    """With the headers of every answer and without a word of it, also behind one that came with it."""

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        await saying(scope, b"HTTP/1.1 400 is how this answer begins", send)

    wire = answered(app, [before + b"no http \x00\r\n\r\n"])
    good, _, refusal = wire.written.rpartition(b"HTTP/1.1 400 Bad Request\r\n")

    assert refusal.endswith(b"\r\n\r\nthe request cannot be understood\n"), MOVED.format("refusals")
    assert all(f"{name}: {value}\r\n".encode() in refusal for name, value in HEADERS)
    assert wire.closed
    assert good.count(b"is how this answer begins") == bool(before)


def test_bodies_are_not_rewritten() -> None:
    """Nothing is encoded but a first line: a body keeps its length, whenever it arrives."""
    targets: list[str] = []

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        targets.append(scope["path"])
        await saying(scope, b"", send)

    get = "GET /{} HTTP/1.1\r\nHost: a\r\n{}\r\n"
    first, second = get.format("路", "Content-Length: 6\r\n").encode(), get.format("b", "").encode()
    for body in ("铁路".encode(), "铁".encode() + b"\n\r\n"):
        targets.clear()
        wire = answered(app, [first, body, second])
        assert (targets, wire.written.count(b"HTTP/1.1 200")) == (["/路", "/b"], 2)
    targets.clear()
    answered(app, [second, get.format("路", "").encode(), second])
    assert targets == ["/b", "/路", "/b"]


def test_an_answer_that_is_not_finished_ends(site: Site) -> None:
    """HEAD and answers in parts end as they did: the next request on the connection is answered."""
    ask = b"%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
    long = b"/api/v1/search?q=%E5%8F%8C%E6%96%B9&format=jsonl"
    request = ask % (b"HEAD", long, b"") + ask % (b"GET", long, b"")
    found = exchanged(site, request + ask % (b"GET", b"/healthz", b"Connection: close\r\n"))

    assert found.count(b"HTTP/1.1 200") == 3
    assert found.endswith(b"}\n")


def test_the_supervisor_takes_signals_over_when_it_is_made() -> None:
    """It needs a configuration and sockets, and has handlers before it runs, to be called by ours."""
    before = {each: signal.getsignal(each) for each in signal.valid_signals()}
    with socket.socket() as listening:
        workers = Multiprocess(uvicorn.Config("none:app", log_config=None), [listening])
    after = {each: signal.getsignal(each) for each in signal.valid_signals()}
    changed = {each for each, handler in after.items() if handler is not before[each]}
    for each in changed:
        signal.signal(each, before[each])

    assert callable(workers.run)
    assert {signal.SIGINT, signal.SIGTERM} <= changed, MOVED.format("the signals of the supervisor")
    assert all(callable(after[each]) for each in changed)


def test_a_server_of_several_processes_accepts_as_ours_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """uvicorn makes the loop that it is told of, and asks it for a server with a socket and the number that
    may wait; of that server it asks that it closes."""
    asked: list[str] = []

    class Recorded(SharedServer):
        def __getattribute__(self, name: str) -> Any:
            if not name.startswith("_") and sys._getframe(1).f_globals["__name__"].startswith("uvicorn"):
                asked.append(name)
            return super().__getattribute__(name)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while scope["type"] == "lifespan":
            told = (await receive())["type"]
            await send({"type": f"{told}.complete"})
            if told == "lifespan.shutdown":
                return
        await saying(scope, b"here", send)

    monkeypatch.setattr("searchlib.web.accepting.SharedServer", Recorded)
    service = Service(Path(), workers=2)
    server = uvicorn.Server(configuration(service, lambda: app))

    async def work(listening: socket.socket) -> bytes:
        serving = asyncio.create_task(server.serve([listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        server.should_exit = True
        await serving
        return answer

    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner,
    ):
        answer = runner.run(work(listening))

    assert answer.endswith(b"here"), MOVED.format("the loop")
    assert set(asked) == {"close", "wait_closed"}, MOVED.format("what it asks of a server")
