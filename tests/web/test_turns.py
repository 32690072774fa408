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


def test_short_works_are_done_one_after_another_as_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    """Side by side, each would be done only when all are."""
    monkeypatch.setattr(turns, "_HELD", 60.0)  # however slow the machine is
    shared = Turns()
    begun: list[int] = []
    done: list[int] = []

    def work(number: int) -> None:
        turn = shared.begin()
        turn.start()
        begun.append(number)
        busy(0.01)
        done.append(number)
        turn.end()

    first = shared.begin()
    first.start()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(shared.line) < number + 2:
            time.sleep(0.001)
    assert not begun
    first.end()
    for thread in threads:
        thread.join()

    assert begun == done == [0, 1, 2, 3]
    assert not shared.line
    assert not shared.short


def test_a_short_work_that_does_not_go_on_holds_up_the_others_only_for_a_while() -> None:
    """It may wait for a disk; what comes after it is done meanwhile, and it ends as any other."""
    shared = Turns()
    stuck = shared.begin()
    stuck.start()
    next_one = shared.begin()
    started = time.monotonic()
    next_one.start()
    waited = time.monotonic() - started
    next_one.end()
    stuck.end()

    assert waited >= turns._HELD * 0.9
    assert not shared.line
    assert not shared.short


def test_a_work_that_turns_out_to_be_long_lets_the_short_ones_go_on() -> None:
    """It keeps its slot among the long ones and leaves the line of the short ones."""
    shared = Turns()
    long = shared.begin()
    long.start()
    end = time.thread_time() + 2 * turns._SHORT
    while time.thread_time() < end:
        long.check()
    assert shared.long == 1
    assert not shared.line
    long.end()
