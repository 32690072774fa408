"""Fuzzed HTTP requests to the page, the API and the exports: answered or refused, and the server stays up."""

from __future__ import annotations

import http.client
import importlib.util
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import searchlib
from faults.asking import character, noise, typed
from faults.report import Tally, percentile
from faults.texts import DEMO

NAME = "requests"
PROMISE = (
    "requests with fuzzed queries, parameters, paths and methods to the page, the API and the exports: "
    "0 HTTP 500, every answer carries its policy, what is declared JSON is JSON, p99 < 200 ms"
)
SHORT, FULL = 300, 100_000

_CLIENTS = 4
_P99 = 0.2
_SAID = {200, 303, 308, 400, 404, 405, 414, 501}
"""The statuses that a response may have; so few clients must not cause a 503."""

_OFTEN = ("/", "/", "/", "/api/v1/search", "/api/v1/search", "/static/page.js", "/opensearch.xml", "/nowhere")
_FORMS = ("csv", "xlsx", "json", "md", "docx", "html", "bib", "ris", "csl.json", "gbt7714.txt", "x")
_STEPS = ("/statements/", "/projects/", "/static/", "/export/", "/api/v1/statements/", "/api/v1/", "/")
_VALUES = {
    "view": ("hits", "kwic", "timeline", "page", ""),
    "sort": ("relevance", "date", "corpus", "RELEVANCE"),
    "group": ("0", "1", "2", "true"),
    "exact": ("0", "1", ""),
    "page": ("1", "2", "999999999", "0", "-1", "1e3", "１", "9" * 400),
    "limit": ("1", "20", "1000", "1001", "0", "-5", "x"),
    "offset": ("0", "7", "100000", "-1", "٣"),
    "format": ("json", "jsonl", "xml"),
    "width": ("0", "20", "1001"),
    "lang": ("zh", "en", "fr", ""),
    "by": ("year", "country", "statement", "x", "oldest", "title"),
    "at": ("8", "p1", "8~2", "title", "%"),
    "in": ("clause", "statement", "x"),
    "scope": ("clause", "statement", ""),
    "show": ("lines", "counts", "chart", "x"),
    "order": ("R1 R2 R3", "L1", "date R1", "R9999999999", "R1 R1 R1 R1", "x"),
    "sample": ("0", "10", "1e9", "-1"),
    "seed": ("0", "7", "9" * 30),
    "least": ("50", "100", "101", "0.5"),
    "rows": ("changes", "all", "x"),
    "unit": ("sentence", "clause", "x", ""),
    "of": ("两洋铁路", "d#1", "#", ""),
    "scale": ("rate", "count", "x"),
    "kind": ("law", "joint-statement", "x", ""),
    "country": ("PE", "秘鲁", "x", ""),
    "year": ("2015", "0", "10000", "２０１５", ""),
    "pick": ("year:2015", "kind:law", "country:", ":", "x:y", "publisher:新华社"),
    "explain": ("1", "0", "true", "x"),
    "flat": ("1", "true"),
    "whole": ("1", ""),
    "go": ("8", "第八条", "第九千九百九十九条", "%00"),
    "find": ("铁路", "NEAR(", ""),
    "nothing": ("1",),
}
_METHODS = (*("GET",) * 90, "HEAD", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "X")


@dataclass
class _Seen:
    """The observations of the clients."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def run(size: int, seed: int, tally: Tally) -> None:
    """Send ``size`` requests from several clients to ``searchlib serve`` with the demo corpus."""
    if importlib.util.find_spec("starlette") is None:
        tally.skip("requests", "the extra `web` is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        searchlib.build(DEMO, Path(name) / "index")
        with searchlib.open(Path(name) / "index") as library:
            texts = [text for _, text in islice(library.engine.texts(), 2000) if text]
            ids = [document.id for document in library.documents()]
        command = ["serve", "--port", "0", "--index", str(Path(name) / "index")]
        server = subprocess.Popen(
            [sys.executable, "-m", "searchlib", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert server.stdout is not None
        port = re.search(r":(\d+)/", server.stdout.readline())
        assert port is not None
        try:
            seen = _ask_all(int(port[1]), texts, ids, size, seed, tally)
            tally.expect(server.poll() is None, "the server has ended")
        finally:
            server.terminate()
            told = server.communicate()[1]
    tally.expect("Traceback" not in told, f"the server said: {told[-500:]}")
    p99 = percentile(seen.seconds, 0.99)
    tally.expect(size < FULL // 20 or p99 < _P99, f"p99 is {p99 * 1e3:.0f} ms")
    tally.figures["statuses"] = ", ".join(f"{key} {count:,}" for key, count in sorted(seen.statuses.items()))
    p50, longest = percentile(seen.seconds, 0.5), max(seen.seconds)
    tally.figures["time"] = f"p50 {p50 * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms, longest {longest * 1e3:.0f} ms"


def _ask_all(
    port: int, texts: Sequence[str], ids: Sequence[str], size: int, seed: int, tally: Tally
) -> _Seen:
    seen = _Seen()

    def ask(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(first, size, _CLIENTS):
            draw = random.Random(f"{seed} {number}")
            method, target = draw.choice(_METHODS), _target(draw, texts, ids)
            started = time.monotonic()
            problem, status = _asked(connection, method, target)
            with seen.lock:
                seen.seconds.append(time.monotonic() - started)
                seen.statuses[status] += 1
                tally.case(problem)
        connection.close()

    clients = [threading.Thread(target=ask, args=(first,)) for first in range(_CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return seen


def _asked(connection: http.client.HTTPConnection, method: str, target: str) -> tuple[str | None, int]:
    """Return what is wrong with the response, if anything, and its status; 0 without a response."""
    asked = f"{method} {target[:300]}"
    try:
        connection.request(method, target)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        return f"{asked}: {error!r}", 0
    if answer.status not in _SAID:
        return f"{asked}: status {answer.status}", answer.status
    headers = {name.lower(): value for name, value in answer.getheaders()}
    if "default-src 'none'" not in headers.get("content-security-policy", ""):
        return f"{asked}: status {answer.status} without a policy", answer.status
    if headers.get("x-content-type-options") != "nosniff":
        return f"{asked}: status {answer.status} without nosniff", answer.status
    return _unreadable(asked, method, headers.get("content-type", ""), body), answer.status


def _unreadable(asked: str, method: str, kind: str, body: bytes) -> str | None:
    """Return whether a body does not match its media type."""
    if method == "HEAD":
        return f"{asked}: a body" if body else None
    try:
        if kind.startswith("application/jsonl"):
            for line in body.splitlines():
                json.loads(line)
        elif kind.startswith(("application/json", "application/problem+json")):
            json.loads(body)
        elif kind.startswith("text/"):
            body.decode("utf-8")
    except ValueError as error:
        return f"{asked}: {kind}: {error}"
    return None


def _target(draw: random.Random, texts: Sequence[str], ids: Sequence[str]) -> str:
    """Return a path with parameters, sometimes with bytes removed, doubled or replaced."""
    target = _path(draw, texts, ids)
    parameters = []
    if draw.random() < 0.9:
        name = "name" if "mentions" in target else draw.choice((*("q",) * 12, "name", "prefix"))
        parameters.append((name, typed(draw, texts)))
    if (
        any(each in target for each in ("compare", "lineage", "boilerplate", "formula"))
        or draw.random() < 0.02
    ):
        named = [name for name in ("a", "b", "of", "id", "clause") if draw.random() < 0.7]
        some = (draw.choice(ids), typed(draw, texts)[:200], "PE", "秘鲁")
        parameters += [(name, draw.choice(some)) for name in named]
    for _ in range(draw.choice((0, 0, 0, 0, 0, 1, 1, 2, 3))):
        name = draw.choice(list(_VALUES))
        known = draw.random() < 0.8
        parameters.append((name, draw.choice(_VALUES[name]) if known else noise(draw, draw.choice((1, 9)))))
    draw.shuffle(parameters)
    if parameters:
        target += "?" + "&".join(f"{name}={_quoted(value)}" for name, value in parameters)
    for _ in range(draw.choice((0, 0, 0, 0, 0, 1, 3))):
        at = draw.randrange(1, len(target) + 1)
        target = (
            target[:at]
            + _quoted(draw.choice(("", character(draw), "%", "&", "=", "/", "..")))
            + target[at + 1 :]
        )
    return target


def _path(draw: random.Random, texts: Sequence[str], ids: Sequence[str]) -> str:
    if draw.random() < 0.75:
        path = draw.choice((*_OFTEN, *_routes()))
        return path.replace("{form}", draw.choice(_FORMS)) if "{form}" in path else path.partition("{")[0]
    name = draw.choice(
        (draw.choice(ids), "两洋铁路", typed(draw, texts)[:200], "../" * 9 + "etc/passwd", "%2e%2e")
    )
    return draw.choice(_STEPS) + _quoted(name)


@cache
def _routes() -> tuple[str, ...]:
    """Return the path of every page and endpoint; what stands in braces is to be filled in."""
    from searchlib.web.app import ANSWERS, PAGES

    return tuple(path for path, _ in (*PAGES, *ANSWERS))


def _quoted(text: str) -> str:
    return quote(text, safe="/=&.%", errors="surrogatepass")
