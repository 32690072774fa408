"""Why a query or a parameter cannot be understood, in Chinese: messages recognised and said again."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


def in_chinese(reason: str) -> str | None:
    """``reason`` in Chinese, None for a message that is not in ``reasons.toml``.

    >>> in_chinese("NEAR/5 has no operand after it; write one, or quote the operator to search for the word")
    'NEAR/5 后面缺一个词；请补上，或给运算符加引号以查找这个词本身'
    """
    for pattern, chinese in _reasons():
        found = pattern.fullmatch(reason)
        if found is not None:
            return chinese.format_map(found.groupdict())
    return None


@cache
def _reasons() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = tomllib.loads(files("searchlib.web").joinpath("reasons.toml").read_text("utf-8"))
    return tuple((_pattern(english), chinese) for english, chinese in rows.items())


def _pattern(english: str) -> re.Pattern[str]:
    """A pattern in which each name in braces stands for any text."""
    parts = re.split(r"\{(\w+)\}", english)
    said = (f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile("".join(said), re.DOTALL)
