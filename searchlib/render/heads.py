"""The heads of columns where people read them: in workbooks, and in the tables of Markdown.

In English a column is headed by the key that JSON and CSV have; these formats are for programs, and their
keys are the same in every language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from searchlib.errors import ENGLISH, TRADITIONAL
from searchlib.render.json_values import Json
from searchlib.render.messages import said

BESIDE: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "place": (("path", "place of the clause"),),
        "places": (("clause_ids", "places of the clauses"),),
        "before": (("match", "text before"), ("difference", "earlier wording")),
        "after": (("match", "text after"), ("difference", "later wording")),
        "mentions": (("evidence", "clauses with it"), ("continued", "clauses with it")),
        "shared": (("own", "characters shared"),),
        "names": (("asked", "all names"),),
        "by": (("value", "counted by"),),
    }
)
"""What a column means beside another one, where its key alone has more than one meaning."""

_PLACES = frozenset({"before_places", "after_places"})


def heads(columns: Collection[str], language: str) -> tuple[str, ...]:
    """Return the heads of ``columns`` in ``language``.

    >>> heads(("clause_id", "path", "place"), "zh"), heads(("clause_id",), "en")
    (('条款编号', '路径', '位置'), ('clause_id',))
    """
    if language == ENGLISH:
        return tuple(columns)
    return tuple(said(meaning(column, columns), language) for column in columns)


def meaning(column: str, columns: Collection[str]) -> str:
    """Return in English what a column holds, among the others of its table."""
    beside = (text for other, text in BESIDE.get(column, ()) if other in columns)
    return next(beside, column.replace("_", " "))


def in_script(
    rows: Iterable[Mapping[str, Json]], columns: Collection[str], language: str
) -> Iterable[Mapping[str, Json]]:
    """Return ``rows`` with the words of the program in Traditional characters if ``language`` has these: the
    places of clauses, and what is said in citations. Quoted texts, titles and ids stay as they are."""
    if language != TRADITIONAL:
        return rows
    from searchlib.traditional import traditional_citation, traditional_words

    placed = [
        column
        for column in columns
        if column in _PLACES or meaning(column, columns).startswith(("place of", "places of"))
    ]

    def converted(row: Mapping[str, Json]) -> Mapping[str, Json]:
        changed = {
            column: [traditional_words(str(each)) for each in value]
            if isinstance(value := row[column], list)
            else value and traditional_words(str(value))
            for column in placed
            if column in row
        }
        if isinstance(cited := row.get("citation"), str):
            changed["citation"] = traditional_citation(cited)
        return {**row, **changed}

    return map(converted, rows)
