"""Several clients at once ask a served index for search pages: latency, throughput, memory, failures.

usage: python bench/load.py INDEX [--clients 8] [--seconds 15] [--workers 2] [--rebuild CORPUS] [--path PATH]

Starts `searchlib serve` on a free port, asks for distinct queries made of terms of the index itself, and
prints one line for each kind of page. With --rebuild the index is built again from CORPUS meanwhile.
Loopback only. Exit status 1 when a request failed.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import searchlib

KINDS = {
    "search": "/?q={q}",
    "page 3": "/?q={q}&page=3",
    "filtered": "/?q={q}+year:2000..2020",
    "kwic": "/?q={q}&view=kwic",
    "timeline": "/?q={q}&view=timeline",
    "grouped": "/?q={q}&group=1",
    "suggest": "/suggest?q={q}",
    "api": "/api/v1/search?q={q}",
    "statement": "/statements/{id}?q={q}",
}


class Clients:
    """``count`` threads, each with a connection of its own, asking one after the other."""

    def __init__(self, port: int, count: int) -> None:
        self.port, self.count = port, count
        self.failures: list[str] = []
        self.sizes: list[int] = []

    def run(self, paths: list[str], seconds: float) -> list[float]:
        """Milliseconds of every request made within ``seconds``."""
        times: list[list[float]] = [[] for _ in range(self.count)]
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._ask, args=(paths[number :: self.count], until, times[number]))
            for number in range(self.count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [each for own in times for each in own]

    def _ask(self, paths: list[str], until: float, times: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        at = 0
        while time.monotonic() < until:
            path = paths[at % len(paths)]
            at += 1
            started = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
            except OSError as error:
                self.failures.append(f"{path}: {error!r}")
                connection.close()
                continue
            except http.client.HTTPException as error:
                self.failures.append(f"{path}: {error!r}")
                connection.close()
                continue
            times.append((time.perf_counter() - started) * 1e3)
            self.sizes.append(len(body))
            if answer.status != 200:
                self.failures.append(f"{path}: {answer.status}")


def queries(index: Path, count: int) -> tuple[list[str], list[str]]:
    """Distinct queries (one and two terms of the texts, substrings of clauses) and ids of documents."""
    draw = random.Random(1)
    with searchlib.open(index) as library:
        documents = [document.id for document in library.documents()]
        texts = []
        for document_id in draw.sample(documents, min(len(documents), 400)):
            texts += [clause.text for clause in library.document(document_id).clauses]
    found: dict[str, None] = {}
    runs = [run for text in texts for run in re.findall(r"[\u4e00-\u9fff]{4,}", text)]
    while len(found) < count:
        run = draw.choice(runs)
        length = draw.choice((2, 2, 3, 4))
        start = draw.randrange(len(run) - length + 1)
        query = run[start : start + length]
        found[f"{query} {draw.choice(runs)[:2]}" if draw.random() < 0.3 else query] = None
    return list(found), documents


def memory(parent: int) -> float:
    """Resident megabytes, shared pages counted once for each process, of a process and its children."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        facts = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if str(parent) in (facts["Pid"].strip(), facts["PPid"].strip()) and "RssAnon" in facts:
            total += int(facts["RssAnon"].split()[0]) / 1024
    return total


def main() -> int:
    """Print the figures; 1 when a request failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rebuild", type=Path)
    parser.add_argument("--kinds", default=",".join(KINDS))
    given = parser.parse_args()
    words, documents = queries(given.index, 20_000)
    command = [sys.executable, "-m", "searchlib", "serve", "--port", "0", "--index", str(given.index)]
    server = subprocess.Popen(
        [*command, "--workers", str(given.workers)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert server.stdout is not None
        port = int(re.search(r":(\d+)/", server.stdout.readline())[1])  # type: ignore[index]
        time.sleep(4)
        clients = Clients(port, given.clients)
        print(f"{given.clients} clients, {given.workers} workers; milliseconds, kB, anonymous MB")
        columns = ("requests", "per s", "median", "p95", "max", "kB", "MB")
        print(f"{'page':<10} " + " ".join(f"{name:>8}" for name in columns))
        for kind in given.kinds.split(","):
            paths = [
                KINDS[kind].format(q=quote(word), id=quote(documents[at % len(documents)]))
                for at, word in enumerate(words)
            ]
            builder = None
            if given.rebuild:
                command = [sys.executable, "-m", "searchlib", "index", str(given.rebuild), "--rebuild"]
                builder = subprocess.Popen([*command, "--index", str(given.index)], stdout=subprocess.DEVNULL)
            clients.sizes.clear()
            times = clients.run(paths, given.seconds)
            if builder:
                builder.wait()
            cuts = statistics.quantiles(times, n=20)
            kilobytes = statistics.mean(clients.sizes) / 1000
            figures = (statistics.median(times), cuts[-1], max(times), kilobytes, memory(server.pid))
            counts = f"{kind:<10} {len(times):>8} {len(times) / given.seconds:>8.0f}"
            print(counts, *(f"{figure:>8.1f}" for figure in figures), flush=True)
    finally:
        server.terminate()
        server.wait()
    for failure in clients.failures[:10]:
        print(failure, file=sys.stderr)
    print(f"{len(clients.failures)} failed requests")
    return 1 if clients.failures else 0


if __name__ == "__main__":
    sys.exit(main())
