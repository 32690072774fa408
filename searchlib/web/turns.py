"""Turns: long work waits while short work is done, so that small questions are answered beside costly ones.

Python computes in one thread at a time. Work that has taken a while counts as long; it gives way at every
look at its budget as long as short work is there, but for a slice of time now and then.
"""

from __future__ import annotations

from threading import Condition
from time import monotonic, thread_time

from searchlib.web.problems import TooBusy, TooSlow

_SHORT = 0.04
"""Seconds of work after which it counts as long."""

_SLICE, _PAUSE = 0.005, 0.02
"""Seconds that one of all long works goes on while there are short ones, and that they wait then."""

_AT_A_TIME = 2
"""Long works that go on at a time where there are no short ones; more would only share the interpreter."""

_PATIENCE = 2.0
"""Seconds after which a long work goes on all the same: one before it may wait for what this one holds."""


class Turns:
    """What short and long works of a server know of each other; at most ``most`` may be long."""

    def __init__(self, most: int = 12) -> None:
        self.changed = Condition()
        self.most = most
        self.short = 0
        self.long = 0
        self.going_on = 0
        self.owner: Turn | None = None
        self.slice_end = 0.0

    def begin(self, is_long: bool = False) -> Turn:
        """Return the turn of a work that is about to be done; it must be ended."""
        turn = Turn(self, is_long)
        if not is_long:
            with self.changed:
                self.short += 1
        return turn


class Turn:
    """The turn of one work, in the thread that does it. :meth:`check` is to be called again and again."""

    def __init__(self, turns: Turns, is_long: bool) -> None:
        self._turns = turns
        self._is_stream = is_long
        self._is_long = is_long
        self._has_ended = False
        self._is_abandoned = False
        self._goes_on = False
        self._begun: float | None = None

    def check(self) -> None:
        """Give way to short work if this one is long.

        Raises TooBusy if too many are, TooSlow if nobody waits for this one any more.
        """
        if self._is_abandoned:
            raise TooSlow
        if not self._is_long:
            if self._begun is None:
                self._begun = thread_time()
            if thread_time() - self._begun < _SHORT:
                return
            self._become_long()
        if self._turns.short:
            self._give_way()

    def abandon(self) -> None:
        """Let the work end at its next look, since nobody waits for its result."""
        self._is_abandoned = True

    def end(self) -> None:
        """Tell the others that this work is done."""
        turns = self._turns
        with turns.changed:
            if self._has_ended:
                return
            self._has_ended = True
            if self._is_stream:
                return
            if self._is_long:
                turns.long -= 1
                turns.going_on -= self._goes_on
            else:
                turns.short -= 1
            turns.changed.notify_all()

    def _become_long(self) -> None:
        turns = self._turns
        with turns.changed:
            if turns.long >= turns.most:
                raise TooBusy
            self._is_long = True
            turns.short -= 1
            turns.long += 1
            turns.changed.notify_all()
            turns.changed.wait_for(lambda: turns.going_on < _AT_A_TIME, _PATIENCE)
            turns.going_on += 1
            self._goes_on = True

    def _give_way(self) -> None:
        """Wait until there is no short work, or this one has the slice."""
        turns = self._turns
        if turns.owner is self and monotonic() < turns.slice_end:
            return
        with turns.changed:
            while turns.short and (left := turns.slice_end + _PAUSE - monotonic()) > 0:
                turns.changed.wait(left)
            turns.owner, turns.slice_end = self, monotonic() + _SLICE
