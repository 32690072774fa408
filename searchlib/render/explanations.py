"""The explanation of a score as text: one line for each part, and numbers that add up."""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.model import Explanation, PartKind, ScorePart

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


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """Yield the score, then a line for each part that has terms, then the prior; nothing if none has any.

    >>> words = ScorePart(PartKind.WORDS, 1.0, (("铁路", 2.5), ("多久", 0.0)))
    >>> for line in explanation_lines(Explanation((words,), 1.0, 2.5, True)):
    ...     print(line)
    score 2.50 = 2.50
      words        2.50  铁路 2.50; not in this clause: 多久
    """
    if not any(part.terms for part in explanation.parts):
        return
    total = sum(part.total for part in explanation.parts)
    times = f" × {explanation.factor:.2f}" if explanation.factor != 1 else ""
    yield f"score {explanation.score:.2f} = {total:.2f}{times}"
    for part in _merged(explanation.parts):
        yield f"  {_NAMES[part.kind]:<10} {part.total:>6.2f}  {_terms(part)}"
    if not explanation.refined:
        yield "  only words and pairs count here: it is not among the best by these"
    if explanation.citations is not None and explanation.share is not None:
        prior = _prior(explanation.citations, explanation.share)
        yield f"  {'cited':<10} × {explanation.factor:.2f}  {prior}"


def _merged(parts: tuple[ScorePart, ...]) -> Iterator[ScorePart]:
    """Yield the parts that have terms; those of one kind, which come from both passes, as one."""
    for kind in PartKind:
        own = [part for part in parts if part.kind is kind]
        terms = tuple(term for part in own for term in part.terms)
        if terms:
            yield ScorePart(kind, own[0].weight, terms)


def _terms(part: ScorePart) -> str:
    held = sorted((row for row in part.terms if row[1]), key=lambda row: -row[1])
    missing = [term for term, value in part.terms if not value]
    shown = " · ".join(f"{term} {value:.2f}" for term, value in held[:_MOST_TERMS])
    if len(held) > _MOST_TERMS:
        rest = sum(value for _, value in held[_MOST_TERMS:])
        shown += f" · {len(held) - _MOST_TERMS} more {rest:.2f}"
    if not missing:
        return shown
    more = f" and {len(missing) - _MOST_TERMS} more" if len(missing) > _MOST_TERMS else ""
    absent = f"{_ABSENT[part.kind]}: {' '.join(missing[:_MOST_TERMS])}{more}"
    return f"{shown}; {absent}" if shown else absent


def _prior(citations: int, share: float) -> str:
    if not citations:
        return "no clause of another document cites this one"
    clauses = (
        "1 clause of another document cites" if citations == 1 else f"{citations:,} clauses of others cite"
    )
    if share >= 1:
        return f"{clauses} this document; it does not count, since a clause holds all words"
    return f"{clauses} this document; it counts, since no clause holds more than {share:.0%} of the words"
