"""Turns: long work waits while short work is done, so that small questions are answered beside costly ones.

Python computes in one thread at a time. Short works are done one after another, as they came: side by side
each would take as long as all of them together. Work that has taken a while counts as long; at its looks at
the budget it gives way as long as short work is there, but for a slice of time now and then, and one long
work at a time goes on, for a while, before the next one does.
"""

from __future__ import annotations

from collections import deque
from threading import Condition
from time import monotonic, thread_time

from searchlib.web.problems import TooBusy, TooSlow

_SHORT = 0.05
"""Seconds of work after which it counts as long."""

_SLICE, _PAUSE = 0.01, 0.02
"""Seconds that a long work goes on while there are short ones, and that it waits then."""

_WHILE = 0.1
"""Seconds that a long work goes on while others wait."""

_HELD = 0.05
"""Seconds that a short work goes first: it may wait for something itself, for a disk or for a thread."""

_PATIENCE = 2.0
"""Seconds after which a long work goes on all the same: one before it may wait for what this one holds."""


class Turns:
    """What short and long works of a server know of each other; at most ``most`` answers may be long."""

    def __init__(self, most: int = 12) -> None:
        self.changed = Condition()
        self.most = most
        self.short = 0
        self.long = 0
        self.going_on = 0
        self.ended = 0
        """Long works that have ended so far."""
        self.waiting: deque[WorkTurn] = deque()
        self.line: deque[WorkTurn] = deque()
        """Short works that have started and not ended; the first is done."""
        self.since = 0.0
        """The moment from which the first of the line is done."""

    def begin(self, for_file: bool = False) -> WorkTurn:
        """Return the turn of a work that is about to be done; it must be ended. One for a file is long."""
        if not for_file:
            with self.changed:
                self.short += 1
        return WorkTurn(self, for_file)

    def next_of(self, work: WorkTurn) -> None:
        """Let the line go on without ``work``; whoever calls this has ``changed``."""
        if work in self.line:
            self.since = monotonic() if self.line[0] is work else self.since
            self.line.remove(work)
            self.changed.notify_all()


class WorkTurn:
    """The turn of one work, in the thread that does it. :meth:`check` is to be called again and again."""

    def __init__(self, turns: Turns, for_file: bool) -> None:
        self._turns = turns
        self._for_file = for_file
        self._is_long = for_file
        self._is_abandoned = False
        self._goes_on = False
        self._begun: float | None = None
        self._until = 0.0
        self._slice_end = 0.0

    def start(self) -> None:
        """Wait until the short works that came before are done, or do not go on."""
        if self._for_file:
            return
        turns = self._turns
        with turns.changed:
            turns.line.append(self)
            if turns.line[0] is self:
                turns.since = monotonic()
            while self in turns.line and turns.line[0] is not self:
                if (left := turns.since + _HELD - monotonic()) > 0:
                    turns.changed.wait(left)
                else:
                    turns.next_of(turns.line[0])

    def check(self) -> None:
        """Give way to short work if this one is long, and to other long ones after a while.

        Raises TooBusy if too many are long, TooSlow if nobody waits for this one any more.
        """
        if self._is_abandoned:
            raise TooSlow
        if not self._is_long:
            if self._begun is None:
                self._begun = thread_time()
            if thread_time() - self._begun < _SHORT:
                return
            self._become_long()
        turns = self._turns
        if not self._goes_on or (turns.waiting and monotonic() >= self._until):
            self._take_turn()
        if turns.short and monotonic() >= self._slice_end:
            self._give_way()

    def abandon(self) -> None:
        """Let the work end at its next look, since nobody waits for its result."""
        self._is_abandoned = True

    def end(self) -> None:
        """Tell the others that this work is done."""
        turns = self._turns
        with turns.changed:
            turns.next_of(self)
            turns.going_on -= self._goes_on
            if self._is_long:
                turns.long -= not self._for_file
                turns.ended += 1
            else:
                turns.short -= 1
            turns.changed.notify_all()

    def _become_long(self) -> None:
        turns = self._turns
        with turns.changed:
            if turns.long >= turns.most:
                raise TooBusy
            self._is_long = True
            turns.next_of(self)
            turns.short -= 1
            turns.long += 1
            turns.changed.notify_all()

    def _take_turn(self) -> None:
        """Let those go on who wait, and wait until it is this one's turn again."""
        turns = self._turns
        with turns.changed:
            turns.going_on -= self._goes_on
            turns.waiting.append(self)
            turns.changed.notify_all()
            turns.changed.wait_for(lambda: not turns.going_on and turns.waiting[0] is self, _PATIENCE)
            turns.waiting.remove(self)
            turns.going_on += 1
            self._goes_on = True
        self._until = monotonic() + _WHILE

    def _give_way(self) -> None:
        """Wait until there is no short work, or for a while."""
        turns, end = self._turns, monotonic() + _PAUSE
        with turns.changed:
            while turns.short and (left := end - monotonic()) > 0:
                turns.changed.wait(left)
        self._slice_end = monotonic() + _SLICE
