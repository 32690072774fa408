"""Answers as JSON values: the shapes other programs may rely on.

Keys are never renamed or left out; an absent value is ``null``. Dates are ISO 8601, spans are
``[start, end]`` in code points of ``text``, offsets in ``source`` are code points of the decoded file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from searchlib.model import (
    AnswerChange,
    BuildReport,
    Certificate,
    CheckReport,
    CitedClause,
    Clause,
    Difference,
    Document,
    Finding,
    Hit,
    Mention,
    Mentions,
    SearchResults,
    Source,
    Span,
    Totals,
    Verification,
)
from searchlib.render.hits import article_place

if TYPE_CHECKING:
    from searchlib.projects import Project
    from searchlib.search.statistics import Statistics

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def search(results: SearchResults) -> dict[str, Json]:
    """The answer of ``search``."""
    return {
        "query": results.query,
        "understood": results.understood,
        "forms": {typed: _strings(also) for typed, also in results.forms},
        "totals": _totals(results.totals),
        "hits": [hit(found) for found in results.hits],
    }


def hit(found: Hit) -> dict[str, Json]:
    """One hit, with the whole text of its clause."""
    return {
        **_citation(found.clause, found.document),
        "text": found.text,
        "spans": [_span(span) for span in found.spans],
        "tier": str(found.tier),
        "score": found.score,
    }


def mentions(answer: Mentions) -> dict[str, Json]:
    """The answer of ``mentions``."""
    return {
        "name": answer.name,
        "names": _strings(answer.names),
        "occurrences": answer.occurrences,
        "clauses": answer.clauses,
        "statements": answer.statements,
        "first": _date(answer.first),
        "last": _date(answer.last),
        "certificate": certificate(answer.certificate),
        "mentions": [mention(found) for found in answer.mentions],
    }


def mention(found: Mention) -> dict[str, Json]:
    """One mention in its context."""
    return {
        **_citation(found.clause, found.document),
        **_article_place(found),
        "name": found.name,
        "before": found.line.before,
        "match": found.line.match,
        "after": found.line.after,
        "span": _span(found.span),
        "source": source(found.source),
    }


def _citation(cited: Clause, parent: Document) -> dict[str, Json]:
    """Where a hit or a mention stands, as it is cited."""
    return {
        "clause_id": cited.id,
        "document_id": parent.id,
        "title": parent.title,
        "date": _date(parent.date),
        "parties": _strings(parent.parties),
        "number": cited.number,
        "path": cited.path,
        "headings": _strings(cited.headings),
    }


def _article_place(found: Mention) -> dict[str, Json]:
    paragraph, item = article_place(found) or (None, None)
    return {"paragraph": paragraph, "item": item}


def documents(found: Iterable[Document]) -> dict[str, Json]:
    """The answer of ``list``."""
    return {"documents": [document(each) for each in found]}


def document(found: Document) -> dict[str, Json]:
    """What is known of one document; ``clauses`` is how many it has."""
    return {
        "document_id": found.id,
        "title": found.title,
        "kind": str(found.kind),
        "date": _date(found.date),
        "date_is": _string(found.date_is),
        "published": _date(found.published),
        "parties": _strings(found.parties),
        "place": found.place,
        "publisher": found.publisher,
        "url": found.url,
        "script": _string(found.script),
        "clauses": found.clause_count,
        "source": source(found.source),
    }


def show(found: Document, clauses: Sequence[Clause], asked: str | None = None) -> dict[str, Json]:
    """The answer of ``show``: a document and all or some of its clauses; ``asked`` is a clause's id."""
    return {
        "document": document(found),
        "clauses": [clause(each) for each in clauses],
        "clause_id": asked,
    }


def clause(found: Clause) -> dict[str, Json]:
    """One clause of a document."""
    return {
        "clause_id": found.id,
        "path": found.path,
        "number": found.number,
        "headings": _strings(found.headings),
        "text": found.text,
    }


def verification(outcome: Verification) -> dict[str, Json]:
    """The answer of ``verify``."""
    return {
        "ok": outcome.ok,
        "compared": outcome.compared,
        "differences": [_difference(each) for each in outcome.differences],
        "clauses": outcome.clauses,
        "by_kind": dict(outcome.by_kind),
    }


def build_report(report: BuildReport) -> dict[str, Json]:
    """The answer of ``index``."""
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


def _answer_change(change: AnswerChange) -> dict[str, Json]:
    def cited(clauses: Iterable[CitedClause]) -> list[Json]:
        return [{**_citation(each.clause, each.document), "text": each.clause.text} for each in clauses]

    return {
        "name": change.name,
        "query": change.query,
        "came": cited(change.came),
        "went": cited(change.went),
        "changed": cited(change.changed),
        "reason": change.reason,
    }


def saved(found: Iterable[tuple[str, str, int]]) -> dict[str, Json]:
    """The answer of ``save``: names, queries, and how many clauses match each."""
    return {"saved": [{"name": name, "query": query, "clauses": count} for name, query, count in found]}


def check(report: CheckReport) -> dict[str, Json]:
    """The answer of ``check``."""
    return {
        "ok": report.ok,
        "generation": report.generation,
        "files": report.files,
        "bytes": report.bytes,
        "documents": report.documents,
        "clauses": report.clauses,
        "damage": [_finding(each) for each in report.damage],
        "warnings": [_finding(each) for each in report.warnings],
    }


def _finding(found: Finding) -> dict[str, Json]:
    return {"where": found.where, "what": found.what, "remedy": found.remedy}


def statistics(found: Statistics) -> dict[str, Json]:
    """The answer of ``stats``; the ``by_…`` values count documents."""
    return {
        "documents": found.documents,
        "clauses": found.clauses,
        "characters": found.characters,
        "by_kind": dict(found.by_kind),
        "by_year": dict(found.by_year),
        "by_country": dict(found.by_country),
        "by_publisher": dict(found.by_publisher),
        "by_script": dict(found.by_script),
        "built": found.built.isoformat(),
        "index": found.index,
        "corpus": found.corpus,
        "analyzer": found.analyzer,
        "skipped": [{"file": each.file, "reason": each.reason} for each in found.skipped],
    }


def project(found: Project, answer: Mentions) -> dict[str, Json]:
    """A project of the registry and how often it is mentioned."""
    return {
        "id": found.id,
        "name": found.name,
        "names": _strings(found.names),
        "note": found.note or None,
        "countries": _strings(found.countries),
        "sources": _strings(found.sources),
        "occurrences": answer.occurrences,
        "clauses": answer.clauses,
        "statements": answer.statements,
        "first": _date(answer.first),
        "last": _date(answer.last),
    }


def _totals(totals: Totals) -> dict[str, Json]:
    return {"exact": totals.exact, "words": totals.words, "some": totals.some}


def certificate(found: Certificate) -> dict[str, Json]:
    """What vouches for an answer."""
    return {
        "index": found.index,
        "corpus": found.corpus,
        "clauses_searched": found.clauses_searched,
        "verified_by_scan": found.verified_by_scan,
        "forms": _strings(found.forms),
    }


def _difference(found: Difference) -> dict[str, Json]:
    return {"query": found.query, "index": found.index, "scan": found.scan, "example": found.example}


def source(found: Source | None) -> Json:
    """A place in a file of the corpus, None where it is not known."""
    return None if found is None else {"file": found.file, "start": found.start, "end": found.end}


def _span(span: Span) -> list[Json]:
    return [span.start, span.end]


def _date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _string(value: str | None) -> str | None:
    """A plain string also for members of a ``StrEnum``."""
    return None if value is None else str(value)


def _strings(values: Iterable[str]) -> list[Json]:
    return [str(value) for value in values]
