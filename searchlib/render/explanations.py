"""The explanation of a score in lines of words and numbers that add up as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from searchlib.errors import ENGLISH
from searchlib.model import Explanation, PartKind, ScorePart
from searchlib.render.columns import pad
from searchlib.render.messages import said

_MOST_TERMS = 8

_NAMES = {
    PartKind.WORDS: "words",
    PartKind.PAIRS: "pairs",
    PartKind.CHARACTERS: "characters",
    PartKind.DOCUMENT: "document",
    PartKind.TITLE: "title",
}

_ABSENT = {
    PartKind.WORDS: "not in this clause",
    PartKind.PAIRS: "not in this clause",
    PartKind.CHARACTERS: "not in this clause",
    PartKind.DOCUMENT: "not in this document",
    PartKind.TITLE: "not in title and headings",
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a score: the terms that add most, what ``more`` others add together, and terms that are not
    there, of which ``unsaid`` are left out."""

    kind: PartKind
    total: float
    terms: tuple[tuple[str, float], ...]
    more: int
    rest: float
    missing: tuple[str, ...]
    unsaid: int


@dataclass(frozen=True, slots=True)
class ToldScore:
    """An explanation in hundredths: terms add up to parts, and parts to ``total``."""

    explanation: Explanation
    total: float
    parts: tuple[PartLine, ...]

    @classmethod
    def of(cls, explanation: Explanation) -> ToldScore:
        """Return the explanation, rounded; without parts if nothing is scored."""
        parts = list(_merged(explanation.parts))
        hundredths = round(sum(part.total for part in parts) * 100)
        totals = adding_up([part.total for part in parts], hundredths)
        lines = tuple(_line(part, total) for part, total in zip(parts, totals, strict=True))
        return cls(explanation, hundredths / 100, lines)


def adding_up(values: Sequence[float], hundredths: int) -> list[int]:
    """Return ``values``, none negative, as hundredths that add up to ``hundredths``, which is near their sum;
    the largest fractions are rounded up.

    >>> adding_up([1.006, 1.006, 0.0], 201)
    [101, 100, 0]
    """
    whole = [floor(value * 100) for value in values]
    order = sorted(range(len(values)), key=lambda at: whole[at] - values[at] * 100)
    left = hundredths - sum(whole)
    for at in order[: max(left, 0)]:
        whole[at] += 1
    for at in [at for at in reversed(order) if whole[at]][: max(-left, 0)]:
        whole[at] -= 1
    return whole


def explanation_lines(explanation: Explanation, language: str = ENGLISH) -> Iterator[str]:
    """Yield the score, then a line for each part that has terms, then the prior; nothing if none has any.

    >>> words = ScorePart(PartKind.WORDS, 1.0, (("铁路", 2.5), ("多久", 0.0)))
    >>> for line in explanation_lines(Explanation((words,), 1.0, 2.5, True)):
    ...     print(line)
    score 2.50 = 2.50
      words        2.50  铁路 2.50; not in this clause: 多久
    """
    reason = ToldScore.of(explanation)
    if not reason.parts:
        return
    times = f" × {explanation.factor:.4f}" if explanation.factor != 1 else ""
    yield f"{said('score', language)} {explanation.score:.2f} = {reason.total:.2f}{times}"
    for part in reason.parts:
        name = pad(said(_NAMES[part.kind], language), 10)
        yield f"  {name} {part.total:>6.2f}  {_terms(part, language)}"
    if not explanation.refined:
        yield "  " + said("only words and pairs count here: it is not among the best by these", language)
    if explanation.citations is not None and explanation.share is not None:
        prior = _prior(explanation.citations, explanation.share, language)
        yield f"  {pad(said('cited', language), 10)} × {explanation.factor:.4f}  {prior}"


def _merged(parts: tuple[ScorePart, ...]) -> Iterator[ScorePart]:
    """Yield the parts that have terms; those of one kind, which come from both passes, as one."""
    for kind in PartKind:
        own = [part for part in parts if part.kind is kind]
        terms = tuple(term for part in own for term in part.terms)
        if terms:
            yield ScorePart(kind, own[0].weight, terms)


def _line(part: ScorePart, hundredths: int) -> PartLine:
    held = sorted((row for row in part.terms if row[1]), key=lambda row: -row[1])
    missing = [term for term, value in part.terms if not value]
    values = [value / 100 for value in adding_up([value for _, value in held], hundredths)]
    terms = tuple((term, value) for (term, _), value in zip(held, values, strict=True))
    return PartLine(
        kind=part.kind,
        total=hundredths / 100,
        terms=terms[:_MOST_TERMS],
        more=len(terms[_MOST_TERMS:]),
        rest=sum(values[_MOST_TERMS:]),
        missing=tuple(missing[:_MOST_TERMS]),
        unsaid=len(missing[_MOST_TERMS:]),
    )


def _terms(part: PartLine, language: str) -> str:
    shown = " · ".join(f"{term} {value:.2f}" for term, value in part.terms)
    if part.more:
        shown += " · " + said("{count} more {sum}", language, count=part.more, sum=f"{part.rest:.2f}")
    if not part.missing:
        return shown
    more = said(" and {count} more", language, count=part.unsaid) if part.unsaid else ""
    absent = f"{said(_ABSENT[part.kind], language)}{said(': ', language)}{' '.join(part.missing)}{more}"
    return f"{shown}{said('; ', language)}{absent}" if shown else absent


def _prior(citations: int, share: float, language: str) -> str:
    if not citations:
        return said("no clause of another document cites this one", language)
    cited = said(
        "1 clause of another document cites this document"
        if citations == 1
        else "{count} clauses of others cite this document",
        language,
        count=f"{citations:,}",
    )
    if share >= 1:
        return cited + said("; it does not count, since a clause holds all words", language)
    counts = "; it counts, since no clause holds more than {share} of the words"
    return cited + said(counts, language, share=f"{share:.0%}")
