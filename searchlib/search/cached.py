"""An open index with the tables that a server computes once for each index."""

from __future__ import annotations

from functools import cached_property, lru_cache

from searchlib.budget import Budget, limited_by
from searchlib.engine.base import Tally
from searchlib.facts.countries import country_names
from searchlib.model import Document, Mentions, Scope, Tier
from searchlib.projects import EntryKind, Project, Registry
from searchlib.search.example import Example, example, frequent_projects
from searchlib.search.library import Library
from searchlib.search.statistics import Statistics
from searchlib.search.suggest import Suggestion, Vocabulary
from searchlib.text.fields import FACETS

_KEPT = 512


class CachedLibrary:
    """An open library and its tables. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.tallies = lru_cache(_KEPT)(self._tallies)
        """Cached tallies of each tier, by query, whether only the exact tier is asked for, and scope."""
        self.project_years = lru_cache(_KEPT)(self._project_years)
        """Cached clauses that mention a project, by year."""
        self.registry = Registry(library.projects)
        self.documents: tuple[Document, ...] = library.documents()
        self.places = {document.id: place for place, document in enumerate(self.documents)}
        self.statistics: Statistics = library.statistics()
        self._vocabulary = Vocabulary(
            (project for project in library.projects if project.kind is not EntryKind.COUNTRY),
            self.documents,
            self._countries(),
            library.engine.completions,
        )
        self.tallies("的", True)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """Return suggestions for the last word of ``typed``."""
        return self._vocabulary.suggest(typed)

    @cached_property
    def projects(self) -> tuple[tuple[Project, Mentions], ...]:
        """Every project and organisation with the counts of its mentions, without the mentions themselves."""
        with limited_by(Budget()):  # not that of the answer that asks first: it may never suffice
            return tuple(
                (project, self.library.mentions(project.name, limit=0, scan=False))
                for project in self.library.projects
                if project.kind is not EntryKind.COUNTRY
            )

    @cached_property
    def frequent_projects(self) -> tuple[tuple[Project, Mentions], ...]:
        """The projects that matter in this collection, the most mentioned first."""
        return frequent_projects(self.projects, len(self.documents))

    @cached_property
    def example(self) -> Example | None:
        """A query that this index answers; None where it has no word."""
        newest = self.documents[-1:]
        texts = (clause.text for each in newest for clause in self.library.lookup(each.id).document.clauses)
        with limited_by(Budget()):  # not that of the answer that asks first: it may never suffice
            return example(self.frequent_projects, self.documents, self.library.cut, texts, self._exactly)

    def _project_years(self, name: str) -> dict[int, int]:
        tally = self.library.tally_of(name, ("year",))
        return {int(count.value): count.clauses for count in tally.fields["year"]}

    def _exactly(self, query: str) -> int:
        tally = self.tallies(query, True).get(Tier.EXACT)
        return tally.clauses if tally else 0

    def _tallies(self, query: str, exact: bool, scope: Scope = Scope.CLAUSE) -> dict[Tier, Tally]:
        return self.library.tallies(query, exact=exact, fields=FACETS, scope=scope)

    def _countries(self) -> list[tuple[str, str]]:
        """Return code and name, in both languages, of the parties of documents, most frequent first."""
        found = []
        for code, _ in self.statistics.by_country:
            found += [(code, names[code]) for names in map(country_names, ("zh", "en")) if code in names]
        return found
