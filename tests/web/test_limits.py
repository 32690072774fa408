"""What happens when there is too much to do: a clear 503, and nothing is lost or held for ever."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import ClientDisconnect
from starlette.responses import Response

import searchlib
from searchlib.budget import Budget, limited_by
from searchlib.model import Clause, Document
from searchlib.search.cached import CachedLibrary
from searchlib.web import api, app, downloads
from searchlib.web.app import Limits
from searchlib.web.context import RequestContext
from searchlib.web.executor import AnswerPool, AnswerTask
from searchlib.web.problems import TooBusy, TooSlow
from searchlib.web.stream import Rows, Streams, begin
from tests.web.conftest import Site, serving


def test_a_pool_refuses_more_than_it_may_queue() -> None:
    """As many as threads and places; then TooBusy at once, and room again afterwards."""

    async def scenario() -> None:
        pool, go = AnswerPool(1, 1, 10), threading.Event()
        working = [asyncio.create_task(pool.run(go.wait)) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(TooBusy):
            await pool.run(int)
        go.set()
        assert await asyncio.gather(*working) == [True, True]
        await asyncio.sleep(0.05)
        assert await pool.run(int) == 0
        pool.close()

    asyncio.run(scenario())


def test_a_slow_answer_is_given_up_but_keeps_its_place() -> None:
    """The client is told; the thread is counted until it has ended."""

    async def scenario() -> None:
        pool, go = AnswerPool(1, 0, 0.05), threading.Event()
        with pytest.raises(TooSlow):
            await pool.run(go.wait)
        with pytest.raises(TooBusy):
            await pool.run(int)
        go.set()
        await asyncio.sleep(0.1)
        assert await pool.run(int) == 0
        pool.close()

    asyncio.run(scenario())


def long(name: str) -> Iterator[str]:
    """Rows of two pieces."""
    yield name
    yield "a" * 100_000
    yield "end"


async def waiting():  # type: ignore[no-untyped-def]
    """A client that stays."""
    await asyncio.sleep(60)


class Sent:
    """What a client took; ``slow`` and ``gone`` clients take nothing of the body."""

    def __init__(self, *, slow: bool = False, gone: bool = False) -> None:
        self.text, self.slow, self.gone = "", slow, gone

    async def __call__(self, message) -> None:  # type: ignore[no-untyped-def]
        if self.gone:
            raise OSError("the client has gone")
        if self.slow and message["type"] == "http.response.body":
            await asyncio.sleep(60)
        self.text += message.get("body", b"").decode()


SCOPE = {"type": "http", "path": "/x", "asgi": {"spec_version": "2.4"}}


def test_streams_let_go_whatever_happens(caplog: pytest.LogCaptureFixture) -> None:
    """After an end, an error later, a client that goes away, one that takes nothing, and without a place."""

    def broken() -> Iterator[str]:
        yield "a" * 100_000
        raise RuntimeError("gone")

    async def scenario() -> None:
        pool = AnswerPool(2, 2, 5)
        streams = Streams(pool, 1, 5, 0.1)
        freed: list[str] = []

        async def response(name: str, rows: Iterator[str]) -> tuple[Response, AnswerTask]:
            task = AnswerTask()
            task.held.callback(freed.append, name)
            begun = await task.run(pool, lambda: begin(Rows(rows, "text/plain")))
            return streams.response(begun, task), task

        whole, _ = await response("whole", long("一"))
        with pytest.raises(TooBusy):
            await response("busy", long("二"))
        short, _ = await response("short", iter(["二", "三"]))
        assert (short.body.decode(), streams.open) == ("二三", 1)
        sent = Sent()
        await whole(SCOPE, waiting, sent)
        assert sent.text == "一" + "a" * 100_000 + "end"

        late, _ = await response("late", broken())
        with pytest.raises(RuntimeError, match="gone"):
            await late(SCOPE, waiting, Sent())
        left, _ = await response("left", long("一"))
        with pytest.raises(ClientDisconnect):
            await left(SCOPE, waiting, Sent(gone=True))
        stalled, _ = await response("stalled", long("一"))
        await stalled(SCOPE, waiting, Sent(slow=True))
        assert "/x was cut off" in caplog.text
        assert freed == ["whole", "late", "left", "stalled"]
        assert streams.open == 0
        pool.close()

    asyncio.run(scenario())


def test_nothing_is_let_go_while_a_thread_needs_it() -> None:
    """Neither when the time is up, nor when nobody waits any more, nor twice."""

    async def scenario() -> None:
        pool = AnswerPool(1, 1, 0.05)
        freed: list[str] = []
        go = threading.Event()
        slow, queued, idle = AnswerTask(), AnswerTask(), AnswerTask()
        for name, task in (("slow", slow), ("queued", queued), ("idle", idle)):
            task.held.callback(freed.append, name)

        async def run(task: AnswerTask) -> None:
            try:
                await task.run(pool, go.wait)
            finally:
                task.end()

        outcomes = await asyncio.gather(run(slow), run(queued), return_exceptions=True)
        assert [TooSlow, TooSlow] == [type(each) for each in outcomes]
        idle.end()
        assert freed == ["queued", "idle"]
        go.set()
        pool.close()
        assert freed == ["queued", "idle", "slow"]

    asyncio.run(scenario())


def test_an_answer_that_comes_too_late_still_has_its_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client was told that it is slow, and another index was gone over to: the old one is not closed."""

    def build(text: str) -> None:
        clause = Clause("d", "1", text)
        searchlib.build_documents([Document("d", "声明", digest=text, clauses=(clause,))], tmp_path)

    build("两洋铁路项目")
    go, done, outcomes = threading.Event(), threading.Event(), []
    real = api.statements_endpoint

    def late(context: RequestContext) -> Response | Rows:
        go.wait(20)
        try:
            with limited_by(Budget()):  # a look at that of the request would end it
                outcomes.append(context.cached.library.search("铁路").totals.exact)
        except Exception as error:
            outcomes.append(error)
        done.set()
        return real(context)

    routes = tuple((path, late if view is real else view) for path, view in app.ANSWERS)
    monkeypatch.setattr(app, "ANSWERS", routes)
    with serving(tmp_path, Limits(seconds=1, budget=None)) as site:
        assert site.get("/api/v1/statements?format=jsonl").json["type"] == "/help#problem-slow"
        build("钱凯港")
        until = time.monotonic() + 20
        while "钱凯港" not in site.get("/statements/d").text:
            assert time.monotonic() < until
            time.sleep(0.05)
        go.set()
        assert done.wait(20)

    assert outcomes == [1]


def test_only_files_and_long_answers_need_a_place(demo_index: Path) -> None:
    """Where none is left the API answers as pages do; a file that is made as one takes one for that time."""
    paths = {
        "/api/v1/search?q=铁路": 200,
        "/api/v1/search?q=铁路&format=jsonl": 200,
        "/api/v1/statements": 200,
        "/export/hits.csv?q=铁路": 200,
        "/export/hits.json?q=铁路": 200,
        "/export/hits.xlsx?q=铁路": 503,
    }
    with serving(demo_index, Limits(streams=0)) as site:
        assert {path: site.get(path).status for path in paths} == paths
    with serving(demo_index, Limits(streams=1)) as site:
        assert {200} == {site.get(path).status for path in [*paths, *paths]}


def test_head_makes_no_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The headers are those of the file, whose rows are left unread; what cannot be answered says so."""
    monkeypatch.setattr(downloads, "xlsx", lambda *_: pytest.fail("a workbook is made"))
    for form in ("xlsx", "csv", "md"):
        answer = site.get(f"/export/hits.{form}?q=合作", "HEAD")
        assert (answer.status, answer.body) == (200, b"")
        assert f".{form}" in answer.headers["content-disposition"]
        assert ("content-length" in answer.headers) is (form != "xlsx")
    assert site.get("/export/hits.csv?q=", "HEAD").status == 400


def test_a_busy_server_says_when_to_ask_again(demo_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with Retry-After, as a page and as a problem; then it answers again."""
    begun, go = threading.Event(), threading.Event()
    monkeypatch.setattr(CachedLibrary, "suggest", lambda *_: (begun.set(), go.wait(20), ())[2])
    with serving(demo_index, Limits(threads=1, waiting=0, long=0, seconds=20)) as site:
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
    monkeypatch.setattr(CachedLibrary, "suggest", lambda *_: time.sleep(0.5) or ())
    with serving(demo_index, Limits(seconds=0.05)) as site:
        assert site.get("/suggest?q=a").json["type"] == "/help#problem-slow"


def test_an_answer_whose_budget_is_spent_is_refused(demo_index: Path) -> None:
    """As page, API and file: 503, with what to do in the reader's language, and nothing of the answer."""
    with serving(demo_index, Limits(budget=1e-9)) as site:
        problem = site.get("/api/v1/search?q=铁路").json
        assert (problem["status"], problem["type"]) == (503, "/help#problem-slow")
        assert problem["code"] == "answer.budget-spent"
        page = site.get("/?q=铁路&lang=zh")
        assert page.status == 503
        assert "请缩小范围，或减少检索词" in page.text
        assert site.get("/api/v1/mentions?name=铁路&format=jsonl").status == 503
        assert site.get("/help").status == 200


def test_a_fault_of_the_server_tells_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """500 without a word of the error, which goes to the log."""

    def fail(*_: object) -> None:
        raise RuntimeError("secret /path")

    monkeypatch.setattr(CachedLibrary, "suggest", fail)
    answer = site.get("/suggest?q=a")

    assert answer.status == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "secret" in caplog.text


def test_files_that_hold_too_little_are_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON and XLSX say what to take instead; CSV and Markdown go on."""
    monkeypatch.setattr(downloads, "WHOLE", 3)
    statuses = {
        form: site.get(f"/export/hits.{form}?q=合作").status for form in ("json", "xlsx", "csv", "md")
    }

    assert statuses == {"json": 400, "xlsx": 400, "csv": 200, "md": 200}
    assert "CSV" in site.get("/export/hits.json?q=合作&lang=en").text
