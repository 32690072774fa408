"""An open index with what a server needs of it again and again, worked out once for each index."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from threading import Lock

from searchlib.engine.base import Tally
from searchlib.facts.countries import country_names
from searchlib.model import Document, Mentions, Tier
from searchlib.projects import Project, Registry
from searchlib.search.library import SCAN_LIMIT, Library
from searchlib.search.statistics import Statistics
from searchlib.search.suggest import Suggestion, Vocabulary
from searchlib.text.fields import FACETS

_KEPT = 512


class CachedLibrary:
    """``library`` and its tables. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._lock = Lock()
        self._confirmed: set[str] = set()
        """Ids of the projects whose mentions a plain scan has found too."""
        self.tallies = lru_cache(_KEPT)(self._tallies)
        """How the clauses of each tier divide, by query and whether only the exact tier counts."""
        self.registry = Registry(library.projects)
        self.documents: tuple[Document, ...] = library.documents()
        self.places = {document.id: place for place, document in enumerate(self.documents)}
        self.statistics: Statistics = library.statistics()
        self._vocabulary = Vocabulary(
            library.projects,
            self.documents,
            self._countries(),
            library.engine.completions,
        )
        self.tallies("的", True)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """Suggestions for the last word of ``typed``."""
        return self._vocabulary.suggest(typed)

    def mentions(self, name: str, *, offset: int = 0, limit: int | None = None, width: int = 20) -> Mentions:
        """The mentions of ``name``; whether a plain scan agrees is found out once for each project."""
        project = self.registry.find(name)
        if project is None:
            return self.library.mentions(name, offset=offset, limit=limit, width=width)
        with self._lock:
            known = project.id in self._confirmed
        wanted = self.library.meta.characters <= SCAN_LIMIT
        answer = self.library.mentions(
            name, offset=offset, limit=limit, width=width, scan=wanted and not known
        )
        if not wanted:
            return answer
        with self._lock:
            self._confirmed.add(project.id)
        return _certified(answer)

    @cached_property
    def projects(self) -> tuple[tuple[Project, Mentions], ...]:
        """Every project, and how often it is mentioned; the mentions themselves are left out."""
        return tuple(
            (project, self.library.mentions(project.name, limit=0, scan=False))
            for project in self.library.projects
        )

    def _tallies(self, query: str, exact: bool) -> dict[Tier, Tally]:
        return self.library.tallies(query, exact=exact, fields=FACETS)

    def _countries(self) -> list[tuple[str, str]]:
        """Code and name, in both languages, of the countries that documents name, commonest first."""
        found = []
        for code, _ in self.statistics.by_country:
            found += [(code, names[code]) for names in map(country_names, ("zh", "en")) if code in names]
        return found


def _certified(answer: Mentions) -> Mentions:
    return replace(answer, certificate=replace(answer.certificate, verified_by_scan=True))
