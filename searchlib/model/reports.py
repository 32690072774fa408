"""What a build, a check and a verification have to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from searchlib.model.documents import Clause, Document

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done and how much there is (0 when not known)."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be indexed, and why; ``passing`` if it may go well next time as it is."""

    file: str
    reason: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class FileCount:
    """How many Chinese characters, letters and digits a file has, and how many of them are in no clause."""

    file: str
    characters: int
    left_out: int


class Change(StrEnum):
    """What a build did to a document."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    """The same under the same id, from another file."""
    RENAMED = "renamed"
    """The same under another id, because another document of that id came or went."""


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document that a build touched: how, its file (now, or before it was removed), how many clauses it
    has, and what it was before: the previous file of a moved one, the previous id of a renamed one."""

    document_id: str
    change: Change
    file: str | None
    clauses: int
    before: str | None = None


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause and the document to cite it by, without that one's clauses."""

    clause: Clause
    document: Document


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A saved query whose exact answer changed: the clauses that came, that went, and that are worded
    otherwise. ``reason`` says why it could not be compared, if so."""

    name: str
    query: str
    came: tuple[CitedClause, ...] = ()
    went: tuple[CitedClause, ...] = ()
    changed: tuple[CitedClause, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Document counts, except ``clauses…`` and ``seconds``.

    Documents that only moved or were renamed are neither ``added`` nor ``changed`` nor ``removed``.
    ``rebuilt`` says why everything was read again, if it was. ``changes`` names every touched document, if
    there was an index before; ``answers`` are the saved queries whose answers changed.
    """

    documents: int
    clauses: int
    added: int
    changed: int
    removed: int
    skipped: tuple[Skipped, ...]
    seconds: float
    clauses_added: int = 0
    clauses_changed: int = 0
    clauses_removed: int = 0
    rebuilt: str | None = None
    changes: tuple[DocumentChange, ...] = ()
    answers: tuple[AnswerChange, ...] = ()

    @property
    def touched(self) -> bool:
        """Whether the build changed the index."""
        return bool(self.added or self.changed or self.removed or self.changes or self.rebuilt)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with an index: which file or part of it, what, and the codes of the remedies, any of
    which mends it (``rebuild``, ``restore``, ``save-again``)."""

    where: str
    what: str
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClusterState:
    """The state of a cluster and of the indices that hold a generation in it.

    ``status`` is green, yellow (copies are missing) or red (parts are missing); ``shards`` are the parts that
    answer, ``copies`` further copies of them, ``missing`` shards and copies that are nowhere, ``bytes`` what
    all of them take.
    """

    status: str
    nodes: int
    shards: int
    copies: int
    missing: int
    bytes: int


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of ``check``: what was looked at, what is wrong with the visible index (``damage``) and
    with what is kept beside it (``warnings``); the state of the cluster, if the index is in one."""

    generation: str
    files: int
    bytes: int
    documents: int
    clauses: int
    damage: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    cluster: ClusterState | None = None

    @property
    def ok(self) -> bool:
        """Whether the visible index is intact."""
        return not self.damage


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the index and a plain scan disagree: the query, and how many each found."""

    query: str
    index: int
    scan: int
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of ``verify``: how many queries were compared, and every difference."""

    compared: int
    differences: tuple[Difference, ...]
    clauses: int
    by_kind: tuple[tuple[str, int], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the index answered every query as a plain scan does."""
        return not self.differences


class Flaw(StrEnum):
    """Why a piece of a file fails ``coverage``."""

    UNACCOUNTED = "unaccounted for"
    TWICE = "in two clauses"
    MISPLACED = "not what its clause says"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file that is in no clause, or wrongly in one, and why.

    ``start`` and ``end`` are offsets of the decoded text, ``line`` is counted from 1, ``characters`` are
    Chinese characters, letters and digits; ``text`` is cut when it is long.
    """

    file: str
    start: int
    end: int
    line: int
    characters: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where the Chinese characters, letters and digits of files are.

    ``left_out`` counts the characters in no clause by reason, ``flaws`` are all pieces that are not accounted
    for, ``pieces`` the longest ones left out (of one file: all) but for markup, ``suspicious`` the pieces a
    reader left out that hold a running sentence.
    """

    files: int
    characters: int
    in_clauses: int
    left_out: tuple[tuple[str, int], ...]
    flaws: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    suspicious: tuple[Piece, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def unaccounted(self) -> int:
        """How many characters are not accounted for."""
        return sum(each.characters for each in self.flaws)

    @property
    def ok(self) -> bool:
        """Whether every character is accounted for."""
        return not self.flaws
