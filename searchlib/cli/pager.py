"""The pager: what is longer than the screen of a terminal is read in ``less`` or what ``PAGER`` names."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from shutil import which

from searchlib.cli.manner import manner
from searchlib.render.columns import cells
from searchlib.settings import read_settings

_LESS = "FRX"
"""Options of ``less`` where LESS is not set, as git sets them: colours, and the screen stays as it was."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def pager_command() -> list[str]:
    """Return the pager to start; empty where nothing is to be paged.

    Only a terminal has one, and none that is dumb.
    """
    settings = read_settings()
    if sys.stdout is None or not sys.stdout.isatty() or settings.dumb:
        return []
    given = manner().pager
    wanted = settings.pager if given is None else given
    if wanted is None:
        wanted = "less" if which("less") else ""
    try:
        command = shlex.split(wanted)
    except ValueError:  # a quotation mark that is never closed
        return []
    return [] if command[:1] in ([], ["cat"]) or which(command[0]) is None else command


def beyond_screen(parts: Iterable[str], columns: int, lines: int) -> tuple[Iterator[str], bool]:
    """Return the same ``parts`` and whether they take more than the ``lines`` of a screen."""
    rest, seen, taken = iter(parts), [], 0
    for part in rest:
        seen.append(part)
        for line in part.split("\n")[: part.count("\n")]:
            taken += 1 + max(0, cells(_COLOUR.sub("", line)) - 1) // max(columns, 1)
        if taken >= lines > 0:
            return chain(seen, rest), True
    return iter(seen), False


def page(command: list[str], parts: Iterable[str]) -> None:
    """Write ``parts`` to a pager and wait until its reader ends it.

    Ending it early, also with Ctrl-C, is no error.
    """
    environment = {"LESS": _LESS, "LESSCHARSET": "utf-8", "LV": "-c"} | os.environ
    running = subprocess.Popen(
        command, stdin=subprocess.PIPE, env=environment, encoding="utf-8", errors="backslashreplace"
    )
    try:
        with suppress(BrokenPipeError, KeyboardInterrupt):
            for part in parts:
                if running.stdin is not None:
                    running.stdin.write(part)
    finally:
        with suppress(BrokenPipeError, KeyboardInterrupt):
            if running.stdin is not None:
                running.stdin.close()
        while running.poll() is None:
            with suppress(KeyboardInterrupt):
                running.wait()
