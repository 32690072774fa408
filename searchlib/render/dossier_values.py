"""Dossiers as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from searchlib.analysis.dossier import Dossier, DossierGroup, Portion, SilentStatement, StatementMentions
from searchlib.model import Certificate, Mention
from searchlib.render.dossier_shapes import (
    DossierJson,
    GroupPortionJson,
    PortionJson,
    SilentJson,
    StatementPortionJson,
)
from searchlib.render.json_values import certificate_json, mention_json


def dossier_json(
    found: Dossier, certificate: Certificate, mentions: Iterable[Mention] | None = None
) -> DossierJson:
    """Return a dossier, with its own mentions unless others are given."""
    return {
        "asked": found.asked,
        "project": found.project.id if found.project else None,
        "names": dict(found.counts),
        "whole": portion_json(found.whole),
        "first": mention_json(found.first) if found.first else None,
        "last": mention_json(found.last) if found.last else None,
        "statements": [statement_portion_json(each) for each in found.statements],
        "years": [group_portion_json(each) for each in found.years],
        "parties": [group_portion_json(each) for each in found.parties],
        "silent": [silent_json(each) for each in found.silent],
        "certificate": certificate_json(certificate),
        "mentions": [mention_json(each) for each in (found.mentions if mentions is None else mentions)],
    }


def portion_json(found: Portion) -> PortionJson:
    """Return how much of some texts is about it."""
    return {
        "mentions": found.mentions,
        "clauses": found.clauses,
        "statements": found.statements,
        "characters": found.characters,
        "of_clauses": found.of_clauses,
        "of_statements": found.of_statements,
        "of_characters": found.of_characters,
        "share": found.share,
    }


def group_portion_json(found: DossierGroup) -> GroupPortionJson:
    """Return the portion of a year, or of statements of the same parties."""
    return {**portion_json(found.portion), "key": found.key, "names": _ordered(found.names)}


def statement_portion_json(found: StatementMentions) -> StatementPortionJson:
    """Return the portion of one statement."""
    document = found.document
    return {
        **portion_json(found.portion),
        "document_id": document.id,
        "title": document.title,
        "date": _day(document.date),
        "parties": list(document.parties),
        "names": _ordered(found.names),
    }


def silent_json(found: SilentStatement) -> SilentJson:
    """Return a statement that does not mention it."""
    document = found.document
    return {
        "document_id": document.id,
        "title": document.title,
        "date": _day(document.date),
        "parties": list(document.parties),
        "silence": str(found.silence),
        "clauses": found.clauses,
        "characters": found.characters,
    }


def _ordered(names: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(names.items(), key=lambda row: (-row[1], row[0])))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
