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
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, TypeAlias, cast

from searchlib.errors import SearchlibError
from searchlib.indexing.prepare import Entry, Prepared, documents_in, prepare
from searchlib.model import Clause, Document
from searchlib.text.analyzer import Analyzer

_Packed: TypeAlias = "tuple[Entry, list[tuple[Any, ...]] | None]"


class Workers:
    """``count`` processes that read below ``root`` and analyse with the dictionary ``words``.

    Use it in a ``with`` block; leaving it ends the processes.
    """

    def __init__(self, count: int, root: Path, words: tuple[str, ...]) -> None:
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; from searchlib.indexing.workers import serve; serve()"
        )
        self._processes = [
            subprocess.Popen([sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for _ in range(count)
        ]
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for process in self._processes:
            self._free.put(process)
            _send(process, (root, words))
        self._threads = ThreadPoolExecutor(count)

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.communicate()

    def prepare(self, batches: Iterable[Sequence[Entry]]) -> Iterator[tuple[Sequence[Entry], Prepared]]:
        """Each batch with what became of it, in order; at most two batches a process are under way."""
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


def serve() -> None:
    """The life of a worker: answer batches on standard input until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends its workers
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    root, words = pickle.load(asked)
    analyzer = Analyzer(words)
    while True:
        try:
            batch = pickle.load(asked)
        except EOFError:
            return
        try:
            entries = [_unpacked(entry) for entry in batch]
            pickle.dump(_outcome(entries, root, analyzer), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
        except BrokenPipeError:  # the parent was killed; nobody is left to tell
            os._exit(1)


def _outcome(batch: Sequence[Entry], root: Path, analyzer: Analyzer) -> Prepared | BaseException:
    """An error is an answer too; the parent raises it."""
    try:
        return prepare(documents_in(batch, root), analyzer)
    except Exception as error:
        return error


_COLUMNS = attrgetter("document_id", "path", "text", "number", "headings", "source")
"""What a clause is made of, in the order in which its class takes it."""


def _packed(entry: Entry) -> _Packed:
    """An entry as what is pickled many times as fast: a document and its clauses as mere tuples."""
    if isinstance(entry, Document):
        return replace(entry, clauses=()), [_COLUMNS(clause) for clause in entry.clauses]
    return entry, None


def _unpacked(packed: _Packed) -> Entry:
    """The opposite of :func:`_packed`."""
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
