"""Follow each formula through a series of texts: when it enters, changes, disappears and returns.

A formula is a sentence of a statement, or an article of a law. Each text is aligned with the next one
(:mod:`searchlib.analysis.clause_alignment`), and sentences that are hardly alike are one only within clauses
that are; what then has no forerunner is aligned with what disappeared earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from searchlib.analysis.clause_alignment import ALIKE, Pair, align
from searchlib.analysis.comparison import aligned_groups, body
from searchlib.analysis.edits import Edit, edits, share_same
from searchlib.analysis.series import series_of
from searchlib.errors import NotInIndex
from searchlib.model import Certificate, Clause, ClausePart, Document, Kind, Presented, part_of, shortened
from searchlib.search.library import Library
from searchlib.text.running import key

_SENTENCE = re.compile("[^。；！？\n]+[。；！？]?[”’」』）]?")
_APART = frozenset({ClausePart.TITLE, ClausePart.HEADING, ClausePart.NOTE, ClausePart.SIGNATURE})
MOST_TEXTS = 60
"""Texts in one lineage."""


class FormulaUnit(StrEnum):
    """What is followed through the series."""

    SENTENCE = "sentence"
    CLAUSE = "clause"


class Turn(StrEnum):
    """What a text does to a formula, compared with the text before it."""

    ENTERS = "enters"
    SAME = "same"
    CHANGES = "changes"
    RETURNS = "returns"
    DISAPPEARS = "disappears"
    ABSENT = "absent"
    """Not yet there, or still away."""


@dataclass(frozen=True, slots=True)
class FormulaText:
    """A formula as one clause words it, without the number printed before it."""

    clause: Clause
    text: str


@dataclass(frozen=True, slots=True)
class FormulaStage:
    """What one text of the series does to a formula: its wording there, none where it is absent.

    ``edits`` compare it with the last wording before; empty for the first and where it is absent.
    """

    turn: Turn
    texts: tuple[FormulaText, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def kept(self) -> float:
        """How much of both wordings is equal, 0 to 1, by characters; 1 where nothing is compared."""
        return share_same(self.edits)


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """A formula through the series; ``stages`` has one for each text."""

    stages: tuple[FormulaStage, ...]

    @property
    def changes(self) -> int:
        """How often it changes, disappears or returns."""
        quiet = (Turn.SAME, Turn.ABSENT, Turn.ENTERS)
        return sum(stage.turn not in quiet for stage in self.stages)

    @property
    def first(self) -> FormulaText:
        """The first wording."""
        return next(stage.texts[0] for stage in self.stages if stage.texts)


@dataclass(frozen=True, slots=True, repr=False)
class Lineage(Presented):
    """The texts of a series, oldest first and with their clauses, and every formula in them, in the order of
    the texts; what enters later follows what it follows in its own text."""

    asked: str
    unit: FormulaUnit
    documents: tuple[Document, ...]
    lines: tuple[FormulaLine, ...]
    certificate: Certificate

    def __repr__(self) -> str:
        series = f"{len(self.documents)} documents, {len(self.lines):,} formulas"
        return f"<Lineage {shortened(self.asked)}: {series}>"

    def shown(self, everything: bool) -> tuple[FormulaLine, ...]:
        """Return all formulas, or those that are not the same in every text."""
        if everything:
            return self.lines
        quiet = {Turn.SAME}
        return tuple(line for line in self.lines if {stage.turn for stage in line.stages[1:]} - quiet)


def lineage(library: Library, asked: str, unit: FormulaUnit | str | None = None) -> Lineage:
    """Return the lineage of the series that ``asked`` names (:func:`searchlib.analysis.series.series_of`).

    The unit is the sentence or, for laws, the clause, unless it is given. Raises NotInIndex, also for a
    series of more than :data:`MOST_TEXTS` texts.
    """
    heads = series_of(library, asked)
    if len(heads) > MOST_TEXTS:
        raise NotInIndex("lineage.too-many", asked=asked, found=len(heads), most=MOST_TEXTS)
    documents = tuple(library.document(head.id) for head in heads)
    usual = FormulaUnit.CLAUSE if documents[0].kind is Kind.LAW else FormulaUnit.SENTENCE
    chosen = FormulaUnit(unit) if unit else usual
    threads = _Threads()
    for place, document in enumerate(documents):
        threads.read(document, documents[place - 1] if place else None, list(formulas_in(document, chosen)))
    lines = tuple(FormulaLine(tuple(_stages(library, each))) for each in threads.wordings())
    return Lineage(asked, chosen, documents, lines, library.certificate())


def formulas_in(document: Document, unit: FormulaUnit) -> Iterator[FormulaText]:
    """Yield the formulas of the text of a document; titles, headings, notes and signatures have none."""
    for clause in document.clauses:
        if part_of(clause.path)[0] in _APART:
            continue
        if unit is FormulaUnit.CLAUSE:
            yield FormulaText(clause, body(clause))
            continue
        for found in _SENTENCE.finditer(body(clause)):
            if any(map(str.isalnum, found[0])):
                yield FormulaText(clause, found[0].strip())


@dataclass(slots=True, eq=False)
class _Thread:
    """A formula while the series is read: its wordings by the place of the text."""

    texts: dict[int, list[FormulaText]] = field(default_factory=dict)

    def last(self) -> list[FormulaText]:
        """Return the latest wording."""
        return self.texts[max(self.texts)]


class _Threads:
    """The formulas found so far, in the order of the table."""

    def __init__(self) -> None:
        self._all: list[_Thread] = []
        self._read = 0

    def wordings(self) -> list[list[tuple[FormulaText, ...]]]:
        """Return the wordings of each formula, text by text."""
        places = range(self._read)
        return [[tuple(thread.texts.get(place, ())) for place in places] for thread in self._all]

    def read(self, document: Document, before: Document | None, formulas: Sequence[FormulaText]) -> None:
        """Read the next text of the series, which follows ``before``."""
        place = self._read
        clauses = _clause_pairs(before, document)
        owner: dict[int, _Thread] = {}
        there = [thread for thread in self._all if place - 1 in thread.texts]
        away = [thread for thread in self._all if place - 1 not in thread.texts]
        for threads in (there, away):
            left = [at for at in range(len(formulas)) if at not in owner]
            for pair in _aligned(threads, [formulas[at] for at in left]):
                thread, formula = threads[pair.before], formulas[left[pair.after]]
                is_between = any((each.clause.id, formula.clause.id) in clauses for each in thread.last())
                if is_between or pair.likeness >= ALIKE:
                    owner.setdefault(left[pair.after], thread)
        follows = -1
        for at, formula in enumerate(formulas):
            if at not in owner:
                owner[at] = _Thread()
                self._all.insert(follows + 1, owner[at])
            thread = owner[at]
            thread.texts.setdefault(place, []).append(formula)
            follows = self._all.index(thread)
        self._read += 1


def _clause_pairs(before: Document | None, after: Document) -> frozenset[tuple[str, str]]:
    """Return the ids of the clauses that say the same, between which faint likeness of sentences counts."""
    if before is None:
        return frozenset()
    groups = aligned_groups(before.clauses, after.clauses)
    return frozenset((one.id, other.id) for group in groups for one, other in group.pairs)


def _aligned(threads: Sequence[_Thread], formulas: Sequence[FormulaText]) -> list[Pair]:
    """Return the pairs of threads and formulas, the most alike first."""
    one = [_key("".join(each.text for each in thread.last())) for thread in threads]
    pairs = align(one, [_key(each.text) for each in formulas])
    return sorted(pairs, key=lambda pair: -pair.likeness)


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, key(text)))


def _stages(library: Library, texts: Sequence[tuple[FormulaText, ...]]) -> Iterator[FormulaStage]:
    last = ""
    was_there = False
    for wording in texts:
        here = "".join(each.text for each in wording)
        if not here:
            yield FormulaStage(Turn.DISAPPEARS if was_there else Turn.ABSENT)
        elif not last:
            yield FormulaStage(Turn.ENTERS, wording)
        else:
            is_same = _key(last) == _key(here)
            turn = Turn.RETURNS if not was_there else Turn.SAME if is_same else Turn.CHANGES
            yield FormulaStage(turn, wording, edits(last, here, library.cut))
        last, was_there = here or last, bool(here)
