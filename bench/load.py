"""Load test: concurrent clients of the search pages; latency, throughput, memory, failures.

usage: python bench/load.py INDEX [--clients 8] [--rate 100] [--seconds 15] [--workers 2]
                            [--kinds search,kwic] [--soak 20000] [--rebuild CORPUS]

Starts `searchlib serve` on a free port of the loopback, asks for distinct queries made of the index's own
texts, and prints one line for each kind of page. Exit status 1 when a request failed.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

from served import served

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
    """``count`` threads, each with its own connection, that send requests one after another: as fast as
    possible, or all together ``rate`` a second, evenly spread."""

    def __init__(self, port: int, count: int, rate: float = 0) -> None:
        self.port, self.count = port, count
        self.pause = count / rate if rate else 0
        self.failures: list[str] = []
        self.sizes: list[int] = []

    def run(self, paths: list[str], seconds: float) -> list[float]:
        """Return the milliseconds of every request made within ``seconds``."""
        times: list[list[float]] = [[] for _ in range(self.count)]
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(
                target=self._ask, args=(paths[number :: self.count] or paths, number, until, times[number])
            )
            for number in range(self.count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [each for own in times for each in own]

    def _ask(self, paths: list[str], number: int, until: float, times: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        at, begun = 0, time.monotonic() + number * self.pause / self.count
        while time.monotonic() < until:
            time.sleep(max(0, begun + at * self.pause - time.monotonic()))
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
    """Return distinct queries, substrings of clauses, three in ten of two words, and the ids of the
    documents."""
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


def processes(parent: int) -> list[Path]:
    """Return the folders in /proc of a process and its children."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            identifier, rest = stat.read_text().rsplit(")", 1)
        except OSError:
            continue
        if parent in (int(identifier.split(" ", 1)[0]), int(rest.split()[1])):
            found.append(stat.parent)
    return found


def memory(parent: int) -> float:
    """Return the anonymous resident megabytes of a process and its children; the mapped index is not
    counted."""
    texts = [(folder / "status").read_text() for folder in processes(parent)]
    return sum(int(kilobytes) for text in texts for kilobytes in re.findall(r"RssAnon:\s*(\d+)", text)) / 1024


def processor(parent: int) -> float:
    """Return the processor milliseconds of a process and its children."""
    fields = [(folder / "stat").read_text().rsplit(")", 1)[1].split() for folder in processes(parent)]
    return sum(int(each[11]) + int(each[12]) for each in fields) * 1e3 / os.sysconf("SC_CLK_TCK")


def addresses(index: Path, kinds: list[str]) -> dict[str, list[str]]:
    """Return distinct paths of each kind of page."""
    words, documents = queries(index, 20_000)
    return {
        kind: [
            KINDS[kind].format(q=quote(word), id=quote(documents[at % len(documents)]))
            for at, word in enumerate(words)
        ]
        for kind in kinds
    }


def measure(clients: Clients, paths: dict[str, list[str]], seconds: float, server: int) -> None:
    """Print a line of figures for each kind of page."""
    columns = ("requests", "per s", "median", "p95", "max", "CPU", "kB", "MB")
    print(f"{'page':<10} " + " ".join(f"{name:>8}" for name in columns))
    for kind, own in paths.items():
        clients.sizes.clear()
        before = processor(server)
        times = clients.run(own, seconds)
        computed = (processor(server) - before) / len(times)
        kilobytes = statistics.mean(clients.sizes) / 1000
        cuts = statistics.quantiles(times, n=20)
        figures = (statistics.median(times), cuts[-1], max(times), computed, kilobytes, memory(server))
        counts = f"{kind:<10} {len(times):>8} {len(times) / seconds:>8.0f}"
        print(counts, *(f"{figure:>8.1f}" for figure in figures), flush=True)


def soak(clients: Clients, paths: dict[str, list[str]], requests: int, server: int) -> None:
    """Print the memory after each tenth of ``requests`` to pages of all kinds, mixed."""
    mixed = [path for row in zip(*paths.values(), strict=True) for path in row]
    random.Random(2).shuffle(mixed)
    done = 0
    while done < requests:
        done += len(clients.run(mixed[done:], 5))
        print(f"{done:>8} requests {memory(server):>8.1f} MB {len(clients.failures)} failed", flush=True)


def main() -> int:
    """Print the figures; return 1 if a request failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rate", type=float, default=0, help="requests a second; as many as may be if 0")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--soak", type=int, metavar="N", help="ask N times, all kinds mixed; watch memory")
    parser.add_argument("--rebuild", type=Path, metavar="CORPUS", help="build the index again meanwhile")
    given = parser.parse_args()
    paths = addresses(given.index, given.kinds.split(","))
    with served(given.index, "--workers", str(given.workers)) as (port, server):
        clients = Clients(port, given.clients, given.rate)
        clients.run(["/help"], 5)
        builder = None
        if given.rebuild:
            build = ["index", str(given.rebuild), "--rebuild", "--index", str(given.index)]
            builder = subprocess.Popen([sys.executable, "-m", "searchlib", *build], stdout=subprocess.DEVNULL)
        print(
            f"{given.clients} clients, {given.workers} workers; times in ms, CPU: computed for each request"
        )
        if given.soak:
            soak(clients, paths, given.soak, server)
        else:
            measure(clients, paths, given.seconds, server)
        if builder:
            print(f"the build ended with status {builder.wait()}")
    for failure in clients.failures[:10]:
        print(failure, file=sys.stderr)
    print(f"{len(clients.failures)} failed requests")
    return 1 if clients.failures else 0


if __name__ == "__main__":
    sys.exit(main())
