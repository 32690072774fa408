"""Page numbers and running headers in text that was taken out of printed pages.

A line that is nothing but a page number (- 24 -, 第24页) is one where the numbers of several such lines rise.
The lines beside a page number are a running header where they come again beside another one, whatever
figures they hold, or where they name a gazette and its number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import read_number
from searchlib.corpus.paragraphs import BLANK

_B = r"[ \u3000]*+"
_DASH = "[-—–－·~]{1,2}"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}{_B}(?P<dashed>\d{{1,4}}){_B}{_DASH}"
    rf"|第{_B}(?P<named>\d{{1,4}}){_B}[页頁](?:{_B}[,，/]?{_B}共{_B}\d{{1,4}}{_B}[页頁])?"
    rf"|(?P<of>\d{{1,4}}){_B}/{_B}\d{{1,4}}|Page[ ](?P<page>\d{{1,4}})(?:[ ]of[ ]\d{{1,4}})?"
)
_GAZETTE = re.compile(
    rf"[\u4e00-\u9fff]{{0,20}}公[报報]{_B}(?:\d{{4}}{_B}年)?[·.．]?{_B}第?{_B}\d{{1,3}}{_B}[号號期].{{0,10}}"
)
_FIGURES = re.compile(r"[0-9０-９\s\u3000]+")
_SENTENCE = re.compile("[，。；：]")
_SHORTEST_HEADER, _LONGEST_HEADER = 4, 60
_BESIDE = 2
"""Lines on either side of a page number that may be a running header or footer."""


def without_running_lines(text: Mapped) -> Mapped:
    """Return ``text`` without page numbers and running headers, and without the blank lines around them."""
    lines = text.text.splitlines(keepends=True)
    printed = [line.strip(BLANK + "\r\n") for line in lines]
    kept = [at for at, line in enumerate(printed) if line]
    left_out = _running(printed, kept)
    if not left_out:
        return text
    drop = _with_blank_lines(printed, left_out)
    parts: list[Mapped] = []
    at = start = 0
    for number, line in enumerate(lines):
        if number in drop:
            leave_out(text[at : at + len(line)], OmissionReason.RUNNING)
            parts.append(text[start:at])
            start = at + len(line)
        at += len(line)
    return Mapped.join([part for part in (*parts, text[start:]) if part])


def _running(printed: Sequence[str], kept: Sequence[int]) -> set[int]:
    """The numbers of the lines that are page numbers or running headers."""
    found = {at: _number(printed[at]) for at in kept if len(printed[at]) <= _LONGEST_HEADER}
    pages = {at: number for at, number in found.items() if number is not None}
    numbers = list(pages.values())
    if len(numbers) < 2 or any(second <= first for first, second in pairwise(numbers)):
        return set()
    place = {at: order for order, at in enumerate(kept)}
    beside: dict[int, set[int]] = {}
    for page in pages:
        order = place[page]
        near = (*kept[max(0, order - _BESIDE) : order], *kept[order + 1 : order + 1 + _BESIDE])
        beside[page] = {at for at in near if len(printed[at]) <= _LONGEST_HEADER and at not in pages}
    shapes = Counter(_shape(printed[at]) for at in {at for lines in beside.values() for at in lines})
    return {*pages, *(at for lines in beside.values() for at in lines if _is_header(printed[at], shapes))}


def _is_header(line: str, shapes: Counter[str]) -> bool:
    shape = _shape(line)
    comes_again = shapes[shape] > 1 and len(shape) >= _SHORTEST_HEADER
    may_be_header = _SENTENCE.search(line) is None and read_number(line) is None
    return may_be_header and (comes_again or _GAZETTE.fullmatch(line) is not None)


def _number(line: str) -> int | None:
    found = _PAGE_NUMBER.fullmatch(line)
    return int(next(filter(None, found.groups()))) if found else None


def _shape(line: str) -> str:
    """A line without figures and blanks, which differ from page to page."""
    return _FIGURES.sub("", line)


def _with_blank_lines(printed: Sequence[str], left_out: set[int]) -> set[int]:
    """The lines left out and the blank ones around them, where the text on both sides runs on."""
    drop = set(left_out)
    at = 0
    while at < len(printed):
        if printed[at] and at not in left_out:
            at += 1
            continue
        end = at
        while end < len(printed) and (not printed[end] or end in left_out):
            end += 1
        is_cut = at > 0 and end < len(printed) and printed[at - 1][-1:] not in "。！？；：”」）)"
        if any(number in left_out for number in range(at, end)) and is_cut:
            drop.update(range(at, end))
        at = end
    return drop
