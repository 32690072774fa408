"""Borders of words in needles: ``UN`` is a name in "the UN Charter", not in UNESCO or in "fund".

A border is written into the needle, as ``\\b`` is into a regular expression: :data:`BORDER` before the first
or after the last character says that no letter or digit of an alphabet stands beside it. Keys never hold
that character, because it does not count in a text. Chinese has no borders: 在APEC会议 names APEC.
"""

from __future__ import annotations

from searchlib.text.running import is_alphabetic

BORDER = "\b"
"""The control character for backspace, which is in no key."""


def bordered(needle: str) -> str:
    """Return ``needle`` with a border at each end that is a letter or digit of an alphabet.

    >>> bordered("un"), bordered("联合国"), bordered("21世纪海上丝绸之路")
    ('\\x08un\\x08', '联合国', '\\x0821世纪海上丝绸之路')
    """
    before = BORDER if needle and is_alphabetic(needle[0]) else ""
    after = BORDER if needle and is_alphabetic(needle[-1]) else ""
    return f"{before}{needle}{after}"


def bare(needle: str) -> str:
    """Return ``needle`` without its borders: the characters that stand in a text."""
    return needle.strip(BORDER)


def holds(text: str, start: int, needle: str) -> bool:
    """Return whether the borders of ``needle`` hold where its characters begin at ``start`` of ``text``."""
    end = start + len(bare(needle))
    if needle.startswith(BORDER) and start > 0 and is_alphabetic(text[start - 1]):
        return False
    return not (needle.endswith(BORDER) and end < len(text) and is_alphabetic(text[end]))
