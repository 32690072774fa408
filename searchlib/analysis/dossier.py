"""The dossier of a name, project or query: every mention, divided by statement, year and parties, with the
statements of the same parties that do not mention it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from searchlib.budget import check_budget
from searchlib.engine.base import ValueCount
from searchlib.errors import QueryError
from searchlib.model import Certificate, Document, Mention
from searchlib.projects import Project, Registry
from searchlib.query.ast import Keyword, Or, Phrase, ProjectName, Wildcards
from searchlib.query.parser import parse
from searchlib.search.library import Library
from searchlib.search.mentions import entry_called
from searchlib.search.place_answers import FoundPlaces

_NONE = ValueCount("", 0, 0)


class Silence(StrEnum):
    """When a statement that does not mention it was made, compared with those of its parties that do."""

    BEFORE = "before"
    BETWEEN = "between"
    AFTER = "after"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Portion:
    """How much of some texts is about it: mentions, the clauses that hold them and the characters of these,
    of all clauses, statements and characters of the group.

    Characters are code points that count: no blanks between Chinese, nothing invisible.
    """

    mentions: int
    clauses: int
    statements: int
    characters: int
    of_clauses: int
    of_statements: int
    of_characters: int

    @property
    def share(self) -> float:
        """The share of the characters that are in clauses with a mention; 0 where there are none."""
        return self.characters / self.of_characters if self.of_characters else 0.0


@dataclass(frozen=True, slots=True)
class DossierGroup:
    """The portion of one year, or of the statements of the same parties; ``key`` is None where it is unknown.

    ``key`` is a year, or ISO 3166-1 codes joined by blanks, in alphabetical order.
    """

    key: str | None
    portion: Portion
    names: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class StatementMentions:
    """A statement that mentions it: how often by which name, and the mentions themselves if they are read."""

    document: Document
    portion: Portion
    names: Mapping[str, int]
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class SilentStatement:
    """A statement that does not mention it, of the same parties as one that does."""

    document: Document
    silence: Silence
    clauses: int
    characters: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the texts say of a name.

    ``names`` are all that were looked for and ``counts`` how often each stands; ``whole`` is of the whole
    index. ``statements``, ``years`` and ``parties`` divide the mentions, in order of time and by number of
    mentions. ``silent`` are the statements of the same parties without a mention, in order of time.
    """

    asked: str
    project: Project | None
    names: tuple[str, ...]
    counts: Mapping[str, int]
    whole: Portion
    first: Mention | None
    last: Mention | None
    statements: tuple[StatementMentions, ...]
    years: tuple[DossierGroup, ...]
    parties: tuple[DossierGroup, ...]
    silent: tuple[SilentStatement, ...]
    certificate: Certificate | None
    offset: int = 0

    @property
    def mentions(self) -> Iterator[Mention]:
        """The mentions that were read, in corpus order."""
        return (mention for statement in self.statements for mention in statement.mentions)


@dataclass(slots=True)
class _Sum:
    """A portion that is being added up."""

    own: list[int] = field(default_factory=lambda: [0] * 7)
    names: Counter[str] = field(default_factory=Counter)

    def add(self, portion: Portion, names: Mapping[str, int]) -> None:
        """Add the portion of a statement."""
        values = (
            portion.mentions,
            portion.clauses,
            portion.statements,
            portion.characters,
            portion.of_clauses,
            portion.of_statements,
            portion.of_characters,
        )
        self.own = [one + other for one, other in zip(self.own, values, strict=True)]
        self.names.update(names)

    @property
    def portion(self) -> Portion:
        """The sum so far."""
        return Portion(*self.own)


def dossier(
    library: Library,
    asked: str,
    *,
    width: int = 20,
    offset: int = 0,
    limit: int | None = None,
    scan: bool | None = None,
) -> Dossier:
    """Return the dossier of a project by all its names, of a text as written, or of what a query marks.

    A name is looked for as :meth:`Library.mentions` does, with ``scan`` as there; anything else is a query,
    and what it marks in the clauses of its exact tier is a mention. ``limit`` mentions from ``offset`` on are
    read, all if None; every count is of the whole. Raises QueryError.
    """
    registry = Registry(library.projects)
    project = entry_called(asked, registry)
    is_query = project is None and not _is_name(asked)
    places = library.places(asked) if is_query else library.places_of(asked, scan=scan)
    names = tuple(dict.fromkeys(places.names)) if is_query else library.names_of(asked)
    extents = {each.value: each for each in library.extents().fields["document"]}
    found = _statements(library, places, extents)
    shown = range(len(places))[offset : None if limit is None else offset + limit]
    mentions = tuple(library.mentions_at(places, shown, width))
    edges = [] if not len(places) else [0, len(places) - 1]
    first, last = tuple(library.mentions_at(places, edges, width)) if edges else (None, None)
    by_document: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_document[mention.document.id].append(mention)
    held = tuple(replace(each, mentions=tuple(by_document.get(each.document.id, ()))) for each in found)
    documents = library.documents()
    counts: Counter[str] = Counter()
    for each in found:
        counts.update(each.names)
    return Dossier(
        asked=asked,
        project=project,
        names=names,
        counts={name: counts.get(name, 0) for name in names},
        whole=_whole(found, documents, extents),
        first=first,
        last=last,
        statements=held,
        years=_by(found, documents, extents, _year_of),
        parties=_by(found, documents, extents, parties_key),
        silent=_silent(found, documents, extents),
        certificate=places.certificate,
        offset=offset,
    )


def parties_key(document: Document) -> str | None:
    """Return the parties of a statement as one key, whatever their order; None for none.

    >>> parties_key(Document("d", "声明", parties=("PE", "CN")))
    'CN PE'
    """
    return " ".join(sorted(document.parties)) or None


def _year_of(document: Document) -> str | None:
    return f"{document.date.year:04}" if document.date else None


def _is_name(asked: str) -> bool:
    """Return whether ``asked`` is a text, or several joined by OR, rather than a query with other
    operators."""
    try:
        query = parse(asked)
    except QueryError:
        return True
    leaves = query.operands if isinstance(query, Or) else (query,)
    return all(isinstance(leaf, Keyword | Phrase | Wildcards | ProjectName) for leaf in leaves)


def _statements(
    library: Library, places: FoundPlaces, extents: Mapping[str, ValueCount]
) -> list[StatementMentions]:
    """Return the statements with a mention, without the mentions themselves, in corpus order."""
    names: list[Counter[str]] = [Counter() for _ in places.documents]
    for number, needle in zip(map(int, places.found.numbers), map(int, places.found.needles), strict=True):
        names[places.owners[number]][places.names[needle]] += 1
    check_budget()
    own = {each.value: each for each in library.extents_at(places).fields["document"]}
    found = []
    for document, counts in zip(places.documents, names, strict=True):
        held, whole = own.get(document.id, _NONE), extents[document.id]
        portion = Portion(
            mentions=counts.total(),
            clauses=held.clauses,
            statements=1,
            characters=held.characters,
            of_clauses=whole.clauses,
            of_statements=1,
            of_characters=whole.characters,
        )
        found.append(StatementMentions(document, portion, counts))
    return found


def _whole(
    found: Sequence[StatementMentions], documents: Sequence[Document], extents: Mapping[str, ValueCount]
) -> Portion:
    total = _Sum()
    for each in found:
        total.add(each.portion, each.names)
    return replace(
        total.portion,
        of_clauses=sum(extents[document.id].clauses for document in documents),
        of_statements=len(documents),
        of_characters=sum(extents[document.id].characters for document in documents),
    )


def _by(
    found: Iterable[StatementMentions],
    documents: Iterable[Document],
    extents: Mapping[str, ValueCount],
    key_of: Callable[[Document], str | None],
) -> tuple[DossierGroup, ...]:
    """Return the groups with a mention by their key, the unknown last; extents are of all their
    statements."""
    sums: dict[str | None, _Sum] = defaultdict(_Sum)
    for each in found:
        sums[key_of(each.document)].add(each.portion, each.names)
    wholes: dict[str | None, list[int]] = {key: [0, 0, 0] for key in sums}
    for document in documents:
        if (whole := wholes.get(key_of(document))) is not None:
            extent = extents[document.id]
            for at, added in enumerate((extent.clauses, 1, extent.characters)):
                whole[at] += added
    groups = []
    for key, total in sums.items():
        clauses, statements, characters = wholes[key]
        portion = replace(
            total.portion, of_clauses=clauses, of_statements=statements, of_characters=characters
        )
        groups.append(DossierGroup(key, portion, total.names))
    return tuple(sorted(groups, key=lambda group: (group.key is None, group.key or "")))


def _silent(
    found: Sequence[StatementMentions], documents: Iterable[Document], extents: Mapping[str, ValueCount]
) -> tuple[SilentStatement, ...]:
    """Return the statements of the same parties that do not mention it; those of no party have no such."""
    days: dict[str, list[int]] = defaultdict(list)
    for each in found:
        if (parties := parties_key(each.document)) is not None:
            days[parties].append(each.document.date.toordinal() if each.document.date else 0)
    held = {each.document.id for each in found}
    silent = []
    for document in documents:
        parties = parties_key(document)
        if parties is not None and parties in days and document.id not in held:
            extent = extents[document.id]
            silence = _silence(document, [day for day in days[parties] if day])
            silent.append(SilentStatement(document, silence, extent.clauses, extent.characters))
    return tuple(silent)


def _silence(document: Document, days: Sequence[int]) -> Silence:
    if document.date is None or not days:
        return Silence.UNDATED
    day = document.date.toordinal()
    if day < min(days):
        return Silence.BEFORE
    return Silence.AFTER if day > max(days) else Silence.BETWEEN
