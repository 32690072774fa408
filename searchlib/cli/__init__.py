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
from types import MappingProxyType

import click
from click.shell_completion import shell_complete

from searchlib.cli.stopping import Stopped, interrupted_status, stoppable
from searchlib.cli.streams import OutputClosed, complain, has_reader, silence, speak_utf8, write
from searchlib.errors import Audience, SearchlibError, worded

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
    }
)
"""Each command with its module and the first sentence of its help."""

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
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of ``args``; of one that is not known the nearest ones are named."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write names and summaries without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"max_content_width": 110, "help_option_names": ["-h", "--help"]},
)
@click.version_option(None, "-V", "--version", package_name="searchlib", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    """Complete, citable search in Chinese official texts.

    \b
    Examples:
      searchlib index corpus
      searchlib search 两洋铁路 可行性
      searchlib mentions 两洋铁路
    """
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
        shown = parent if command is group else click.Context(command, parent, name)
        write((command.get_help(shown), "\n"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, by default with the arguments of the process; return the exit status.

    With ``_SEARCHLIB_COMPLETE`` set it is the shell that asks, for the rest of a word or for its script.
    """
    speak_utf8()
    try:
        if asked := os.environ.get(COMPLETE):
            return shell_complete(group, {}, "searchlib", COMPLETE, asked)
        with stoppable():
            return _run(sys.argv[1:] if arguments is None else list(arguments))
    except Stopped as stopped:
        complain("stopped")
        return stopped.status
    except OutputClosed:
        silence(sys.stdout)
        return 0
    except (KeyboardInterrupt, click.Abort):
        complain("stopped")
        return interrupted_status()
    except click.ClickException as error:
        complain(_usage(error))
        return error.exit_code
    except OSError as error:
        return _failed_output(error)
    except MemoryError:
        complain("there is not enough memory for this")
    except Exception as error:
        complain(_fault(error))
    return 2


def _run(arguments: list[str]) -> int:
    for place, argument in enumerate(arguments, start=1):
        _check_argument(place, argument)
    try:
        with group.make_context("searchlib", arguments) as context:
            try:
                status = group.invoke(context)
            except SearchlibError as error:
                complain(worded(error, audience=Audience.COMMAND, index=context.meta.get(GIVEN_INDEX)))
                return 2
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    write(())
    return status if isinstance(status, int) else 0


def _check_argument(place: int, argument: str) -> None:
    """Refuse arguments that are not valid text: bytes in another encoding arrive as lone surrogates."""
    if "\x00" in argument:
        raise click.UsageError(f"argument {place} holds a NUL character: {argument!r}")
    if not any(0xD800 <= ord(character) < 0xE000 for character in argument):
        return
    encoding = sys.getfilesystemencoding()
    advice = "" if encoding == "utf-8" else f" ({encoding}; to be asked in UTF-8, set PYTHONUTF8=1)"
    raise click.UsageError(f"argument {place} is not text in the terminal's encoding{advice}: {argument!r}")


def _usage(error: click.ClickException) -> str:
    """Return click's message in one line, with a pointer to the help."""
    message = error.format_message()
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return message
    path = error.ctx.command_path
    if isinstance(error, click.NoSuchOption) and error.ctx.info_name in ("search", "mentions"):
        message += f" To search for something that begins with a hyphen, put -- before it: {path} -- -…"
    stop = "" if message.endswith((".", "?", "!", "…")) else "."
    return f"{message}{stop} See {path} --help"


def _failed_output(error: OSError) -> int:
    if isinstance(error, BrokenPipeError) and not has_reader(sys.stdout):
        silence(sys.stdout)
        return 0
    where = f"{error.filename}: " if error.filename is not None else ""
    advice = _ADVICE.get(error.errno or 0)
    complain(f"{where}{error.strerror or error}{f'; {advice}' if advice else ''}")
    if error.filename is None:
        silence(sys.stdout)
    return 2


def _fault(error: Exception) -> str:
    """Return an internal error in one line, with the place in the code."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{last.filename}:{last.lineno}"
    return f"internal error, please report it: {type(error).__name__}: {error} ({where})"
