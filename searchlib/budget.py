"""The budget of an answer: how long it may be worked on before it is refused.

A budget is a value that a server makes for each request and puts around the work; every loop that can be
long looks at it. The command line and programs have none unless they ask for one. An answer whose budget is
spent is refused as a whole, so that a part is never taken for the answer::

    with limited_by(Budget(5.0)):
        library.search(query)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from time import monotonic
from typing import TypeVar

from searchlib.errors import BudgetSpent

Item = TypeVar("Item")

_EVERY = 256
"""Items of a loop between two looks at the clock."""


class Budget:
    """``seconds`` from now on, by ``clock``; without seconds there is no limit.

    ``looked`` is called at every look: it may wait, for others to be served first, or raise. A look within
    ``pause`` seconds of the one before is left out: a clock of processor time costs more than short work does
    between two looks.
    """

    __slots__ = ("_clock", "_end", "_looked", "_next", "_pause", "_seconds")

    def __init__(
        self,
        seconds: float | None = None,
        clock: Callable[[], float] = monotonic,
        looked: Callable[[], None] | None = None,
        pause: float = 0.0,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._looked = looked
        self._end = None if seconds is None else clock() + seconds
        self._pause, self._next = pause, 0.0

    def check(self) -> None:
        """Raise BudgetSpent if the time is over."""
        if self._pause:
            if (now := monotonic()) < self._next:
                return
            self._next = now + self._pause
        if self._looked is not None:
            self._looked()
        if self._end is not None and self._clock() >= self._end:
            raise BudgetSpent("answer.budget-spent", seconds=f"{self._seconds:g}")


_UNLIMITED = Budget()
_CURRENT: ContextVar[Budget] = ContextVar("budget", default=_UNLIMITED)
"""The budget of the work that is being done in this context."""


@contextmanager
def limited_by(budget: Budget) -> Iterator[None]:
    """Do the work of the block within ``budget``; rows read later need a block of their own."""
    token = _CURRENT.set(budget)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def check_budget() -> None:
    """Raise BudgetSpent if the budget of the current work is spent."""
    _CURRENT.get().check()


def checked(items: Iterable[Item]) -> Iterator[Item]:
    """Yield ``items``, looking at the budget of the current work every now and then.

    >>> list(checked("abc"))
    ['a', 'b', 'c']
    """
    rest = iter(items)
    while batch := list(islice(rest, _EVERY)):
        check_budget()
        yield from batch
