"""``searchlib config``: the settings that hold, and where each is from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click
from click.core import ParameterSource

from searchlib.cli.common import known_configuration, typed_manner
from searchlib.cli.configuration import SHARED_KEYS, Configuration, defaults_for, key_of, usual_path
from searchlib.cli.manner import told
from searchlib.cli.options import FOUND
from searchlib.cli.streams import look_of, write_lines
from searchlib.render.tables import fact_lines, table_lines

_LEFT_OUT = ("help", "config", "version")
_UNSET = "–"
_TYPICAL = "search"
"""The command that has every option for all commands."""


@click.command("config")
@click.argument("name", metavar="[COMMAND]", required=False)
def command(name: str | None) -> int:
    """The settings that hold, and where each is from.

    With COMMAND, the options of that command. What is typed outweighs the variables of the environment, these
    outweigh the configuration file, and that the defaults. A key of the file is the long name of an option:
    at its top for all commands, under [COMMAND] for one; a variable is SEARCHLIB_COMMAND_OPTION. The file is
    searchlib/config.toml in your configuration folder, or what --config or SEARCHLIB_CONFIG names.

    \b
    Examples:
      searchlib config
      searchlib config search
    """
    context = click.get_current_context()
    root, found, look = context.find_root(), known_configuration(context), look_of(sys.stdout)
    contexts = {each: _context(root, each) for each in _names(root, name)}
    for each in contexts.values():  # which names every mistake in the file
        each.default_map = defaults_for(found, each.command, each)
    shown = contexts[name or _TYPICAL]
    rows = [row for row in _rows(shown, found) if name is not None or row[0] in SHARED_KEYS]
    there = str(found.path) if found.path else told("{file} (not there)", file=usual_path())
    lines = [*fact_lines([("configuration file", there)], look), ""] if look.notes else []
    write_lines([*lines, *table_lines(("setting", "value", "from"), rows, look)])
    return FOUND


def _names(root: click.Context, name: str | None) -> list[str]:
    """Return the commands whose options are looked at; raises NoSuchCommand with the nearest."""
    assert isinstance(root.command, click.Group)
    if name is None:
        return root.command.list_commands(root)
    root.command.resolve_command(root, [name])
    return [name]


def _context(root: click.Context, name: str) -> click.Context:
    """Return a context of a command, for which nothing is typed."""
    assert isinstance(root.command, click.Group)
    found = root.command.get_command(root, name)
    assert found is not None
    return click.Context(found, root, name)


def _rows(context: click.Context, found: Configuration) -> Iterator[tuple[str, str, str]]:
    """Yield the key of each option of a command, its value, and where that is from."""
    typed = typed_manner(context)
    for option in context.command.params:
        if not isinstance(option, click.Option) or (key := key_of(option)) in _LEFT_OUT:
            continue
        value, source = option.consume_value(context, {})
        if key in typed:
            yield key, typed[key] or _UNSET, told("typed")
            continue
        known = None if option.value_is_missing(value) else option.type_cast_value(context, value)
        yield key, _shown(known), _origin(context, option, source, found)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or _UNSET
    return _UNSET if value is None else str(value)


def _origin(
    context: click.Context, option: click.Option, source: ParameterSource, found: Configuration
) -> str:
    if source is ParameterSource.ENVIRONMENT:
        names = [option.envvar] if isinstance(option.envvar, str) else option.envvar or ()
        return next((name for name in names if os.environ.get(name)), "")
    if source is ParameterSource.DEFAULT_MAP:
        entry = found.value(context.command.name or "", key_of(option))
        return f"{found.path}: {entry[0]}" if entry else str(found.path)
    return told("default")
