"""Fuzzed queries through the API and the command line: answered, or refused with a reason, and in time."""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from itertools import islice
from pathlib import Path

import searchlib
from faults.asking import DEATHS, typed
from faults.report import Tally, percentile
from faults.texts import DEMO, largest_corpus
from searchlib.cli import main
from searchlib.errors import NotInIndex, QueryError
from searchlib.model import Sort

NAME = "queries"
PROMISE = (
    "fuzzed queries and queries of death are answered or refused: "
    "0 unhandled, p99 < 200 ms, none over 2 s, memory + < 200 MB"
)
SHORT, FULL = 400, 100_000

_P99, _LONGEST, _GROWTH = 0.2, 2.0, 200
_POINTER = re.compile(r" *\^")
_COMMANDS = ("search", "search", "search", "mentions", "show", "projects")


def run(size: int, seed: int, tally: Tally) -> None:
    """Run ``size`` queries: most through the API, one in twenty through the command line, some as
    processes."""
    corpus = largest_corpus() if size >= FULL // 20 else DEMO
    with tempfile.TemporaryDirectory() as name:
        searchlib.build(corpus, Path(name) / "index")
        searchlib.build(DEMO, Path(name) / "demo")
        with searchlib.open(Path(name) / "index") as library:
            texts = [text for _, text in islice(library.engine.texts(), 0, 20_000, 7) if text]
            seconds = _through_the_api(library, texts, size, seed, tally)
        _through_the_command_line(Path(name) / "demo", texts, size // 20, seed, tally)
        _as_processes(Path(name) / "demo", texts, min(300, size // 300), seed, tally)
    quick = size < FULL // 20  # a test fails on a wrong answer, never on a time
    p50, p99, longest = percentile(seconds, 0.5), percentile(seconds, 0.99), max(seconds)
    tally.expect(quick or p99 < _P99, f"p99 is {p99 * 1e3:.0f} ms")
    tally.expect(quick or longest < _LONGEST, f"the longest query took {longest:.2f} s")
    tally.figures["API"] = f"p50 {p50 * 1e3:.1f} ms, p99 {p99 * 1e3:.0f} ms, longest {longest * 1e3:.0f} ms"
    tally.figures["on"] = corpus.name


def _through_the_api(
    library: searchlib.Library, texts: Sequence[str], size: int, seed: int, tally: Tally
) -> list[float]:
    """Return the processor seconds of each query; count refusals and the growth of the process."""
    seconds: list[float] = []
    refused, settled = 0, 0
    for number in range(size + len(DEATHS)):
        draw = random.Random(f"{seed} {number}")
        query = DEATHS[number] if number < len(DEATHS) else typed(draw, texts)
        started = time.process_time()
        outcome = _ask(library, query, draw)
        seconds.append(time.process_time() - started)
        refused += outcome == ""
        tally.case(outcome or None)
        if number == size // 10:
            settled = _resident()
    grown = _resident() - settled
    tally.expect(grown < _GROWTH, f"the process grew by {grown} MB")
    tally.figures["refused"] = f"{refused:,}"
    tally.figures["memory"] = f"+{grown} MB"
    return seconds


def _ask(library: searchlib.Library, query: str, draw: random.Random) -> str | None:
    """Return None if answered, an empty string if refused with a place and a reason, otherwise what is
    wrong."""
    limit, offset = draw.choice((1, 10, 10, 100)), draw.choice((0, 0, 0, 7, 10_000))
    try:
        found = library.search(
            query,
            limit=limit,
            offset=offset,
            exact=draw.random() < 0.3,
            sort=draw.choice(list(Sort)),
            group=draw.random() < 0.1,
        )
    except QueryError as error:
        inside = error.column is not None and 0 <= error.column <= len(query)
        return "" if inside and str(error) else f"{query[:200]!r}: {error!r} points nowhere"
    except NotInIndex as error:  # @name of no project
        return "" if "@" in query or "＠" in query else f"{query[:200]!r}: {error!r}"
    except Exception as error:
        return f"{query[:200]!r}: {type(error).__name__}: {error}"
    return _badly_marked(found)


def _badly_marked(found: searchlib.SearchResults) -> str | None:
    """Return what is wrong with the marks or the numbers of an answer."""
    for hit in found:
        ends = [edge for span in hit.spans for edge in (span.start, span.end)]
        if ends != sorted(ends) or (ends and not 0 <= ends[0] <= ends[-1] <= len(hit.text)):
            return f"{found.query[:200]!r}: marks {hit.spans} in a clause of {len(hit.text)} characters"
    totals = found.totals
    if len(found) > totals.exact + totals.words + totals.some and found.hits:
        return f"{found.query[:200]!r}: {len(found)} hits of {totals}"
    return None


def _through_the_command_line(index: Path, texts: Sequence[str], size: int, seed: int, tally: Tally) -> None:
    """Run the command line within this process."""
    for number in range(size):
        draw = random.Random(f"{seed} command {number}")
        arguments = _arguments(draw, index, texts)
        said, reported = io.StringIO(), io.StringIO()
        try:
            with redirect_stdout(said), redirect_stderr(reported):
                status = main(arguments)
        except BaseException as error:
            tally.case(f"{arguments!r}: {type(error).__name__}: {error}"[:400])
            continue
        tally.case(_misbehaved(arguments, status, said.getvalue(), reported.getvalue()))
    tally.figures["command lines"] = f"{size:,}"


def _as_processes(index: Path, texts: Sequence[str], size: int, seed: int, tally: Tally) -> None:
    """Run the command line as a process, as a user does; invalid bytes arrive as from a terminal."""
    longest = 0.0
    for number in range(size):
        draw = random.Random(f"{seed} process {number}")
        arguments = [each.replace("\x00", "") for each in _arguments(draw, index, texts)]
        given = [re.sub("[\ud800-\udfff]", "\udcff", each)[:100_000] for each in arguments]
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "searchlib", *map(os.fsencode, given)],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        longest = max(longest, time.monotonic() - started)
        reported = done.stderr.decode(errors="replace")
        tally.case(_misbehaved(arguments, done.returncode, done.stdout.decode(errors="replace"), reported))
    tally.figures["processes"] = f"{size}" + (f", longest {longest:.1f} s" if size else "")


def _arguments(draw: random.Random, index: Path, texts: Sequence[str]) -> list[str]:
    command = draw.choice(_COMMANDS)
    options = ["--index", str(index)]
    if draw.random() < 0.5:
        options += ["--format", draw.choice(("text", "json", "jsonl", "csv", "markdown", "xml"))]
    if command == "search":
        options += draw.choice(
            (
                [],
                ["--limit", "3"],
                ["--limit", "0"],
                ["--sort", "date"],
                ["--group", "statement"],
                ["--exact"],
            )
        )
    query = typed(draw, texts)
    return [command, *options, *draw.choice(([query], ["--", query], ["--", *query.split(" ")]))]


def _misbehaved(arguments: Sequence[str], status: int, said: str, reported: str) -> str | None:
    """Return what is wrong with the outcome of a command line, if anything."""
    shown = f"{arguments!r}"[:300]
    if status not in (0, 1, 2):
        return f"{shown}: status {status}: {reported[-300:]}"
    if "internal error" in reported or "Traceback" in reported:
        return f"{shown}: {reported[-300:]}"
    lines = reported.splitlines()
    if status == 2 and len(lines) == 3 and _POINTER.fullmatch(lines[2]) and lines[1].startswith("  "):
        lines = lines[:1]  # the query, with a caret under the error
    if strange := [line for line in lines if not line.startswith("searchlib: ")]:
        return f"{shown}: status {status} and a line of something else: {strange[0][:300]}"
    told = [line for line in lines if not line.startswith("searchlib: skipped")]
    # Where nothing was found, lines with what to ask instead may follow.
    if len(told) > (0 if status == 0 else 1) and status != 1:
        return f"{shown}: status {status} and {len(told)} lines: {reported[:300]}"
    if status != 0 and not told:
        return f"{shown}: status {status} without a word"
    return f"{shown}: status 0 and nothing said" if status == 0 and not said else None


def _resident() -> int:
    """Return the resident megabytes of this process; 0 if the system does not report them."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) >> 10 if found else 0
