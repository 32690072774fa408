"""Work done in processes of their own, which may end at any moment: forked, so that they begin at once."""

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
    """A process at work, and the end of a pipe through which it tells what it has done, line by line."""

    number: int
    pipe: int

    @classmethod
    def start(cls, work: Callable[[Callable[[str], None]], None]) -> Self:
        """Begin ``work``, which is given what it tells its parent with. It ends with status 0, or 70."""
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
        """Send a signal; a process that has ended already has ended."""
        try:
            os.kill(self.number, number)
        except ProcessLookupError:
            return

    def finish(self) -> tuple[int, list[str]]:
        """Wait for its end; gives its status (negative: the signal) and the lines that it told."""
        told = b""
        while piece := os.read(self.pipe, 1 << 16):
            told += piece
        os.close(self.pipe)
        _, status = os.waitpid(self.number, 0)
        return os.waitstatus_to_exitcode(status), told.decode(errors="replace").splitlines()


_write = os.write  # as it was before anything took its place


def _tell(pipe: int, line: str) -> None:
    _write(pipe, f"{line}\n".encode(errors="replace"))
