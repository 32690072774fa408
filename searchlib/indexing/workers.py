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
from threading import Lock
from types import TracebackType
from typing import IO, Any, TypeAlias, cast

from searchlib.corpus.limits import LimitReached, end_process_beyond_limits, interrupted
from searchlib.corpus.load import given_up, size_of
from searchlib.engine.choose import EMBEDDED
from searchlib.errors import SearchlibError
from searchlib.indexing.prepare import Entry, Prepared, documents_in, prepare
from searchlib.model import Clause, Document
from searchlib.settings import read_settings
from searchlib.text.analyzer import Analyzer

_Packed: TypeAlias = "tuple[Entry, list[tuple[Any, ...]] | None]"


class _Ended(Exception):
    """A process ended without an answer; ``cause`` is its exit status, or the limit that it reached."""

    def __init__(self, cause: BaseException | int | None) -> None:
        super().__init__(cause)
        self.cause = cause


class _Worker:
    """One process that reads below ``root`` and analyses with the dictionary ``words`` for an engine."""

    def __init__(self, root: Path, words: tuple[str, ...], engine: str) -> None:
        path = f"import sys; sys.path[:] = {sys.path!r}"
        start = f"{path}; from searchlib.indexing.workers import run_worker; run_worker()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._begun = False
        try:
            self._send((root, words, engine))
        except BaseException:
            self.end()
            raise

    def ask(self, batch: Sequence[Entry]) -> Prepared:
        """Return the prepared batch; raises what preparing it raised, and _Ended if the process ends."""
        try:
            self._send([_packed(entry) for entry in batch])
            if not self._begun:
                pickle.load(cast("IO[bytes]", self.process.stdout))
                self._begun = True
            answer = pickle.load(cast("IO[bytes]", self.process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError):
            self.end()
            if not self._begun:
                raise SearchlibError("index.worker-ended", status=self.process.returncode) from None
            raise _Ended(self.process.returncode) from None
        except MemoryError as error:
            raise _Ended(error) from None
        if isinstance(answer, (LimitReached, MemoryError)):
            raise _Ended(answer)
        if isinstance(answer, BaseException):
            raise answer
        prepared: Prepared = answer
        return prepared

    def end(self) -> None:
        """Kill the process, wait for its end and close its pipes."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was buffered cannot be sent any more
                    pipe.close()
        self.process.wait()

    def _send(self, value: object) -> None:
        pipe = cast("IO[bytes]", self.process.stdin)
        pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()


class Workers:
    """``count`` processes that read below ``root`` and analyse with the dictionary ``words`` for an engine.

    A process that ends over a batch is replaced; the file that it cannot read is skipped. Use it in a
    ``with`` block; leaving it ends the processes.
    """

    def __init__(self, count: int, root: Path, words: tuple[str, ...], engine: str = EMBEDDED) -> None:
        self._root = root
        self._words = words
        self._engine = engine
        self._workers: list[_Worker] = []
        self._free: SimpleQueue[_Worker | None] = SimpleQueue()  # None: there will be no more
        self._threads = ThreadPoolExecutor(count)
        self._starting = Lock()
        self._is_ending = False
        try:
            for _ in range(count):
                self._start()
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _start(self) -> None:
        """Start a process that is free; once all are being ended, none is started."""
        with self._starting:
            if self._is_ending:
                return
            try:
                worker = _Worker(self._root, self._words, self._engine)
            except OSError as error:
                raise SearchlibError("index.no-worker", problem=error.strerror or str(error)) from error
            self._workers.append(worker)
        self._free.put(worker)

    def _end(self) -> None:
        with self._starting:
            self._is_ending = True
        for worker in self._workers:
            worker.process.kill()
        self._free.put(None)
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.end()

    def prepare(self, batches: Iterable[Sequence[Entry]]) -> Iterator[tuple[Sequence[Entry], Prepared]]:
        """Yield each batch with its result, in order; at most two batches per process are pending."""
        most = 2 * len(self._workers)
        pending: deque[tuple[Sequence[Entry], Future[Prepared]]] = deque()
        for batch in batches:
            pending.append((batch, self._threads.submit(self._ask, batch)))
            if len(pending) > most:
                yield _finished(pending)
        while pending:
            yield _finished(pending)

    def _ask(self, batch: Sequence[Entry]) -> Prepared:
        """Return the prepared batch, without the files over which processes end."""
        try:
            return self._answer(batch)
        except _Ended:
            entries = [self._alone(entry) for entry in batch]
        while True:
            try:
                return self._answer(entries)
            except _Ended as ended:
                sizes = {
                    place: size_of(entry, self._root)
                    for place, entry in enumerate(entries)
                    if isinstance(entry, Path)
                }
                if not sizes:
                    status = ended.cause if isinstance(ended.cause, int) else None
                    raise SearchlibError("index.worker-ended", status=status) from None
                largest = max(sizes, key=lambda place: sizes[place])
                entries[largest] = given_up(cast("Path", entries[largest]), self._root, ended.cause)

    def _alone(self, entry: Entry) -> Entry:
        """Return the entry; or why it is skipped, if a process that prepares it alone ends."""
        if isinstance(entry, Path):
            try:
                self._answer((entry,))
            except _Ended as ended:
                return given_up(entry, self._root, ended.cause)
        return entry

    def _answer(self, batch: Sequence[Entry]) -> Prepared:
        """Return what a free process answers; one that has ended, or is out of memory, is replaced."""
        worker = self._free.get()
        if worker is None:
            self._free.put(None)
            raise SearchlibError("index.worker-ended", status=None)
        try:
            prepared = worker.ask(batch)
        except _Ended:
            worker.end()
            with self._starting:
                self._workers.remove(worker)
            self._start()
            raise
        except BaseException:
            self._free.put(worker)
            raise
        self._free.put(worker)
        return prepared


def run_worker() -> None:
    """Run a worker process: answer the batches on standard input until its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends its workers
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    root, words, engine = pickle.load(asked)
    analyzer = Analyzer(words)
    end_process_beyond_limits()
    outcome: object = None  # before the first: that the process has begun
    while True:
        try:
            pickle.dump(outcome, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
            outcome = None  # its memory is free for the next
            batch = pickle.load(asked)
        except EOFError:
            return
        except BrokenPipeError:  # the parent was killed
            os._exit(1)
        outcome = _outcome([_unpacked(entry) for entry in batch], root, analyzer, engine)


def _outcome(batch: Sequence[Entry], root: Path, analyzer: Analyzer, engine: str) -> Prepared | BaseException:
    """Return the prepared batch, or the error for the parent to raise."""
    try:
        loaded = list(documents_in(batch, root))
        if not any(isinstance(entry, Path) for entry in batch):
            return prepare(loaded, analyzer, engine)
        limits = read_settings()
        size = sum(size_of(entry, root) for entry in batch if isinstance(entry, Path))
        with interrupted(limits.seconds_for(size), limits.max_memory):
            return prepare(loaded, analyzer, engine)
    except (LimitReached, Exception) as error:
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


def _finished(
    pending: deque[tuple[Sequence[Entry], Future[Prepared]]],
) -> tuple[Sequence[Entry], Prepared]:
    batch, future = pending.popleft()
    return batch, future.result()
