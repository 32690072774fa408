"""The shapes of comparisons and lineages, each defined once; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.analysis.comparison import Fate
from searchlib.analysis.lineage import FormulaUnit, Turn
from searchlib.render.shapes import CertificateJson, ClauseJson, DayJson, DocumentJson

FateName = Annotated[str, Fate]
TurnName = Annotated[str, Turn]
UnitName = Annotated[str, FormulaUnit]


class EditJson(TypedDict):
    """A stretch of two texts."""

    before: Annotated[str, "what stands in the first; empty for what came"]
    after: Annotated[str, "what stands in the second; empty for what went"]
    same: Annotated[bool, "whether the two differ in script and width at most"]


class ComparisonJson(TypedDict):
    """Two documents, clause by clause."""

    before: Annotated[DocumentJson, "the first document"]
    after: Annotated[DocumentJson, "the second"]
    counts: Annotated[dict[str, int], "how many rows have each fate"]
    moved: Annotated[int, "how many rows moved"]
    certificate: CertificateJson
    rows: Annotated[
        list[ComparedJson], "in the order of the second document; what was dropped after what it followed"
    ]


class ComparedJson(TypedDict):
    """Clauses that say the same, or that have no counterpart."""

    fate: Annotated[FateName, "`same`, `changed`, `split`, `merged`, `recast`, `new` or `dropped`"]
    moved: Annotated[bool, "whether they stand in another order among those around them"]
    likeness: Annotated[float, "of the most alike pair, 0 to 1; 0 for what is new or dropped"]
    kept: Annotated[float, "share of the characters of both sides that are equal, 0 to 1"]
    before: Annotated[list[ClauseJson], "of the first document; empty for what is new"]
    after: Annotated[list[ClauseJson], "of the second; empty for what was dropped"]
    edits: Annotated[
        list[EditJson],
        "joined, their left and right sides are the texts without the numbers before them, the clauses of a "
        "side joined by line feeds",
    ]


class ComparedRowJson(TypedDict):
    """The same as a row of a table."""

    fate: FateName
    moved: bool
    kept: float
    before_ids: list[str]
    before_places: Annotated[list[str], "in words"]
    after_ids: list[str]
    after_places: Annotated[list[str], "in words"]
    before: Annotated[str, "the text of the first document"]
    after: Annotated[str, "the text of the second"]
    difference: Annotated[str, "both in one, as `[-went-]{+came+}`"]


class LineageJson(TypedDict):
    """The formulas of a series of documents."""

    asked: str
    unit: Annotated[UnitName, "what a formula is: `sentence` or `clause`"]
    documents: Annotated[list[DocumentJson], "oldest first"]
    certificate: CertificateJson
    formulas: Annotated[list[FormulaLineJson], "in the order of the texts"]


class FormulaLineJson(TypedDict):
    """A formula through the series."""

    stages: Annotated[list[FormulaStageJson], "one for each document"]


class FormulaStageJson(TypedDict):
    """What one document does to a formula."""

    turn: Annotated[TurnName, "`enters`, `same`, `changes`, `returns`, `disappears` or `absent`"]
    texts: Annotated[list[FormulaTextJson], "its wording; empty where it is absent"]
    edits: Annotated[list[EditJson], "compared with the last wording before; empty for the first one"]


class FormulaTextJson(TypedDict):
    """A formula as one clause words it."""

    clause_id: str
    place: Annotated[str, "in words"]
    text: Annotated[str, "without the number printed before it"]


class FormulaRowJson(TypedDict):
    """A stage as a row of a table; stages at which a formula is absent have none."""

    formula: Annotated[int, "its number in the lineage, from 1"]
    document_id: str
    date: DayJson | None
    turn: TurnName
    clause_ids: list[str]
    places: Annotated[list[str], "in words"]
    text: Annotated[str, "the wording; empty where it disappears"]
    difference: Annotated[str, "from the last wording before, as `[-went-]{+came+}`"]
