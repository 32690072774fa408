"""Connections: who gives way when there are too many, and the corners of the protocol."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from searchlib.web import connections
from searchlib.web.connections import allowed_connections, backlog, failure_handler
from searchlib.web.executor import AnswerPool, AnswerTask
from searchlib.web.guard import Guard
from searchlib.web.problems import TooBusy
from searchlib.web.protocol import TimedProtocol, longest_idle
from searchlib.web.stream import Rows, Streams, begin
from tests.web.conftest import Site

JOINT = "2015-05-22-cn-pe-joint-statement"
SERVE = (sys.executable, "-m", "searchlib", "serve")
ROOT = Path(__file__).resolve().parents[2]


def exchanged(site: Site, request: bytes) -> bytes:
    """Everything that comes back until the server closes or is silent for three seconds."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=3) as connection:
        connection.sendall(request)
        found = b""
        try:
            while data := connection.recv(65536):
                found += data
        except TimeoutError:
            found += b"(open)"
        return found


def test_a_full_server_closes_the_connection_idle_longest(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New readers are answered, and those who have just asked keep their connections."""
    monkeypatch.setattr(TimedProtocol, "_allowed", 5)
    with ExitStack() as opened:

        def ask(connection: HTTPConnection) -> int:
            connection.request("GET", "/help")
            answer = connection.getresponse()
            answer.read()
            return answer.status

        kept = [HTTPConnection("127.0.0.1", site.port, timeout=10) for _ in range(5)]
        for connection in kept:
            opened.callback(connection.close)
            assert ask(connection) == 200
            time.sleep(0.02)
        assert ask(kept[0]) == 200  # which makes the second the one that has been idle longest
        for _ in range(3):
            assert site.get("/help").status == 200
        assert ask(kept[0]) == 200
        with pytest.raises((ConnectionError, OSError)):
            ask(kept[1])


def test_where_every_connection_is_being_answered_a_new_one_is_closed() -> None:
    """Nobody who waits for an answer loses it."""

    class Connection(TimedProtocol):
        def __init__(self, since: float | None) -> None:
            self.since = since

        def idle_since(self) -> float | None:
            return self.since

    new, busy, early, late = Connection(9), Connection(None), Connection(1), Connection(2)
    assert longest_idle(new, {new, busy}) is new
    assert longest_idle(new, {new, busy, late, early}) is early


def test_so_many_connections_as_there_are_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some are left for files; there is always room for one."""
    limits = iter([64, 64, 1024, 1024, 1 << 20, 1 << 20, 8, 8, -1, -1])
    monkeypatch.setattr(connections, "_descriptors", lambda: next(limits))
    used = sum(1 for _ in Path("/dev/fd").iterdir())
    small = allowed_connections(0)
    assert 1 <= small <= max(1, 64 - used - 8)
    assert [allowed_connections(0) for _ in range(3)] == [512, 512, 1]
    assert backlog() == 1


def test_a_want_of_descriptors_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """However often the system says so; other failures are told as ever."""
    handle, others = failure_handler(), []
    loop = type("Loop", (), {"default_exception_handler": lambda _self, context: others.append(context)})()
    lack = {"message": "socket.accept() out of system resource", "exception": OSError(24, "too many")}
    for _ in range(1000):
        handle(loop, lack)
    handle(loop, {"message": "something else"})
    assert len(caplog.records) == 1
    assert others == [{"message": "something else"}]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_few_descriptors_shut_nobody_out(demo_index: Path, tmp_path: Path) -> None:
    """With 64 of them and 100 connections that say nothing, readers are answered and the log is short."""
    told = tmp_path / "told"
    with told.open("wb") as log:
        process = subprocess.Popen(
            ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh", *SERVE, "--index", str(demo_index), "--port", "0"],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            port = _port(told, process)
            with ExitStack() as opened:
                for _ in range(100):
                    opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
                for _ in range(5):
                    asked = HTTPConnection("127.0.0.1", port, timeout=10)
                    asked.request("GET", "/help")
                    assert asked.getresponse().status == 200
                    asked.close()
        finally:
            process.terminate()
            process.wait(30)
    assert len(told.read_text(encoding="utf-8").splitlines()) < 10


def _port(told: Path, process: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + 60
    while not (found := re.search(r":(\d+)/", told.read_text(encoding="utf-8"))):
        assert process.poll() is None, told.read_text(encoding="utf-8")
        assert time.monotonic() < until
        time.sleep(0.05)
    return int(found[1])


def test_a_slow_reader_gives_its_place_to_another() -> None:
    """A fast one does not, nor one that has not been slow for long; both are answered to the end."""

    def rows() -> Iterator[str]:
        for _ in range(4):
            yield "a" * 70_000

    async def scenario() -> None:
        pool = AnswerPool(2, 9, 9)
        streams = Streams(pool, 1, 60, 60)

        async def response() -> Any:
            task = AnswerTask()
            begun = await task.run(pool, lambda: begin(Rows(rows(), "text/plain")))
            return streams.response(begun, task)

        scope = {"type": "http", "path": "/x", "asgi": {"spec_version": "2.4"}}
        taken: dict[str, int] = {"slow": 0, "fast": 0}

        def reader(name: str, pause: float) -> Any:
            async def send(message: Any) -> None:
                taken[name] += len(message.get("body", b""))
                await asyncio.sleep(pause if message.get("body") else 0)

            return send

        async def receive() -> Any:
            await asyncio.sleep(60)

        slow = asyncio.create_task((await response())(scope, receive, reader("slow", 30)))
        await asyncio.sleep(0.05)
        with pytest.raises(TooBusy):
            await response()
        (stream,) = streams.sending
        stream._waited = 10.0
        fast = await response()
        assert streams.open == 1
        await fast(scope, receive, reader("fast", 0))
        await asyncio.wait_for(slow, 5)
        assert (streams.open, streams.sending) == (0, set())
        assert taken["fast"] == 280_000
        assert taken["slow"] == 70_000
        pool.close()

    asyncio.run(scenario())


def test_a_target_in_absolute_form_is_answered(site: Site) -> None:
    """By its own host, whatever the header says."""
    answer = "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n"
    for target, host, status in (
        ("http://localhost/suggest?q=a", "localhost", b"200"),
        ("HTTP://localhost:80", "elsewhere.example", b"200"),
        ("http://evil.example/", "localhost", b"421"),
        ("http://localhost/nope", "localhost", b"404"),
        ("ftp://localhost/", "localhost", b"404"),
    ):
        found = exchanged(site, answer.format(target, host).encode())
        assert found.split(b" ", 2)[1] == status, target


@pytest.mark.parametrize("cut", [0, 24, 31, 34, 60])
def test_an_address_as_people_type_it(site: Site, cut: int) -> None:
    """铁路 in an address, as curl sends it, asks for 铁路, wherever packets end; bytes of no text do not."""
    head = "GET /api/v1/search?q=铁路&limit=1 HTTP/1.1\r\nHost: localhost\r\nX-Note: 铁路\r\n"
    request = f"{head}Connection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as connection:
        connection.sendall(request[:cut])
        time.sleep(0.05)
        connection.sendall(request[cut:])
        found = b"".join(iter(lambda: connection.recv(1 << 16), b""))

    assert found.startswith(b"HTTP/1.1 200")
    assert '"query": "铁路"'.encode() in found
    assert exchanged(site, b"GET /help?q=\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(
        b"HTTP/1.1 400"
    )


def test_what_machines_ask(site: Site) -> None:
    """Whether the server answers, what robots may read, and its icon."""
    assert site.get("/healthz").json["status"] == "ok"
    assert b"Disallow: /api/" in site.get("/robots.txt").body
    moved = site.get("/favicon.ico")
    assert (moved.status, site.get(moved.headers["location"]).status) == (308, 200)


def test_two_lengths_of_one_request_end_the_connection(site: Site) -> None:
    """What follows is not taken for another request."""
    request = (
        b"GET /help HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    found = exchanged(site, request)
    assert found.startswith(b"HTTP/1.1 400")
    assert found.count(b"HTTP/1.1 ") == 1
    assert not found.endswith(b"(open)")


def test_requests_that_we_do_not_understand_leave_no_line_in_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither one to upgrade, which is answered as if it did not, nor what is no HTTP."""
    with caplog.at_level(logging.DEBUG, "uvicorn.error"):
        head = b"GET /help HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\n"
        upgrade = head + b"Upgrade: {}\r\n\r\n"
        for protocol in (b"websocket", b"h2c"):
            assert exchanged(site, upgrade.replace(b"{}", protocol)).startswith(b"HTTP/1.1 200")
        assert exchanged(site, b"\x16\x03\x01\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert [each.getMessage() for each in caplog.records] == []


def test_an_answer_that_the_end_of_the_server_cuts_off_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """And no traceback."""

    async def app(*_: Any) -> None:
        await asyncio.sleep(60)

    async def scenario() -> None:
        scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "raw_path": b"/x"}
        scope["headers"] = [(b"host", b"localhost")]  # type: ignore[assignment]
        task = asyncio.create_task(Guard(app, (), lambda *_: app)(scope, app, app))  # type: ignore[arg-type]
        await asyncio.sleep(0.01)
        task.cancel()
        await task

    asyncio.run(scenario())
    (told,) = caplog.records
    assert told.getMessage() == "/x was cut off: the server was stopped"
    assert told.exc_info is None


def test_an_index_that_is_cut_short_is_an_error_for_its_requests(demo_index: Path, tmp_path: Path) -> None:
    """The process goes on; once the file is whole again, so are the answers."""
    index, told = tmp_path / "index", tmp_path / "told"
    shutil.copytree(demo_index, index)
    asked = (
        "/api/v1/search?q=铁路",
        "/api/v1/mentions?name=铁路",
        f"/statements/{JOINT}",
        "/export/hits.csv?q=铁路",
    )
    with told.open("wb") as log:
        process = subprocess.Popen(
            [*SERVE, "--index", str(index), "--port", "0"], cwd=ROOT, stdout=log, stderr=log
        )
        try:
            port = _port(told, process)

            def statuses() -> set[int]:
                found = set()
                for path in asked:
                    connection = HTTPConnection("127.0.0.1", port, timeout=20)
                    connection.request("GET", quote(path, safe="/?=&"))
                    found.add(connection.getresponse().status)
                    connection.close()
                return found

            assert statuses() == {200}
            for file in sorted(index.glob("generation-*/*.arr")):
                content = file.read_bytes()
                file.chmod(0o600)
                for size in (0, len(content) // 2):
                    os.truncate(file, size)
                    assert statuses() == {503}
                    assert process.poll() is None
                with file.open("r+b") as whole:
                    whole.write(content)
                assert statuses() == {200}
        finally:
            process.terminate()
            process.wait(30)
