"""Being told to end (SIGTERM, a closed terminal): what was begun is put away, as after Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = ("SIGTERM", "SIGHUP")
_KILLED = 128
"""What shells add to a signal's number to make a status of it."""


class Stopped(BaseException):
    """A signal asked the program to end; ``status`` is what a shell gives for it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = _KILLED + number


_received: list[int] = []
"""The signals that asked the program to end."""


def interrupted_status() -> int:
    """What a shell gives after KeyboardInterrupt, which some libraries make of any signal that stops them."""
    return _KILLED + (_received[-1] if _received else int(signal.SIGINT))


@contextmanager
def stoppable() -> Iterator[None]:
    """Within the block, signals that would kill the process at once raise :class:`Stopped` instead.

    A signal that somebody already ignores (``nohup``) or listens to stays as it is.
    """
    _received.clear()
    changed = []
    if threading.current_thread() is threading.main_thread():
        numbers = (getattr(signal, name, None) for name in _SIGNALS)
        changed = [number for number in numbers if number and signal.getsignal(number) is signal.SIG_DFL]
    for number in changed:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def _stop(number: int, _frame: FrameType | None) -> None:
    _received.append(number)
    raise Stopped(number)
