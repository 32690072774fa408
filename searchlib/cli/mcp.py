"""``searchlib mcp``: the index as tools for programs that speak the Model Context Protocol."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from searchlib.cli.options import FOUND, index_option
from searchlib.cli.streams import complain
from searchlib.errors import MissingExtra

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_KILLED = 128


@click.command("mcp")
@index_option
def command(index: Path) -> int:
    """Tools for language models.

    Over standard input and output, to a program that speaks the Model Context Protocol; on a terminal there
    is nothing to read. The tools search, mentions, show and list only read; every answer has citations. When
    the index is built again, the new one answers from then on. Needs the extra: pip install 'searchlib[mcp]'.

    \b
    Examples:
      searchlib mcp
      searchlib mcp --index statements.index
    """
    try:
        from searchlib.mcp import server
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"the tools need {error.name}; install them with: pip install 'searchlib[mcp]'"
        ) from error
    from searchlib.serving import Serving

    serving = Serving(index)
    with _stopped_at_once():
        server.serve(serving)
    return FOUND


@contextmanager
def _stopped_at_once() -> Iterator[None]:
    numbers = [number for name in _SIGNALS if (number := getattr(signal, name, None))]
    before = {number: signal.signal(number, _stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    """End at once: there is nothing to put away, and the thread that waits for input would wait for ever."""
    complain("stopped")
    os._exit(_KILLED + number)
