"""Strings of the texts that may be names: those that share characters with known names, and those that the
texts put beside one in parentheses or call its other name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, combinations, pairwise

from searchlib.analysis.contexts import contexts_of
from searchlib.analysis.name_units import units
from searchlib.budget import check_budget, checked
from searchlib.model import Pattern
from searchlib.search.library import Library
from searchlib.search.place_answers import FoundPlaces

_CLAUSES = 1_500
"""Clauses that are cut: those that hold the rarest pairs of characters of the known names."""

_FEWEST_UNITS, _MOST_UNITS, _BETWEEN = 2, 4, 4
"""A name of so many characters may be a short one, with up to so many characters left out between two."""

_SPELLED_OUT = 3_000
"""Of a short name with more places that could spell it out none is looked at: its characters are common."""

_REMEMBERED = 1 << 12
"""Stretches whose words are remembered while candidates are sought."""

_RARE = 200
"""A pair of characters that are apart in a name is looked at if it has so many places at most."""

_LONGEST, _SHORTEST = 24, 3
"""Code points of a candidate."""

_MOST_WORDS = 10
_BESIDE = 26
"""Characters on each side of a shared pair that a candidate may reach over."""

_INSIDE = frozenset("-·.' \"&")
"""Signs that a name may hold; any other ends it."""

_NEVER_FIRST = frozenset("的之和与及以在对于为等将就是了并或由从向至其该各双同使条个项座次届月日")
_NO_NAME = re.compile(
    "包括|关于|有关|推进|推动|加强|支持|建设|开展|研究|同意|重申|强调|继续|积极|"
    "欢迎|促进|共同|参与|落实|实施|发展|深化|扩大|发挥|利用|通过|根据|按照|认为|"
    "希望|愿意|表示|指出|完善|加快|进行|尽快|启动|完成|签署|参加|出席|举行|重视|"
    "期待|赞赏|高度|评价|保障|挖掘|到达|提到|开始|打造|构建|建立|维护|坚持|举办|"
    "提出|探讨|商讨|争取|早日|关心|视为|称|应当|可以|必须|不得|以及|或者|其他"
)
"""Words of official texts before a name that are no part of it."""

_NEVER_LAST = frozenset("的之和与及以在对于为等将就是了并或由从向至其该各")

_CALLED = r"(?:以下|下)?(?:统|合)?(?:简称|又称|亦称|也称|又名|亦名|也就是|即|或称)"
_AFTER = re.compile(
    rf"^\"?(?:[(]{_CALLED}?:?|,?{_CALLED}(?:为|:)?)\"?([^()\"，,。;；:、]{{2,30}})[\")，,。;；]"
)
_BEFORE = re.compile(rf"([^()\"，,。;；:、]{{2,30}})\"?(?:[(]{_CALLED}?:?|,?{_CALLED}(?:为|:)?)\"?$")


@dataclass(slots=True)
class Candidate:
    """A folded string and where it stands: record number, start and end in the folded running text."""

    text: str
    places: list[tuple[int, int, int]] = field(default_factory=list)
    defined: bool = False
    """Whether a text puts it beside a known name as another name of the same."""
    alone: bool = False
    """Whether it stands somewhere between two signs, or the ends of the clause."""


def candidates(library: Library, names: Sequence[str], known: FoundPlaces) -> dict[str, Candidate]:
    """Return the strings that may be further names of what has ``names``, by their folded text.

    ``known`` are the places of the names. Strings that are part of one of these places are no candidates.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    columns = (known.found.numbers, known.found.starts, known.found.ends)
    for number, start, end in zip(*(map(int, column) for column in columns), strict=True):
        taken.setdefault(number, []).append((start, end))
    wanted = {unit for name in names for unit in units(name)}
    ends = {parts[0] + parts[-1] for parts in map(units, names) if all(len(unit) == 1 for unit in parts)}
    found: dict[str, Candidate] = {}
    cut = lru_cache(_REMEMBERED)(library.cut)  # clauses of laws repeat one another
    for number, text, starts in _clauses(library, names):
        spans = set(_strings(cut, text, starts, wanted, ends))
        for start, end in spans:
            if not any(low <= start and end <= high for low, high in taken.get(number, ())):
                string = text[start:end]
                candidate = found.setdefault(string, Candidate(string))
                candidate.places.append((number, start, end))
                candidate.alone |= not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
    for number, string, start, end in _spelled_out(library, names, cut):
        if not any(low <= start and end <= high for low, high in taken.get(number, ())):
            candidate = found.setdefault(string, Candidate(string))
            if (number, start, end) not in candidate.places:
                candidate.places.append((number, start, end))
    for string, row in _beside(library, known):
        candidate = found.setdefault(string, Candidate(string))
        candidate.defined = True
        if row not in candidate.places:
            candidate.places.append(row)
    return found


def _pieces(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the strings by which clauses are found: neighbouring Han characters and words of an alphabet;
    and pairs of other characters in their order, which stand together in short forms: 上合 of 上海合作."""
    near: dict[str, None] = {}
    far: dict[str, None] = {}
    for name in names:
        parts = units(name)
        if all(len(unit) == 1 for unit in parts):
            near |= dict.fromkeys(map("".join, pairwise(parts)))
            far |= dict.fromkeys(map("".join, combinations(parts, 2)))
        else:
            near |= dict.fromkeys(unit for unit in parts if len(unit) > 3)
    return list(near), [pair for pair in far if pair not in near]


def _clauses(library: Library, names: Sequence[str]) -> Iterator[tuple[int, str, list[int]]]:
    """Yield record number and text of the clauses with the rarest pieces, and where pieces begin."""
    near, far = _pieces(names)
    held = []
    for piece in (*near, *far):
        check_budget()
        found = library.strings((piece,))
        if piece in near or len(found) <= _RARE:
            held.append((len(found), piece, dict.fromkeys(map(int, found.numbers))))
    pieces = [piece for _, piece, _ in held]
    numbers: dict[int, None] = {}
    for _, _, own in sorted(held, key=lambda row: row[:2]):
        if len(numbers) >= _CLAUSES:
            break
        numbers |= dict.fromkeys(list(own)[: _CLAUSES - len(numbers)])
    for number, text in checked(library.keys()):
        if number in numbers:
            places = {at for piece in pieces for at in _all_starts(text, piece)}
            yield number, text, sorted(places)


def _all_starts(text: str, piece: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def _strings(
    cut: Callable[[str], list[str]], text: str, starts: Sequence[int], wanted: set[str], ends: set[str]
) -> Iterator[tuple[int, int]]:
    """Yield start and end of runs of words around the pieces that begin and end with a unit of a known name;
    the word before the first such is taken in too. Of two characters only ``ends``."""
    reached = -1
    for at in starts:
        if at < reached:
            continue
        low, high = _run(text, at)
        reached = high
        words = cut(text[low:high])
        edges = [low]
        for word in words:
            edges.append(edges[-1] + len(word))
        shares = [not wanted.isdisjoint(units(word)) for word in words]
        for first in range(len(words)):
            begins_none = text[edges[first]] in _NEVER_FIRST or not text[edges[first]].isalnum()
            if begins_none or (_NO_NAME.fullmatch(words[first]) and not shares[first]):
                continue
            begins = shares[first] or (first + 1 < len(words) and shares[first + 1])
            for last in range(first, min(len(words), first + _MOST_WORDS)) if begins else ():
                start, end = edges[first], edges[last + 1]
                if end - start > _LONGEST:
                    break
                is_name = shares[last] and text[end - 1] not in _NEVER_LAST and text[end - 1].isalnum()
                if is_name and (end - start >= _SHORTEST or text[start:end] in ends):
                    yield from _quoted(text, start, end)


def _quoted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch with both of its quotation marks; nothing where one of them has no other."""
    if text.count('"', start, end) % 2 == 0:
        yield start, end
    elif text[start - 1 : start] == '"':
        yield start - 1, end
    elif text[end : end + 1] == '"':
        yield start, end + 1


def _run(text: str, at: int) -> tuple[int, int]:
    """Return the stretch around ``at`` without a sign that ends a name."""
    low = high = at
    while low > 0 and at - low < _BESIDE and (text[low - 1].isalnum() or text[low - 1] in _INSIDE):
        low -= 1
    while high < len(text) and high - at < _BESIDE and (text[high].isalnum() or text[high] in _INSIDE):
        high += 1
    return low, high


def _spelled_out(
    library: Library, names: Sequence[str], cut: Callable[[str], list[str]]
) -> Iterator[tuple[int, str, int, int]]:
    """Yield the runs of words that begin and end as a short Chinese name and have its characters in their
    order, each with a few others before it: 世界银行 of 世行. Record number, text, start and end."""
    wanted: dict[int, list[tuple[int, int]]] = {}
    for parts in map(units, names):
        if _FEWEST_UNITS <= len(parts) <= _MOST_UNITS and all(len(unit) == 1 for unit in parts):
            check_budget()
            found = library.strings((Pattern(parts, ((0, _BETWEEN),) * (len(parts) - 1)),))
            if len(found) <= _SPELLED_OUT:
                rows = zip(map(int, found.numbers), map(int, found.starts), map(int, found.ends), strict=True)
                for number, start, end in rows:
                    wanted.setdefault(number, []).append((start, end))
    if not wanted:
        return
    for number, text in checked(library.keys()):
        for start, end in wanted.get(number, ()):
            low, high = _run(text, start)
            if end <= high and end - start >= _SHORTEST:
                edges = set(accumulate(map(len, cut(text[low:high])), initial=low))
                if {start, end} <= edges:
                    yield number, text[start:end], start, end


def _beside(library: Library, known: FoundPlaces) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the strings that stand beside a known name in parentheses, or after 简称 and the like."""
    around = contexts_of(library, known, _BESIDE + 12)
    columns = (known.found.numbers, known.found.starts, known.found.ends)
    rows = zip(*(map(int, column) for column in columns), around.lefts, around.rights, strict=True)
    for number, start, end, left, right in checked(rows):
        after, before = _AFTER.match(right), _BEFORE.search(left)
        if after is not None:
            low, high = after.span(1)
            yield after[1], (number, end + low, end + high)
        if before is not None:
            string = _last_words(library, before[1])
            high = start - len(left) + before.end(1)
            yield string, (number, high - len(string), high)


def _last_words(library: Library, text: str) -> str:
    """Return the end of ``text`` from the last word on that no name begins with: 同意推进 / 两洋铁路."""
    words = library.cut(text)
    counts = Counter(words)
    for at in range(len(words) - 1, -1, -1):
        if words[at] in _NEVER_FIRST or counts[words[at]] > 2:
            return "".join(words[at + 1 :]) or text
    return text
