"""Entries of the registry: what they hold, and how they are read from files and put together.

The shipped ones are in ``projects.toml``, in ``organisations.toml`` and among the facts on countries.
The format of the files is described in ``docs/projects.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from searchlib.errors import MetadataError
from searchlib.text.running import key
from searchlib.text.views import fold

_SHIPPED = Path(__file__).parents[1] / "projects.toml"
_ORGANISATIONS = Path(__file__).with_name("organisations.toml")
_FIELDS = frozenset({"id", "names", "asked", "note", "note_zh", "countries", "sources"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_COMMON = re.compile("[0-9A-Za-z\u4e00-\u9fff]")
_COUNTRY = re.compile(r"[A-Z]{2}")


class EntryKind(StrEnum):
    """What an entry of the registry is."""

    PROJECT = "project"
    ORGANISATION = "organisation"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Project:
    """A project, organisation or country: its names (the usual Chinese one first), what it is, who says so.

    ``note`` is in any language, ``note_zh`` says the same in Chinese; see :meth:`note_in`. ``countries`` are
    ISO 3166-1 alpha-2 codes; ``sources`` are titles with publisher, date and, where there is one, an address.
    By ``asked`` a reader may call it too, but these are no names in texts.
    """

    id: str
    names: tuple[str, ...]
    note: str = ""
    countries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    kind: EntryKind = EntryKind.PROJECT
    note_zh: str = ""

    @property
    def name(self) -> str:
        """The name under which it is shown."""
        return self.names[0]

    def note_in(self, language: str) -> tuple[str, str]:
        """Return the note for readers of ``language`` (``zh`` or ``en``) and the language that it is in, the
        other one where there is no other; a note with Chinese characters is in Chinese.

        >>> Project("a", ("甲",), "A port.", note_zh="港口。").note_in("zh")
        ('港口。', 'zh')
        >>> Project("a", ("甲",), "A port.").note_in("zh"), Project("a", ("甲",), "港口。").note_in("en")
        (('A port.', 'en'), ('港口。', 'zh'))
        """
        is_chinese = _CHINESE.search(self.note) is not None
        chinese = self.note_zh or (self.note if is_chinese else "")
        other = "" if is_chinese else self.note
        if language == "zh":
            return (chinese, "zh") if chinese else (other, "en")
        return (other, "en") if other else (chinese, "zh")


def shipped_entries() -> tuple[Project, ...]:
    """Return the projects, organisations and countries of the package, in this order."""
    # An index holds its registry; only a build reads these files, and the names of countries with Babel.
    from searchlib.facts.states import entries_of_states

    return (
        *entries_of_text(_SHIPPED.read_text(encoding="utf-8"), _SHIPPED.name),
        *entries_of_text(
            _ORGANISATIONS.read_text(encoding="utf-8"), _ORGANISATIONS.name, EntryKind.ORGANISATION
        ),
        *_entries(entries_of_states(), "countries", EntryKind.COUNTRY),
    )


def entry_from_json(entry: object, at: int) -> Project:
    """Return what :meth:`Registry.to_json` wrote."""
    entry, kind = dict(entry) if isinstance(entry, dict) else entry, "project"
    kind = entry.pop("kind", kind) if isinstance(entry, dict) else kind
    if kind not in list(EntryKind):
        raise MetadataError("registry.bad-kind", number=at, kind=str(kind))
    return replace(_project(entry, "registry", at), kind=EntryKind(kind))


def entries_of_text(text: str, file: str, kind: EntryKind = EntryKind.PROJECT) -> tuple[Project, ...]:
    """Return the entries of one TOML file with tables called ``kind``; ``file`` is its name in errors."""
    # An index holds its registry as JSON; a search must not wait 2 ms for a format that it never reads.
    import tomllib

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MetadataError("registry.not-toml", file=file, problem=str(error)) from error
    entries = content.pop(kind, [])
    if content or not isinstance(entries, list):
        raise MetadataError("registry.other-tables", file=file)
    projects = _entries(entries, file, kind)
    seen: set[str] = set()
    for project in projects:
        if project.id in seen:
            raise MetadataError("registry.twice", file=file, id=project.id)
        seen.add(project.id)
    return projects


def _entries(entries: Iterable[object], file: str, kind: EntryKind) -> tuple[Project, ...]:
    read = (_project(entry, file, at) for at, entry in enumerate(entries, 1))
    return tuple(replace(each, kind=kind, names=_unfolded_once(each.names)) for each in read)


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
        names=_texts(entry, "names"),
        note=_text(entry, "note"),
        note_zh=_text(entry, "note_zh"),
        countries=_texts(entry, "countries"),
        sources=_texts(entry, "sources"),
        asked=_texts(entry, "asked"),
    )
    if not _ID.fullmatch(project.id):
        raise MetadataError("registry.bad-id")
    if not project.names or not all(map(_has_key, (*project.names, *project.asked))):
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


def merged_entries(shipped: tuple[Project, ...], added: tuple[Project, ...]) -> tuple[Project, ...]:
    """Return the shipped projects, extended by the added ones of the same id, then the new ones."""
    merged = {project.id: project for project in shipped}
    owners = {
        name_key(name): project.id
        for project in shipped
        if project.kind is not EntryKind.PROJECT
        for name in (*project.names, *project.asked)
    }
    for project in added:
        meant = {owners.get(name_key(name), project.id) for name in project.names} - {project.id}
        if project.id not in merged and len(meant) == 1:
            merged[project.id] = merged.pop(meant.pop())
        old = merged.get(project.id)
        merged[project.id] = project if old is None else _enlarged(old, project)
    return tuple(merged.values())


def _enlarged(old: Project, new: Project) -> Project:
    return Project(
        id=new.id,
        kind=old.kind,
        asked=tuple(dict.fromkeys(old.asked + new.asked)),
        names=_unfolded_once(old.names + new.names),
        note=new.note or old.note,
        note_zh=new.note_zh or ("" if new.note else old.note_zh),
        countries=tuple(dict.fromkeys(old.countries + new.countries)),
        sources=tuple(dict.fromkeys(old.sources + new.sources)),
    )


def _has_key(name: str) -> bool:
    """Return whether the key of a name is not empty; to make it is slow, and seldom needed to know that."""
    return _COMMON.search(name) is not None or bool(name_key(name))


@lru_cache(8192)
def name_key(name: str) -> str:
    """Return letters and digits of the folded name without accents, by which names are compared; & is "and".

    Everything that does not count in a text is neither letter nor digit.

    >>> name_key("「一帶一路」"), name_key("Belt & Road"), name_key("Bioceánico")
    ('一带一路', 'beltandroad', 'bioceanico')
    """
    folded = fold(name).replace("&", "and")
    if not folded.isascii():
        folded = unicodedata.normalize("NFD", folded)
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))
