"""Forked child processes, which may end at any moment."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self


@dataclass(slots=True)
class Child:
    """A child process and the read end of a pipe, on which it reports its progress line by line."""

    number: int
    pipe: int

    @classmethod
    def start(cls, work: Callable[[Callable[[str], None]], None]) -> Self:
        """Start ``work``, which receives the function that reports to the parent. Its exit status is 0, or
        70 after an exception."""
        sys.stdout.flush()
        sys.stderr.flush()
        reading, writing = os.pipe()
        number = os.fork()
        if number:
            os.close(writing)
            return cls(number, reading)
        status = 70
        try:
            os.close(reading)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            work(lambda line: _tell(writing, line))
            status = 0
        except BaseException:
            _tell(writing, f"! {traceback.format_exc().strip().splitlines()[-1]}")
        finally:
            os._exit(status)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal; a process that has already ended is ignored."""
        try:
            os.kill(self.number, number)
        except ProcessLookupError:
            return

    def finish(self) -> tuple[int, list[str]]:
        """Wait for the process to end; return its exit status (negative: the signal) and the reported
        lines."""
        reported = b""
        while piece := os.read(self.pipe, 1 << 16):
            reported += piece
        os.close(self.pipe)
        _, status = os.waitpid(self.number, 0)
        return os.waitstatus_to_exitcode(status), reported.decode(errors="replace").splitlines()


_write = os.write  # the function before it was replaced


def _tell(pipe: int, line: str) -> None:
    _write(pipe, f"{line}\n".encode(errors="replace"))
