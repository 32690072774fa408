"""Sentences of running text that break off at a line end and go on with the next line.

Text that was typed or pasted has a line for each paragraph, and here and there a line end too many, inside a
name too (两洋⏎铁路). A line goes on with the next one only where that is plain: it is a sentence and not a
heading, it does not end, and what follows ends it and does not begin a paragraph. Pages that are wrapped
throughout are another format's (:mod:`searchlib.corpus.formats.newspaper`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import read_number

_LINE = re.compile(r"[^\r\n]+")
_ENDS = re.compile(r"[。！？；!?;][”’\"」』）)》】]*[ \t]*$")
_OPEN = re.compile(r"[0-9A-Za-z〇\u3400-\u9fff、，][ \t]*$")
_GOES_ON = re.compile(r"[0-9A-Za-z〇\u3400-\u9fff，。、；：）》”」]")
_LATIN = re.compile(r"[A-Za-z]")

_SENTENCE = re.compile(
    r"[^，,]*[，,]|[双雙中各两兩三四我缔締应應为為在自]|[\u4e00-\u9fff]{1,3}方(?!面)|会议|會議|根据|根據"
)
"""A sentence has a comma, or begins with who does something, or with why, when and where."""

_PARAGRAPH = re.compile(
    r"双方|雙方|[\u4e00-\u9fff]{1,2}方(?=[^面法式针針])|[两兩三各][国國]|会议|會議|我们|我們"
)
"""Who the sentences of statements begin with: a line that does so begins a paragraph."""

_Line = tuple[int, int]


def without_breaks(text: Mapped) -> Mapped:
    """``text`` without the line ends at which sentences break off; the first line stays by itself.

    >>> without_breaks(Mapped.of("联合声明\\n\\n一、双方同意推进两洋\\n铁路项目。")).text
    '联合声明\\n\\n一、双方同意推进两洋铁路项目。'
    """
    parts: list[Mapped] = []
    at = 0
    for end, start in _breaks(text.text):
        parts.append(text[at:end])
        if _LATIN.match(text.text, end - 1) and _LATIN.match(text.text, start):
            parts.append(Mapped.made_of(" ", *text.span(end, start)))
        at = start
    return Mapped.join((*parts, text[at:])) if parts else text


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Where lines end and the next ones start in the middle of a sentence."""
    lines = [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]
    at = 1
    while at < len(lines):
        last = _end_of_run(text, lines, at)
        if _ENDS.search(text[slice(*lines[last])]):
            broken = (number for number in range(at, last) if _is_sentence(text[slice(*lines[number])]))
            first = next(broken, last)
            for (start, end), (following, _) in pairwise(lines[first : last + 1]):
                yield start + len(text[start:end].rstrip()), following
        at = last + 1


def _end_of_run(text: str, lines: Sequence[_Line], first: int) -> int:
    """The number of the first line from ``first`` on that the next one cannot continue."""
    at = first
    while at + 1 < len(lines) and _is_broken(text, lines[at], lines[at + 1]):
        at += 1
    return at


def _is_broken(text: str, line: _Line, following: _Line) -> bool:
    """Whether a line does not end and the next one, right behind it, can be the rest: not indented, no item,
    no new paragraph."""
    between = text[line[1] : following[0]]
    if between not in ("\n", "\r", "\r\n") or not _OPEN.search(text[slice(*line)]):
        return False
    rest = text[slice(*following)]
    return bool(_GOES_ON.match(rest)) and read_number(rest) is None and _PARAGRAPH.match(rest) is None


def _is_sentence(line: str) -> bool:
    line = line.strip()
    number = read_number(line)
    return _SENTENCE.match(line[len(number.printed) :].lstrip() if number else line) is not None
