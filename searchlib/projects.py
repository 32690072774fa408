"""The registry of projects: which names mean the same thing, and where they were looked up.

The shipped ``projects.toml`` and the ``projects.toml`` of a corpus become one immutable :class:`Registry`.
Names are compared folded; a reader may also leave out or mix up blanks, dashes, quote marks and accents when
asking for one (see :meth:`Registry.find`). The format of the file is described in ``docs/projects.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from searchlib.errors import MetadataError, NotInIndex
from searchlib.text.running import key
from searchlib.text.views import simplify

_SHIPPED = Path(__file__).with_name("projects.toml")
_FIELDS = frozenset({"id", "names", "note", "countries", "sources"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]{2,5}")
_ALIKE, _ALIKE_LATIN = 0.5, 0.65
"""From this likeness on a name is suggested; Latin words are alike by chance more often."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project or initiative: its names (the usual Chinese one first), what it is, and who says so.

    ``countries`` are ISO 3166-1 alpha-2 codes; ``sources`` are titles with publisher, date and, where there
    is one, an address.
    """

    id: str
    names: tuple[str, ...]
    note: str = ""
    countries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name under which it is shown."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Registry:
    """Every known project, in the order of the files. No two projects share a name."""

    projects: tuple[Project, ...]
    _by_key: Mapping[str, Project] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", _index(self.projects))

    @classmethod
    def load(cls, extra: Path | None = None) -> Registry:
        """Return the shipped projects and, if the file ``extra`` exists, those it adds.

        An entry of ``extra`` with a known id adds names, countries and sources to that project, and its
        note, if it has one, replaces the old one. Raises :class:`MetadataError` naming file and entry.
        """
        projects = _parse(_SHIPPED.read_text(encoding="utf-8"), _SHIPPED.name)
        if extra is None or not extra.is_file():
            return cls(projects)
        try:
            text = extra.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise MetadataError("registry.not-utf8", file=extra, problem=str(error)) from error
        merged = _merge(projects, _parse(text, str(extra)))
        try:
            return cls(merged)
        except MetadataError as error:
            raise MetadataError("registry.in-file", file=extra, problem=error) from error

    @classmethod
    def from_json(cls, entries: Iterable[object]) -> Registry:
        """Return the registry that :meth:`to_json` wrote; raise :class:`MetadataError` for anything
        else.
        """
        return cls(tuple(_project(entry, "registry", at) for at, entry in enumerate(entries, 1)))

    def to_json(self) -> list[dict[str, str | list[str]]]:
        """Return the projects as plain dictionaries, ready for JSON."""
        return [
            {
                "id": project.id,
                "names": list(project.names),
                "note": project.note,
                "countries": list(project.countries),
                "sources": list(project.sources),
            }
            for project in self.projects
        ]

    def find(self, name: str) -> Project | None:
        """Return the project with this name or id, or None.

        Script, width and case make no difference, nor do blanks, dashes, quote marks and accents.
        """
        return self._by_key.get(_key(name))

    def suggest(self, name: str, n: int = 3) -> tuple[str, ...]:
        """Return up to ``n`` names similar to ``name``, the most similar first, one for each project."""
        asked = _key(name)
        alike: dict[str, tuple[float, str]] = {}
        for project in self.projects:
            best = max((_likeness(asked, _key(known)), known) for known in project.names)
            if best[0] >= (_ALIKE_LATIN if asked.isascii() else _ALIKE):
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
        names = {simplify(name) for project in self.projects for name in project.names}
        return tuple(sorted(name for name in names if _WORD.fullmatch(name)))


def _parse(text: str, file: str) -> tuple[Project, ...]:
    """Return the projects of one TOML file; ``file`` is its name in errors."""
    # An index holds its registry as JSON; a search must not wait 2 ms for a format that it never reads.
    import tomllib

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MetadataError("registry.not-toml", file=file, problem=str(error)) from error
    entries = content.pop("project", [])
    if content or not isinstance(entries, list):
        raise MetadataError("registry.other-tables", file=file)
    projects = tuple(_project(entry, file, at) for at, entry in enumerate(entries, 1))
    seen: set[str] = set()
    for project in projects:
        if project.id in seen:
            raise MetadataError("registry.twice", file=file, id=project.id)
        seen.add(project.id)
    return projects


def _project(entry: object, file: str, at: int) -> Project:
    """Return one entry, checked; ``at`` is its place in the file, from 1."""
    if not isinstance(entry, dict):
        raise MetadataError("registry.not-a-table", file=file, number=at)
    try:
        return _checked(entry)
    except MetadataError as error:
        id = entry.get("id", "no id")
        raise MetadataError("registry.entry", file=file, number=at, id=id, problem=error) from None


def _checked(entry: dict[str, object]) -> Project:
    """The project that an entry states; raises MetadataError, which does not say where it stands."""
    unknown = sorted(set(entry) - _FIELDS)
    if unknown:
        raise MetadataError("registry.unknown-field", field=unknown[0], known=tuple(sorted(_FIELDS)))
    project = Project(
        id=_text(entry, "id"),
        names=_unfolded_once(_texts(entry, "names")),
        note=_text(entry, "note"),
        countries=_texts(entry, "countries"),
        sources=_texts(entry, "sources"),
    )
    if not _ID.fullmatch(project.id):
        raise MetadataError("registry.bad-id")
    if not project.names or not all(map(_key, project.names)):
        raise MetadataError("registry.no-names")
    for country in project.countries:
        if not _COUNTRY.fullmatch(country):
            raise MetadataError("registry.bad-country", country=country)
    return project


def _text(entry: dict[str, object], name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise MetadataError("registry.not-a-string", field=name)
    return value.strip()


def _texts(entry: dict[str, object], name: str) -> tuple[str, ...]:
    value = entry.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise MetadataError("registry.not-strings", field=name)
    return tuple(item.strip() for item in value)


def _unfolded_once(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names without those that fold like an earlier one, which would count twice."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(key(name), name)
    return tuple(first.values())


def _merge(shipped: tuple[Project, ...], added: tuple[Project, ...]) -> tuple[Project, ...]:
    """Return the shipped projects, extended by the added ones of the same id, then the new ones."""
    merged = {project.id: project for project in shipped}
    for project in added:
        old = merged.get(project.id)
        merged[project.id] = project if old is None else _enlarged(old, project)
    return tuple(merged.values())


def _enlarged(old: Project, new: Project) -> Project:
    return Project(
        id=old.id,
        names=_unfolded_once(old.names + new.names),
        note=new.note or old.note,
        countries=tuple(dict.fromkeys(old.countries + new.countries)),
        sources=tuple(dict.fromkeys(old.sources + new.sources)),
    )


def _index(projects: tuple[Project, ...]) -> dict[str, Project]:
    """Return every name and id with its project; raise MetadataError if two projects share one."""
    index: dict[str, Project] = {}
    for project in projects:
        for name in (*project.names, project.id):
            other = index.setdefault(_key(name), project)
            if other.id != project.id:
                raise MetadataError("registry.shared-name", name=name, one=other.id, other=project.id)
    return index


@lru_cache(8192)
def _key(name: str) -> str:
    """Return letters and digits of the folded name without accents, by which names are compared.

    >>> _key("Two-Ocean Railway") == _key("two ocean railway"), _key("「一帶一路」"), _key("Bioceánico")
    (True, '一带一路', 'bioceanico')
    """
    decomposed = unicodedata.normalize("NFD", key(name))
    return "".join(character for character in decomposed if character.isalnum())


def _likeness(asked: str, known: str) -> float:
    """Return how alike two keys are, from 0 to 1 (Ratcliff and Obershelp, as in :mod:`difflib`)."""
    if set(asked).isdisjoint(known) or 2 * min(len(asked), len(known)) < _ALIKE * (len(asked) + len(known)):
        return 0.0
    matcher = SequenceMatcher(None, asked, known, autojunk=False)
    if matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()
