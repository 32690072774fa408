"""Options that every command has, before its name or after it: how the program speaks, and its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import click
from click.core import ParameterSource

from searchlib.cli.configuration import (
    Configuration,
    defaults_for,
    read_configuration,
    variables_of,
)
from searchlib.cli.manner import PROGRAM_LANGUAGES, Manner, manner, speak
from searchlib.errors import ConfigError

CONFIGURATION = "searchlib.configuration"
"""The key under which click's context holds the configuration that was read."""

_GIVEN = "searchlib.given"
"""The key under which click's context holds what the command line said itself."""

_COLOUR: Mapping[str, bool | None] = {"auto": None, "always": True, "never": False}


class CommandContext(click.Context):
    """click's context of a command, whose help is in the language of the program."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes the help."""
        from searchlib.cli.help_pages import HelpPage  # loaded where help is asked for

        return HelpPage(width=self.terminal_width, max_width=self.max_content_width)


def with_common_options(command: click.Command, commands: tuple[str, ...]) -> click.Command:
    """Return ``command`` with the common options, and with the variables that set its options.

    ``commands`` are the names of all commands, which a configuration file may have sections for.
    """
    if any(each.name == "config_file" for each in command.params):
        return command
    command.context_class = CommandContext
    command.params.extend(_options(commands))
    command.context_settings.setdefault("help_option_names", ["-h", "--help"])
    is_group = isinstance(command, click.Group)
    for each in command.params:
        if isinstance(each, click.Option) and each.name != "version":
            each.envvar = variables_of("" if is_group else command.name or "", each) or None
    return command


def _options(commands: tuple[str, ...]) -> list[click.Option]:
    return [
        click.Option(
            ["--config", "config_file"],
            metavar="FILE",
            is_eager=True,
            expose_value=False,
            callback=lambda context, _option, value: configure(context, value, commands),
            help="The configuration file (see searchlib config).",
        ),
        click.Option(
            ["-q", "--quiet"],
            is_flag=True,
            expose_value=False,
            callback=_set("quiet", lambda how, _: replace(how, quiet=True)),
            help="Only results and errors, no notes.",
        ),
        click.Option(
            ["--color"],
            type=click.Choice(list(_COLOUR)),
            expose_value=False,
            callback=_set("color", lambda how, value: replace(how, colour=_COLOUR[value])),
            help="Colour: auto is on terminals only.",
        ),
        click.Option(
            ["--pager"],
            metavar="COMMAND",
            expose_value=False,
            callback=_set("pager", lambda how, value: replace(how, pager=value)),
            help="What output longer than the screen is read in (default: PAGER, less).",
        ),
        click.Option(
            ["--no-pager"],
            is_flag=True,
            expose_value=False,
            callback=_set("pager", lambda how, _: replace(how, pager="")),
            help="No pager.",
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(PROGRAM_LANGUAGES),
            is_eager=True,
            expose_value=False,
            callback=_set("lang", lambda how, value: replace(how, language=value)),
            help="The language of messages (default: that of the locale).",
        ),
    ]


def _set(
    about: str, changed: Callable[[Manner, Any], Manner]
) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Return the callback of an option that changes how the program speaks.

    What the command line says ``about`` it, also before the command's name, outweighs file and environment.
    """

    def callback(context: click.Context, option: click.Parameter, value: Any) -> None:
        given: set[str] = context.meta.setdefault(_GIVEN, set())
        if context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE:
            given.add(about)
        elif about in given:
            return
        if value not in (None, False):
            speak(changed(manner(), value))

    return callback


def configure(context: click.Context, given: str | None, commands: tuple[str, ...]) -> None:
    """Read the configuration and make it the defaults of a command's options.

    What is named after the command outweighs what was before it. A mistake is an error of the command that
    needs the file, not of the help.
    """
    is_group = context.parent is None
    if is_group or context.get_parameter_source("config_file") is ParameterSource.COMMANDLINE:
        try:
            context.meta[CONFIGURATION] = read_configuration(given, commands)
        except ConfigError as error:
            context.meta[CONFIGURATION] = error
    known = context.meta[CONFIGURATION]
    if isinstance(known, ConfigError):
        if is_group:
            return
        raise known
    if known.path is not None:
        context.default_map = defaults_for(known, context.command, context)


def known_configuration(context: click.Context) -> Configuration:
    """Return the configuration that was read."""
    found = context.meta.get(CONFIGURATION)
    return found if isinstance(found, Configuration) else Configuration()


def typed_manner(context: click.Context) -> dict[str, str]:
    """Return what the command line itself says about how the program speaks, by key."""
    how = manner()
    colour = next(name for name, value in _COLOUR.items() if value is how.colour)
    values = {
        "quiet": str(how.quiet).lower(),
        "color": colour,
        "lang": how.language,
        "pager": how.pager or "",
    }
    return {key: values[key] for key in context.meta.get(_GIVEN, ())}
