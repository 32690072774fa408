"""Writing pictures: the suffix of the file says whether it is an SVG or a PNG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from searchlib.cli.manner import told
from searchlib.cli.options import Command
from searchlib.render.png import png


def picture_option(text: str) -> Callable[[Command], Command]:
    """``--picture FILE``."""
    return click.option(
        "--picture", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=text
    )


def write_picture(path: Path, drawing: str) -> None:
    """Write an SVG drawing to ``path``, as a PNG if that is its suffix; raises MissingExtra."""
    suffix = path.suffix.lower()
    if suffix not in (".svg", ".png"):
        raise click.UsageError(told("The name of a picture ends with .svg or .png: {name}.", name=path.name))
    path.write_bytes(png(drawing) if suffix == ".png" else drawing.encode("utf-8"))
