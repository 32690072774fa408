"""The registry of projects, organisations and countries: which names mean the same thing, and who says so.

The shipped ``projects.toml``, ``facts/organisations.toml``, the countries and the ``projects.toml`` of a
corpus become one immutable :class:`Registry`.
Names are compared folded; a reader may also leave out or mix up blanks, dashes, quote marks and accents when
asking for one (see :meth:`Registry.find`). The format of the file is described in ``docs/projects.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from searchlib.errors import MetadataError, NotInIndex
from searchlib.facts.entries import (
    EntryKind,
    Project,
    entries_of_text,
    entry_from_json,
    merged_entries,
    name_key,
    shipped_entries,
)
from searchlib.model import Span
from searchlib.text.borders import bordered_text
from searchlib.text.running import key
from searchlib.text.spans import outermost, starts
from searchlib.text.views import simplify

__all__ = ["EntryKind", "Project", "Registry"]

_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]{2,5}")
_ALIKE, _ALIKE_LATIN, _ALIKE_SHORT = 0.5, 0.65, 0.7
"""From this likeness on a name is suggested. Latin words are alike by chance more often, and so are the names
of organisations and countries, of which there are many."""

_SHORTEST_ALIKE = 3
"""Characters; of two characters, both must be there, because one is in too many names."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Every known project, in the order of the files. No two share a name; MetadataError is raised for
    those that do by :meth:`load`, and else when a name is first looked up."""

    projects: tuple[Project, ...]
    _by_key: Mapping[str, Project] = field(init=False, repr=False, compare=False, default_factory=dict)
    _by_first: Mapping[str, list[tuple[str, Project]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    @classmethod
    def load(cls, extra: Path | None = None) -> Registry:
        """Return the shipped entries and, if the file ``extra`` exists, those it adds.

        An entry of ``extra`` with a known id adds names, countries and sources to that one, and its notes, if
        it has any, replace the old ones; so does one that shares a name with an organisation or country,
        which then has the id of ``extra``. Raises :class:`MetadataError` naming file and entry.
        """
        projects = shipped_entries()
        if extra is None or not extra.is_file():
            return cls(projects)._checked()
        try:
            text = extra.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise MetadataError("registry.not-utf8", file=extra, problem=str(error)) from error
        merged = merged_entries(projects, entries_of_text(text, str(extra)))
        try:
            return cls(merged)._checked()
        except MetadataError as error:
            raise MetadataError("registry.in-file", file=extra, problem=error) from error

    @classmethod
    def from_json(cls, entries: Iterable[object]) -> Registry:
        """Return the registry that :meth:`to_json` wrote; raise :class:`MetadataError` for anything
        else.
        """
        return cls(tuple(entry_from_json(entry, at) for at, entry in enumerate(entries, 1)))

    def to_json(self) -> list[dict[str, str | list[str]]]:
        """Return the projects as plain dictionaries, ready for JSON."""
        return [
            {
                "kind": str(project.kind),
                "id": project.id,
                "names": list(project.names),
                "asked": list(project.asked),
                "note": project.note,
                "note_zh": project.note_zh,
                "countries": list(project.countries),
                "sources": list(project.sources),
            }
            for project in self.projects
        ]

    def find(self, name: str) -> Project | None:
        """Return the project with this name or id, or None.

        Script, width and case make no difference, nor do blanks, dashes, quote marks and accents.
        """
        return self._names_by_key().get(name_key(name))

    def inside(self, text: str) -> tuple[Project, ...]:
        """Return the entries that have a name inside ``text``, by their longest ones, from the left."""
        asked = key(text)
        found: list[tuple[int, int, Project]] = []
        for first in set(asked):
            for name, entry in self._names_by_first().get(first, ()):
                if name in asked:
                    found += [(at, at + len(name), entry) for at in starts(asked, bordered_text(name))]
        spans = {span.start: span.end for span in outermost(Span(start, end) for start, end, _ in found)}
        kept = sorted((start, entry.id, entry) for start, end, entry in found if spans.get(start) == end)
        return tuple(dict.fromkeys(entry for _, _, entry in kept))

    def _checked(self) -> Registry:
        self._names_by_key()
        return self

    def _names_by_key(self) -> Mapping[str, Project]:
        """Return every name and id with its project; made when first asked for, because most commands ask for
        none."""
        if not self._by_key:
            object.__setattr__(self, "_by_key", _index(self.projects))
        return self._by_key

    def _names_by_first(self) -> Mapping[str, list[tuple[str, Project]]]:
        """Return the keys of all names with their entries, by first character; made when first asked for."""
        if not self._by_first:
            by_first: dict[str, list[tuple[str, Project]]] = {}
            for entry in self.projects:
                for name in map(key, entry.names):
                    by_first.setdefault(name[0], []).append((name, entry))
            object.__setattr__(self, "_by_first", by_first)
        return self._by_first

    def suggest(self, name: str, n: int = 3) -> tuple[str, ...]:
        """Return up to ``n`` names similar to ``name``, the most similar first, one for each project."""
        asked = name_key(name)
        alike: dict[str, tuple[float, str]] = {}
        for project in self.projects:
            names = project.names
            if len(asked) < _SHORTEST_ALIKE:
                names = tuple(name for name in names if asked in name_key(name))
            best = max(((_likeness(asked, name_key(known)), known) for known in names), default=(0.0, ""))
            least = _ALIKE if project.kind is EntryKind.PROJECT else _ALIKE_SHORT
            if best[0] >= (max(_ALIKE_LATIN, least) if asked.isascii() else least):
                alike[project.id] = best
        ordered = sorted(alike.values(), key=lambda scored: (-scored[0], scored[1]))
        return tuple(known for _, known in ordered[:n])

    def names_of(self, name: str) -> tuple[str, ...]:
        """Return all names of the project called ``name``; raise :class:`NotInIndex` with similar names."""
        project = self.find(name)
        if project is not None:
            return project.names
        alike = self.suggest(name)
        error = NotInIndex("project.unknown", name=name)
        raise error.with_remedy("alike", alike=alike) if alike else error

    def words(self) -> tuple[str, ...]:
        """Return the names of two to five Han characters, simplified, which the tokenizer must not split.

        Longer ones are left to the dictionary. Search-mode cutting returns only the words of two and three
        characters inside a longer one, so 亚洲基础设施投资银行 as a word would hide 基础设施.
        """
        entries = (project for project in self.projects if project.kind is not EntryKind.COUNTRY)
        names = {simplify(name) for entry in entries for name in entry.names}
        return tuple(sorted(name for name in names if _WORD.fullmatch(name)))


def _index(projects: tuple[Project, ...]) -> dict[str, Project]:
    """Return every name and id with its project; raise MetadataError if two projects share one."""
    index: dict[str, Project] = {}
    for project in projects:
        for name in (*project.names, *project.asked, project.id):
            other = index.setdefault(name_key(name), project)
            if other.id != project.id:
                raise MetadataError("registry.shared-name", name=name, one=other.id, other=project.id)
    return index


def _likeness(asked: str, known: str) -> float:
    """Return how alike two keys are, from 0 to 1 (Ratcliff and Obershelp, as in :mod:`difflib`)."""
    if set(asked).isdisjoint(known) or 2 * min(len(asked), len(known)) < _ALIKE * (len(asked) + len(known)):
        return 0.0
    matcher = SequenceMatcher(None, asked, known, autojunk=False)
    if matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()
