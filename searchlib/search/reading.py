"""How a query is read in one index: a name of the registry that stands nowhere is taken for its project."""

from __future__ import annotations

from functools import lru_cache

from searchlib.engine.base import Engine, Occurrences
from searchlib.model import InLonger, Needle, Pattern, Taken
from searchlib.projects import Project, Registry
from searchlib.query.ast import Exact, Keyword, ProjectName, Query, all_of
from searchlib.query.forms import needles
from searchlib.query.names import take_names
from searchlib.query.parser import parse
from searchlib.query.planner import name_needles, phrase_needles
from searchlib.search.alternatives import Proposer, Reading
from searchlib.search.mentions import counted_once, entry_called, in_longer, names_in
from searchlib.text.borders import bordered
from searchlib.text.running import key

_REMEMBERED = 256
"""Queries: an answer, its counts and its alternatives read the same one."""


class QueryReader:
    """Reads queries for one index. Safe to share between threads."""

    def __init__(self, engine: Engine, registry: Registry, proposer: Proposer) -> None:
        self._engine = engine
        self._registry = registry
        self._proposer = proposer
        self.read = lru_cache(_REMEMBERED)(self._read)
        """Reads a query; with ``only_exact`` it stays as typed. Raises QueryError."""

    def tree(self, query: str, only_exact: bool) -> Query:
        """Return the query as it is understood; raises QueryError."""
        return self.read(query, only_exact).understood

    def found(self, name: str) -> tuple[tuple[str, ...], dict[Needle, str], Occurrences]:
        """Return the names that ``name`` stands for, the name of each needle, and where they stand, each
        mention once."""
        names = self.names(name)
        name_of = self.needles(name)
        needles = tuple(name_of)
        return names, name_of, counted_once(self._engine.occurrences(needles), needles)

    def names(self, name: str) -> tuple[str, ...]:
        """Return all names that ``name`` stands for; itself too if it only leads to a project."""
        project = entry_called(name, self._registry)
        if project is None:
            return names_in(name, self._registry)
        is_asked = key(name) in map(key, project.asked)
        return (*project.names, name) if is_asked else project.names

    def needles(self, name: str) -> dict[Needle, str]:
        """Return the needles of all names that ``name`` stands for, and for each of them the name."""
        found: dict[Needle, str] = {}
        for known in reversed(self.names(name)):
            is_known = entry_called(known, self._registry) is not None
            needles = map(bordered, phrase_needles(known)) if is_known else name_needles(known)
            found |= dict.fromkeys(needles, known)
        return found

    def in_longer(self, name: str, found: Occurrences) -> InLonger | None:
        """Return what is not ``found`` of ``name`` because it is inside longer numerals, if anything."""
        if not name.strip() or entry_called(name, self._registry) is not None:
            return None
        needles, typed = name_needles(name), key(name)
        if typed in needles or not any(
            isinstance(each, Pattern) and each.pieces == (typed,) for each in needles
        ):
            return None
        return in_longer(self._engine, typed, found)

    def _read(self, query: str, only_exact: bool) -> Reading:
        typed = parse(query)
        if only_exact:
            return Reading(typed, typed)
        understood, runs = take_names(typed, self._registry, self._is_missing, self._leaf)
        return Reading(typed, understood, tuple(self._taken(run.text, run.project) for run in runs))

    def _is_missing(self, keywords: tuple[Keyword, ...]) -> bool:
        """Return whether no clause has all ``keywords`` as whole words; SCO is none in UNESCO."""
        words = [Exact(tuple(map(bordered, needles(keyword.text)))) for keyword in keywords]
        return not all(word.needles for word in words) or not self._proposer.count(all_of(words))

    def _leaf(self, project: Project) -> Query | None:
        leaf = ProjectName(project.name)
        return leaf if self._proposer.count(leaf) else None

    def _taken(self, typed: str, project: Project) -> Taken:
        return Taken(typed, str(ProjectName(project.name)), len(self.found(project.name)[2]))
