"""The thread pool that computes answers: a few threads, a bounded queue and a time limit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from time import thread_time
from typing import Any, TypeVar

from searchlib.budget import Budget, limited_by
from searchlib.web.problems import TooBusy, TooSlow
from searchlib.web.turns import Turns, WorkTurn

Result = TypeVar("Result")

_PAUSE = 0.001
"""Seconds between two looks at the time and at other work."""


class AnswerPool:
    """A thread pool: ``threads`` tasks run at a time, ``waiting`` more may queue, each for ``seconds``.

    The work itself has ``budget`` seconds of processor time; None leaves it without a limit of its own. What
    takes long gives way to what does not, as ``turns`` says; in a pool for ``files`` everything does.
    """

    def __init__(
        self,
        threads: int,
        waiting: int,
        seconds: float,
        budget: float | None = None,
        turns: Turns | None = None,
        files: bool = False,
    ) -> None:
        self._turns = turns or Turns(threads)
        self._files = files
        more = 0 if files or turns is None else turns.most
        self._executor = ThreadPoolExecutor(threads + more, "answer")
        self._most = threads + more + waiting
        self._seconds = seconds
        self._budget = budget
        self._admitted = 0
        self._begun: dict[Future[Any], WorkTurn] = {}

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return the result of ``work``, run in a thread of the pool.

        Raises TooBusy at once if the queue is full, TooSlow after the time limit. A thread cannot be stopped:
        it runs on until it looks at its budget and keeps its slot, so that slow answers never take more
        threads than the pool has.
        """
        return await self.outcome(self.begin(work))

    def begin(self, work: Callable[[], Result]) -> Future[Result]:
        """Submit ``work`` to the pool; raises TooBusy if the queue is full."""
        if self._admitted >= self._most:
            raise TooBusy
        self._admitted += 1
        loop = asyncio.get_running_loop()
        turn = self._turns.begin(self._files)
        future = self._executor.submit(self._bounded, work, turn)
        self._begun[future] = turn
        future.add_done_callback(self._ended)
        future.add_done_callback(lambda done: _tell(loop, self._leave, done))
        return future

    async def outcome(self, future: Future[Result]) -> Result:
        """Return the result of the work; raises TooSlow after the time limit."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            if (turn := self._begun.get(future)) is not None:
                turn.abandon()
            raise TooSlow from None

    def close(self) -> None:
        """Wait for the running tasks, then shut the pool down."""
        self._executor.shutdown(cancel_futures=True)

    def _bounded(self, work: Callable[[], Result], turn: WorkTurn) -> Result:
        turn.start()
        with limited_by(Budget(self._budget, thread_time, turn.check, _PAUSE)):
            return work()

    def _ended(self, future: Future[Any]) -> None:
        self._begun.pop(future).end()

    def _leave(self) -> None:
        self._admitted -= 1


class AnswerTask:
    """The chain of pool tasks that produces one response; holds its index lease until the last has finished.

    A task may still run when its request has timed out; the contexts in ``held`` stay open until it ends.
    """

    def __init__(self) -> None:
        self.held = ExitStack()
        self._last: Future[Any] | None = None

    async def run(self, pool: AnswerPool, work: Callable[[], Result]) -> Result:
        """Return the result of ``work``; raises what :meth:`AnswerPool.run` raises."""
        future = pool.begin(work)
        self._last = future
        return await pool.outcome(future)

    def end(self) -> None:
        """Close the contexts in ``held`` as soon as no task of this response runs any more."""
        if self._last is None:
            self.held.close()
        else:
            self._last.add_done_callback(lambda _done: self.held.close())


def _tell(loop: asyncio.AbstractEventLoop, leave: Callable[[], None], _done: Future[Result]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(leave)
