"""The shapes of command reports: builds, saved queries, checks, statistics and verifications."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.render.shapes import CitedJson, NumbersJson


class BuildReportJson(TypedDict):
    """The outcome of a build."""

    documents: Annotated[int, "now in the index"]
    clauses: Annotated[int, "now in the index"]
    added: Annotated[int, "documents"]
    changed: Annotated[int, "documents"]
    removed: Annotated[int, "documents"]
    skipped: Annotated[list[SkippedJson], "files"]
    seconds: float
    clauses_added: int
    clauses_changed: int
    clauses_removed: int
    rebuilt: Annotated[
        str | None, "why every file was read again, if an index existed but could not be updated"
    ]
    changes: Annotated[list[DocumentChangeJson], "every changed document; empty if there was no index before"]
    answers: Annotated[list[AnswerChangeJson], "saved queries whose answers changed"]


class DocumentChangeJson(TypedDict):
    """A document that a build changed."""

    document_id: str
    change: Annotated[
        str,
        "`added`, `changed`, `removed`, `moved` (to another file) or `renamed` (another id, "
        "because of a copy)",
    ]
    file: Annotated[str | None, "now, or before it was removed"]
    clauses: int
    before: Annotated[str | None, "the previous file of a moved document, the previous id of a renamed one"]


class AnswerChangeJson(TypedDict):
    """A saved query with a changed answer."""

    name: Annotated[str, "of the saved query; empty if nothing could be compared at all"]
    query: str
    came: Annotated[list[CitedClauseJson], "matched exactly now and not before"]
    went: Annotated[list[CitedClauseJson], "matched exactly before and not now"]
    changed: Annotated[list[CitedClauseJson], "matched exactly before and now, with another text"]
    reason: Annotated[str | None, "why it could not be compared, if so"]


class CitedClauseJson(CitedJson):
    """A clause with its citation."""

    text: str


class SavedQueriesJson(TypedDict):
    """The saved queries."""

    saved: Annotated[list[SavedQueryJson], "in order of names"]


class SavedQueryJson(TypedDict):
    """A query kept in the index folder."""

    name: str
    query: str
    clauses: Annotated[int, "that match it exactly now"]


class CheckReportJson(TypedDict):
    """The outcome of a check."""

    ok: Annotated[bool, "whether the index is whole"]
    generation: Annotated[str, "folder of the visible generation"]
    files: Annotated[int, "in it"]
    bytes: Annotated[int, "in it"]
    documents: int
    clauses: int
    damage: Annotated[list[FindingJson], "in the index"]
    warnings: Annotated[list[FindingJson], "in files beside it"]
    cluster: Annotated[ClusterStateJson | None, "that holds the index, if one does"]


class ClusterStateJson(TypedDict):
    """The state of a cluster and of the indices in it."""

    status: Annotated[str, "green, yellow (copies are missing) or red (parts are missing)"]
    nodes: Annotated[int, "machines that are there"]
    shards: Annotated[int, "parts that answer"]
    copies: Annotated[int, "further copies of them"]
    missing: Annotated[int, "parts and copies that are nowhere"]
    bytes: Annotated[int, "that all of them take"]


class FindingJson(TypedDict):
    """A fault of an index."""

    where: Annotated[str, "file or generation"]
    what: str
    remedy: Annotated[str, "the command that repairs it"]


class SkippedJson(TypedDict):
    """A file that could not be read."""

    file: Annotated[str, "path relative to the corpus"]
    reason: Annotated[str, "why"]


class StatisticsJson(TypedDict):
    """The contents of an index, counted."""

    documents: int
    clauses: int
    characters: Annotated[int, "code points of all clause texts"]
    by_kind: Annotated[NumbersJson, "documents of each kind"]
    by_year: NumbersJson
    by_country: NumbersJson
    by_publisher: NumbersJson
    by_level: NumbersJson
    by_issuer: NumbersJson
    by_script: NumbersJson
    built: Annotated[str, "ISO 8601, with the time zone"]
    index: Annotated[str, "digest, as in a certificate"]
    corpus: Annotated[str, "digest, as in a certificate"]
    analyzer: Annotated[str, "digest of dictionary and fold table"]
    skipped: Annotated[list[SkippedJson], "files"]


class FacetRowJson(TypedDict):
    """The documents that share a value, as a row."""

    by: Annotated[str, "`kind`, `year`, `country`, `publisher` or `script`"]
    value: str
    documents: int


class CoverageJson(TypedDict):
    """Where the Chinese characters, letters and digits of the files are."""

    ok: Annotated[bool, "whether every character is accounted for"]
    files: Annotated[int, "that were read"]
    characters: Annotated[int, "Chinese characters, letters and digits of the decoded texts"]
    in_clauses: Annotated[int, "of them in a clause"]
    left_out: Annotated[NumbersJson, "of them in no clause, by reason"]
    unaccounted: Annotated[int, "of them in two clauses, wrongly placed, or in none for no reason"]
    flaws: Annotated[list[PieceJson], "every piece not accounted for"]
    suspicious: Annotated[list[PieceJson], "pieces left out that hold a running sentence"]
    pieces: Annotated[list[PieceJson], "the longest pieces left out, but for markup; of one file all"]
    skipped: Annotated[list[SkippedJson], "files"]


class PieceJson(TypedDict):
    """A stretch of a file that is in no clause, or wrongly in one."""

    file: Annotated[str, "path relative to the corpus"]
    start: Annotated[int, "offset of the decoded text"]
    end: int
    line: Annotated[int, "from 1"]
    characters: Annotated[int, "Chinese characters, letters and digits in it"]
    reason: str
    text: Annotated[str, "cut when it is long"]


class VerificationJson(TypedDict):
    """The comparison of an index with a plain scan."""

    ok: Annotated[bool, "whether there is no difference"]
    compared: Annotated[int, "queries"]
    differences: list[DifferenceJson]
    clauses: Annotated[int, "of the corpus"]
    by_kind: Annotated[NumbersJson, "queries compared, by what was asked"]


class DifferenceJson(TypedDict):
    """A query that index and scan answer differently."""

    query: Annotated[str, "or which clause"]
    index: Annotated[int, "occurrences found by the index"]
    scan: Annotated[int, "occurrences found by the scan"]
    example: Annotated[str | None, "where they differ first"]
