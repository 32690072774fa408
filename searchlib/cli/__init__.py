"""The command line: finds a command, runs it, and turns every outcome into an exit status.

A command's module is loaded when the command is used, so that ``searchlib --help`` and searches start fast.
Exit statuses: 0 found or ok, 1 nothing found or some file unreadable, 2 an error, 128 and more stopped by a
signal (130 by Ctrl-C).
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import click
from click.shell_completion import CompletionItem, shell_complete

from searchlib.cli.arguments import ASKED
from searchlib.cli.common import CommandContext, with_common_options
from searchlib.cli.manner import Manner, language_of, manner, speak, told
from searchlib.cli.stopping import Stopped, interrupted_status, stoppable
from searchlib.cli.streams import OutputClosed, complain, has_reader, silence, speak_utf8, write, write_lines
from searchlib.cli.usage import usage_message
from searchlib.errors import Audience, QueryError, SearchlibError, worded
from searchlib.settings import read_settings

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "index": ("build", "Build the index, or update it."),
        "watch": ("watch", "Follow a folder, and keep the index up to date."),
        "search": ("search", "Search clauses, exact matches first."),
        "mentions": ("mentions", "Every mention of a name or project."),
        "kwic": ("kwic", "A concordance of any query, and what is counted in it."),
        "dossier": ("dossier", "Everything that the texts say of a name."),
        "formula": ("formula", "The variants of a set phrase, and boilerplate."),
        "names": ("names", "Names of a project that nobody has listed."),
        "quote": ("quote", "Check quotations, character by character."),
        "statements": ("statements", "The statements that satisfy a query."),
        "compare": ("compare", "Two texts side by side, clause by clause."),
        "lineage": ("lineage", "How the wording moved through a series of texts."),
        "show": ("show", "Read a statement, or a clause with its neighbours."),
        "list": ("catalogue", "The documents in the index."),
        "stats": ("statistics", "What is in the index, counted."),
        "projects": ("projects", "The known projects and their names."),
        "save": ("save", "Save a query and report when its answer changes."),
        "check": ("check", "Check that the index is whole, file by file."),
        "serve": ("serve", "The page to search and read in, and the JSON API."),
        "mcp": ("mcp", "Tools for language models."),
        "coverage": ("coverage", "Account for every character of every file."),
        "verify": ("verify", "Compare the index with a plain scan of the corpus."),
        "demo": ("demo", "The program at work on the texts that come with it."),
        "config": ("config", "The settings that hold, and where each is from."),
    }
)
"""Each command with its module and the first sentence of its help."""

_SUMMARY = "Complete, citable search in Chinese official texts."
_EXAMPLES = """\
  searchlib index corpus
  searchlib search 两洋铁路 可行性
  searchlib mentions 两洋铁路"""

COMPLETE = "_SEARCHLIB_COMPLETE"
"""The variable of the environment by which a shell asks, see ``click.shell_completion``."""

GIVEN_INDEX = "searchlib.index"
"""The key under which click's context holds the folder of ``--index``."""

_ADVICE = MappingProxyType(
    {
        errno.ENOSPC: "free some space and run the command again",
        errno.EFBIG: "allow larger files (`ulimit -f`) or choose another disk",
        errno.EMFILE: "allow more open files (`ulimit -n`)",
        errno.EACCES: "check who may read and write there",
        errno.EPERM: "choose a folder that can be written to",
        errno.EROFS: "choose a folder that can be written to",
        errno.ENOENT: "check the path",
        errno.ENOTDIR: "check the path",
        errno.ENAMETOOLONG: "choose a shorter name",
    }
)


class _Commands(click.Group):
    """The group of :data:`COMMANDS`; its help loads none of their modules. click passes ``ctx``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, loading its module; None if there is no such command.

        ``searchlib help`` is ``searchlib --help``.
        """
        if cmd_name == "help":
            return _help
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"searchlib.cli.{COMMANDS[cmd_name][0]}").command
        return with_common_options(command, tuple(COMMANDS)) if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of ``args``; of one that is not known the nearest ones are named."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that begin so, without loading any command."""
        named = [(name, told(summary)) for name, (_, summary) in COMMANDS.items()]
        found = [CompletionItem(name, help=what) for name, what in named if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write names and summaries without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write what the program is, and examples."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(f"{_SUMMARY}\n\n\b\nExamples:\n{_EXAMPLES}")


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"max_content_width": 110},
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _option, value: _show_version(context) if value else None,
    help="Show the version, also of what matters for an index, and exit.",
)
@click.pass_context
def group(context: click.Context) -> None:
    """Complete, citable search in Chinese official texts."""
    if context.invoked_subcommand is None:
        write((context.get_help(), "\n"))


@click.command("help")
@click.argument("name", required=False)
@click.pass_context
def _help(context: click.Context, name: str | None) -> None:
    """Show the help of a command, or of all."""
    parent = context.find_root()
    _, command, _ = group.resolve_command(parent, [name]) if name else (None, group, [])
    if command is not None:
        shown = parent if command is group else CommandContext(command, parent, name)
        write((command.get_help(shown), "\n"))


with_common_options(group, tuple(COMMANDS))
_help.context_class = CommandContext


def _show_version(context: click.Context) -> None:
    from searchlib.cli.version import version_lines  # loaded late: it asks the library

    write_lines(version_lines())
    context.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, by default with the arguments of the process; return the exit status.

    With ``_SEARCHLIB_COMPLETE`` set it is the shell that asks, for the rest of a word or for its script.
    """
    speak_utf8()
    speak(Manner(language=language_of(read_settings().locale)))
    try:
        if asked := os.environ.get(COMPLETE):
            return shell_complete(group, {}, "searchlib", COMPLETE, asked)
        with stoppable():
            return _run(sys.argv[1:] if arguments is None else list(arguments))
    except Stopped as stopped:
        complain(told("stopped"))
        return stopped.status
    except OutputClosed:
        silence(sys.stdout)
        return 0
    except (KeyboardInterrupt, click.Abort):
        complain(told("stopped"))
        return interrupted_status()
    except click.ClickException as error:
        complain(usage_message(error))
        return error.exit_code
    except OSError as error:
        return _failed_output(error)
    except MemoryError:
        complain(told("there is not enough memory for this"))
    except Exception as error:
        complain(_fault(error))
    return 2


def _run(arguments: list[str]) -> int:
    for place, argument in enumerate(arguments, start=1):
        _check_argument(place, argument)
    meta: dict[str, object] = {}
    try:
        with group.make_context("searchlib", arguments) as context:
            meta = context.meta
            status = group.invoke(context)
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    except SearchlibError as error:
        _explain(error, meta)
        return 2
    write(())
    return status if isinstance(status, int) else 0


def _explain(error: SearchlibError, meta: Mapping[str, object]) -> None:
    """Write the message of an error, and point at its place in the query."""
    index, asked = meta.get(GIVEN_INDEX), meta.get(ASKED)
    message = worded(error, manner().language, Audience.COMMAND, index if isinstance(index, Path) else None)
    pointed: tuple[str, ...] = ()
    if (
        isinstance(error, QueryError)
        and error.column is not None
        and isinstance(asked, str)
        and asked.strip()
    ):
        from searchlib.render.caret import caret_lines

        pointed = caret_lines(asked, error.column)
    complain(message, pointed)


def _check_argument(place: int, argument: str) -> None:
    """Refuse arguments that are not valid text: bytes in another encoding arrive as lone surrogates."""
    if "\x00" in argument:
        message = told(
            "argument {place} holds a NUL character: {argument}", place=place, argument=repr(argument)
        )
        raise click.UsageError(message)
    if not any(0xD800 <= ord(character) < 0xE000 for character in argument):
        return
    encoding = sys.getfilesystemencoding()
    advice = (
        ""
        if encoding == "utf-8"
        else told(" ({encoding}; to be asked in UTF-8, set PYTHONUTF8=1)", encoding=encoding)
    )
    message = told(
        "argument {place} is not text in the terminal's encoding{advice}: {argument}",
        place=place,
        advice=advice,
        argument=repr(argument),
    )
    raise click.UsageError(message)


def _failed_output(error: OSError) -> int:
    if isinstance(error, BrokenPipeError) and not has_reader(sys.stdout):
        silence(sys.stdout)
        return 0
    where = f"{error.filename}: " if error.filename is not None else ""
    advice = _ADVICE.get(error.errno or 0)
    complain(f"{where}{error.strerror or error}{told('; ') + told(advice) if advice else ''}")
    if error.filename is None:
        silence(sys.stdout)
    return 2


def _fault(error: Exception) -> str:
    """Return an internal error in one line, with the place in the code."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"
    return told("internal error, please report it: {error}", error=where)
