"""Mentions of a name, with their contexts, and the certificate of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import overload

from searchlib.model.documents import Clause, Document
from searchlib.model.leads import InLonger, Lead
from searchlib.model.presenting import Presented, how_many, shortened
from searchlib.model.texts import KwicLine, Source, Span


@dataclass(frozen=True, slots=True, repr=False)
class Mention:
    """One occurrence of a name in a clause, with its context and its place in the file."""

    clause: Clause
    document: Document
    name: str
    span: Span
    line: KwicLine
    source: Source | None

    def __repr__(self) -> str:
        line = self.line
        shown = f"{shortened(line.before[-12:])}【{line.match}】{shortened(line.after, 12)}"
        return f"<Mention {self.clause.id}: {shown}>"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What vouches for an answer: the index and corpus digests, whether a plain scan of the indexed texts
    agreed, and what of the files is not in these texts.

    ``files`` were read and ``files_skipped`` not; ``characters`` are the Chinese characters, letters and
    digits of those that were read, ``characters_left_out`` those of them in no clause. ``forms`` are the
    keys and patterns that were looked for.
    """

    index: str
    corpus: str
    clauses_searched: int
    verified_by_scan: bool
    forms: tuple[str, ...] = ()
    files: int = 0
    files_skipped: int = 0
    characters: int = 0
    characters_left_out: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Mentions(Presented):
    """Every mention of a name, in order of date, document, clause and offset.

    ``mentions`` are all of them, or the window asked for; everything else is said of the whole answer.
    """

    name: str
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]
    clauses: int
    statements: int
    first: date | None
    last: date | None
    certificate: Certificate
    total: int | None = None
    """How many mentions there are where ``mentions`` is a window; None where it holds all."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """How often each of ``names`` is mentioned, 0 included."""

    undated: bool = False
    """Whether some statement has no date."""

    leads: tuple[Lead, ...] = ()
    """What to ask instead, where nothing is mentioned."""

    in_longer: InLonger | None = None
    """What was left out because it is part of another number, if anything."""

    @property
    def occurrences(self) -> int:
        """How many mentions there are."""
        return len(self.mentions) if self.total is None else self.total

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.mentions)

    def __len__(self) -> int:
        return len(self.mentions)

    @overload
    def __getitem__(self, at: int) -> Mention: ...
    @overload
    def __getitem__(self, at: slice) -> Mentions: ...
    def __getitem__(self, at: int | slice) -> Mention | Mentions:
        """Return one mention, or a window of them, of which all else is still said of the whole answer."""
        if not isinstance(at, slice):
            return self.mentions[at]
        return replace(self, mentions=self.mentions[at], total=self.occurrences)

    def __repr__(self) -> str:
        where = f"{how_many(self.clauses, 'clause')} of {how_many(self.statements, 'statement')}"
        part = "" if len(self) == self.occurrences else f"; {len(self):,} here"
        return f"<Mentions {shortened(self.name)}: {self.occurrences:,} in {where}{part}>"
