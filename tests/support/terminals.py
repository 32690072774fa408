"""The program on a pseudo-terminal of a given size."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.program import plain_environment

ENDED = 60.0
"""Seconds after which a program that goes on is stopped."""


def on_terminal(
    *arguments: str,
    columns: int = 80,
    lines: int = 24,
    cwd: Path | None = None,
    send: Callable[[bytes], bytes] = lambda _: b"",
    **environment: str,
) -> tuple[int, str]:
    """Run the program with its output and input on a terminal; return its status and what it wrote.

    ``send`` gets what was written so far and returns what is typed then.
    """
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    running = subprocess.Popen(
        [sys.executable, "-m", "searchlib", *arguments],
        stdin=end,
        stdout=end,
        stderr=end,
        cwd=cwd,
        env=plain_environment() | {"TERM": "xterm"} | environment,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C is a signal
    )
    os.close(end)
    written, until = b"", time.monotonic() + ENDED
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if ready:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            written += part
        if not ready and (keys := send(written)):
            os.write(terminal, keys)
        if running.poll() is not None and not ready:
            break
    else:
        running.kill()
    os.close(terminal)
    return running.wait(), written.decode(errors="replace").replace("\r\n", "\n")
