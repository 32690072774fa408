"""Borders of words in needles: ``UN`` is a name in "the UN Charter", not in UNESCO or in "fund".

A border is written into the needle, as ``\\b`` is into a regular expression: :data:`BORDER` before the first
or after the last character says that no letter or digit of an alphabet stands beside it. Keys never hold
that character, because it does not count in a text. Chinese has no borders: 在APEC会议 names APEC.
"""

from __future__ import annotations

from dataclasses import replace

from searchlib.model import Needle, Pattern
from searchlib.text.running import is_alphabetic

BORDER = "\b"
"""The control character for backspace, which is in no key."""


def bordered(needle: Needle) -> Needle:
    """Return ``needle`` with a border at each end that is a letter or digit of an alphabet.

    >>> bordered("un"), bordered("联合国"), bordered("21世纪海上丝绸之路")
    ('\\x08un\\x08', '联合国', '\\x0821世纪海上丝绸之路')
    """
    if isinstance(needle, Pattern):
        pieces = (_before(needle.pieces[0]), *needle.pieces[1:])
        return replace(needle, pieces=(*pieces[:-1], _after(pieces[-1])))
    return bordered_text(needle)


def bordered_text(text: str) -> str:
    """Return a text with a border at each end that is a letter or digit of an alphabet."""
    return _after(_before(text))


def _before(text: str) -> str:
    return f"{BORDER}{text}" if text and is_alphabetic(text[0]) else text


def _after(text: str) -> str:
    return f"{text}{BORDER}" if text and is_alphabetic(text[-1]) else text


def bare(needle: Needle) -> str:
    """Return ``needle`` as it is shown, without its borders."""
    return str(needle).replace(BORDER, "")


def holds(text: str, start: int, needle: str) -> bool:
    """Return whether the borders of ``needle`` hold where its characters begin at ``start`` of ``text``."""
    end = start + len(bare(needle))
    if needle.startswith(BORDER) and start > 0 and is_alphabetic(text[start - 1]):
        return False
    return not (needle.endswith(BORDER) and end < len(text) and is_alphabetic(text[end]))
