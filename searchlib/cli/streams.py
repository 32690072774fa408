"""Standard output and error: UTF-8 always, colour on terminals only, no noise when nobody reads."""

from __future__ import annotations

import io
import os
import select
import sys
from collections.abc import Iterable
from typing import TextIO

from searchlib.render.terminal import Look, on_one_line
from searchlib.settings import read_settings

_PROGRAM = "searchlib"
_LONGEST = 6000
"""Characters of a message; what an argument of any length has to say is said by its two ends."""


class OutputClosed(Exception):
    """Nobody reads standard output any more (``searchlib search x | head -1``); not an error."""


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says (GBK consoles, ``LC_ALL=C``), with line feeds as they are.

    File names that are no text hold lone surrogates; those are written as ``\\udc..`` escapes.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def write(parts: Iterable[str]) -> None:
    """Write to standard output as it stands.

    Raises :class:`OutputClosed` when the reader has gone, ``OSError`` when the output cannot be written.
    """
    if sys.stdout is None:
        raise OSError("there is no standard output to write to")
    try:
        for part in parts:
            sys.stdout.write(part)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise OutputClosed from error


def write_lines(lines: Iterable[str]) -> None:
    """Write lines without their ends to standard output; raises like :func:`write`."""
    write(f"{line}\n" for line in lines)


def complain(message: str) -> None:
    """One line on standard error, beginning with the program's name."""
    if sys.stderr is None:
        return
    half = _LONGEST // 2
    short = message if len(message) <= _LONGEST else f"{message[:half]} … {message[-half:]}"
    try:
        sys.stderr.write(f"{_PROGRAM}: {on_one_line(short)}\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def has_reader(stream: TextIO | None) -> bool:
    """Whether somebody may still read ``stream``; where the system cannot tell (Windows), yes."""
    if stream is None or not hasattr(select, "poll"):
        return True
    try:
        poll = select.poll()
        poll.register(stream.fileno(), 0)
    except (OSError, ValueError):  # a stream in memory
        return True
    return not any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))


def silence(stream: TextIO | None) -> None:
    """Send the rest of ``stream`` nowhere, so that the interpreter does not complain about it at exit."""
    try:
        target = -1 if stream is None else stream.fileno()
    except (OSError, ValueError):  # a stream in memory, or one that is closed already
        return
    if target >= 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, target)
        os.close(nowhere)


def look_of(stream: TextIO | None) -> Look:
    """How text on ``stream`` looks: what the settings say, otherwise coloured on a terminal."""
    wanted = read_settings().colour
    if stream is None or not stream.isatty():
        return Look(colour=bool(wanted))
    return Look(colour=wanted is not False, columns=os.get_terminal_size(stream.fileno()).columns or None)
