"""What else could be asked: other queries that have hits, each with the number of its clauses.

Names that mean the same, words of another region, and the nearest strings in the texts where a keyword stands
nowhere; what each keyword finds alone is told by :mod:`searchlib.search.leads`. Every one is counted before
it is shown, none is the query itself, and none is mixed into an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from searchlib.engine.base import Engine, EngineRequest
from searchlib.errors import NotInIndex, QueryError
from searchlib.model import Alternative, Reason, Taken
from searchlib.projects import Project, Registry
from searchlib.query.ast import And, Keyword, Or, Phrase, ProjectName, Query
from searchlib.query.names import joined, named_runs, replaced, runs_of_keywords
from searchlib.query.parser import parse
from searchlib.query.rewrite import exact
from searchlib.search.nearest import nearest
from searchlib.text.regional import regional_words

_MOST = 3
"""Alternatives of one reason."""

_REMEMBERED = 256
"""Queries: every page of an answer shows the same ones."""

_KEYWORDS = 8
"""Keywords that are looked at."""

_LONGEST = 24
"""Characters of a keyword that may be a name or a word of a region; a longer one is a sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as typed, as understood in one index, and what was taken for a name."""

    typed: Query
    understood: Query
    taken: tuple[Taken, ...] = ()


class Proposer:
    """Finds alternatives in one index. Safe to share between threads."""

    def __init__(
        self, engine: Engine, registry: Registry, full_titles: Callable[[str], tuple[str, ...]]
    ) -> None:
        self._engine = engine
        self._registry = registry
        self._full_titles = full_titles
        self.alternatives = lru_cache(_REMEMBERED)(self._alternatives)
        """Returns the alternatives to a query by reason, from its reading."""

    def count(self, query: Query) -> int:
        """Return how many clauses have an exact hit; 0 for a query that says nothing."""
        try:
            wanted = exact(query, self._registry.names_of)
        except (QueryError, NotInIndex):
            return 0
        return self._engine.search(EngineRequest(wanted, limit=0)).total

    def _alternatives(self, asked: Reading) -> tuple[Alternative, ...]:
        known = {str(asked.typed), str(asked.understood)}
        own = self.count(asked.understood)
        shown: list[Alternative] = []
        for reason, proposals in (
            (Reason.NAME, self._names(asked)),
            (Reason.REGION, self._words(asked)),
            (Reason.SPELLING, () if own else self._spellings(asked)),
        ):
            most = _MOST
            least = own + 1 if reason is Reason.NAME else 1
            for text, query in proposals:
                if most and (spelled := _spelled(query)) and spelled not in known:
                    known.add(spelled)
                    if (clauses := self.count(query)) >= least:
                        shown.append(Alternative(reason, text, spelled, clauses))
                        most -= 1
        return tuple(shown)

    def _names(self, asked: Reading) -> Iterator[tuple[str, Query]]:
        """Other names: of keywords and quotations that are names, and of names inside keywords."""
        for run in named_runs(asked.understood, self._registry):
            yield from self._instead(asked, run.keywords, *_by_name(run.project))
        for leaf in _texts(asked.understood):
            whole = self._registry.find(leaf.text)
            if isinstance(leaf, Phrase) and whole:
                yield from self._instead(asked, (leaf,), *_by_name(whole))
            if isinstance(leaf, Keyword) and not whole and len(leaf.text) <= _LONGEST:
                for project in self._registry.inside(leaf.text):
                    yield from self._instead(asked, (leaf,), *_by_name(project))

    def _words(self, asked: Reading) -> Iterator[tuple[str, Query]]:
        """Words of another region."""
        for leaf in _texts(asked.understood):
            if len(leaf.text) <= _LONGEST:
                for word in regional_words(leaf.text):
                    yield from self._instead(asked, (leaf,), word, type(leaf)(word))

    def _spellings(self, asked: Reading) -> Iterator[tuple[str, Query]]:
        """The nearest names and strings for keywords that stand nowhere."""
        for run in runs_of_keywords(asked.understood):
            if len(run) > 1 and len(joined(run)) <= _LONGEST * 2:
                yield from self._alike(asked, run)
        for leaf in _texts(asked.understood):
            if len(leaf.text) <= _LONGEST and not self.count(leaf):
                for title in self._full_titles(leaf.text):
                    yield from self._instead(asked, (leaf,), title, type(leaf)(title))
                yield from self._alike(asked, (leaf,))
                for string in nearest(self._engine, leaf.text):
                    project = self._registry.find(string)
                    by_name = ProjectName(project.name) if project else type(leaf)(string)
                    yield from self._instead(asked, (leaf,), string, by_name)

    def _alike(self, asked: Reading, keywords: tuple[Keyword | Phrase, ...]) -> Iterator[tuple[str, Query]]:
        """Projects that have a name like these keywords."""
        for name in self._registry.suggest(joined(keywords)):
            if project := self._registry.find(name):
                yield from self._instead(asked, keywords, name, ProjectName(project.name))

    def _instead(
        self, asked: Reading, keywords: Sequence[Query], text: str, leaf: Query
    ) -> Iterator[tuple[str, Query]]:
        """Yield the query with ``leaf`` for ``keywords``; ``leaf`` alone if that has no hits."""
        query = replaced(asked.understood, keywords, leaf)
        yield text, query if query == leaf or self.count(query) else leaf


def _by_name(project: Project) -> tuple[str, Query]:
    return project.name, ProjectName(project.name)


def _spelled(query: Query) -> str | None:
    """Return the canonical spelling; None for a query that the limits of a query refuse."""
    try:
        return str(query) if parse(str(query)) == query else None
    except QueryError:
        return None


def _leaves(query: Query) -> list[Keyword | Phrase | ProjectName]:
    """Return the keywords, quotations and names that are not excluded, those of NEAR left out."""
    match query:
        case Keyword() | Phrase() | ProjectName():
            return [query]
        case And(operands) | Or(operands):
            return [leaf for operand in operands for leaf in _leaves(operand)][:_KEYWORDS]
        case _:
            return []


def _texts(query: Query) -> list[Keyword | Phrase]:
    """Return the keywords and quotations among the leaves."""
    return [leaf for leaf in _leaves(query) if not isinstance(leaf, ProjectName)]
