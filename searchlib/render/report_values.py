"""Command reports as JSON values: builds, saved queries, checks, statistics and verifications."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from searchlib.model import (
    AnswerChange,
    BuildReport,
    CheckReport,
    CitedClause,
    ClusterState,
    Coverage,
    Difference,
    Finding,
    Piece,
    Verification,
)
from searchlib.render.cited_values import cited_json
from searchlib.render.wording import remedy_of

if TYPE_CHECKING:
    from searchlib.render import report_shapes as shapes
    from searchlib.search.statistics import Statistics


def verification_json(outcome: Verification) -> shapes.VerificationJson:
    """Return the answer of ``verify``."""
    return {
        "ok": outcome.ok,
        "compared": outcome.compared,
        "differences": [_difference(each) for each in outcome.differences],
        "clauses": outcome.clauses,
        "by_kind": dict(outcome.by_kind),
    }


def coverage_json(found: Coverage) -> shapes.CoverageJson:
    """The answer of ``coverage``."""
    return {
        "ok": found.ok,
        "files": found.files,
        "characters": found.characters,
        "in_clauses": found.in_clauses,
        "left_out": dict(found.left_out),
        "unaccounted": found.unaccounted,
        "flaws": [_piece(each) for each in found.flaws],
        "suspicious": [_piece(each) for each in found.suspicious],
        "pieces": [_piece(each) for each in found.pieces],
        "skipped": [{"file": each.file, "reason": each.reason} for each in found.skipped],
    }


def _piece(found: Piece) -> shapes.PieceJson:
    return {
        "file": found.file,
        "start": found.start,
        "end": found.end,
        "line": found.line,
        "characters": found.characters,
        "reason": found.reason,
        "text": found.text,
    }


def build_report_json(report: BuildReport) -> shapes.BuildReportJson:
    """Return the answer of ``index``."""
    return {
        "documents": report.documents,
        "clauses": report.clauses,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "skipped": [{"file": each.file, "reason": each.reason} for each in report.skipped],
        "seconds": round(report.seconds, 3),
        "clauses_added": report.clauses_added,
        "clauses_changed": report.clauses_changed,
        "clauses_removed": report.clauses_removed,
        "rebuilt": report.rebuilt,
        "changes": [
            {
                "document_id": each.document_id,
                "change": str(each.change),
                "file": each.file,
                "clauses": each.clauses,
                "before": each.before,
            }
            for each in report.changes
        ],
        "answers": [_answer_change(each) for each in report.answers],
    }


def _answer_change(change: AnswerChange) -> shapes.AnswerChangeJson:
    def cited(clauses: Iterable[CitedClause]) -> list[shapes.CitedClauseJson]:
        return [{**cited_json(each.clause, each.document), "text": each.clause.text} for each in clauses]

    return {
        "name": change.name,
        "query": change.query,
        "came": cited(change.came),
        "went": cited(change.went),
        "changed": cited(change.changed),
        "reason": change.reason,
    }


def saved_json(found: Iterable[tuple[str, str, int]]) -> shapes.SavedQueriesJson:
    """Return the answer of ``save``: names, queries, and the number of clauses that match each."""
    return {"saved": [{"name": name, "query": query, "clauses": count} for name, query, count in found]}


def check_json(report: CheckReport, index: Path) -> shapes.CheckReportJson:
    """Return the answer of ``check`` for the index in folder ``index``."""
    return {
        "ok": report.ok,
        "generation": report.generation,
        "files": report.files,
        "bytes": report.bytes,
        "documents": report.documents,
        "clauses": report.clauses,
        "damage": [_finding(each, index) for each in report.damage],
        "warnings": [_finding(each, index) for each in report.warnings],
        "cluster": None if report.cluster is None else _cluster(report.cluster),
    }


def _cluster(state: ClusterState) -> shapes.ClusterStateJson:
    return {
        "status": state.status,
        "nodes": state.nodes,
        "shards": state.shards,
        "copies": state.copies,
        "missing": state.missing,
        "bytes": state.bytes,
    }


def _finding(found: Finding, index: Path) -> shapes.FindingJson:
    return {"where": found.where, "what": found.what, "remedy": remedy_of(found, index)}


def statistics_json(found: Statistics) -> shapes.StatisticsJson:
    """Return the answer of ``stats``; the ``by_…`` values count documents."""
    return {
        "documents": found.documents,
        "clauses": found.clauses,
        "characters": found.characters,
        "by_kind": dict(found.by_kind),
        "by_year": dict(found.by_year),
        "by_country": dict(found.by_country),
        "by_publisher": dict(found.by_publisher),
        "by_level": dict(found.by_level),
        "by_issuer": dict(found.by_issuer),
        "by_script": dict(found.by_script),
        "built": found.built.isoformat(),
        "index": found.index,
        "corpus": found.corpus,
        "analyzer": found.analyzer,
        "skipped": [{"file": each.file, "reason": each.reason} for each in found.skipped],
    }


def statistics_rows(found: Statistics) -> list[shapes.FacetRowJson]:
    """Return the documents by each value of each field."""
    return [
        {"by": by, "value": value, "documents": documents}
        for by, values in facets_of(found)
        for value, documents in values
    ]


def facets_of(found: Statistics) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Return the fields by which documents are counted, with the numbers of each value."""
    return (
        ("kind", found.by_kind),
        ("year", found.by_year),
        ("country", found.by_country),
        ("publisher", found.by_publisher),
        ("level", found.by_level),
        ("issuer", found.by_issuer),
        ("script", found.by_script),
    )


def _difference(found: Difference) -> shapes.DifferenceJson:
    return {"query": found.query, "index": found.index, "scan": found.scan, "example": found.example}
