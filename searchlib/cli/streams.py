"""Standard output and error: always UTF-8, colour on terminals only, no error when the reader closes the
pipe."""

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
"""The most characters of a message; a longer one keeps its beginning and its end."""


class OutputClosed(Exception):
    """The reader of standard output has closed it (``searchlib search x | head -1``); not an error."""


def speak_utf8() -> None:
    """Write UTF-8 in any locale (GBK consoles, ``LC_ALL=C``), with line feeds untranslated.

    Lone surrogates, which come from file names that are not UTF-8, are written as ``\\udc..`` escapes.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def write(parts: Iterable[str]) -> None:
    """Write ``parts`` to standard output unchanged.

    Raises :class:`OutputClosed` if the reader has closed the pipe, ``OSError`` if the output cannot be
    written.
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
    """Write lines, without line ends of their own, to standard output; raises like :func:`write`."""
    write(f"{line}\n" for line in lines)


def complain(message: str) -> None:
    """Write one line on standard error, preceded by the program's name."""
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
    """Return whether ``stream`` may still have a reader; True where the system cannot tell (Windows)."""
    if stream is None or not hasattr(select, "poll"):
        return True
    try:
        poll = select.poll()
        poll.register(stream.fileno(), 0)
    except (OSError, ValueError):  # a stream in memory
        return True
    return not any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))


def silence(stream: TextIO | None) -> None:
    """Redirect the rest of ``stream`` to nowhere, so that the interpreter does not report it at exit."""
    try:
        target = -1 if stream is None else stream.fileno()
    except (OSError, ValueError):  # a stream in memory, or a closed one
        return
    if target >= 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, target)
        os.close(nowhere)


def look_of(stream: TextIO | None) -> Look:
    """Return the look of text on ``stream``: that of the settings, otherwise colour on a terminal."""
    wanted = read_settings().colour
    if stream is None or not stream.isatty():
        return Look(colour=bool(wanted))
    return Look(colour=wanted is not False, columns=os.get_terminal_size(stream.fileno()).columns or None)
