"""Connections: who asks for nothing, half a request or nothing more, and who does not take the answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import searchlib
from searchlib.model import Clause, Document
from searchlib.web import protocol, server
from searchlib.web.app import Limits
from tests.web.conftest import Site, serving

LAST = b"\r\n0\r\n\r\n"
"""How an answer ends whose length was not said."""

REQUEST = b"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"


@contextmanager
def connected(site: Site, *, small: bool = False) -> Iterator[socket.socket]:
    """A connection; a ``small`` one holds little that was not read."""
    with socket.socket() as found:
        if small:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        found.settimeout(20)
        found.connect(("127.0.0.1", site.port))
        yield found


def drip(writer: socket.socket) -> None:
    """A byte again and again, for five seconds."""
    for _ in range(100):
        writer.sendall(b"a")
        time.sleep(0.05)


def take(reader: socket.socket, count: int) -> None:
    """Read ``count`` bytes."""
    while count:
        more = reader.recv(count)
        assert more, "closed too early"
        count -= len(more)


def read_until(reader: socket.socket, end: bytes) -> bytes:
    """Everything up to ``end``."""
    read = b""
    while not read.endswith(end):
        more = reader.recv(1 << 20)
        assert more, "closed too early"
        read = (read + more)[-100:]
    return read


def test_a_connection_that_asks_for_nothing_is_closed(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a request is not waited for, and others are answered meanwhile."""
    monkeypatch.setattr(protocol, "_PATIENCE", 0.3)
    with serving(demo_index) as site, socket.create_connection(("127.0.0.1", site.port), timeout=10) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert site.get("/help").status == 200
        assert slow.recv(100) == b""


@pytest.mark.parametrize("begun", [b"G", b"GET /help HTTP/1.1\r\nHost: loc"], ids=["byte", "head"])
def test_a_second_request_is_waited_for_no_longer(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    """Who has asked once and then begins to ask is closed like who has never asked."""
    monkeypatch.setattr(protocol, "_PATIENCE", 0.3)
    with serving(demo_index) as site, connected(site) as slow:
        slow.sendall(REQUEST)
        assert read_until(slow, b"</html>")
        slow.sendall(begun)
        began = time.monotonic()
        assert slow.recv(100) == b""
        assert time.monotonic() - began < 5


def test_a_body_that_does_not_end_is_not_waited_for(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request was answered; what comes after is read no longer than a request is waited for."""
    monkeypatch.setattr(protocol, "_PATIENCE", 0.3)
    with serving(demo_index) as site, connected(site) as slow:
        slow.sendall(REQUEST.replace(b"\r\n\r\n", b"\r\nContent-Length: 1000000\r\n\r\n"))
        assert read_until(slow, b"</html>")
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            drip(slow)


def test_requests_on_one_connection_go_on(demo_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, and in pieces, for longer than any of them is waited for."""
    monkeypatch.setattr(protocol, "_PATIENCE", 0.5)
    with serving(demo_index) as site, connected(site) as patient:
        for _ in range(4):
            patient.sendall(REQUEST[:20])
            time.sleep(0.2)
            patient.sendall(REQUEST[20:])
            assert read_until(patient, b"</html>")
        patient.sendall(REQUEST + REQUEST[:20])
        assert read_until(patient, b"</html>")
        patient.sendall(REQUEST[20:])
        assert read_until(patient, b"</html>")


def test_a_reader_who_does_not_read_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place is free again, its connection is gone; one who reads slowly gets everything."""
    monkeypatch.setattr(protocol, "_STALLED", 1.0)
    clauses = tuple(Clause("d", str(at), "两洋铁路" + "合作" * 1000) for at in range(1, 3000))
    searchlib.build_documents([Document("d", "声明", digest="1", clauses=clauses)], tmp_path)
    request = REQUEST.replace(b"/help", b"/export/hits.csv?q=%E9%93%81%E8%B7%AF")
    with serving(tmp_path, Limits(streams=1)) as site:
        streams = site.application._streams
        with connected(site, small=True) as reader:
            reader.sendall(request)
            until = time.monotonic() + 20
            while not streams.open:
                assert time.monotonic() < until
            assert site.get("/export/hits.csv?q=铁路").status == 503
            assert site.get("/api/v1/search?q=铁路").status == 200
            while streams.open:
                assert time.monotonic() < until
                time.sleep(0.05)
            with pytest.raises(AssertionError, match="closed too early"):
                read_until(reader, LAST)
        with connected(site, small=True) as reader:
            reader.sendall(request)
            for _ in range(6):
                time.sleep(0.5)
                take(reader, 200_000)
            assert read_until(reader, LAST)


def test_answers_on_one_connection_are_not_delayed(site: Site) -> None:
    """Small answers are sent at once, not with the client's delayed acknowledgement 40 ms later."""
    listening = server.listen(server.Service(Path(), port=0))
    with listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
