"""Texts that stretch each repetition of a pattern, to find out whether it reads in linear time.

A pattern is read as its syntax tree. For each repetition in it a text is built: something that leads there,
the repeated part many times, and an ending at which the match fails, so that every way of cutting is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from time import thread_time
from typing import Any

_ALPHABET = " \u3000\xa0\t\n\ra1-=*_#|.:<>/()[]（）、，。：年日第中《\"'`~!&\x0c\u200b·"
_ENDINGS = ("", "\x00", "x中")
FLOOR = 0.02
"""Seconds below which a time tells nothing."""

MOST = 3
"""By what doubling a text may multiply the time."""

_LONG = 20.0
"""Seconds that no text of these sizes may take, however they grow."""

_SURE = 0.3
"""Seconds from which one measurement is enough."""

_FEW = (20, 24)
"""Repetitions that must take no time at all."""

_MOST_SAMPLES = 4
_MOST_INPUTS = 24


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text of any length: ``lead``, then ``body`` again and again, then ``ending``."""

    lead: str
    body: str
    ending: str = ""

    def text(self, characters: int) -> str:
        """Return the text of about so many characters."""
        return self.repeated(max(1, characters // len(self.body)))

    def repeated(self, times: int) -> str:
        """Return the text with the body so many times."""
        return self.lead + self.body * times + self.ending


def stretches(pattern: re.Pattern[str]) -> Iterator[Stretch]:
    """Yield texts for each repetition of the pattern, with each ending."""
    tree = list(_parser.parse(pattern.pattern, pattern.flags))
    found = (
        Stretch(lead, body, ending)
        for lead, body in islice(_repetitions(tree, pattern.flags), _MOST_INPUTS)
        for ending in _ENDINGS
        if body
    )
    yield from dict.fromkeys(found)


def seconds(work: Callable[[], object], runs: int = 1) -> float:
    """Return the least processor time of so many runs of ``work``, which others disturb least."""
    best = float("inf")
    for _ in range(runs):
        start = thread_time()
        work()
        best = min(best, thread_time() - start)
    return best


def grows_too_fast(work: Callable[[str], object], stretch: Stretch, sizes: Sequence[int]) -> str | None:
    """Return how the time grows where doubling the text more than triples it; None where it does not.

    ``sizes`` are in characters, the smallest first. A few repetitions come before, so that exponential growth
    ends early. A time below :data:`FLOOR` tells nothing.
    """
    for times in _FEW:
        few = partial(work, stretch.repeated(times))
        took = seconds(few)
        if took >= FLOOR and seconds(few, 2) >= FLOOR:
            return f"{times} times {stretch.body!r} {took:.3f} s"
    for size in sizes:
        once, twice = stretch.text(size), stretch.text(2 * size)
        if seconds(partial(work, once)) < FLOOR:
            continue
        if _is_too_slow(work, once, twice) and _is_too_slow(work, twice, stretch.text(4 * size)):
            return f"twice {size:,} characters take more than {MOST} times as long"
    return None


def _is_too_slow(work: Callable[[str], object], once: str, twice: str) -> bool:
    """Whether the longer text takes too many times as long; the second time it is measured with care.

    Another process may have had the machine, and a larger text may leave its caches.
    """
    short = seconds(lambda: work(once))
    if short > _LONG:
        return True
    if seconds(lambda: work(twice)) <= MOST * short:
        return False
    return short > _SURE or seconds(lambda: work(twice), 3) > MOST * seconds(lambda: work(once), 3)


def _repetitions(tree: Sequence[Any], flags: int, lead: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each repetition below ``tree``, and a sample of what it repeats."""
    for code, argument in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, body = argument
            if most > 50:
                yield from ((lead, body_sample) for body_sample in _samples(list(body), flags) if body_sample)
            yield from _repetitions(list(body), flags, lead)
        elif code is op.SUBPATTERN:
            yield from _repetitions(list(argument[-1]), flags, lead)
        elif code is op.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(list(branch), flags, lead)
        elif code is op.ATOMIC_GROUP:
            yield from _repetitions(list(argument), flags, lead)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from _repetitions(list(argument[1]), flags, lead)
        lead += next(_samples([(code, argument)], flags), "")


def _samples(tree: Sequence[Any], flags: int) -> Iterator[str]:
    """A few short strings that ``tree`` matches, as far as assertions and references do not matter."""
    parts = [list(islice(_of_node(code, argument, flags), _MOST_SAMPLES)) or [""] for code, argument in tree]
    if len(parts) == 1:
        yield from dict.fromkeys(parts[0])
        return
    yield from islice(
        dict.fromkeys("".join(each) for each in product(*(part[:2] for part in parts))), _MOST_SAMPLES
    )


def _of_node(code: Any, argument: Any, flags: int) -> Iterator[str]:
    if code is op.LITERAL:
        yield chr(argument)
    elif code in (op.IN, op.ANY, op.NOT_LITERAL, op.CATEGORY):

        def matches(character: str) -> bool:
            if code is op.ANY:
                return character != "\n" or bool(flags & re.S)
            if code is op.NOT_LITERAL:
                return bool(ord(character) != argument)
            return _is_in(argument, character)

        found = [character for character in _ALPHABET if matches(character)]
        if code is op.IN:
            found += [chr(value) for kind, value in argument if kind is op.LITERAL][:2]
            found += [chr(value[0]) for kind, value in argument if kind is op.RANGE][:2]
            found = [character for character in found if matches(character)]
        # The most different ones first: blanks, a letter, a Chinese character.
        order = sorted(dict.fromkeys(found), key=lambda character: character not in " \u3000\ra中")
        yield from order
    elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, body = argument
        for sample in islice(_samples(list(body), flags), _MOST_SAMPLES):
            yield sample * max(least, 1 if most > 50 else least)
    elif code is op.SUBPATTERN:
        yield from _samples(list(argument[-1]), flags)
    elif code is op.ATOMIC_GROUP:
        yield from _samples(list(argument), flags)
    elif code is op.BRANCH:
        for branch in argument[1]:
            yield from islice(_samples(list(branch), flags), 1)
    else:
        yield ""


def _is_in(items: Sequence[Any], character: str) -> bool:
    """Whether a class of a pattern holds ``character``."""
    negated = bool(items) and items[0][0] is op.NEGATE
    return any(_item_matches(kind, value, character) for kind, value in items) != negated


def _item_matches(kind: Any, value: Any, character: str) -> bool:
    if kind is op.LITERAL:
        return bool(ord(character) == value)
    if kind is op.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if kind is op.CATEGORY:
        name = {
            op.CATEGORY_SPACE: r"\s",
            op.CATEGORY_NOT_SPACE: r"\S",
            op.CATEGORY_DIGIT: r"\d",
            op.CATEGORY_NOT_DIGIT: r"\D",
            op.CATEGORY_WORD: r"\w",
            op.CATEGORY_NOT_WORD: r"\W",
        }[value]
        return re.fullmatch(name, character) is not None
    return False
