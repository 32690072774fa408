"""Worker processes that prepare batches for an index, in their own interpreters.

They are started afresh rather than forked: a build holds a lock and may run beside threads, and neither
survives a fork. Batches and results go through pipes as pickles, which only parent and child can write.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, TypeAlias, cast

from searchlib.engine.choose import EMBEDDED
from searchlib.errors import SearchlibError
from searchlib.indexing.prepare import Entry, Prepared, documents_in, prepare
from searchlib.model import Clause, Document
from searchlib.text.analyzer import Analyzer

_Packed: TypeAlias = "tuple[Entry, list[tuple[Any, ...]] | None]"


class Workers:
    """``count`` processes that read below ``root`` and analyse with the dictionary ``words`` for an engine.

    Use it in a ``with`` block; leaving it ends the processes.
    """

    def __init__(self, count: int, root: Path, words: tuple[str, ...], engine: str = EMBEDDED) -> None:
        path = f"import sys; sys.path[:] = {sys.path!r}"
        start = f"{path}; from searchlib.indexing.workers import run_worker; run_worker()"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count)
        try:
            for _ in range(count):
                process = subprocess.Popen(
                    [sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
                self._processes.append(process)
                _send(process, (root, words, engine))
                self._free.put(process)
        except OSError as error:
            self._end()
            raise SearchlibError("index.no-worker", problem=error.strerror or str(error)) from error
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        """Kill the processes, wait for their end and close their pipes."""
        for process in self._processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was buffered cannot be sent any more
                        pipe.close()
            process.wait()

    def prepare(self, batches: Iterable[Sequence[Entry]]) -> Iterator[tuple[Sequence[Entry], Prepared]]:
        """Yield each batch with its result, in order; at most two batches per process are pending."""
        pending: deque[tuple[Sequence[Entry], Future[Prepared]]] = deque()
        for batch in batches:
            pending.append((batch, self._threads.submit(self._ask, batch)))
            if len(pending) > 2 * len(self._processes):
                yield _finished(pending)
        while pending:
            yield _finished(pending)

    def _ask(self, batch: Sequence[Entry]) -> Prepared:
        process = self._free.get()
        try:
            _send(process, [_packed(entry) for entry in batch])
            answer = pickle.load(cast("IO[bytes]", process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError):
            raise SearchlibError("index.worker-ended", status=process.poll()) from None
        finally:
            self._free.put(process)
        if isinstance(answer, BaseException):
            raise answer
        prepared: Prepared = answer
        return prepared


def run_worker() -> None:
    """Run a worker process: answer the batches on standard input until its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends its workers
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    root, words, engine = pickle.load(asked)
    analyzer = Analyzer(words)
    while True:
        try:
            batch = pickle.load(asked)
        except EOFError:
            return
        try:
            entries = [_unpacked(entry) for entry in batch]
            pickle.dump(_outcome(entries, root, analyzer, engine), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
        except BrokenPipeError:  # the parent was killed
            os._exit(1)


def _outcome(batch: Sequence[Entry], root: Path, analyzer: Analyzer, engine: str) -> Prepared | BaseException:
    """Return the prepared batch, or the error for the parent to raise."""
    try:
        return prepare(documents_in(batch, root), analyzer, engine)
    except Exception as error:
        return error


CLAUSE_FIELDS = tuple(field.name for field in fields(Clause))
"""The fields of a clause, in the order in which its class takes them."""

_values_of = attrgetter(*CLAUSE_FIELDS)


def _packed(entry: Entry) -> _Packed:
    """Turn the clauses of a document into plain tuples, which are pickled many times as fast."""
    if isinstance(entry, Document):
        return replace(entry, clauses=()), [_values_of(clause) for clause in entry.clauses]
    return entry, None


def _unpacked(packed: _Packed) -> Entry:
    """Reverse :func:`_packed`."""
    entry, rows = packed
    if rows is None or not isinstance(entry, Document):
        return entry
    return replace(entry, clauses=tuple([Clause(*row) for row in rows]))


def _send(process: subprocess.Popen[bytes], value: object) -> None:
    pipe = cast("IO[bytes]", process.stdin)
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _finished(
    pending: deque[tuple[Sequence[Entry], Future[Prepared]]],
) -> tuple[Sequence[Entry], Prepared]:
    batch, future = pending.popleft()
    return batch, future.result()
