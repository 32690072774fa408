"""Signal handling: SIGTERM and SIGHUP clean up as Ctrl-C does."""

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
"""Shells add this to a signal's number to form an exit status."""


class Stopped(BaseException):
    """A signal asked the program to end; ``status`` is the exit status that shells use for it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = _KILLED + number


_received: list[int] = []
"""The signals that asked the program to end."""


def interrupted_status() -> int:
    """Return the exit status after KeyboardInterrupt, which some libraries raise for any signal."""
    return _KILLED + (_received[-1] if _received else int(signal.SIGINT))


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise :class:`Stopped` within the block on signals that would otherwise kill the process at once.

    A signal that is already ignored (``nohup``) or handled is left as it is.
    """
    _received.clear()
    numbers = []
    if threading.current_thread() is threading.main_thread():
        numbers = [number for number in _numbers() if signal.getsignal(number) is signal.SIG_DFL]
    with _handled(numbers, _stop):
        yield


@contextmanager
def stopped_at_once() -> Iterator[None]:
    """End the process within the block at once, without cleaning up, on those signals and on Ctrl-C.

    For a program with nothing to clean up, one of whose threads would wait for input for ever.
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
    """Return the numbers of the signals; no system has all of them."""
    return [number for name in _SIGNALS if (number := getattr(signal, name, None))]


def _end(number: int, _frame: FrameType | None) -> None:
    complain("stopped")
    os._exit(_KILLED + number)


def _stop(number: int, _frame: FrameType | None) -> None:
    _received.append(number)
    raise Stopped(number)
