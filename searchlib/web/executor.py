"""Where answers are worked out: a few threads, a bounded queue before them, and a limit of time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, TypeVar

from searchlib.web.problems import TooBusy, TooSlow

Result = TypeVar("Result")


class AnswerPool:
    """``threads`` answers are worked on at a time, ``waiting`` more may wait, each ``seconds`` at most."""

    def __init__(self, threads: int, waiting: int, seconds: float) -> None:
        self._executor = ThreadPoolExecutor(threads, "answer")
        self._most = threads + waiting
        self._seconds = seconds
        self._admitted = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """What ``work`` gives, worked out in a thread.

        Raises TooBusy at once where too many wait, TooSlow after the limit. A thread cannot be stopped: it
        goes on and keeps its place, so that slow answers never take more threads than there are.
        """
        return await self.outcome(self.begin(work))

    def begin(self, work: Callable[[], Result]) -> Future[Result]:
        """Have ``work`` done in a thread; raises TooBusy where too many wait."""
        if self._admitted >= self._most:
            raise TooBusy
        self._admitted += 1
        loop = asyncio.get_running_loop()
        future = self._executor.submit(work)
        future.add_done_callback(lambda done: _tell(loop, self._leave, done))
        return future

    async def outcome(self, future: Future[Result]) -> Result:
        """What came of the work; raises TooSlow after the limit."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise TooSlow from None

    def close(self) -> None:
        """Wait for what is being worked on, and let go of the threads."""
        self._executor.shutdown(cancel_futures=True)

    def _leave(self) -> None:
        self._admitted -= 1


class AnswerTask:
    """One answer on its way over the desks, a piece of work at a time, with what all of them need open.

    Nobody may wait for a piece any more, and its thread goes on: what is ``held`` stays open until then.
    """

    def __init__(self) -> None:
        self.held = ExitStack()
        self._last: Future[Any] | None = None

    async def run(self, pool: AnswerPool, work: Callable[[], Result]) -> Result:
        """What ``work`` gives; raises what :meth:`AnswerPool.run` raises."""
        future = pool.begin(work)
        self._last = future
        return await pool.outcome(future)

    def end(self) -> None:
        """Let go of what is held, once no thread works for this answer any more."""
        if self._last is None:
            self.held.close()
        else:
            self._last.add_done_callback(lambda _done: self.held.close())


def _tell(loop: asyncio.AbstractEventLoop, leave: Callable[[], None], _done: Future[Result]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(leave)
