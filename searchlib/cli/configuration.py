"""The configuration file: values for options, of all commands and of single ones, in TOML.

A key is the long name of an option: ``limit = 20`` at the top is for every command that has ``--limit``,
under ``[search]`` for that one. What the command line or the environment says comes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from searchlib.errors import ConfigError

SHARED_KEYS = ("index", "lang", "color", "quiet", "pager", "no-pager", "limit", "time-limit")
"""Keys that stand at the top of the file, and options that a variable sets for all commands."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a file says: ``shared`` for all commands, ``own`` by command. ``path`` is None without a file."""

    path: Path | None = None
    shared: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def value(self, command: str, key: str) -> tuple[str, Any] | None:
        """Return the key as it stands in the file, and its value; None if it is not there."""
        if key in self.own.get(command, {}):
            return f"{command}.{key}", self.own[command][key]
        return (key, self.shared[key]) if key in self.shared else None


def usual_path() -> Path:
    """Return where the file is looked for: ``searchlib/config.toml`` in the user's configuration folder."""
    return Path(click.get_app_dir("searchlib")) / "config.toml"


def read_configuration(given: str | None, commands: Iterable[str]) -> Configuration:
    """Return what the file ``given`` says, or the usual one if it is there.

    Raises ConfigError for a file that is not there or no TOML, and for keys that mean nothing.
    """
    path = usual_path() if given is None else Path(given).expanduser()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if given is None:
            return Configuration()
        raise ConfigError("config.missing", file=path) from None
    except (OSError, ValueError) as error:
        problem = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigError("config.unreadable", file=path, problem=problem) from None
    import tomllib  # loaded only where there is a file

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("config.unreadable", file=path, problem=error) from None
    known = tuple(commands)
    shared = {
        key: value for key, value in table.items() if key in SHARED_KEYS and not isinstance(value, dict)
    }
    own = {key: value for key, value in table.items() if key in known and isinstance(value, dict)}
    for key in table:
        if key not in shared and key not in own:
            raise unknown_key(path, key, (*SHARED_KEYS, *known))
    return Configuration(path, shared, own)


def unknown_key(path: Path, key: str, known: Iterable[str]) -> ConfigError:
    """Return the error for a key that means nothing, with the one that is most like it."""
    from difflib import get_close_matches

    error = ConfigError("config.unknown-key", file=path, key=key)
    near = get_close_matches(key, list(known), 1)
    return error.with_remedy("alike", alike=tuple(near)) if near else error


def key_of(option: click.Option) -> str:
    """Return the key of an option: its long name."""
    return max(option.opts, key=len).lstrip("-")


def variables_of(command: str, option: click.Option) -> list[str]:
    """Return the variables of the environment that set an option, the first that is set counts.

    >>> variables_of("search", click.Option(["-n", "--limit"]))
    ['SEARCHLIB_SEARCH_LIMIT', 'SEARCHLIB_LIMIT']
    """
    key = key_of(option)
    name = key.upper().replace("-", "_")
    own = [f"SEARCHLIB_{command.upper()}_{name}"] if command else []
    return [*own, *([f"SEARCHLIB_{name}"] if key in SHARED_KEYS or key == "config" else [])]


def defaults_for(found: Configuration, command: click.Command, context: click.Context) -> dict[str, Any]:
    """Return the values that the file has for the options of ``command``, by parameter.

    Raises ConfigError for a key that names no option of the command, and for a value that it cannot have.
    """
    name = "" if command.name is None or context.parent is None else command.name
    options = {key_of(each): each for each in command.params if isinstance(each, click.Option)}
    for key in found.own.get(name, {}):
        if key not in options or key in ("help", "config"):
            raise unknown_key(Path(found.path or ""), f"{name}.{key}", (f"{name}.{each}" for each in options))
    values = {}
    for key, option in options.items():
        entry = found.value(name, key)
        if entry is not None and option.name is not None:
            values[option.name] = _checked(found, *entry, option, context)
    return values


def _checked(found: Configuration, key: str, value: Any, option: click.Option, context: click.Context) -> Any:
    """Return a value of the file as the option takes it."""
    if isinstance(value, str) and isinstance(option.type, click.Path):
        value = str(Path(value).expanduser())
    is_flag = option.is_flag and option.flag_value is not None
    right = isinstance(value, list) == option.multiple and isinstance(value, bool) == is_flag
    try:
        if not right:
            raise click.BadParameter("")
        option.type_cast_value(context, value)
    except click.BadParameter as error:
        shown = error.message or (
            "true or false" if is_flag else "a list" if option.multiple else "one value"
        )
        raise ConfigError("config.bad-value", file=found.path, key=key, problem=shown) from None
    return value
