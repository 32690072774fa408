"""Help: click's pages of it in the language of the reader, laid out by the cells that characters take.

Texts are translated where they are written, so that commands and options say theirs in English only, click's
own among them. Examples stay as they can be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from searchlib.cli.manner import manner
from searchlib.render.columns import cells, filled, pad
from searchlib.render.messages import explained

_METAVAR = re.compile(r"(?<![\w-])[A-Z]{2,}(?: RANGE)?(?![\w-])")
_NOTED = re.compile(r"(?P<help>.*?)(?:  \[(?P<notes>[^\[\]]+)\])?", re.DOTALL)
_DEFAULT = "default: "
_VERBATIM = "\b"
"""The first line of a paragraph whose lines stay as they are; click's mark."""


class HelpPage(click.HelpFormatter):
    """A page of help in the language of the program."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the program is called."""
        before = f"{explain('Usage: ') if prefix is None else prefix}{prog} "
        first, *rest = filled(named(args), self.width - cells(before))
        self.write(f"{before}{first}\n")
        for line in rest:
            self.write(f"{' ' * cells(before)}{line}\n")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{' ' * self.current_indent}{explain(f'{heading}:')}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, with a blank line between them."""
        paragraphs = (self._paragraph(each) for each in re.split(r"\n\s*\n", text.strip("\n")))
        indent = " " * self.current_indent
        self.write("\n".join("".join(f"{indent}{line}\n" for line in lines) for lines in paragraphs))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of two columns: what can be typed, and what it means."""
        written = [(named(first), _meaning(second)) for first, second in rows]
        column = min(max(cells(first) for first, _ in written), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, meaning in written:
            lines = filled(meaning, max(self.width - len(indent) - column, 10)) if meaning else []
            if cells(first) > column - col_spacing or not lines:
                lines = ["", *lines]
            head, *rest = lines
            self.write(f"{indent}{pad(first, column)}{head}".rstrip() + "\n")
            for line in rest:
                self.write(f"{indent}{' ' * column}{line}\n")

    def _paragraph(self, text: str) -> list[str]:
        lines = text.splitlines()
        if lines[0].strip() == _VERBATIM:
            return [explain(line) for line in lines[1:]]
        return filled(explain(" ".join(text.split())), self.width - self.current_indent)


def explain(text: str) -> str:
    """Return a text of the help in the language of the program."""
    return explained(text, manner().language)


def named(text: str) -> str:
    """Return the names of values, written in capitals, in the language of the program.

    >>> named("--limit N"), named("[OPTIONS] QUERY...")
    ('--limit N', '[OPTIONS] QUERY...')
    """
    return _METAVAR.sub(lambda found: explain(found[0]), text)


def _meaning(text: str) -> str:
    """Return the help of an option, with what click notes behind it: the default and the range."""
    found = _NOTED.fullmatch(text)
    if found is None or not found["notes"]:
        return explain(text)
    notes = (
        explain("default: {value}").format(value=each.removeprefix(_DEFAULT))
        if each.startswith(_DEFAULT)
        else explain(each)
        for each in found["notes"].split("; ")
    )
    return f"{explain(found['help'])}  [{explain('; ').join(notes)}]"
