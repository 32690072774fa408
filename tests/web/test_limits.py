"""What happens when there is too much to do: a clear 503, and nothing is lost or held for ever."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.requests import ClientDisconnect

from searchlib.shelf import Shelf
from searchlib.web import exports, server
from searchlib.web.application import Limits
from searchlib.web.desk import Desk
from searchlib.web.problems import TooBusy, TooSlow
from searchlib.web.stream import Rows, Streams
from tests.web.conftest import Site, serving


def test_a_desk_refuses_what_it_cannot_take() -> None:
    """As many as threads and places; then TooBusy at once, and room again afterwards."""

    async def scenario() -> None:
        desk, go = Desk(1, 1, 10), threading.Event()
        working = [asyncio.create_task(desk.run(go.wait)) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(TooBusy):
            await desk.run(int)
        go.set()
        assert await asyncio.gather(*working) == [True, True]
        await asyncio.sleep(0.05)
        assert await desk.run(int) == 0
        desk.close()

    asyncio.run(scenario())


def test_a_slow_answer_is_given_up_but_keeps_its_place() -> None:
    """The client is told; the thread is counted until it has ended."""

    async def scenario() -> None:
        desk, go = Desk(1, 0, 0.05), threading.Event()
        with pytest.raises(TooSlow):
            await desk.run(go.wait)
        with pytest.raises(TooBusy):
            await desk.run(int)
        go.set()
        await asyncio.sleep(0.1)
        assert await desk.run(int) == 0
        desk.close()

    asyncio.run(scenario())


def test_streams_let_go_whatever_happens() -> None:
    """After an end, an error before the first piece, an error later, and a client that goes away."""

    def broken() -> Iterator[str]:
        yield "a" * 100_000
        raise RuntimeError("gone")

    async def scenario() -> None:
        desk = Desk(2, 2, 5)
        streams = Streams(desk, 1, 5)
        freed: list[str] = []

        def prepare(name: str, rows: Iterator[str]):  # type: ignore[no-untyped-def]
            def begin(held: ExitStack) -> Rows:
                held.callback(freed.append, name)
                return Rows(rows, "text/plain")

            return begin

        async def receive():  # type: ignore[no-untyped-def]
            await asyncio.sleep(60)

        sent: list[bytes] = []

        async def send(message) -> None:  # type: ignore[no-untyped-def]
            sent.append(message.get("body", b""))

        async def gone(_message) -> None:  # type: ignore[no-untyped-def]
            raise OSError("the client has gone")

        scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
        response = await streams.response(prepare("whole", iter(["一", "二"])))
        with pytest.raises(TooBusy):
            await streams.response(prepare("busy", iter("")))
        await response(scope, receive, send)
        assert b"".join(sent).decode() == "一二"

        with pytest.raises(ZeroDivisionError):
            await streams.response(prepare("early", (str(1 // at) for at in (0,))))
        response = await streams.response(prepare("late", broken()))
        with pytest.raises(RuntimeError, match="gone"):
            await response(scope, receive, send)
        response = await streams.response(prepare("left", iter(["一"])))
        with pytest.raises(ClientDisconnect):
            await response(scope, receive, gone)
        assert freed == ["whole", "early", "late", "left"]
        assert streams.open == 0
        desk.close()

    asyncio.run(scenario())


def test_a_busy_server_says_when_to_ask_again(demo_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with Retry-After, as a page and as a problem; then it answers again."""
    begun, go = threading.Event(), threading.Event()
    monkeypatch.setattr(Shelf, "suggest", lambda *_: (begun.set(), go.wait(20), ())[2])
    with serving(demo_index, Limits(threads=1, waiting=0, seconds=20)) as site:
        waiting = threading.Thread(target=site.get, args=("/suggest?q=a",))
        waiting.start()
        assert begun.wait(20)
        page, problem = site.get("/help"), site.get("/suggest?q=b")
        go.set()
        waiting.join()

        assert (page.status, page.headers["retry-after"]) == (503, "1")
        assert (problem.status, problem.headers["retry-after"]) == (503, "1")
        assert problem.json["type"] == "/help#problem-busy"
        time.sleep(0.1)
        assert site.get("/help").status == 200


def test_a_slow_server_says_so(demo_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 after the time there is."""
    monkeypatch.setattr(Shelf, "suggest", lambda *_: time.sleep(0.5) or ())
    with serving(demo_index, Limits(seconds=0.05)) as site:
        assert site.get("/suggest?q=a").json["type"] == "/help#problem-slow"


def test_a_fault_of_the_server_tells_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """500 without a word of the error, which goes to the log."""

    def fail(*_: object) -> None:
        raise RuntimeError("secret /path")

    monkeypatch.setattr(Shelf, "suggest", fail)
    answer = site.get("/suggest?q=a")

    assert answer.status == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "secret" in caplog.text


def test_files_that_hold_too_little_are_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON and XLSX say what to take instead; CSV and Markdown go on."""
    monkeypatch.setattr(exports, "WHOLE", 3)
    statuses = {
        form: site.get(f"/export/hits.{form}?q=合作").status for form in ("json", "xlsx", "csv", "md")
    }

    assert statuses == {"json": 400, "xlsx": 400, "csv": 200, "md": 200}
    assert "CSV" in site.get("/export/hits.json?q=合作&lang=en").text


def test_a_connection_that_asks_for_nothing_is_closed(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a request is not waited for, and others are answered meanwhile."""
    monkeypatch.setattr(server, "_PATIENCE", 0.3)
    with serving(demo_index) as site, socket.create_connection(("127.0.0.1", site.port), timeout=10) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert site.get("/help").status == 200
        assert slow.recv(100) == b""


def test_answers_on_one_connection_are_not_delayed(site: Site) -> None:
    """Small answers are sent at once, not with the client's delayed acknowledgement 40 ms later."""
    listening = server.listen(server.Service(Path(), port=0))
    with listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
