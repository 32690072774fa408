"""Crowds of clients of a server: light ones, whose time is taken, and those who could shut them out."""

from __future__ import annotations

import http.client
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from faults.children import Child

_COMMON = "的和在是有为对等以及不人中国家个地方大会工作行政法规定应当部门"
_PAUSE = 0.05
"""Seconds between two requests of a light client."""

_SLOWLY = 2_000
"""Bytes a second of a slow reader."""

_KEPT, _KEPT_EVERY = 600, 10.0


@dataclass
class Seen:
    """What clients saw: the seconds of each answer, and how often there was which status; 0 for none."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, status: int, seconds: float) -> None:
        """Count an answer."""
        with self.lock:
            self.statuses[status] += 1
            self.seconds.append(seconds)


def nearest_query(count: int) -> str:
    """Return the question that costs most: two groups of common characters, one near the other."""
    groups = (" OR ".join(_COMMON[start : start + count]) for start in (0, len(_COMMON) - count))
    return " NEAR/1000 ".join(f"({group})" for group in groups)


def nearest(count: int) -> str:
    """Return the address of that question."""
    return "/api/v1/search?q=" + quote(nearest_query(count))


COSTLY: Mapping[str, str] = MappingProxyType(
    {
        "near": nearest(15),
        "or": "/api/v1/search?q=" + quote(" OR ".join(_COMMON)),
        "grouped": f"/api/v1/search?q={quote('的')}&limit=1000&group=statement",
        "mentions": f"/api/v1/mentions?name={quote('的')}&limit=1000&width=1000",
        "wide": f"/?q={quote(' OR '.join(_COMMON))}&group=1&view=timeline",
        "csv": f"/export/mentions.csv?name={quote('合同')}",
        "xlsx": f"/export/hits.xlsx?q={quote('仲裁')}",
        "pasted": "/?q=" + quote(_COMMON * 20),
    }
)
"""The costliest questions known, by name."""

EXPORT = f"/export/mentions.csv?name={quote('的')}"


@contextmanager
def served(index: Path, *options: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Run ``searchlib serve`` with these options; yield its port and its process."""
    command = [sys.executable, "-m", "searchlib", "serve", "--port", "0", "--index", str(index), *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = re.search(r":(\d+)/", server.stdout.readline())
        assert port is not None
        yield int(port[1]), server
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        for pipe in (server.stdout, server.stderr):
            if pipe is not None:
                pipe.close()


def asked(connection: http.client.HTTPConnection, target: str) -> int:
    """Return the status of an answer that was read to its end; 0 where there was none."""
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        while answer.read(1 << 20):
            pass
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0
    return answer.status


def light(port: int, queries: Sequence[str], count: int, seconds: float) -> Seen:
    """Ask small questions from ``count`` clients, each with a pause between two."""
    seen, end = Seen(), time.monotonic() + seconds

    def ask(number: int) -> None:
        draw = random.Random(f"light {number}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < end:
            target = f"/api/v1/search?q={quote(draw.choice(queries))}"
            started = time.monotonic()
            status = asked(connection, target)
            seen.add(status, time.monotonic() - started)
            time.sleep(_PAUSE)
        connection.close()

    run_all([partial(ask, number) for number in range(count)])
    return seen


def mixed(port: int, targets: Callable[[int], str], count: int, clients: int) -> tuple[Seen, Seen]:
    """Ask ``count`` questions, the N-th ``targets(N)``, from some clients without a pause.

    Return what was seen of the small ones, and of the costly ones."""
    small, costly = Seen(), Seen()
    known = frozenset(COSTLY.values())

    def ask(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for number in range(first, count, clients):
            target = targets(number)
            started = time.monotonic()
            status = asked(connection, target)
            (costly if target in known else small).add(status, time.monotonic() - started)
        connection.close()

    run_all([partial(ask, first) for first in range(clients)])
    return small, costly


def run_all(tasks: Sequence[Callable[[], None]]) -> None:
    """Run each task in a thread of its own, and wait for all."""
    threads = [threading.Thread(target=task, daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def beside(port: int, *crowds: Callable[[int], None]) -> Iterator[None]:
    """Let each of ``crowds`` torment the server meanwhile, from another process: here time is taken."""
    child = Child.start(lambda _report: run_all([partial(crowd, port) for crowd in crowds]))
    time.sleep(1.0)
    try:
        yield
    finally:
        child.kill()
        child.finish()


def repeating(target: str) -> Callable[[int], None]:
    """Return a client that asks the same without end, and reads as fast as it can."""

    def ask(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while True:
            if asked(connection, target) != 200:
                time.sleep(0.2)

    return ask


def slow_reader(target: str) -> Callable[[int], None]:
    """Return a client that asks for a long answer and reads some bytes a second; cut off, it begins again."""

    def ask(port: int) -> None:
        while True:
            with socket.socket() as stream:
                stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                try:
                    stream.connect(("127.0.0.1", port))
                    stream.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                    while stream.recv(_SLOWLY // 2):
                        time.sleep(0.5)
                except OSError:
                    time.sleep(0.2)

    return ask


def kept_connections(port: int) -> None:
    """Hold hundreds of connections open, and ask something small on each every few seconds."""
    held: list[socket.socket | None] = [None] * _KEPT
    while True:
        for place, stream in enumerate(held):
            try:
                held[place] = stream = stream or socket.create_connection(("127.0.0.1", port), timeout=5)
                stream.sendall(b"GET /static/x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if not stream.recv(1 << 16):
                    held[place] = None
            except OSError:
                held[place] = None
            time.sleep(_KEPT_EVERY / _KEPT)


def resident(process: int) -> int:
    """Return the resident megabytes that a process and its children have for themselves; those of an index
    that they map do not count."""
    return sum(_own_kilobytes(each) for each in (process, *_children(process))) >> 10


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in _read(task).split()]


def _own_kilobytes(process: int) -> int:
    found = re.search(r"RssAnon:\s+(\d+) kB", _read(Path(f"/proc/{process}/status")))
    return int(found[1]) if found else 0


def _read(path: Path) -> str:
    """Return what the system says of a process; nothing of one that has ended."""
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
