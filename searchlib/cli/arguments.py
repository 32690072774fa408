"""Commands whose arguments are queries: ``-两洋铁路`` excludes a name, and is no option."""

from __future__ import annotations

import re
from typing import Any

import click

_MARK = "\x00"
"""Put before an argument that is no option; no argument of a process can hold it."""

_EXCLUSION = re.compile(r"""-(?:[^\x00-\x7f]|["@(=]|[A-Za-z]+:)""")


class QueryCommand(click.Command):
    """A command that reads a hyphen before Han characters, a sign, a name or a filter as part of a query.

    Options are ASCII letters, so such an argument can be nothing else. click passes ``ctx``.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments of the command."""
        rest = super().parse_args(ctx, [_MARK + each if _is_exclusion(each) else each for each in args])
        ctx.params = {name: _unmarked(value) for name, value in ctx.params.items()}
        return rest


def _is_exclusion(argument: str) -> bool:
    return _EXCLUSION.match(argument) is not None


def _unmarked(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_unmarked, value))
    return value[1:] if isinstance(value, str) and value.startswith(_MARK) else value
