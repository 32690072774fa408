"""An example of a query that the index answers, for readers who do not know yet what is in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from searchlib.model import Document, Mentions
from searchlib.projects import EntryKind, Project
from searchlib.query.canonical import spell_word

LEAST_MENTIONS = 3
"""Mentions from which a project is offered."""

LEAST_SHARE = 0.02
"""The share of the texts that mention a project, from which on projects matter in a collection."""

_MOST_TRIED = 24
_COMMON = 0.2
"""The share of titles from which on a word in them says nothing."""

_SMALL = 10
"""Texts up to which every word of a title may be the example."""

_MOST_TITLES = 500
"""Titles that are cut into words, spread over the collection."""

_MANY = 0.02
"""The share of all clauses beyond which a query finds too much to be a good example."""

_FEW = 50
"""Clauses that are not too many in any collection."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,8}")
_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,6}|[A-Za-z]{4,20}")


@dataclass(frozen=True, slots=True)
class Example:
    """A query and how many clauses hold it exactly, at least one."""

    query: str
    clauses: int


def frequent_projects(
    counted: Iterable[tuple[Project, Mentions]], documents: int
) -> tuple[tuple[Project, Mentions], ...]:
    """Return the projects to offer to readers of a collection, the most mentioned first; none where hardly a
    text mentions one."""
    found = [
        row for row in counted if row[0].kind is EntryKind.PROJECT and row[1].occurrences >= LEAST_MENTIONS
    ]
    if max((answer.statements for _, answer in found), default=0) < LEAST_SHARE * documents:
        return ()
    return tuple(sorted(found, key=lambda row: (-row[1].occurrences, row[0].id)))


def example(
    projects: Sequence[tuple[Project, Mentions]],
    documents: Sequence[Document],
    cut: Callable[[str], list[str]],
    texts: Iterable[str],
    count: Callable[[str], int],
) -> Example | None:
    """Return a query that finds something, if possible not too much; None where none was found.

    It is a name of one of ``projects``, else a word of the titles of ``documents``, else of the ``texts``.
    ``cut`` cuts a text into words, ``count`` returns how many clauses hold a query exactly.
    """
    candidates = (*_names(projects), *_words(documents, cut))
    most = max(_FEW, _MANY * sum(document.clause_count for document in documents))
    first = None
    for query in (*candidates[:_MOST_TRIED], *islice(_words_of(texts, cut), _MOST_TRIED)):
        clauses = count(query)
        if 0 < clauses <= most:
            return Example(query, clauses)
        if clauses and first is None:
            first = Example(query, clauses)
    return first


def _names(projects: Sequence[tuple[Project, Mentions]]) -> Iterator[str]:
    """Yield the most frequent Chinese name of each project."""
    for _, answer in projects:
        named = [(count, name) for name, count in answer.counts.items() if count and _HAN.fullmatch(name)]
        if named:
            yield max(named)[1]


def _words(documents: Sequence[Document], cut: Callable[[str], list[str]]) -> list[str]:
    """Return the words of the titles: those that many but not most titles have, long ones first."""
    counted: Counter[str] = Counter()
    named = [document.title for document in documents if document.title]
    titles = named[:: -(-len(named) // _MOST_TITLES) or 1]
    for title in titles:
        counted.update({word for word in cut(title) if _WORD.fullmatch(word)})
    most = len(titles) if len(titles) <= _SMALL else _COMMON * len(titles)
    fit = [(word, count) for word, count in counted.items() if count <= most]
    return [spell_word(word) for word, _ in sorted(fit, key=lambda row: (len(row[0]) < 3, -row[1], row[0]))]


def _words_of(texts: Iterable[str], cut: Callable[[str], list[str]]) -> Iterator[str]:
    """Yield the words of ``texts`` as they come, spelled as queries."""
    return (spell_word(word) for text in texts for word in cut(text) if word.strip() and word.isalnum())
