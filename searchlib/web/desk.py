"""Where answers are worked out: a few threads, a bounded queue before them, and a limit of time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from searchlib.web.problems import TooBusy, TooSlow

T = TypeVar("T")


class Desk:
    """``threads`` answers are worked on at a time, ``waiting`` more may wait, each ``seconds`` at most."""

    def __init__(self, threads: int, waiting: int, seconds: float) -> None:
        self._executor = ThreadPoolExecutor(threads, "answer")
        self._most = threads + waiting
        self._seconds = seconds
        self._admitted = 0

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` gives, worked out in a thread.

        Raises TooBusy at once where too many wait, TooSlow after the limit. A thread cannot be stopped: it
        goes on and keeps its place, so that slow answers never take more threads than there are.
        """
        if self._admitted >= self._most:
            raise TooBusy
        self._admitted += 1
        loop = asyncio.get_running_loop()
        future = self._executor.submit(work)
        future.add_done_callback(lambda done: _tell(loop, self._leave, done))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise TooSlow from None

    def close(self) -> None:
        """Wait for what is being worked on, and let go of the threads."""
        self._executor.shutdown(cancel_futures=True)

    def _leave(self) -> None:
        self._admitted -= 1


def _tell(loop: asyncio.AbstractEventLoop, leave: Callable[[], None], _done: Future[T]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(leave)
