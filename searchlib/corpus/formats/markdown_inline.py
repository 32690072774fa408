"""The text of a stretch of Markdown without its inline markup: emphasis, links, escapes, tags.

Markup is removed only where it surely is markup: a star or underscore without its partner, square brackets
without an address behind them and a lone backslash are characters of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from searchlib.corpus.formats.html_tokens import unescape
from searchlib.corpus.formats.inline import LINE_BREAK
from searchlib.corpus.mapped import Mapped

_MARKUP = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]+)>"
    r"|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>)"
    r"|(?P<open>!?\[)|(?P<close>\])"
    r"|(?P<emphasis>\*+|_+|~~)"
)
# What may follow a link's text. An address has no Han characters unless it is a path or a web address: after
# 国发[2015](三) the brackets are text.
_TARGET = re.compile(
    r"\(\s*+(?:<[^<>\n]{0,2000}+>|(?P<address>[^\s()]{0,2000}+(?:\([^\s()]{0,200}+\)[^\s()]{0,2000}+){0,8}+))"
    r"(?:\s++(?:\"[^\"]{0,1000}+\"|'[^']{0,1000}+'))?+\s*+\)"
)
_PATH = re.compile(r"[\x21-\x7e]*|.*[/.#:].*", re.DOTALL)
_REFERENCE = re.compile(r"\[([^\[\]]{0,200})\]")
_LONGEST_EMPHASIS = 3
_CLOSING = frozenset("）)】]》〉」』”’，。、；：？！,.;:?!")
_OPENING = frozenset("（([【《〈「『“‘")


@dataclass(slots=True)
class _Run:
    """Emphasis characters of one sort in a row, and how many of them still wait for a partner."""

    start: int
    end: int
    character: str
    can_open: bool
    can_close: bool


@dataclass(slots=True)
class _Found:
    """What a stretch of Markdown holds: cuts, line breaks, brackets and emphasis, by offsets."""

    cuts: list[tuple[int, int]] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    brackets: list[re.Match[str]] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    """Ends that were looked for in vain; looking once keeps the pass linear."""


def inline_pieces(source: Mapped, references: Set[str] = frozenset()) -> Iterator[Mapped]:
    """The pieces of ``source`` that are text, with a line break for each ``<br>``.

    ``references`` are the lower-case names of the link targets that the page defines.
    """
    text = source.text
    found = _find(text)
    found.cuts += _links(text, found.brackets, references)
    markup = _merged(found.cuts)
    starts = [start for start, _ in markup]
    found.runs = [run for run in found.runs if not _is_inside(run.start, markup, starts)]
    at = 0
    for start, end in _merged([*markup, *_emphasis(found.runs)]):
        yield from unescape(source[at:start])
        if start in found.breaks:
            yield Mapped.made_of(LINE_BREAK, *source.span(start, end))
        at = end
    yield from unescape(source[at:])


def _find(text: str) -> _Found:
    """One pass over the text; what is inside a code span is left as it is."""
    found = _Found()
    at = 0
    while markup := _MARKUP.search(text, at):
        start, at = markup.span()
        match markup.lastgroup:
            case "escape":
                found.cuts.append((start, start + 1))
            case "code":
                at = _after_code(text, start, at, found)
            case "comment":
                end = _find_end(text, "-->", at, found)
                if end:
                    found.cuts.append((start, end))
                    at = end
            case "tag":
                found.cuts.append((start, at))
                if markup["name"].lower() == "br":
                    found.breaks.add(start)
            case "address":
                found.cuts += [(start, start + 1), (at - 1, at)]
            case "open" | "close":
                found.brackets.append(markup)
            case _:
                found.runs.append(_run(text, start, at))
    return found


def _after_code(text: str, start: int, at: int, found: _Found) -> int:
    """Cut the ticks around a code span and return where it ends; ticks without partners are text."""
    ticks = text[start:at]
    if ticks in found.missing:
        return at
    close = re.compile(f"(?<!`){ticks}(?!`)").search(text, at)
    if close is None:
        found.missing.add(ticks)
        return at
    found.cuts += [(start, at), close.span()]
    return close.end()


def _find_end(text: str, mark: str, at: int, found: _Found) -> int:
    """The offset after the next ``mark``, 0 when there is none."""
    if mark in found.missing:
        return 0
    place = text.find(mark, at)
    if place < 0:
        found.missing.add(mark)
        return 0
    return place + len(mark)


def _run(text: str, start: int, end: int) -> _Run:
    """Emphasis may open before a word and close after one; an underscore not inside a word: 第__条."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    can_open = not after.isspace() and after not in _CLOSING
    can_close = not before.isspace() and before not in _OPENING
    if text[start] == "_":
        can_open = can_open and not before.isalnum()
        can_close = can_close and not after.isalnum()
    return _Run(start, end, text[start], can_open, can_close)


def _links(text: str, brackets: Sequence[re.Match[str]], references: Set[str]) -> Iterator[tuple[int, int]]:
    """The cuts that leave of each link its text, and of each image nothing."""
    waiting: list[re.Match[str]] = []
    for bracket in brackets:
        if bracket.lastgroup == "open":
            waiting.append(bracket)
            continue
        if not waiting:
            continue
        opening = waiting.pop()
        end = _target_end(text, opening.end(), bracket.start(), references)
        if end is None:
            continue
        if opening[0] == "![":
            yield opening.start(), end
        else:
            yield opening.span()
            yield bracket.start(), end


def _target_end(text: str, start: int, close: int, references: Set[str]) -> int | None:
    """Where the link ends whose text is ``text[start:close]``; None when nothing makes it a link."""
    target = _TARGET.match(text, close + 1)
    if target and _PATH.fullmatch(target["address"] or ""):
        return target.end()
    if not references:
        return None
    reference = _REFERENCE.match(text, close + 1)
    name = (reference[1] if reference else "") or text[start : min(close, start + 200)]
    if name.strip().lower() not in references:
        return None
    return reference.end() if reference else close + 1


def _emphasis(runs: Sequence[_Run]) -> Iterator[tuple[int, int]]:
    """The cuts for emphasis characters that have a partner, innermost pairs first."""
    waiting: dict[str, list[_Run]] = {"*": [], "_": [], "~": []}
    for run in runs:
        if run.end - run.start > _LONGEST_EMPHASIS:
            continue
        openers = waiting[run.character]
        while run.can_close and run.end > run.start and openers:
            opener = openers[-1]
            width = min(opener.end - opener.start, run.end - run.start)
            yield opener.end - width, opener.end
            yield run.start, run.start + width
            opener.end -= width
            run.start += width
            if opener.end == opener.start:
                openers.pop()
        if run.can_open and run.end > run.start:
            openers.append(run)


def _merged(cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The cuts in order, those inside or overlapping another one joined with it."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(cuts):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_inside(offset: int, cuts: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether ``offset`` lies in one of the ordered ``cuts``, which begin at ``starts``."""
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < cuts[at][1]
