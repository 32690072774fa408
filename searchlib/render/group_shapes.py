"""The shapes of counts by group: by year, country, statement, kind, publisher, level or issuing body."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.render.shapes import CertificateJson, MentionsJson, TierName


class CountJson(TypedDict):
    """What was found in one group of documents."""

    key: Annotated[
        str | None,
        "year, country code, document id, kind, level, or publisher or issuing body (folded); null where it "
        "is not known",
    ]
    label: Annotated[str | None, "the title, with `--by statement`"]
    occurrences: Annotated[int | None, "of the name; null where clauses or statements are counted"]
    clauses: Annotated[int, "that match; of statements, all clauses of those that match"]
    statements: int
    of_clauses: Annotated[int, "all clauses of the group that satisfy the filters of the query"]
    of_statements: int
    of_characters: Annotated[int, "characters of these clauses, without blanks between Han"]
    per_clause: Annotated[float, "what is counted, divided by `of_clauses`"]
    per_million_characters: Annotated[float, "what is counted, in a million of `of_characters`"]


class GroupsJson(TypedDict):
    """Counts by group."""

    by: Annotated[str, "`year`, `country`, `statement`, `kind`, `publisher`, `level` or `issuer`"]
    counts: list[CountJson]
    unknown: Annotated[CountJson | None, "of statements that do not say, such as those without a date"]


class MentionsByJson(MentionsJson, GroupsJson):
    """Mentions, counted."""


class CountsJson(TypedDict):
    """What a query finds, counted."""

    query: Annotated[str, "as it was typed"]
    understood: Annotated[str, "how it was read, in canonical spelling"]
    tier: Annotated[
        TierName | None, "the first tier that holds clauses, which is counted; null of statements"
    ]
    measure: Annotated[str, "what is counted: `clauses` or `statements`"]
    by: Annotated[str, "`year`, `country`, `statement`, `kind`, `publisher`, `level` or `issuer`"]
    counts: list[CountJson]
    unknown: Annotated[CountJson | None, "of statements that do not say, such as those without a date"]
    certificate: CertificateJson
