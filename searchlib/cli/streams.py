"""Standard output and error: always UTF-8, colour and a pager on terminals only, no error when the reader
closes the pipe."""

from __future__ import annotations

import io
import os
import select
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from searchlib.cli.manner import manner
from searchlib.settings import read_settings

if TYPE_CHECKING:
    from searchlib.render.terminal import Look

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

    On a terminal, what is longer than the screen goes through the pager. Raises :class:`OutputClosed` if the
    reader has closed the pipe, ``OSError`` if the output cannot be written.
    """
    if sys.stdout is None:
        raise OSError("there is no standard output to write to")
    if sys.stdout.isatty():
        # Imported late: most output is read by programs.
        from searchlib.cli.pager import beyond_screen, page, pager_command

        size = screen_of(sys.stdout)
        if size is not None and (command := pager_command()):
            parts, is_long = beyond_screen(parts, *size)
            if is_long:
                page(command, parts)
                return
    try:
        for part in parts:
            sys.stdout.write(part)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise OutputClosed from error


def write_lines(lines: Iterable[str]) -> None:
    """Write lines, without line ends of their own, to standard output; raises like :func:`write`."""
    write(f"{line}\n" for line in lines)


def write_bytes(content: bytes) -> None:
    """Write a file to standard output; raises like :func:`write`."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        raise OSError("there is no standard output to write to")
    try:
        buffer.write(content)
        buffer.flush()
    except BrokenPipeError as error:
        raise OutputClosed from error


def note(message: str) -> None:
    """Write a line that is no error on standard error, unless the program is to be quiet."""
    if not manner().quiet:
        complain(message)


def complain(message: str, below: Iterable[str] = ()) -> None:
    """Write one line on standard error, preceded by the program's name, then the lines ``below`` it."""
    from searchlib.render.terminal import on_one_line  # loaded late: help needs none of it

    if sys.stderr is None:
        return
    half = _LONGEST // 2
    short = message if len(message) <= _LONGEST else f"{message[:half]} … {message[-half:]}"
    try:
        sys.stderr.write(f"{_PROGRAM}: {on_one_line(short)}\n")
        sys.stderr.writelines(f"{line}\n" for line in below)
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
    """Return the look of text on ``stream``: colour as the options or the settings say, otherwise on a
    terminal; language and notes as the options say."""
    from searchlib.render.terminal import Look

    how = manner()
    wanted = read_settings().colour if how.colour is None else how.colour
    look = Look(language=how.language, notes=not how.quiet)
    if stream is None or not stream.isatty():
        return replace(look, colour=bool(wanted))
    size = screen_of(stream)
    return replace(look, colour=wanted is not False, columns=None if size is None else size.columns or None)


def screen_of(stream: TextIO) -> os.terminal_size | None:
    """Return the columns and lines of a terminal, None if it does not say."""
    try:
        return os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return None
