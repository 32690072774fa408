"""Names nobody listed: strings of the texts that may be further names of a project, ranked, with evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from searchlib.analysis.name_candidates import Candidate, candidates
from searchlib.analysis.name_units import Likeness, most_alike, name_likeness, units, weights
from searchlib.budget import check_budget
from searchlib.engine.base import Occurrences
from searchlib.errors import NotInIndex
from searchlib.model import Mention
from searchlib.projects import EntryKind, Project, Registry
from searchlib.search.library import Library
from searchlib.search.nearest import edit_distance
from searchlib.search.place_answers import FoundPlaces
from searchlib.text.borders import bare
from searchlib.text.running import key

_LEAST = 0.4
"""The least score of a name that is shown."""

_COMPARED = 400
"""The best candidates that are compared with one another."""

_READ = 60
"""The best candidates whose clauses are read, for what their statements say."""

_LONG = 6
"""From so many code points on a name may be spelt otherwise in two of them."""

_TELLING = 4
"""Code points of another entry's name from which on a string with it in it is of that one."""

_EXAMPLES = 3


class Evidence(StrEnum):
    """What speaks for a string being a name of the same."""

    DEFINED = "defined"
    """A text puts it beside a known name, in parentheses or after 简称, 又称, 即."""
    SPELLING = "spelling"
    """It differs from a known name in one or two characters."""
    SHORT = "short"
    """It is made of characters of a known name, in their order: 上合组织 of 上海合作组织."""
    LONG = "long"
    """It has all characters of a known name, in their order, with others between them: 连接两洋的铁路."""
    EXTENDED = "extended"
    """It has a known name in it, and is found by that: 南美洲两洋铁路."""
    SHARED = "shared"
    """It has rare characters of a known name, in their order."""
    END = "end"
    """It ends as a known name does."""
    ALONE = "alone"
    """It stands between signs somewhere, as a whole."""
    COUNTRIES = "countries"
    """Statements with it are of countries of the project."""
    TOGETHER = "together"
    """Statements with it have a known name too."""


@dataclass(frozen=True, slots=True)
class UnlistedName:
    """A string that may be a name: as it is printed first, how strong the evidence is, and which.

    ``score`` is from 0 to about 2; ``like`` is the known name that it is most alike. ``mentions`` are the
    first few of its places.
    """

    name: str
    score: float
    like: str
    evidence: tuple[Evidence, ...]
    places: int
    statements: int
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class UnlistedNames:
    """The names found for a project, best first; ``considered`` strings of the texts were compared."""

    project: Project
    considered: int
    names: tuple[UnlistedName, ...]


def unlisted_names(library: Library, asked: str | Project, *, most: int = 10) -> UnlistedNames:
    """Return strings of the texts that may be further names of a project, organisation or country.

    The score is the likeness to the nearest known name (weighted Dice of characters), raised by what else
    speaks for it; weights were set on the registry by hiding names (``bench/names.py``). Names of other
    entries are left out. Raises NotInIndex for an unknown project.
    """
    registry = Registry(library.projects)
    project = asked if isinstance(asked, Project) else registry.find(asked)
    if project is None:
        registry.names_of(str(asked))  # which raises, naming similar ones
        raise NotInIndex("project.unknown", name=asked)
    known = library.places_of_names(project.names)
    found = candidates(library, project.names, known)
    check_budget()
    others = {
        key(name)
        for entry in registry.projects
        if entry.id != project.id
        for name in (*entry.names, *entry.asked)
    }
    own = set(map(key, project.names))
    longer = [
        name
        for entry in registry.projects
        if entry.kind is not EntryKind.COUNTRY and entry.id != project.id
        for name in map(key, entry.names)
        if len(name) >= _TELLING and not any(name in known for known in own)
    ]
    characters = sum(each.characters for each in library.extents().fields["document"])
    rare = weights(lambda unit: len(library.strings((unit,))), project.names, characters)
    usual = sorted(rare.values())[len(rare) // 2] if rare else 1.0
    scored = [
        row
        for candidate in found.values()
        if candidate.text not in own
        and candidate.text not in others
        and not any(name in candidate.text for name in longer)
        and (row := _alike(candidate, project.names, lambda unit: rare.get(unit, usual))).score >= _LEAST
    ]
    countries = _countries(registry)
    scored = [row for row in scored if units(countries.sub("", row.candidate.text))]
    scored.sort(key=lambda row: (-row.score, -len(row.candidate.places), row.candidate.text))
    parties = set(project.countries) - {"CN"} or set(project.countries)
    holders = {document.id for document in known.documents}
    read = [_read(library, row, parties, holders) for row in _apart(scored[:_COMPARED])[:_READ]]
    read.sort(key=lambda name: (-name.score, -name.places, name.name))
    return UnlistedNames(project, len(found), tuple(read[:most]))


def _countries(registry: Registry) -> re.Pattern[str]:
    """Return the pattern of the names of all countries, the longest first: 巴西和秘鲁 names no project."""
    names = (
        key(name) for entry in registry.projects if entry.kind is EntryKind.COUNTRY for name in entry.names
    )
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)")


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate, the known name that it is most alike, and the score of its characters alone."""

    candidate: Candidate
    like: str
    score: float
    evidence: tuple[Evidence, ...]


def _alike(candidate: Candidate, names: Sequence[str], weight: Callable[[str], float]) -> _Scored:
    string = units(candidate.text)
    best = _Scored(candidate, names[0], 0.0, ())
    for name in names:
        known = units(name)
        if not candidate.defined and most_alike(string, known, weight) + _MOST_ADDED < _LEAST:
            continue
        alike = name_likeness(string, known, weight)
        evidence = _evidence(candidate, name, alike, len(string), len(known))
        score = alike.dice + sum(_WORTH.get(each, 0.0) for each in evidence)
        if score > best.score:
            best = _Scored(candidate, name, score, evidence)
    return best


_WORTH: Mapping[Evidence, float] = {
    Evidence.DEFINED: 0.6,
    Evidence.SPELLING: 0.4,
    Evidence.SHORT: 0.25,
    Evidence.LONG: 0.2,
    Evidence.EXTENDED: -0.1,
    Evidence.END: 0.15,
    Evidence.ALONE: 0.15,
    Evidence.COUNTRIES: 0.15,
    Evidence.TOGETHER: 0.1,
}
"""What each kind of evidence adds to the likeness."""

_MOST_ADDED = _WORTH[Evidence.END] + _WORTH[Evidence.ALONE]
"""What evidence can add to a string that only shares characters with a name."""


_WHOLE = frozenset((Evidence.DEFINED, Evidence.LONG, Evidence.EXTENDED))
"""Evidence of a string that has a whole name in it, or is said to be one."""


def _evidence(
    candidate: Candidate, name: str, alike: Likeness, length: int, known: int
) -> tuple[Evidence, ...]:
    found = [Evidence.DEFINED] if candidate.defined else []
    text, folded = candidate.text, key(name)
    if folded in text:
        found.append(Evidence.EXTENDED)
    elif alike.is_short and length < known and alike.same_end and (length > 2 or text[0] == folded[0]):
        found.append(Evidence.SHORT)
    elif alike.is_long and length > known:
        found.append(Evidence.LONG)
    elif min(length, known) > 2 and _is_misspelt(text, folded):
        found.append(Evidence.SPELLING)
    elif alike.dice:
        found.append(Evidence.SHARED)
    if alike.same_end and Evidence.EXTENDED not in found:
        found.append(Evidence.END)
    if candidate.alone:
        found.append(Evidence.ALONE)
    return tuple(found)


def _is_misspelt(text: str, name: str) -> bool:
    """Return whether a string differs from a name in one character, or in two of a long one."""
    if abs(len(text) - len(name)) > 1:
        return False
    most = 1 if len(name) < _LONG else 2
    return edit_distance(text, name, most) <= most


def _apart(scored: Sequence[_Scored]) -> list[_Scored]:
    """Leave out strings that stand only inside a better one, and those around a better one that stands
    without them too, unless they spell a known name out: 连接两洋的铁路 beside 两洋的铁路."""
    kept: list[_Scored] = []
    for row in scored:
        text, count = row.candidate.text, len(row.candidate.places)
        is_inside = any(
            text in other.candidate.text and count <= len(other.candidate.places) for other in kept
        )
        is_around = any(
            other.candidate.text in text and count < len(other.candidate.places) for other in kept
        )
        if not is_inside and not (is_around and _WHOLE.isdisjoint(row.evidence)):
            kept.append(row)
    return kept


def _read(library: Library, row: _Scored, parties: set[str], holders: set[str]) -> UnlistedName:
    """Return a candidate with what its statements say."""
    places = sorted(row.candidate.places)
    numbers, starts, ends = zip(*places, strict=True)
    text = row.candidate.text
    mentions = tuple(
        library.mentions_at(
            FoundPlaces(text, Occurrences(numbers, starts, ends, [0] * len(places)), (text,), (text,)),
            range(len(places)),
        )
    )
    documents = {mention.document.id: mention.document for mention in mentions}
    evidence = list(row.evidence)
    if parties and any(parties & set(document.parties) for document in documents.values()):
        evidence.append(Evidence.COUNTRIES)
    if holders & documents.keys():
        evidence.append(Evidence.TOGETHER)
    added = sum(_WORTH[each] for each in evidence[len(row.evidence) :])
    ordered = sorted(
        mentions, key=lambda mention: (mention.document.date is None, str(mention.document.date))
    )
    return UnlistedName(
        name=ordered[0].line.match,
        score=row.score + added,
        like=row.like,
        evidence=tuple(evidence),
        places=len(places),
        statements=len(documents),
        mentions=tuple(replace(mention, name=bare(mention.line.match)) for mention in ordered[:_EXAMPLES]),
    )
