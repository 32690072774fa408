"""Names of the registry in a query: which keywords are one, and the query with them replaced.

A name of several words is several keywords side by side (two-ocean railway), so runs of keywords are looked
up. What is excluded, quoted or an operand of NEAR stays as typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from searchlib.projects import Project, Registry
from searchlib.query.ast import And, Keyword, Or, Phrase, Query, all_of, any_of

_WORDS = 12
"""More words than any name has."""


@dataclass(frozen=True, slots=True)
class NamedRun:
    """Keywords that stand side by side and together are a name of ``project``."""

    keywords: tuple[Keyword, ...]
    project: Project

    @property
    def text(self) -> str:
        """The keywords as one text."""
        return joined(self.keywords)


def joined(keywords: tuple[Keyword | Phrase, ...]) -> str:
    """Return keywords as one text, with the blanks that divide them."""
    return " ".join(keyword.text for keyword in keywords)


def named_runs(query: Query, registry: Registry) -> Iterator[NamedRun]:
    """Yield the runs of keywords that are names, from the left, the longest at each place."""
    for keywords in runs_of_keywords(query):
        at = 0
        while at < len(keywords):
            run = _longest_name(keywords[at:], registry)
            if run is not None:
                yield run
            at += len(run.keywords) if run else 1


def runs_of_keywords(query: Query) -> Iterator[tuple[Keyword, ...]]:
    """Yield the keywords that stand side by side, joined by AND; excluded ones are left out."""
    match query:
        case Keyword():
            yield (query,)
        case And(operands):
            run: list[Keyword] = []
            for operand in operands:
                if isinstance(operand, Keyword):
                    run.append(operand)
                    continue
                if run:
                    yield tuple(run)
                run = []
                yield from runs_of_keywords(operand)
            if run:
                yield tuple(run)
        case Or(operands):
            for operand in operands:
                yield from runs_of_keywords(operand)


def replaced(query: Query, keywords: Sequence[Query], leaf: Query) -> Query:
    """Return ``query`` with the operands ``keywords``, which stand side by side, replaced by ``leaf``.

    >>> from searchlib.query.parser import parse
    >>> str(replaced(parse("软件 登记 -专利"), (Keyword("软件"),), Keyword("軟體")))
    '軟體 AND 登记 AND NOT 专利'
    """
    if (query,) == tuple(keywords):
        return leaf
    match query:
        case And(operands):
            return all_of(_replaced(operands, keywords, leaf))
        case Or(operands):
            return any_of(_replaced(operands, keywords, leaf))
        case _:
            return query


def take_names(
    query: Query,
    registry: Registry,
    is_missing: Callable[[tuple[Keyword, ...]], bool],
    leaf: Callable[[Project], Query | None],
) -> tuple[Query, tuple[NamedRun, ...]]:
    """Return ``query`` with every name that stands nowhere replaced by its project, and what was replaced.

    ``is_missing`` says whether keywords stand in no clause together; ``leaf`` returns what stands for a
    project, None if that would find nothing either.
    """
    taken: list[NamedRun] = []
    for run in tuple(named_runs(query, registry)):
        if is_missing(run.keywords) and (instead := leaf(run.project)) is not None:
            query = replaced(query, run.keywords, instead)
            taken.append(run)
    return query, tuple(taken)


def _longest_name(keywords: tuple[Keyword, ...], registry: Registry) -> NamedRun | None:
    for size in range(min(len(keywords), _WORDS), 0, -1):
        run = keywords[:size]
        # BELT AND ROAD has an operator between its words, where the name has a word.
        for text in (joined(run), " and ".join(keyword.text for keyword in run)):
            if (project := registry.find(text)) is not None:
                return NamedRun(run, project)
    return None


def _replaced(operands: tuple[Query, ...], keywords: Sequence[Query], leaf: Query) -> Iterator[Query]:
    size, at = len(keywords), 0
    while at < len(operands):
        if operands[at : at + size] == tuple(keywords):
            yield leaf
            at += size
        else:
            yield replaced(operands[at], keywords, leaf)
            at += 1
