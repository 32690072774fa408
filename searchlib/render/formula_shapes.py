"""The shapes of formulas and of boilerplate; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.render.shapes import CitedJson, DayJson, MentionJson, NumbersJson, SpanJson


class FormulaJson(TypedDict):
    """The variants of a formula."""

    formula: Annotated[str, "as asked"]
    least: Annotated[float, "the least likeness of a variant"]
    places: Annotated[int, "of all variants"]
    clauses: int
    statements: int
    by_year: Annotated[NumbersJson, "places by year, unknown years left out"]
    by_party: Annotated[NumbersJson, "places by party; a statement counts for each of its parties"]
    similar: Annotated[int, "clauses with enough pairs of characters of it"]
    examined: Annotated[int, "of them looked at"]
    variants: Annotated[list[VariantJson], "those asked for, most frequent first"]


class VariantJson(TypedDict):
    """One wording of a formula."""

    text: Annotated[str, "folded"]
    likeness: Annotated[float, "1 for the formula itself"]
    places: int
    clauses: int
    statements: int
    first: DayJson | None
    last: DayJson | None
    continued: Annotated[NumbersJson, "words that follow directly; nothing for the end of a sentence"]
    by_year: NumbersJson
    by_party: NumbersJson
    mentions: Annotated[list[MentionJson], "the first few"]


class BoilerplateJson(TypedDict):
    """How much of clauses stands in other statements."""

    id: Annotated[str, "of the clause, section or statement asked for"]
    least: Annotated[int, "characters of the shortest stretch that counts"]
    characters: Annotated[int, "of all clauses, without blanks between Han"]
    shared: Annotated[int, "of them in a stretch that stands elsewhere"]
    own: int
    share: Annotated[float, "`shared` divided by `characters`"]
    clauses: list[OwnWordsJson]


class OwnWordsJson(CitedJson):
    """How much of one clause is its own."""

    text: Annotated[str, "the whole clause, in its original characters"]
    characters: int
    shared: int
    own: int
    share: float
    stretches: Annotated[list[StretchJson], "from left to right; they may overlap"]


class StretchJson(TypedDict):
    """A stretch of a clause that stands elsewhere."""

    span: Annotated[SpanJson, "in the clause's text"]
    text: str
    clauses: Annotated[int, "of other statements that hold it"]
    statements: Annotated[int, "other statements that hold it"]
    first: Annotated[CitedJson, "the earliest of these clauses"]
