"""A real server on the loopback, asked over HTTP as a browser asks, with the demo corpus behind it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn

from searchlib.search.live import LiveIndex
from searchlib.web.app import Application, Limits
from searchlib.web.server import Service, configuration, listen


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Site:
    """A running server."""

    def __init__(self, port: int, application: Application) -> None:
        self.port, self.application = port, application

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path (percent-encoded here where it is not); ``headers`` with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, quote(path, safe="/?&=%+:~!$'()*,;@"), headers=sent)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        names = [name.lower() for name, _ in answer.getheaders()]
        assert len(names) == len(set(names)), f"a header is given twice: {names}"
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)


@contextmanager
def serving(
    index: Path, limits: Limits | None = None, hosts: tuple[str, ...] = (), title: str = ""
) -> Iterator[Site]:
    """A server for ``index`` in a thread of this process."""
    service = Service(index, port=0, hosts=hosts)
    application = Application(LiveIndex(index), hosts, limits or Limits(), title)
    listening = listen(service)
    server = uvicorn.Server(configuration(service, application.asgi))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield Site(listening.getsockname()[1], application)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="session")
def site(demo_index: Path) -> Iterator[Site]:
    """The demo corpus, served."""
    with serving(demo_index) as found:
        yield found
