"""``searchlib demo``: the program at work on the texts that come with it."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click

import searchlib
from searchlib.cli.manner import told
from searchlib.cli.options import FOUND, Folder
from searchlib.cli.progress import progress_bar
from searchlib.cli.streams import complain, look_of, write_lines
from searchlib.errors import CorpusMissing
from searchlib.render.reports import build_lines

_COMMANDS = (("mentions", "两洋铁路"), ("search", "两洋铁路 可行性", "--limit", "3"))
"""What is shown: the same as `make demo`."""


@click.command("demo")
@click.option(
    "--keep", type=Folder(), metavar="DIR", help="Keep the index in DIR, to ask it more (default: a moment)."
)
def command(keep: Path | None) -> int:
    """The program at work on the texts that come with it.

    Builds the index of a few Chinese joint statements, laws and news pages, some shortened, and shows every
    mention of a railway and a search. Nothing is left behind, except for an index that --keep asks for.

    \b
    Examples:
      searchlib demo
      searchlib demo --keep demo.index
    """
    corpus = demo_corpus()
    if corpus is None:
        raise CorpusMissing("corpus.no-demo")
    with ExitStack() as stack:
        index = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="searchlib-")))
        with progress_bar() as progress:
            report = searchlib.build(corpus, index, progress=progress)
        for skipped in report.skipped:
            complain(told("skipped {file}: {reason}", file=skipped.file, reason=skipped.reason))
        lines = build_lines(report, look_of(sys.stdout))
        write_lines([*lines, ""] if lines else [])
        for arguments in _COMMANDS:
            typed = " ".join(shlex.quote(each) if " " in each else each for each in arguments)
            write_lines((f"$ searchlib {typed}",))
            _run(arguments, index)
            write_lines(("",))
    if keep is not None:
        write_lines(_further(keep))
    return FOUND


def demo_corpus() -> Path | None:
    """Return the folder of the demo corpus: in the package where it is installed, beside it in a checkout."""
    package = Path(searchlib.__file__).parent
    folders = (package / "demo_corpus", package.parent / "corpus")
    return next((folder for folder in folders if (folder / "projects.toml").is_file()), None)


def _run(arguments: tuple[str, ...], index: Path) -> None:
    name, *rest = arguments
    parent = click.get_current_context().find_root()
    group = parent.command
    assert isinstance(group, click.Group)
    command = group.get_command(parent, name)
    assert command is not None
    with command.make_context(name, [*rest, "--index", str(index), "--no-pager"], parent) as context:
        command.invoke(context)


def _further(index: Path) -> Iterator[str]:
    yield told("The index is in {folder}:", folder=index)
    yield f"  searchlib search 钱凯港 --index {shlex.quote(str(index))}"
    yield f"  searchlib serve --index {shlex.quote(str(index))}"
