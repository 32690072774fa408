"""Messages about wrong calls: those of click in one line, in the language of the reader."""

from __future__ import annotations

import click

from searchlib.cli.manner import manner, told
from searchlib.errors import ENGLISH


def usage_message(error: click.ClickException) -> str:
    """Return the message of a wrong call, with a pointer to the help."""
    message = error.format_message() if manner().language == ENGLISH else _chinese(error)
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return message
    path = error.ctx.command_path
    if isinstance(error, click.BadParameter) and (variable := _variable(error)):
        message += told(" (from the variable {name})", name=variable)
    stop = "" if message.endswith((".", "?", "!", "…", "。", "？")) else told(".")
    if isinstance(error, click.NoSuchOption) and error.ctx.info_name in ("search", "mentions"):
        hint = " To search for something that begins with a hyphen, put -- before it: {path} -- -…"
        message, stop = message + stop + told(hint, path=path), ""
    return f"{message}{stop}{told(' See {path} --help', path=path)}"


def _variable(error: click.BadParameter) -> str | None:
    """Return the variable of the environment that a bad value is from."""
    import os  # click has read it; this names it

    option, context = error.param, error.ctx
    if option is None or context is None or not isinstance(option.envvar, list):
        return None
    if context.get_parameter_source(option.name or "") is not click.core.ParameterSource.ENVIRONMENT:
        return None
    return next((name for name in option.envvar if os.environ.get(name)), None)


def _chinese(error: click.ClickException) -> str:
    """Return the message in Chinese; what a value must be stays as click says it where it has no Chinese."""
    if isinstance(error, click.NoSuchOption):
        return told("No such option: {name}.", name=error.option_name) + _alike(error.possibilities)
    if isinstance(error, click.NoSuchCommand):
        return told("No such command: {name}.", name=error.command_name) + _alike(error.possibilities)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        from searchlib.cli.help_pages import named  # loaded where it is needed

        metavar = error.param.make_metavar(error.ctx or click.Context(click.Command("")))
        return told("Missing: {name}.", name=named(metavar))
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx)
        return told("{name} cannot have this value: {problem}", name=name, problem=_problem(error))
    return told(error.format_message())


def _alike(names: list[str] | None) -> str:
    return told(" Did you mean {names}?", names=told(" or ").join(names)) if names else ""


def _problem(error: click.BadParameter) -> str:
    kind = None if error.param is None else error.param.type
    if isinstance(kind, click.Choice):
        return told("it is one of {values}", values=told(", ").join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        low, high = kind.min, kind.max
        text = (
            "it is a whole number from {low}" if high is None else "it is a whole number from {low} to {high}"
        )
        return told(text, low=low, high=high)
    return error.message
