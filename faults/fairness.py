"""Fairness: small questions are answered at once beside clients that ask for much or read slowly."""

from __future__ import annotations

import importlib.util
import random
import re
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import searchlib
from faults.crowds import (
    COSTLY,
    EXPORT,
    Seen,
    beside,
    kept_connections,
    light,
    mixed,
    nearest,
    repeating,
    resident,
    served,
    slow_reader,
)
from faults.report import Tally, percentile
from faults.texts import DEMO, largest_corpus

NAME = "fairness"
PROMISE = (
    "seven clients with small questions beside exports, slow readers, the costliest questions and kept "
    "connections, on two cores: p95 ≤ 150 ms, none refused; "
    "mixed requests, 5 % of them costly, by 16 clients of two processes: 0 HTTP 500, p95 of the small ones "
    "≤ 150 ms, "
    "memory back within 20 %"
)
SHORT, FULL = 120, 20_000

_P95 = 0.15
_LIGHT = 7
_CLIENTS = 16
_COSTLY = 0.05
_GROWTH = 1.2
_REST = 5.0
_RIGHT = {200, 400, 503}
"""A costly question may be refused: for its many rows, its time, or because too many are asked."""

_CROWDS: Mapping[str, Sequence[Callable[[int], None]]] = MappingProxyType(
    {
        "nobody": (),
        "1 of the costliest": (repeating(nearest(15)),),
        "2 of the costliest": (repeating(nearest(15)),) * 2,
        "1 by statement, 1,000": (repeating(COSTLY["grouped"]),),
        "1 export": (repeating(EXPORT),),
        "8 exports": (repeating(EXPORT),) * 8,
        "8 slow readers": (slow_reader(EXPORT),) * 8,
        "600 kept connections": (kept_connections,),
        "all of them": (
            *((repeating(EXPORT),) * 8),
            *((slow_reader(EXPORT),) * 8),
            *((repeating(nearest(15)),) * 2),
            kept_connections,
        ),
    }
)


def run(size: int, seed: int, tally: Tally) -> None:
    """Measure small questions beside each crowd, then ask ``size`` mixed questions."""
    if importlib.util.find_spec("starlette") is None:
        tally.skip("fairness", "the extra `web` is not installed")
        return
    full = size >= FULL // 20
    corpus = largest_corpus() if full else DEMO
    with tempfile.TemporaryDirectory() as name:
        index = Path(name) / "index"
        searchlib.build(corpus, index)
        queries = _two_words(index, seed)
        crowds = _CROWDS if full else {key: _CROWDS[key] for key in ("nobody", "all of them")}
        for crowd, clients in crowds.items():
            with served(index) as (port, server):
                light(port, queries, _LIGHT, 1.0)
                with beside(port, *clients):
                    seen = light(port, queries, _LIGHT, min(20.0, size / 100))
                tally.expect(server.poll() is None, f"beside {crowd} the server has ended")
            _judge(crowd, seen, full, tally)
        _mixed(index, queries, size, seed, tally)
    tally.figures["on"] = corpus.name


def _judge(crowd: str, seen: Seen, timed: bool, tally: Tally) -> None:
    """Count the light answers beside a crowd; a test fails on a refusal, never on a time."""
    for status, count in seen.statuses.items():
        for _ in range(count):
            tally.case(None if status == 200 else f"beside {crowd}: status {status}")
    p95 = percentile(seen.seconds, 0.95)
    tally.expect(not timed or p95 <= _P95, f"beside {crowd} p95 is {p95 * 1e3:.0f} ms")
    times = ", ".join(f"{percentile(seen.seconds, share) * 1e3:.0f}" for share in (0.5, 0.95, 1))
    tally.figures[crowd] = f"{sum(seen.statuses.values()):,} in {times} ms"


def _mixed(index: Path, queries: Sequence[str], size: int, seed: int, tally: Tally) -> None:
    """Ask small and costly questions in any order; afterwards the server is as it was."""

    def target(number: int) -> str:
        draw = random.Random(f"{seed} {number}")
        if draw.random() < _COSTLY:
            return draw.choice(list(COSTLY.values()))
        address = draw.choice(("/?q={}", "/?q={}&view=kwic", "/api/v1/search?q={}", "/suggest?q={}"))
        return address.format(quote(draw.choice(queries)))

    with served(index, "--workers", "2") as (port, server):
        mixed(port, tuple(COSTLY.values()).__getitem__, len(COSTLY), 1)
        # Until its caches are full a process grows: each of the two gets a tenth of the questions first.
        mixed(port, target, size // 5, _CLIENTS)
        before = resident(server.pid)
        started = time.monotonic()
        small, costly = mixed(port, target, size, _CLIENTS)
        took = time.monotonic() - started
        time.sleep(_REST if size >= FULL // 20 else 0)
        after = resident(server.pid)
        tally.expect(server.poll() is None, "the server has ended over mixed requests")
    statuses = small.statuses + costly.statuses
    for status, count in statuses.items():
        for _ in range(count):
            tally.case(None if status in _RIGHT else f"mixed requests: status {status}")
    refused = small.statuses[503]
    tally.expect(not refused, f"{refused} small ones of the mixed requests were refused")
    p95 = percentile(small.seconds, 0.95)
    timed = size >= FULL // 20
    tally.expect(not timed or p95 <= _P95, f"p95 of the small mixed requests is {p95 * 1e3:.0f} ms")
    tally.expect(after <= _GROWTH * max(before, 1), f"memory from {before} to {after} MB over mixed requests")
    told = ", ".join(f"{key} {count:,}" for key, count in sorted(statuses.items()))
    times = ", ".join(f"{percentile(small.seconds, share) * 1e3:.0f}" for share in (0.5, 0.95, 1))
    tally.figures["mixed"] = f"{told} in {took:.0f} s, small ones in {times} ms, memory {before} → {after} MB"


def _two_words(index: Path, seed: int) -> list[str]:
    """Return questions of two words that stand together in a clause."""
    draw = random.Random(f"fairness {seed}")
    with searchlib.open(index) as library:
        texts = [text for _, text in islice(library.engine.texts(), 0, 60_000, 29)]
    runs = [found for text in texts for found in re.findall("[\u4e00-\u9fff]{6,}", text)]
    chosen = draw.sample(runs, min(400, len(runs)))
    return [f"{run[:2]} {run[-2:]}" for run in chosen]
