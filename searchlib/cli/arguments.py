"""Commands whose arguments are queries: ``-两洋铁路`` excludes a name, and is no option; their errors can be
pointed at."""

from __future__ import annotations

import re
from typing import Any

import click

_MARK = "\x00"
"""Put before an argument that is no option; no argument of a process can hold it."""

ASKED = "searchlib.asked"
"""The key under which click's context holds the query as it was typed."""

_EXCLUSION = re.compile(r"""-(?:[^\x00-\x7f]|["@(=]|[A-Za-z]+:)""")


class QueryCommand(click.Command):
    """A command that reads a hyphen before Han characters, a sign, a name or a filter as part of a query.

    Options are ASCII letters, so such an argument can be nothing else. What was asked is remembered for the
    message about an error in it. click passes ``ctx``.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments of the command."""
        rest = super().parse_args(ctx, [_MARK + each if _is_exclusion(each) else each for each in args])
        ctx.params = {name: _unmarked(value) for name, value in ctx.params.items()}
        arguments = [each.name for each in self.params if isinstance(each, click.Argument)]
        if given := [value for name in arguments if (value := ctx.params.get(name or ""))]:
            ctx.meta[ASKED] = given[-1] if isinstance(given[-1], str) else " ".join(given[-1])
        return rest


def _is_exclusion(argument: str) -> bool:
    return _EXCLUSION.match(argument) is not None


def _unmarked(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_unmarked, value))
    return value[1:] if isinstance(value, str) and value.startswith(_MARK) else value
