"""Texts that are none any more: read in the wrong encoding and saved again, or with characters lost.

Such a file is valid in its encoding, so decoding cannot tell. What tells is that common signs of Chinese text
have become others (，的 is 锛岀殑 once its UTF-8 was taken for GBK), and that undoing the mistake gives Chinese
where there was none. A text that looks like Chinese as it stands is never refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from searchlib.corpus.likeness import likeness
from searchlib.errors import UnreadableFile

_TELLING = "，。、的一国中是在和華国第人年"
_WESTERN = "cp1252"
# How a text was spoiled: the encoding it was in, and the one it was taken for.
_MISTAKES = (
    ("utf-8", "gb18030"),
    ("utf-8", _WESTERN),
    ("utf-8", "big5hkscs"),
    ("gb18030", _WESTERN),
    ("big5hkscs", _WESTERN),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)
_MOST_LAYERS = 3
_SAMPLE = 4096
"""Code points looked at; a file is seldom spoiled in part."""

_LEAST_GAIN = 0.3
_LEAST_REPAIRED = 0.45
_FEWEST = 4
"""Characters beyond ASCII below which nothing can be told."""

_LOST = "\ufffd"
_LOST_TWICE = "锟斤拷"
"""Two U+FFFD in UTF-8, read as GBK."""

_MOST_LOST = 0.01
_STRANGE = re.compile("[\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff]")
_MOST_STRANGE = 0.3
_QUESTION_MARKS = re.compile(r"[?？]{3,}+")
_MOST_QUESTION_MARKS = 0.3


@dataclass(frozen=True, slots=True)
class _Western:
    """Windows-1252 with the control characters of Latin-1 in its gaps, as programs read it."""

    @staticmethod
    @cache
    def table() -> dict[str, int]:
        found = {chr(byte): byte for byte in range(256)}
        for byte in range(0x80, 0xA0):
            found[bytes([byte]).decode("cp1252", "ignore") or chr(byte)] = byte
        return found


def refuse_garbage(text: str, file: str) -> None:
    """Raise UnreadableFile, with the reason and the remedy, where ``text`` is mojibake or has lost characters."""
    _refuse_mojibake(text, file)
    _refuse_lost(text, file)


def _refuse_lost(text: str, file: str) -> None:
    """Raise where characters were replaced by a sign that stands for none."""
    lost = text.count(_LOST) + 2 * text.count(_LOST_TWICE)
    if lost >= _FEWEST and lost > _MOST_LOST * len(text):
        line = text.count("\n", 0, max(text.find(_LOST), text.find(_LOST_TWICE))) + 1
        raise UnreadableFile(file, "file.lost-characters", n=lost, of=len(text), line=line)
    if text.count("??") >= _FEWEST:
        marks = sum(found.end() - found.start() for found in _QUESTION_MARKS.finditer(text))
        if marks > _MOST_QUESTION_MARKS * len(text):
            raise UnreadableFile(file, "file.question-marks")
    if len(_STRANGE.findall(text, 0, _SAMPLE)) > _MOST_STRANGE * min(len(text), _SAMPLE):
        raise UnreadableFile(file, "file.strange-characters")


def _refuse_mojibake(text: str, file: str) -> None:
    """Raise where undoing a mistake in reading an encoding gives Chinese that was not there before."""
    if _any_mark().search(text) is None:
        return
    for mistakes, marks in _marks():
        at = min((at for at in map(text.find, marks) if at >= 0), default=None)
        if at is None:
            continue
        sample = _lines_with(marks, text)
        before = likeness(sample)
        if before >= _LEAST_REPAIRED:
            continue
        repaired = sample
        for right, wrong in reversed(mistakes):
            repaired = _encoded(repaired, wrong).decode(right, "ignore")
        after = likeness(repaired)
        if after >= _LEAST_REPAIRED and after - before >= _LEAST_GAIN and _beyond_ascii(repaired) >= _FEWEST:
            right, wrong = map(_name, mistakes[-1])
            line = text.count("\n", 0, at) + 1
            code = "file.mojibake" if len(mistakes) == 1 else "file.mojibake-again"
            shown = "".join(repaired.split())[:12]
            raise UnreadableFile(
                file, code, right=right, wrong=wrong, times=len(mistakes), line=line, shown=shown
            )


def _name(encoding: str) -> str:
    names = {"utf-8": "UTF-8", "gb18030": "GBK", "big5hkscs": "Big5", _WESTERN: "Latin-1"}
    return names[encoding]


def _lines_with(marks: tuple[str, ...], text: str) -> str:
    """The first lines that hold one of the marks, as far as a sample needs them."""
    pattern = re.compile("|".join(map(re.escape, marks)))
    lines: list[str] = []
    at = size = 0
    while size < _SAMPLE and (found := pattern.search(text, at)):
        start = max(at, text.rfind("\n", at, found.start()) + 1, found.start() - _SAMPLE // 4)
        end = text.find("\n", found.end())
        end = min(len(text) if end < 0 else end, found.end() + _SAMPLE)
        lines.append(text[start:end])
        size, at = size + end - start, end
    return "\n".join(lines)


@cache
def _marks() -> tuple[tuple[tuple[tuple[str, str], ...], tuple[str, ...]], ...]:
    """For each chain of mistakes what the telling characters become by it, as far as that tells."""
    found = []
    for mistake in _MISTAKES:
        for layers in range(1, _MOST_LAYERS + 1):
            mistakes = (mistake,) * layers
            spoiled = (mark for one in _TELLING for mark in _spoiled(one, mistakes))
            # What people do write tells nothing.
            marks = tuple(dict.fromkeys(mark for mark in spoiled if likeness(mark) < 0))
            if marks:
                found.append((mistakes, marks))
    return tuple(reversed(found))


@cache
def _any_mark() -> re.Pattern[str]:
    """One class of the characters that marks begin with: most texts hold none of them."""
    first = {mark[0] for _, every in _marks() for mark in every}
    return re.compile(f"[{re.escape(''.join(sorted(first)))}]")


def _spoiled(character: str, mistakes: tuple[tuple[str, str], ...]) -> Iterator[str]:
    spoiled = character
    for right, wrong in mistakes:
        try:
            data = spoiled.encode(right)
        except UnicodeEncodeError:
            return
        spoiled = _decoded(data, wrong)
    if spoiled and (len(spoiled) > 1 or spoiled > "\u2e80"):
        yield spoiled[:2] if spoiled[0] < "\u2e80" else spoiled[0]


def _decoded(data: bytes, encoding: str) -> str:
    if encoding != _WESTERN:
        return data.decode(encoding, "ignore")
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def _encoded(text: str, encoding: str) -> bytes:
    if encoding != _WESTERN:
        return text.encode(encoding, "ignore")
    table = _Western.table()
    return bytes(table[character] for character in text if character in table)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
