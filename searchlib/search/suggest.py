"""What a reader may be about to type, or may have meant.

What is being typed is completed with projects, countries, titles and terms of the index: its last word,
everything before it stays. Where nothing was found, names and ids that look alike are proposed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from itertools import chain, islice

from searchlib.model import Document
from searchlib.projects import Project, Registry
from searchlib.query.ast import Filter, ProjectName
from searchlib.query.canonical import spell_phrase, spell_word
from searchlib.text.running import key as key_of

_MOST = {"project": 3, "country": 2, "title": 3, "term": 6}
_LONGEST = 60
"""Code points of a word that can still be completed."""

_ALIKE = 3
_LONGEST_ALIKE = 100
"""Characters up to which a name may be meant for another; comparing takes the product of the lengths."""


class SuggestionSource(StrEnum):
    """Where a suggestion is from."""

    PROJECT = "project"
    COUNTRY = "country"
    TITLE = "title"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` is shown, ``query`` is what the search box would hold; ``clauses`` hold it, where known:
    out of a vocabulary those whose own text has the term, after :func:`counted` those of the exact tier.

    ``document`` is the id of the document with that title.
    """

    source: SuggestionSource
    text: str
    query: str
    clauses: int | None = None
    document: str | None = None


class Vocabulary:
    """What one index can suggest. ``terms`` returns the most frequent terms with a folded prefix."""

    def __init__(
        self,
        projects: Iterable[Project],
        documents: Iterable[Document],
        countries: Iterable[tuple[str, str]],
        terms: Callable[[str, int], list[tuple[str, int]]],
    ) -> None:
        self._projects = [(key_of(name), name) for project in projects for name in project.names]
        self._countries = [(key_of(name), name, code) for code, name in countries]
        self._titles = _Titles(documents)
        self._terms = terms

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """Suggestions for the last word of ``typed``: projects, countries, titles, then terms."""
        before, word = unfinished(typed)
        key = key_of(word.removeprefix("@"))
        if not key or len(key) > _LONGEST:
            return ()
        found: list[Iterator[Suggestion]] = [self._naming_projects(before, key)]
        if not word.startswith("@"):
            found += [
                self._naming_countries(before, key),
                self._naming_titles(before, key),
                self._naming_terms(before, key),
            ]
        return tuple(each for group in found for each in group)

    def _naming_projects(self, before: str, key: str) -> Iterator[Suggestion]:
        """Names that begin with ``key``, then those that hold it further on, if it has two characters."""
        begun = (name for folded, name in self._projects if folded.startswith(key))
        held = (name for folded, name in self._projects if len(key) > 1 and folded.find(key) > 0)
        for name in islice(chain(begun, held), _MOST["project"]):
            yield Suggestion(SuggestionSource.PROJECT, name, f"{before}{ProjectName(name)}")

    def _naming_countries(self, before: str, key: str) -> Iterator[Suggestion]:
        matching = ((name, code) for folded, name, code in self._countries if folded.startswith(key))
        for name, code in islice(matching, _MOST["country"]):
            yield Suggestion(SuggestionSource.COUNTRY, name, f"{before}{Filter('country', code)}")

    def _naming_titles(self, before: str, key: str) -> Iterator[Suggestion]:
        if len(key) < 2:
            return
        for title, identifier in islice(self._titles.holding(key), _MOST["title"]):
            yield Suggestion(
                SuggestionSource.TITLE, title, f"{before}{spell_phrase(title)}", document=identifier
            )

    def _naming_terms(self, before: str, key: str) -> Iterator[Suggestion]:
        for term, clauses in self._terms(key, _MOST["term"]):
            yield Suggestion(SuggestionSource.TERM, term, f"{before}{spell_word(term)}", clauses)


def counted(found: Iterable[Suggestion], count: Callable[[str], int | None]) -> tuple[Suggestion, ...]:
    """``found`` with the number of clauses that ``count`` gives for each term's query, the highest first.

    ``count`` is asked for terms only, of which there are few, and says None where there is no telling.
    """
    others, terms = [], []
    for each in found:
        if each.source is SuggestionSource.TERM:
            terms.append(replace(each, clauses=count(each.query)))
        else:
            others.append(each)
    return (*others, *sorted(terms, key=lambda each: -(each.clauses or 0)))


class _Titles:
    """All titles in one folded string, so that looking through them takes no loop."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._rows = [(each.title, each.id) for each in documents if each.title]
        self._starts: list[int] = []
        keys = [key_of(title) for title, _ in self._rows]  # shorter than titles with blanks between Chinese
        length = 0
        for key in keys:
            self._starts.append(length)
            length += len(key) + 1
        self._folded = "\n".join((*keys, ""))

    def holding(self, key: str) -> Iterator[tuple[str, str]]:
        """Title and id of every document whose title holds the folded ``key``; equal titles once."""
        seen: set[str] = set()
        at = self._folded.find(key)
        while at >= 0:
            row = bisect_right(self._starts, at) - 1
            title, identifier = self._rows[row]
            if title not in seen:
                seen.add(title)
                yield title, identifier
            at = self._folded.find(key, self._folded.index("\n", at))


def unfinished(typed: str) -> tuple[str, str]:
    """What stands before the last word, and that word; no word inside an open quotation or after a blank.

    >>> unfinished("两洋铁路 可行"), unfinished("铁路 -公"), unfinished('"两洋 铁'), unfinished("两洋 ")
    (('两洋铁路 ', '可行'), ('铁路 -', '公'), ('"两洋 铁', ''), ('两洋 ', ''))
    """
    if sum(typed.count(mark) for mark in '"“”「」『』') % 2:
        return typed, ""
    start = max(typed.rfind(blank) for blank in " \u3000\t\n") + 1
    while start < len(typed) and typed[start] in "(（-－":
        start += 1
    return typed[:start], typed[start:]


def similar_projects(asked: str, projects: Iterable[Project]) -> list[str]:
    """Up to three names of projects that look like ``asked`` or like one of its words.

    >>> similar_projects("两洋铁陆 可行性", (Project("two-ocean-railway", ("两洋铁路",)),))
    ['两洋铁路']
    """
    if len(asked) > _LONGEST_ALIKE:
        return []
    registry = Registry(tuple(projects))
    words = [word for word in asked.split() if not word.startswith(("-", "－"))]
    parts = (" ".join(words), *words)
    found = (name for part in parts if not registry.find(part) for name in registry.suggest(part, _ALIKE))
    return list(dict.fromkeys(found))[:_ALIKE]


def similar_ids(asked: str, known: Iterable[str]) -> list[str]:
    """Up to three of the ``known`` ids that hold ``asked``, the shortest first, or else look like it.

    >>> similar_ids("2015-cn-pe-joint-statement", ["2015-05-22-cn-pe-joint-statement", "chancay"])
    ['2015-05-22-cn-pe-joint-statement']
    >>> similar_ids("刑法", ["law-行政法", "law-刑法修正案", "law-刑法"])
    ['law-刑法', 'law-刑法修正案']
    """
    if len(asked) > _LONGEST_ALIKE:
        return []
    ids = list(known)
    holding = sorted((each for each in ids if asked and asked in each), key=len)
    return holding[:_ALIKE] or get_close_matches(asked, ids, n=_ALIKE)
