"""Being told to end (SIGTERM, a closed terminal): what was begun is put away, as after Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from searchlib.cli.streams import complain

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
    numbers = []
    if threading.current_thread() is threading.main_thread():
        numbers = [number for number in _numbers() if signal.getsignal(number) is signal.SIG_DFL]
    with _handled(numbers, _stop):
        yield


@contextmanager
def stopped_at_once() -> Iterator[None]:
    """Within the block, those signals and Ctrl-C end the process without putting anything away.

    For a program with nothing to put away, one of whose threads waits for input and would wait for ever.
    """
    with _handled([signal.SIGINT, *_numbers()], _end):
        yield


@contextmanager
def _handled(numbers: list[int], handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, handler_before)


def _numbers() -> list[int]:
    """The numbers that the signals have here; not every system has each."""
    return [number for name in _SIGNALS if (number := getattr(signal, name, None))]


def _end(number: int, _frame: FrameType | None) -> None:
    complain("stopped")
    os._exit(_KILLED + number)


def _stop(number: int, _frame: FrameType | None) -> None:
    _received.append(number)
    raise Stopped(number)
