"""Answers as JSON values, in the shapes that other programs may rely on.

Keys are never renamed or left out; an absent value is ``null``. Dates are ISO 8601, spans are
``[start, end]`` in code points of ``text``, offsets in ``source`` are code points of the decoded file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

from searchlib.facts.short_titles import short_titles
from searchlib.model import (
    Alternative,
    Certificate,
    Clause,
    Copy,
    Document,
    Explanation,
    Hit,
    InLonger,
    Mention,
    Mentions,
    Reference,
    SearchResults,
    Span,
    StatementMatch,
    Statements,
    Taken,
    Totals,
)
from searchlib.render.cited_values import cited_json, clause_json, clause_source, source_json
from searchlib.render.explanation_values import explanation_json
from searchlib.render.lead_values import lead_json, left_out_json
from searchlib.render.places import article_place, place_of

if TYPE_CHECKING:
    from searchlib.projects import Project
    from searchlib.render import shapes

Json: TypeAlias = object
"""A value that :mod:`json` writes: a shape, or a value in one."""


def search_json(
    results: SearchResults, others: Iterable[Alternative] = (), explained: Iterable[Explanation] = ()
) -> shapes.SearchJson:
    """Return the answer of ``search``, with ``others``, the queries that are offered besides, and the
    explanation of each hit, if they were asked for."""
    return {
        "query": results.query,
        "understood": results.understood,
        "taken": [taken_json(taken) for taken in results.taken],
        "forms": [{"operand": operand, "also": list(also)} for operand, also in results.forms],
        "totals": _totals(results.totals),
        "leads": [lead_json(lead) for lead in results.leads],
        "left_out": [left_out_json(each) for each in results.left_out],
        "references": [reference_json(each) for each in results.references],
        "did_you_mean": [alternative_json(other) for other in others],
        "folded": results.folded,
        "size": results.size,
        "hits": list(listed_json(results.hits, explained)),
    }


def taken_json(taken: Taken) -> shapes.TakenJson:
    """Return keywords taken for a name."""
    return {"typed": taken.typed, "query": taken.query, "mentions": taken.mentions}


def alternative_json(other: Alternative) -> shapes.AlternativeJson:
    """Return another query that is offered."""
    reason = str(other.reason)
    return {"reason": reason, "text": other.text, "query": other.query, "clauses": other.clauses}


def hit_json(found: Hit) -> shapes.HitJson:
    """Return one hit, with the whole text of its clause."""
    return {
        **cited_json(found.clause, found.document),
        "text": found.text,
        "source": clause_source(found.clause, found.document),
        "spans": [_span(span) for span in found.spans],
        "tier": str(found.tier),
        "score": found.score,
    }


def listed_json(hits: Iterable[Hit], explained: Iterable[Explanation] = ()) -> Iterator[shapes.ListedHitJson]:
    """Yield hits as an answer lists them, with the explanation of each, if there are any."""
    for found, reason in zip_longest(hits, explained):
        below = found.folded
        yield {
            **hit_json(found),
            "more": below.more if below else 0,
            "copies": [copy_json(copy) for copy in below.copies] if below else [],
            "explanation": None if reason is None else explanation_json(reason),
        }


def copy_json(copy: Copy) -> shapes.CopyJson:
    """Return a clause with the text of another one."""
    return {**cited_json(copy.clause, copy.document), "more": copy.more}


def mentions_json(answer: Mentions) -> shapes.MentionsJson:
    """Return the answer of ``mentions``."""
    return {
        "name": answer.name,
        "names": _strings(answer.names),
        "occurrences": answer.occurrences,
        "clauses": answer.clauses,
        "statements": answer.statements,
        "first": _date(answer.first),
        "last": _date(answer.last),
        "certificate": certificate_json(answer.certificate),
        "leads": [lead_json(lead) for lead in answer.leads],
        "in_longer": None if answer.in_longer is None else in_longer_json(answer.in_longer),
        "mentions": [mention_json(found) for found in answer.mentions],
    }


def in_longer_json(found: InLonger) -> shapes.InLongerJson:
    """Return what was left out of mentions because it is inside longer numerals."""
    return {"name": found.name, "occurrences": found.occurrences, "examples": list(found.examples)}


def mention_json(found: Mention) -> shapes.MentionJson:
    """Return one mention with its context."""
    paragraph, item = article_place(found) or (None, None)
    return {
        **cited_json(found.clause, found.document),
        "place": place_of(found),
        "paragraph": paragraph,
        "item": item,
        "name": found.name,
        "before": found.line.before,
        "match": found.line.match,
        "after": found.line.after,
        "span": _span(found.span),
        "source": source_json(found.source),
    }


def documents_json(found: Iterable[Document]) -> shapes.StatementsJson:
    """Return the answer of ``list``."""
    return {"documents": [document_json(each) for each in found]}


def document_json(found: Document) -> shapes.DocumentJson:
    """Return the metadata of a document; ``clauses`` is the number of its clauses."""
    return {
        "document_id": found.id,
        "title": found.title,
        "short_titles": _strings(short_titles(found)),
        "kind": str(found.kind),
        "date": _date(found.date),
        "date_is": _string(found.date_is),
        "published": _date(found.published),
        "parties": _strings(found.parties),
        "place": found.place,
        "publisher": found.publisher,
        "url": found.url,
        "level": _string(found.level),
        "issuers": _strings(found.issuers),
        "script": _string(found.script),
        "clauses": found.clause_count,
        "source": source_json(found.source),
    }


def show_json(
    found: Document,
    clauses: Sequence[Clause],
    asked: str | None = None,
    reference: Reference | None = None,
) -> shapes.StatementJson:
    """Return the answer of ``show``: a document and all or some of its clauses; ``asked`` is a clause's
    id."""
    return {
        "document": document_json(found),
        "clauses": [clause_json(each, found) for each in clauses],
        "clause_id": asked,
        "reference": None if reference is None else reference_json(reference),
    }


def project_json(found: Project, answer: Mentions) -> shapes.ProjectJson:
    """Return a project of the registry and the number of its mentions."""
    return {
        "id": found.id,
        "kind": str(found.kind),
        "name": found.name,
        "names": _strings(found.names),
        "asked": _strings(found.asked),
        "note": found.note or None,
        "countries": _strings(found.countries),
        "sources": _strings(found.sources),
        "occurrences": answer.occurrences,
        "clauses": answer.clauses,
        "statements": answer.statements,
        "first": _date(answer.first),
        "last": _date(answer.last),
    }


def _totals(totals: Totals) -> shapes.TotalsJson:
    return {"exact": totals.exact, "words": totals.words, "some": totals.some}


def certificate_json(found: Certificate) -> shapes.CertificateJson:
    """Return the certificate of an answer."""
    return {
        "index": found.index,
        "corpus": found.corpus,
        "clauses_searched": found.clauses_searched,
        "verified_by_scan": found.verified_by_scan,
        "forms": _strings(found.forms),
        "files": found.files,
        "files_skipped": found.files_skipped,
        "characters": found.characters,
        "characters_left_out": found.characters_left_out,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _string(value: str | None) -> str | None:
    """Return a plain string, also for members of a ``StrEnum``."""
    return None if value is None else str(value)


def _strings(values: Iterable[str]) -> list[str]:
    return [str(value) for value in values]


def matching_json(found: Statements) -> shapes.MatchingJson:
    """Return the answer of ``statements``."""
    return {
        "query": found.query,
        "understood": found.understood,
        "total": found.total,
        "searched": found.searched,
        "counts": dict(found.counts),
        "certificate": certificate_json(found.certificate),
        "statements": list(map(match_json, found.statements)),
    }


def match_json(found: StatementMatch) -> shapes.MatchJson:
    """Return one statement that satisfies a query."""
    return {
        **document_json(found.document),
        "matching_clauses": found.clauses,
        "counts": list(found.counts.values()),
    }


def reference_json(found: Reference) -> shapes.ReferenceJson:
    """Return what a reference in a query names."""
    return {
        "title": found.title,
        "number": found.number or None,
        "paragraph": found.paragraph,
        "item": found.item,
        "ambiguous": found.ambiguous,
        "places": [
            {
                "clause_id": f"{place.document.id}#{place.path}" if place.path else None,
                "document_id": place.document.id,
                "title": place.document.title,
                "date": _date(place.document.date),
                "found": place.found,
                "latest": place.latest,
            }
            for place in found.places
        ],
    }
