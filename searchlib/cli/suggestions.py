"""What a reader may have meant when nothing was found."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 3
_LONGEST = 100
"""Characters up to which a name may be meant for another; comparing takes the product of the lengths."""


def similar_ids(asked: str, known: Iterable[str]) -> list[str]:
    """Up to three of the ``known`` ids that look like ``asked``, the most alike first.

    >>> similar_ids("2015-cn-pe-joint-statement", ["2015-05-22-cn-pe-joint-statement", "chancay"])
    ['2015-05-22-cn-pe-joint-statement']
    """
    return get_close_matches(asked, list(known), n=_MOST) if len(asked) <= _LONGEST else []


def did_you_mean(names: list[str]) -> str:
    """The question that ends a message; empty without names.

    >>> did_you_mean(["两洋铁路", "钱凯港"])
    '; did you mean 两洋铁路 or 钱凯港?'
    """
    return f"; did you mean {' or '.join(names)}?" if names else ""
