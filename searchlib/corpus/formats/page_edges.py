"""Running headers, footers and page numbers: what each printed page repeats at its edges, left out.

A line at the edge of a page is furniture when it is a page number, when most pages print it there (but for its
numbers), or when it names the issue of a gazette (国务院公报　2015年第16号) below a page break. The first page
keeps a line that has no number in it: the running header of a text is mostly its title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped

_PAGE_NUMBER = re.compile(
    r"[-—–―·•\s]*+(?:第\s*+)?(?:\d{1,4}|[ivxlc]{1,7})\s*+(?:[页頁])?(?:\s*+[/／,，]?\s*+共?\s*+\d{1,4}\s*+[页頁]?)?[-—–―·•\s]*+"
    r"|(?:page|p\.)\s*+\d{1,4}(?:\s*+(?:of|/)\s*+\d{1,4})?\s*+",
    re.I,
)
"""3 · - 3 - · — 3 — · 第3页 共12页 · 3/12 · xii · Page 3 of 12."""

_ISSUE = re.compile(r"(?:第|总第|總第)\s*+\d{1,5}\s*+[号號期卷辑輯]")
_NUMBERS = re.compile(r"\d++")
_SENTENCE = re.compile(r"[。！？；，、：]")
_EDGE = 3
"""Printed lines at the top and at the bottom of a page that may be furniture."""

_LONGEST = 60
_FEWEST_PAGES = 3


def page_lines(pages: Sequence[Sequence[str]]) -> list[list[int]]:
    """The numbers of the lines of each page that are text: without furniture, and without the blank lines around.

    >>> page_lines([["公报", "双方重申。", "- 1 -"], ["- 2 -"]])
    [[0, 1], []]
    """
    common = _repeated(pages)
    return [_kept(lines, common, number == 0) for number, lines in enumerate(pages)]


def without_page_breaks(text: Mapped) -> Mapped:
    """A text printed in pages, as ``pdftotext`` writes them with form feeds, as one without page furniture.

    Without a form feed it is ``text`` itself. Where a sentence goes on over the break it does so in the next line.
    """
    if "\f" not in text.text:
        return text
    pages: list[list[Mapped]] = []
    at = 0
    for page in text.text.split("\f"):
        pages.append(list(text[at : at + len(page)].split_lines()))
        at += len(page) + 1
    kept = page_lines([[line.text for line in page] for page in pages])
    for printed, numbers in zip(pages, kept, strict=True):
        for number in set(range(len(printed))) - set(numbers):
            leave_out(printed[number], OmissionReason.RUNNING)
    lines = [page[number] for page, numbers in zip(pages, kept, strict=True) for number in numbers]
    return Mapped.lines(lines) if lines else text[0:0]


def _kept(lines: Sequence[str], common: frozenset[str], first: bool) -> list[int]:
    printed = [number for number, line in enumerate(lines) if line.strip()]
    low, high = 0, len(printed)
    while low < min(high, _EDGE) and _is_furniture(lines[printed[low]], common, first):
        low += 1
    while high > max(low, len(printed) - _EDGE) and _is_furniture(lines[printed[high - 1]], common, first):
        high -= 1
    return list(range(printed[low], printed[high - 1] + 1)) if low < high else []


def _is_furniture(line: str, common: frozenset[str], first: bool) -> bool:
    if len(line.strip()) > _LONGEST and len("".join(line.split())) > _LONGEST:
        return False
    if _PAGE_NUMBER.fullmatch(line):
        return True
    if _key(line) in common:
        return not first or _NUMBERS.search(line) is not None
    return not first and _ISSUE.search(line) is not None and not _SENTENCE.search(line)


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """What stands at the edge of most pages, or of every other one, as left and right pages differ."""
    counts: Counter[str] = Counter()
    printed_pages = 0
    for lines in pages:
        printed = [line for line in lines if line.strip()]
        printed_pages += bool(printed)
        edges = [*printed[:_EDGE], *printed[max(_EDGE, len(printed) - _EDGE) :]]
        counts.update({_key(line) for line in edges if len("".join(line.split())) <= _LONGEST})
    least = max(2, (printed_pages + 1) // 2) if printed_pages < 2 * _FEWEST_PAGES else (2 * printed_pages + 4) // 5
    return frozenset(key for key, count in counts.items() if count >= least and not _SENTENCE.search(key))


def _key(line: str) -> str:
    """A line without its blanks, any number in it as one sign."""
    return _NUMBERS.sub("#", "".join(line.split()))
