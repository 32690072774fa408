"""The shapes of JSON answers, each defined once.

mypy checks the encoder (``json_values``) against them; the OpenAPI schemas, the output schemas of the tools
and the tables of ``docs/output.md`` are made of them. No key is ever left out: an absent value is ``null``.
The text in an annotation is what the key means.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypedDict

from searchlib.model import DateIs, Kind, NormLevel, Reason, Script, Tier
from searchlib.projects import EntryKind
from searchlib.render.explanation_shapes import ExplanationJson
from searchlib.render.lead_shapes import LeadJson, LeftOutJson


class Meaning(StrEnum):
    """The meaning of a string or of a list of two integers that its type does not express."""

    DAY = "day"
    SPAN = "span"


DayJson = Annotated[str, Meaning.DAY]
SpanJson = Annotated[list[int], Meaning.SPAN]
NumbersJson = dict[str, int]
TierName = Annotated[str, Tier]
ReasonName = Annotated[str, Reason]
EntryKindName = Annotated[str, EntryKind]
KindName = Annotated[str, Kind]
DateIsName = Annotated[str, DateIs]
ScriptName = Annotated[str, Script]
NormLevelName = Annotated[str, NormLevel]


class CitedJson(TypedDict):
    """The place of a clause, with its citation."""

    clause_id: Annotated[str, "document id, `#`, path"]
    document_id: str
    title: Annotated[str | None, "of the document"]
    date: Annotated[DayJson | None, "of signature or, failing that, of publication"]
    parties: Annotated[list[str], "ISO 3166-1 codes"]
    number: Annotated[str | None, "as printed: 八、, 第八条, ●"]
    path: Annotated[str, "the clause's place in its document"]
    place: Annotated[str, "its place in words, to be shown: 第八条, 第六条第2段, 标题"]
    headings: Annotated[list[str], "above the clause, outermost first"]
    citation: Annotated[str, "to quote the clause with, in Chinese"]


class SearchJson(TypedDict):
    """The answer to a search."""

    query: Annotated[str, "as it was typed"]
    understood: Annotated[str, "how it was read, in canonical spelling"]
    taken: Annotated[list[TakenJson], "keywords that stand nowhere and were taken for a name"]
    forms: Annotated[list[FormsJson], "operands whose numerals are looked for in other spellings too"]
    totals: Annotated[TotalsJson, "how many clauses each tier holds"]
    leads: Annotated[list[LeadJson], "what to ask instead, where no clause holds all of the query"]
    left_out: Annotated[list[LeftOutJson], "what filters left out because statements do not say"]
    references: Annotated[list[ReferenceJson], "the articles that the query names; they are the first hits"]
    did_you_mean: Annotated[list[AlternativeJson], "other queries that have hits"]
    folded: Annotated[bool, "whether further clauses of a statement are folded below its first ones"]
    size: Annotated[int, "what `limit` and `offset` count: clauses, if `folded` a few of each statement"]
    hits: Annotated[list[ListedHitJson], "those asked for, tier after tier"]


class TakenJson(TypedDict):
    """Keywords that stand nowhere and are a name of the registry."""

    typed: Annotated[str, "the keywords"]
    query: Annotated[str, "what they were taken for: `@两洋铁路`"]
    mentions: Annotated[int, "how often it is mentioned, by all its names"]


class AlternativeJson(TypedDict):
    """Another query."""

    reason: Annotated[
        ReasonName,
        "`name`: another name of the same; `region`: a word of Taiwan or the Mainland; `spelling`: the "
        "nearest to a keyword that stands nowhere",
    ]
    text: Annotated[str, "what is new in it"]
    query: Annotated[str, "the whole, in canonical spelling"]
    clauses: Annotated[int, "how many have an exact hit, 1 at least"]


class FormsJson(TypedDict):
    """An operand of a query whose numerals have other spellings."""

    operand: Annotated[str, "as it was understood"]
    also: Annotated[list[str], "the other spellings, folded"]


class TotalsJson(TypedDict):
    """The exact number of clauses of each tier."""

    exact: Annotated[int, "clauses with every keyword as written"]
    words: Annotated[int, "clauses with all words of the query instead; 0 with `--exact`"]
    some: Annotated[
        int,
        "clauses with some of the keywords or words, those with most keywords first; 0 with `--exact`, and "
        "where the tiers above hold 10 clauses, or 1 of a single word",
    ]


class ReferenceJson(TypedDict):
    """An article, or a text by its id, that a query names."""

    title: Annotated[str, "the title as recognised, shortened; or the id"]
    number: Annotated[str | None, "as it is cited: 第十五条第二款; null for an id"]
    paragraph: Annotated[int | None, "the paragraph (款) asked for"]
    item: Annotated[int | None, "the item (项) asked for"]
    ambiguous: Annotated[bool, "whether different texts, not versions of one, have this title"]
    places: Annotated[list[PlaceJson], "newest first"]


class PlaceJson(TypedDict):
    """A document that a reference may mean."""

    clause_id: Annotated[str | None, "null for the whole document"]
    document_id: str
    title: str | None
    date: DayJson | None
    found: Annotated[bool, "whether the document has such a clause"]
    latest: Annotated[bool, "the latest version in the index; the texts do not say which one is in force"]


class HitJson(CitedJson):
    """A clause that matched."""

    text: Annotated[str, "the whole clause, in its original characters"]
    source: Annotated[SourceJson | None, "of the clause in its file"]
    spans: Annotated[list[SpanJson], "to mark in `text`; none where the query stands in headings or title"]
    tier: Annotated[TierName, "`reference`, `exact`, `words` or `some`"]
    score: Annotated[float, "BM25; comparable within one answer only"]


class ListedHitJson(HitJson):
    """A hit as it is listed, with what is folded below it and what explains its place."""

    more: Annotated[int, "further clauses of the tier in the same statement, folded below this, its last one"]
    copies: Annotated[list[CopyJson], "clauses of other statements with the same text, folded too"]
    explanation: Annotated[ExplanationJson | None, "null unless asked for"]


class CopyJson(CitedJson):
    """A clause with the text of another one."""

    more: Annotated[int, "further clauses of the tier in this statement, folded too"]


class MentionsJson(TypedDict):
    """Every mention of a name. All keys but `mentions` describe the whole answer."""

    name: Annotated[str, "as asked"]
    names: Annotated[list[str], "all names of the project; or the name alone"]
    occurrences: int
    clauses: Annotated[int, "clauses with a mention"]
    statements: Annotated[int, "documents with a mention"]
    first: Annotated[DayJson | None, "of the earliest dated document"]
    last: Annotated[DayJson | None, "of the latest"]
    certificate: Annotated[CertificateJson, "the evidence that the answer is complete"]
    leads: Annotated[list[LeadJson], "what to ask instead, where there is no mention"]
    in_longer: Annotated[
        InLongerJson | None, "what was left out because it is inside a longer numeral; null for nothing"
    ]
    mentions: Annotated[list[MentionJson], "by date, document, clause and offset"]


class InLongerJson(TypedDict):
    """Occurrences of a name that are part of another number."""

    name: Annotated[str, "asks for all of them, as typed"]
    occurrences: int
    examples: Annotated[list[str], "some of these numerals, folded"]


class CertificateJson(TypedDict):
    """The certificate of an answer."""

    index: Annotated[str, "digest of the index: equal for equal corpora, analyzers and formats"]
    corpus: Annotated[str, "digest of the ids and contents of all documents"]
    clauses_searched: Annotated[int, "all clauses of the index"]
    verified_by_scan: Annotated[
        bool,
        "whether a plain scan of all indexed texts was made and agreed; larger corpora are not scanned "
        "unless asked for in Python",
    ]
    forms: Annotated[list[str], "what was looked for: spellings and patterns"]
    files: Annotated[int, "files whose texts are indexed"]
    files_skipped: Annotated[int, "files that could not be read; `stats` names them"]
    characters: Annotated[int, "Chinese characters, letters and digits of these files"]
    characters_left_out: Annotated[int, "of them in no clause; `coverage` says where and why"]


class MentionJson(CitedJson):
    """One occurrence of a name."""

    paragraph: Annotated[int | None, "in an article of several lines: which paragraph (款), from 1"]
    item: Annotated[str | None, "the item there, as printed"]
    name: Annotated[str, "which of the names it is"]
    before: Annotated[str, "up to `--width` code points"]
    match: Annotated[str, "the original characters"]
    after: Annotated[str, "up to `--width` code points"]
    span: Annotated[SpanJson, "of the match in the clause's text"]
    source: Annotated[SourceJson | None, "of the match in its file"]


class MatchingJson(TypedDict):
    """The statements that satisfy a query. All but `statements` is said of the whole answer."""

    query: Annotated[str, "as it was typed"]
    understood: Annotated[str, "how it was read, in canonical spelling"]
    total: Annotated[int, "how many statements satisfy it"]
    searched: Annotated[int, "all statements of the index"]
    counts: Annotated[NumbersJson, "by wanted text: how many clauses of these statements hold it"]
    certificate: CertificateJson
    statements: Annotated[list[MatchJson], "those asked for, oldest first, undated last"]


class SourceJson(TypedDict):
    """A place in a file of the corpus, in code points of its decoded text."""

    file: Annotated[str, "path relative to the corpus"]
    start: Annotated[int, "offset in the decoded file"]
    end: int


class StatementsJson(TypedDict):
    """Documents in corpus order."""

    documents: Annotated[list[DocumentJson], "oldest first, undated last"]


class DocumentJson(TypedDict):
    """The metadata of a document."""

    document_id: str
    title: str | None
    short_titles: Annotated[list[str], "what it is called in references, the usual one first"]
    kind: Annotated[KindName, "`joint-statement`, `communique`, `report`, `law` or `other`"]
    date: Annotated[DayJson | None, "of signature or, failing that, of publication"]
    date_is: Annotated[DateIsName | None, "`signed` or `published`"]
    published: DayJson | None
    parties: list[str]
    place: str | None
    publisher: str | None
    url: str | None
    level: Annotated[
        NormLevelName | None, "of a law: the level of norms, such as `administrative-regulation`"
    ]
    issuers: Annotated[list[str], "of a law: the bodies that made it"]
    script: Annotated[ScriptName | None, "`hans`, `hant` or `mixed`"]
    clauses: Annotated[int, "how many"]
    source: SourceJson | None


class MatchJson(DocumentJson):
    """A statement that satisfies a query."""

    matching_clauses: Annotated[int, "clauses whose text holds some wanted text"]
    counts: Annotated[list[int], "the same of each wanted text alone, in the order of `counts` of the answer"]


class StatementJson(TypedDict):
    """A document with all its clauses, or with those asked for."""

    document: DocumentJson
    clauses: Annotated[
        list[ClauseJson],
        "all of them; those of the section asked for; or the clause asked for with its neighbours",
    ]
    clause_id: Annotated[str | None, "the clause asked for"]
    reference: Annotated[
        ReferenceJson | None, "what was asked for by title and number, with its versions; else null"
    ]


class ClauseJson(TypedDict):
    """One clause."""

    clause_id: str
    path: str
    place: Annotated[str, "its place in words, to be shown: 第八条, 第六条第2段, 标题"]
    number: str | None
    headings: list[str]
    citation: Annotated[str, "to quote the clause with, in Chinese"]
    source: SourceJson | None
    text: str


class ProjectsJson(TypedDict):
    """The registry."""

    projects: Annotated[list[ProjectJson], "in the order of the registry; or the one asked for"]


class ProjectJson(TypedDict):
    """A project, organisation or country and how often it is mentioned."""

    id: str
    kind: Annotated[EntryKindName, "`project`, `organisation` or `country`"]
    name: Annotated[str, "the first of the names"]
    names: list[str]
    asked: Annotated[list[str], "further names to ask by, which are not looked for in texts"]
    note: str | None
    countries: list[str]
    sources: list[str]
    occurrences: int
    clauses: int
    statements: int
    first: DayJson | None
    last: DayJson | None
