"""Comparisons and lineages as JSON values, in the shapes of :mod:`searchlib.render.analysis_shapes`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from searchlib.analysis.comparison import ComparedClauses, Comparison, body
from searchlib.analysis.edits import Edit
from searchlib.analysis.lineage import FormulaLine, FormulaStage, FormulaText, Lineage, Turn
from searchlib.model import Document
from searchlib.render.cited_values import clause_json
from searchlib.render.json_values import certificate_json, document_json
from searchlib.render.places import place_in

if TYPE_CHECKING:
    from searchlib.render import analysis_shapes as shapes

WENT, CAME = ("[-", "-]"), ("{+", "+}")
"""The signs around what went and what came, those of ``wdiff``."""


def comparison_json(
    found: Comparison, rows: Sequence[ComparedClauses] | None = None
) -> shapes.ComparisonJson:
    """Return a comparison, with all of its rows or with those given."""
    return {
        "before": document_json(found.before),
        "after": document_json(found.after),
        "counts": {str(fate): count for fate, count in found.counts.items()},
        "moved": found.moved,
        "certificate": certificate_json(found.certificate),
        "rows": [compared_json(row, found) for row in (found.rows if rows is None else rows)],
    }


def compared_json(row: ComparedClauses, found: Comparison) -> shapes.ComparedJson:
    """Return one row of a comparison."""
    return {
        "fate": str(row.fate),
        "moved": row.moved,
        "likeness": row.likeness,
        "kept": round(row.kept, 4),
        "before": [clause_json(clause, found.before) for clause in row.before],
        "after": [clause_json(clause, found.after) for clause in row.after],
        "edits": [edit_json(each) for each in row.edits],
    }


def edit_json(found: Edit) -> shapes.EditJson:
    """Return a stretch of two texts."""
    return {"before": found.before, "after": found.after, "same": found.same}


def compared_rows(found: Comparison, rows: Iterable[ComparedClauses]) -> Iterator[shapes.ComparedRowJson]:
    """Yield rows of a table."""
    for row in rows:
        yield {
            "fate": str(row.fate),
            "moved": row.moved,
            "kept": round(row.kept, 4),
            "before_ids": [clause.id for clause in row.before],
            "before_places": [place_in(clause, found.before) for clause in row.before],
            "after_ids": [clause.id for clause in row.after],
            "after_places": [place_in(clause, found.after) for clause in row.after],
            "before": "\n".join(map(body, row.before)),
            "after": "\n".join(map(body, row.after)),
            "difference": difference(row.edits),
        }


def difference(edits: Iterable[Edit]) -> str:
    """Return both texts in one, with signs around what went and what came.

    >>> difference([Edit("一个中国", "一个中国", True), Edit("政策", "原则", False)])
    '一个中国[-政策-]{+原则+}'
    """
    return "".join(
        each.after
        if each.same
        else (f"{WENT[0]}{each.before}{WENT[1]}" if each.before else "")
        + (f"{CAME[0]}{each.after}{CAME[1]}" if each.after else "")
        for each in edits
    )


def lineage_json(found: Lineage, lines: Sequence[FormulaLine] | None = None) -> shapes.LineageJson:
    """Return a lineage, with all of its formulas or with those given."""
    return {
        "asked": found.asked,
        "unit": str(found.unit),
        "documents": [document_json(each) for each in found.documents],
        "certificate": certificate_json(found.certificate),
        "formulas": [formula_line_json(line, found) for line in (found.lines if lines is None else lines)],
    }


def formula_line_json(line: FormulaLine, found: Lineage) -> shapes.FormulaLineJson:
    """Return one formula of a lineage."""
    return {
        "stages": [
            _stage(stage, document) for stage, document in zip(line.stages, found.documents, strict=True)
        ]
    }


def formula_rows(found: Lineage, lines: Iterable[FormulaLine]) -> Iterator[shapes.FormulaRowJson]:
    """Yield rows of a table, formula by formula."""
    numbers = {id(line): number for number, line in enumerate(found.lines, 1)}
    for line in lines:
        for stage, document in zip(line.stages, found.documents, strict=True):
            if stage.turn is Turn.ABSENT:
                continue
            yield {
                "formula": numbers[id(line)],
                "document_id": document.id,
                "date": None if document.date is None else document.date.isoformat(),
                "turn": str(stage.turn),
                "clause_ids": [each.clause.id for each in stage.texts],
                "places": [place_in(each.clause, document) for each in stage.texts],
                "text": "".join(each.text for each in stage.texts),
                "difference": difference(stage.edits),
            }


def _stage(stage: FormulaStage, document: Document) -> shapes.FormulaStageJson:
    return {
        "turn": str(stage.turn),
        "texts": [_text(each, document) for each in stage.texts],
        "edits": [edit_json(each) for each in stage.edits],
    }


def _text(found: FormulaText, document: Document) -> shapes.FormulaTextJson:
    return {"clause_id": found.clause.id, "place": place_in(found.clause, document), "text": found.text}
