"""Long work waits while short work is done; it is neither forgotten nor done without end."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from searchlib.budget import check_budget
from searchlib.errors import BudgetSpent
from searchlib.web import turns
from searchlib.web.executor import AnswerPool
from searchlib.web.problems import TooBusy, TooSlow
from searchlib.web.turns import Turns


def busy(seconds: float) -> float:
    """Compute, looking at the budget often; return the time that it took."""
    started, end = time.monotonic(), time.thread_time() + seconds
    while time.thread_time() < end:
        check_budget()
    return time.monotonic() - started


def test_long_work_gives_way_to_short_work() -> None:
    """While a short one is there, all long ones together have a slice now and then."""
    shared = Turns()
    done: list[float] = []

    def work() -> None:
        turn = shared.begin()
        end = time.thread_time() + 0.3
        while time.thread_time() < end:
            turn.check()
        done.append(time.monotonic())
        turn.end()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    while shared.long < 3:
        time.sleep(0.01)
    short = shared.begin()
    time.sleep(0.1)
    before = time.process_time()
    time.sleep(0.4)
    used = time.process_time() - before
    while_waiting = len(done)
    short.end()
    for thread in threads:
        thread.join()

    assert used < 0.3, "of 0.4 seconds on two processors"
    assert while_waiting < 3
    assert (0, 0, 0) == (shared.short, shared.long, shared.going_on)


def test_a_short_question_is_answered_beside_as_many_long_ones_as_may_be() -> None:
    """Though there are more of them than threads for short ones."""

    async def scenario() -> None:
        pool = AnswerPool(1, 9, 60, 30, Turns(3))
        long = [asyncio.create_task(pool.run(lambda: busy(0.5))) for _ in range(3)]
        await asyncio.sleep(0.3)
        started = time.monotonic()
        assert 7 == await pool.run(lambda: 7)
        assert time.monotonic() - started < 5
        assert not all(task.done() for task in long)
        await asyncio.gather(*long)
        pool.close()

    asyncio.run(scenario())


def test_too_many_long_questions_are_refused() -> None:
    """At once, where the most that may be long are."""

    async def scenario() -> None:
        pool = AnswerPool(2, 9, 60, 30, Turns(1))
        first = asyncio.create_task(pool.run(lambda: busy(2)))
        await asyncio.sleep(0.5)
        with pytest.raises(TooBusy):
            await pool.run(lambda: busy(2))
        await first
        pool.close()

    asyncio.run(scenario())


def test_work_that_nobody_waits_for_ends() -> None:
    """At its next look, whatever its budget."""
    ended: list[str] = []

    def work() -> None:
        try:
            busy(60)
        except TooSlow:
            ended.append("too slow")

    async def scenario() -> None:
        pool = AnswerPool(1, 0, 0.2)
        with pytest.raises(TooSlow):
            await pool.run(work)
        for _ in range(200):
            if ended:
                break
            await asyncio.sleep(0.05)
        pool.close()

    asyncio.run(scenario())
    assert ["too slow"] == ended


def test_the_budget_is_of_work_and_not_of_waiting() -> None:
    """A question that gives way to others is not refused for that."""

    async def scenario() -> None:
        pool = AnswerPool(1, 0, 60, 0.2)
        assert await pool.run(lambda: time.sleep(0.4) or busy(0.05)) > 0
        with pytest.raises(BudgetSpent):
            await pool.run(lambda: busy(1))
        pool.close()

    asyncio.run(scenario())


def test_a_long_work_that_waits_for_another_is_not_held_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that goes on may need what a waiting one holds; after a while all of them go on."""
    monkeypatch.setattr(turns, "_PATIENCE", 0.1)
    shared, lock = Turns(), threading.Lock()

    def become_long() -> turns.WorkTurn:
        turn = shared.begin()
        end = time.thread_time() + 0.2
        while time.thread_time() < end:
            turn.check()
        return turn

    def hold() -> None:
        with lock:
            become_long().end()

    first, second = become_long(), become_long()
    thread = threading.Thread(target=hold)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    assert lock.acquire(timeout=1)
    first.end()
    second.end()
