"""The difference of two texts as a reader would mark it: whole words and runs, never single characters.

Sentences that both texts have are matched first, then the words of what is between them, in both cases by
the longest common subsequence (rapidfuzz: bit-parallel, Hyyrö 2004). What is equal and stands between two
changes, but is short and no longer than the changes on either side of it, is counted as changed with them:
that is the semantic clean-up of diff-match-patch (Neil Fraser, Diff Strategies, 2006). Characters are
compared folded, so that script and width make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from searchlib.budget import check_budget
from searchlib.text.views import fold

Cut = Callable[[str], list[str]]
"""Cuts a text into words that, joined, are the text."""

_SENTENCE = re.compile("[^。；！？;\n]*[。；！？;\n]?")
_MOST_CELLS = 16_000_000
"""Words of the one text times words of the other; larger stretches are told as changed as a whole."""

_LONGEST_CHANCE = 3
"""Characters of an equal stretch that may stand between two changes by chance; a longer one was kept."""

_EMPTY = frozenset("的和与及在对为将并等了是以、，")
"""Characters that hold a sentence together in any other one too: alone between two changes they are no
common ground."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of two texts: what stands in the one and in the other; one of them may be empty.

    If ``same``, the two differ in script and width at most.
    """

    before: str
    after: str
    same: bool


def edits(before: str, after: str, cut: Cut) -> tuple[Edit, ...]:
    """Return the stretches of two texts, in order; equal and changed ones alternate.

    Joined, the left sides are ``before`` and the right sides ``after``. Raises BudgetSpent.

    >>> [(each.before, each.after) for each in edits("奉行一个中国政策。", "奉行一个中国原则。", list)]
    [('奉行一个中国', '奉行一个中国'), ('政策', '原则'), ('。', '。')]
    """
    check_budget()
    stretches = []
    sentences = ([each for each in _SENTENCE.findall(text) if each] for text in (before, after))
    for one, other, same in _matched(*sentences):
        if same or not one or not other:
            stretches.append(Edit(one, other, same))
        else:
            stretches += (Edit(*each) for each in _matched(cut(one), cut(other)))
    return tuple(_alternating(_cleaned(list(_alternating(stretches)))))


def share_same(found: Iterable[Edit]) -> float:
    """Return how much of both texts is equal, 0 to 1, by characters; 1 for two empty texts.

    >>> share_same(edits("一个中国政策", "一个中国原则", list))
    0.6666666666666666
    """
    same = total = 0
    for each in found:
        length = len(each.before) + len(each.after)
        total += length
        same += length if each.same else 0
    return same / total if total else 1.0


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield stretches of tokens as text: both sides, and whether they are equal."""
    if len(before) * len(after) > _MOST_CELLS:
        yield "".join(before), "".join(after), list(before) == list(after)
        return
    numbers: dict[str, int] = {}
    one, other = (
        [numbers.setdefault(fold(token), len(numbers)) for token in side] for side in (before, after)
    )
    at = to = 0  # up to where both sides have been told
    for step in [each for each in Indel.opcodes(one, other) if each.tag == "equal"]:
        if at < step.src_start or to < step.dest_start:
            yield "".join(before[at : step.src_start]), "".join(after[to : step.dest_start]), False
        at, to = step.src_end, step.dest_end
        yield "".join(before[step.src_start : at]), "".join(after[step.dest_start : to]), True
    if at < len(before) or to < len(after):
        yield "".join(before[at:]), "".join(after[to:]), False


def _alternating(stretches: Iterable[Edit]) -> Iterator[Edit]:
    """Join neighbours of one kind."""
    last: Edit | None = None
    for each in stretches:
        if last is not None and last.same == each.same:
            last = Edit(last.before + each.before, last.after + each.after, last.same)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _cleaned(stretches: list[Edit]) -> list[Edit]:
    """Count what is equal by chance with the changes around it, until nothing more is."""
    while True:
        chance = {
            at
            for at in range(1, len(stretches) - 1)
            if stretches[at].same and _by_chance(stretches[at], stretches[at - 1], stretches[at + 1])
        }
        if not chance:
            return stretches
        dissolved = (
            Edit(each.before, each.after, each.same and at not in chance) for at, each in enumerate(stretches)
        )
        stretches = list(_alternating(dissolved))


def _by_chance(equal: Edit, left: Edit, right: Edit) -> bool:
    """Return whether an equal stretch is no more than what happens to recur between two changes."""
    if "\n" in equal.before:
        return False
    if all(character in _EMPTY for character in equal.before):
        return True
    length = len(equal.before)
    return (
        length <= _LONGEST_CHANCE
        and length <= max(len(left.before), len(left.after))
        and length <= max(len(right.before), len(right.after))
    )
