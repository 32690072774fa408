"""Answers to render, a library that gives them, and the golden files that rendering is compared with.

``UPDATE_GOLDEN=1 pytest`` writes the golden files anew; the change is then reviewed like any other.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

from searchlib.errors import NotInIndex
from searchlib.model import (
    Alternative,
    AnswerChange,
    BuildReport,
    Certificate,
    Change,
    CheckReport,
    CitedClause,
    Clause,
    Coverage,
    DateIs,
    Difference,
    Document,
    DocumentChange,
    Finding,
    Hit,
    Kind,
    Mention,
    Mentions,
    Piece,
    Quotation,
    QuotationReport,
    Reason,
    Script,
    SearchRequest,
    SearchResults,
    Skipped,
    Source,
    StatementMatch,
    Statements,
    Tier,
    Totals,
    Verdict,
    Verification,
)
from searchlib.projects import Project
from searchlib.search.count_by import By, Count, Counting, CountTable, Extent
from searchlib.search.lookup import Located, lookup
from searchlib.search.mentions import kwic
from searchlib.search.statistics import Statistics
from searchlib.text.spans import find

GOLDEN = Path(__file__).parents[1] / "golden"
RAILWAY = "两洋铁路"
INDEX_DIGEST, CORPUS_DIGEST, ANALYZER_DIGEST = "1a2b3c4d5e6f" * 5, "0f1e2d3c4b5a" * 5, "abcdef" * 10

_JOINT = "2015-05-22-cn-pe-joint-statement"
JOINT_STATEMENT = Document(
    id=_JOINT,
    title="中华人民共和国政府和秘鲁共和国政府联合声明",
    kind=Kind.JOINT_STATEMENT,
    date=date(2015, 5, 22),
    date_is=DateIs.SIGNED,
    published=date(2015, 5, 23),
    parties=("CN", "PE"),
    place="利马",
    publisher="新华社",
    url="https://www.gov.cn/a?b=1&c=2",
    script=Script.HANS,
    source=Source("statements/秘鲁.txt", 1234, 5678),
    digest="d" * 64,
    clause_count=4,
    clauses=(
        Clause(_JOINT, "title", "中华人民共和国政府和秘鲁共和国政府联合声明"),
        Clause(_JOINT, "p1", "应秘鲁共和国总统邀请，中华人民共和国国务院总理对秘鲁进行正式访问。"),
        Clause(
            _JOINT,
            "8",
            "八、双方欢迎启动“两洋铁路”可行性基础研究，同意推动两洋铁路项目，使两洋铁路造福人民。",
            "八、",
        ),
        Clause(_JOINT, "18", "十八、访问期间签署了关于两洋铁路可行性基础研究合作的谅解备忘录。", "十八、"),
    ),
)
REPORT = Document(
    id="chancay",
    title="習近平：中秘要對接發展戰略",
    kind=Kind.REPORT,
    script=Script.HANT,
    clause_count=2,
    clauses=(
        Clause("chancay", "p1", "兩洋鐵路\n與𠮷祥的錢凱港"),
        Clause("chancay", "p2", "Two-Ocean Railway 與錢凱港", "●"),
    ),
)
_LONG = (
    "任何单位不得擅自"
    + "改变土地用途和规划条件，" * 60
    + "两洋铁路沿线"
    + "应当依法保护，" * 60
    + "两洋铁路。"
)
LAW = Document(
    id="law",
    title="土地管理法",
    kind=Kind.LAW,
    date=date(2019, 8, 26),
    date_is=DateIs.PUBLISHED,
    parties=("CN",),
    script=Script.HANS,
    clause_count=2,
    clauses=(
        Clause("law", "1.1", "第一条 为了加强土地管理，制定本法。", "第一条", ("第一章 总则",)),
        Clause("law", "2.3.8", _LONG, "第八条", ("第二章 规划", "第三节 沿线")),
    ),
)
DOCUMENTS = (JOINT_STATEMENT, LAW, REPORT)


def clause(clause_id: str) -> tuple[Clause, Document]:
    """A clause of :data:`DOCUMENTS`, and its document without clauses."""
    for document in DOCUMENTS:
        for each in document.clauses:
            if each.id == clause_id:
                return each, replace(document, clauses=())
    raise NotInIndex(
        "clause.unknown", document=clause_id.rpartition("#")[0], path=clause_id.rpartition("#")[2]
    )


def hit(clause_id: str, tier: Tier, score: float, *needles: str) -> Hit:
    """A hit whose marks are the places where ``needles`` stand as they are."""
    found, document = clause(clause_id)
    spans = tuple(sorted(span for needle in needles for span in find(found.text, needle)))
    return Hit(found, document, spans, tier, score)


RESULTS = SearchResults(
    query="两洋铁路 可行性",
    understood="(两洋铁路 AND 可行性)",
    totals=Totals(exact=2, words=12, some=0),
    hits=(
        hit(f"{_JOINT}#8", Tier.EXACT, 7.25, RAILWAY, "可行性"),
        hit(f"{_JOINT}#18", Tier.EXACT, 5.5, RAILWAY, "可行性"),
        hit("law#2.3.8", Tier.WORDS, 3.125, RAILWAY),
        hit("chancay#p1", Tier.WORDS, 1.0, "兩洋鐵路"),
        hit("chancay#p2", Tier.WORDS, 0.5),
    ),
)
NO_RESULTS = SearchResults("两洋铁陆", "两洋铁陆", Totals(), ())


def mention(clause_id: str, needle: str, name: str = RAILWAY, width: int = 20) -> list[Mention]:
    """One mention for each place where ``needle`` stands in the clause."""
    found, document = clause(clause_id)
    source = Source("statements/秘鲁.txt", 2000, 2004) if document.source else None
    return [
        Mention(found, document, name, span, kwic(found.text, span, width), source)
        for span in find(found.text, needle)
    ]


def mentions(width: int = 20) -> Mentions:
    """Every mention of the two-ocean railway in :data:`DOCUMENTS`."""
    found = (
        *mention(f"{_JOINT}#8", RAILWAY, width=width),
        *mention(f"{_JOINT}#18", RAILWAY, width=width),
        *mention("law#2.3.8", RAILWAY, width=width),
        *mention("chancay#p1", "兩洋鐵路", width=width),
        *mention("chancay#p2", "Two-Ocean Railway", "Two-Ocean Railway", width),
    )
    return Mentions(
        name=RAILWAY,
        names=(RAILWAY, "Two-Ocean Railway", "Ferrocarril Bioceánico"),
        mentions=found,
        clauses=5,
        statements=3,
        first=date(2015, 5, 22),
        last=date(2019, 8, 26),
        certificate=Certificate(INDEX_DIGEST, CORPUS_DIGEST, 1163, True),
        counts=Counter(each.name for each in found),
        undated=True,
    )


def mentioning() -> list[tuple[Clause, Document, int]]:
    """The clauses of :func:`mentions`, and how many each has."""
    return [
        ((first := next(together)).clause, first.document, 1 + len(list(together)))
        for _, together in groupby(mentions(), key=lambda each: each.clause.id)
    ]


def counts(by: By, found: list[tuple[Clause, Document, int]] | None = None) -> CountTable:
    """The mentions counted, with what is in DOCUMENTS as extents."""
    groups: dict[str | None, list[tuple[Clause, Document, int]]] = {}
    for row in mentioning() if found is None else found:
        for key in _keys(row[1], by):
            groups.setdefault(key, []).append(row)
    rows = [
        Count(
            key=key,
            label=own[0][1].title if by is By.STATEMENT else None,
            occurrences=sum(row[2] for row in own),
            clauses=len(own),
            statements=len({row[1].id for row in own}),
            extent=_extent(key, by),
            counted=sum(row[2] for row in own),
        )
        for key, own in groups.items()
    ]
    if by is not By.STATEMENT:
        rows.sort(key=lambda row: (row.key is None, row.key if by is By.YEAR else -row.counted, row.key))
    return CountTable(by, Counting.OCCURRENCES, tuple(rows))


def _keys(document: Document, by: By) -> tuple[str | None, ...]:
    if by is By.YEAR:
        return (str(document.date.year) if document.date else None,)
    if by is By.COUNTRY:
        return document.parties or (None,)
    return ({By.KIND: str(document.kind), By.PUBLISHER: document.publisher}.get(by, document.id),)


def _extent(key: str | None, by: By) -> Extent:
    own = [document for document in DOCUMENTS if key in _keys(document, by)]
    clauses = [clause for document in own for clause in document.clauses]
    return Extent(len(clauses), len(own), sum(len(clause.text) for clause in clauses))


NO_MENTIONS = Mentions(
    "两洋铁陆", ("两洋铁陆",), (), 0, 0, None, None, Certificate(INDEX_DIGEST, CORPUS_DIGEST, 1163, False)
)
STATISTICS = Statistics(
    documents=3,
    clauses=8,
    characters=123456,
    by_kind=(("joint-statement", 1), ("law", 1), ("report", 1)),
    by_year=(("2015", 1), ("2019", 1)),
    by_country=(("CN", 2), ("PE", 1)),
    by_publisher=(("新华社", 1),),
    by_level=(("law", 1),),
    by_issuer=(("国务院", 1),),
    by_script=(("hans", 2), ("hant", 1)),
    built=datetime(2026, 11, 21, 8, 30, 5, tzinfo=UTC),
    index=INDEX_DIGEST,
    corpus=CORPUS_DIGEST,
    analyzer=ANALYZER_DIGEST,
    skipped=(Skipped("坏.txt", "neither UTF-8 nor GB18030 nor Big5"),),
)
PROJECTS = (
    Project(
        "two-ocean-railway",
        (RAILWAY, "Two-Ocean Railway", "Ferrocarril Bioceánico"),
        "从秘鲁到巴西的铁路",
        ("PE", "BR"),
        ("联合声明，2015-05-22", "https://www.gov.cn/2"),
    ),
    Project("chancay-port", ("钱凯港",), countries=("PE",)),
)
BUILD = BuildReport(
    documents=3, clauses=1163, added=2, changed=1, removed=0, skipped=STATISTICS.skipped, seconds=1.26
)
CHECKED = CheckReport("generation-0123456789abcdef", 5, 123_456, 3, 1163)
DAMAGED = replace(
    CHECKED,
    damage=(Finding("generation-0123456789abcdef", "words.dict: it is missing", ("rebuild", "restore")),),
    warnings=(Finding("saved.json", "a query is no text", ("save-again",)),),
)
_LAW_CLAUSE = CitedClause(LAW.clauses[0], LAW)
CHANGED = BuildReport(
    documents=3,
    clauses=1163,
    added=1,
    changed=1,
    removed=1,
    skipped=(),
    seconds=0.4,
    clauses_added=12,
    clauses_changed=3,
    clauses_removed=2,
    rebuilt="the rules of reading have changed",
    changes=(
        DocumentChange("law-a", Change.ADDED, "a.md", 12),
        DocumentChange("law-b", Change.MOVED, "laws/b.md", 3, "b.md"),
        DocumentChange("law-c-0a1b2c3d", Change.RENAMED, "c.md", 3, "law-c"),
        DocumentChange("law-d", Change.REMOVED, "d.md", 2),
    ),
    answers=(
        AnswerChange("railway", RAILWAY, came=(_LAW_CLAUSE,) * 7, went=(_LAW_CLAUSE,)),
        AnswerChange("port", "@钱凯", reason="no project is called '钱凯'"),
    ),
)
VERIFIED = Verification(1500, (), 1163, (("project names", 300), ("substrings", 1200)))
_LOST = Piece("2015/lima.txt", 40, 44, 3, 4, "unaccounted for", "两洋铁路")
COVERED = Coverage(2, 100, 90, (("markup", 6), ("page furniture", 4)), (), (), ())
LOSING = Coverage(2, 100, 86, (("markup", 10),), (_LOST,), (), (), (Skipped("a.doc", "old Word file"),))
DIFFERENT = Verification(2, (Difference(RAILWAY, 5, 6, f"first in {_JOINT}#8"),), 1163)


class AnsweringLibrary:
    """Stands in for an open index: gives the answers above, and remembers what it was asked."""

    projects = PROJECTS

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []

    def __enter__(self) -> "AnsweringLibrary":
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True

    def search(self, query: str, **options: object) -> SearchResults:
        """The results; none for a query with 铁陆 in it."""
        self.asked.append((query, options))
        return replace(NO_RESULTS if "铁陆" in query else RESULTS, query=query)

    def answer(self, request: SearchRequest) -> SearchResults:
        """The same, asked as one value."""
        options = {name: getattr(request, name) for name in ("limit", "exact", "sort", "group", "scope")}
        return self.search(request.query, **options)

    def quotations(self, text: str, by: object = None) -> QuotationReport:
        """The one quotation, which is not found."""
        self.asked.append((text, {"by": by}))
        return QuotationReport((Quotation(text, Verdict.NOT_FOUND),))

    def alternatives(self, query: str, exact: bool = False) -> tuple[Alternative, ...]:
        """The railway, for a query with a name like it in it."""
        near = Alternative(Reason.SPELLING, "两洋铁路", "@两洋铁路", 5)
        return (near,) if re.search("铁陆|鐵陆|Railroad", query) else ()

    def mentions(
        self, name: str, *, width: int = 20, scan: bool | None = None, limit: int | None = None
    ) -> Mentions:
        """The mentions of the railway; none of anything else."""
        self.asked.append((name, {"width": width, "scan": scan}))
        if name in PROJECTS[0].names:
            whole = replace(mentions(width), name=name)
            return replace(whole, mentions=whole.mentions[:limit], total=len(whole))
        return replace(NO_MENTIONS, name=name, names=(name,))

    def each_mention(self, name: str, *, width: int = 20) -> Iterator[Mention]:
        """The same one by one."""
        return iter(mentions(width) if name in PROJECTS[0].names else NO_MENTIONS)

    def certificate(self) -> Certificate:
        """Of an answer that was not scanned."""
        return NO_MENTIONS.certificate

    def search_counts(self, query: str, by: By | str, **_: object) -> tuple[Tier, CountTable]:
        """The mentions counted, whatever is asked."""
        return Tier.EXACT, counts(By(by))

    def statement_counts(self, query: str, by: By | str) -> CountTable:
        """The same."""
        return counts(By(by))

    def statements(self, query: str, *, limit: int | None = None) -> Statements:
        """The joint statement, whatever is asked."""
        found = (StatementMatch(JOINT_STATEMENT, {RAILWAY: 2}, 2),)
        return Statements(query, query, 1, 3, {RAILWAY: 2}, found[:limit], NO_MENTIONS.certificate)

    def mention_counts(self, name: str, by: By | str) -> CountTable:
        """The mentions counted."""
        return counts(By(by), None if name in PROJECTS[0].names else [])

    def mentioning(self, name: str) -> Iterator[tuple[Clause, Document, int]]:
        """The same by clause."""
        return iter(mentioning() if name in PROJECTS[0].names else [])

    def documents(self) -> tuple[Document, ...]:
        """All documents without clauses."""
        return tuple(replace(document, clauses=()) for document in DOCUMENTS)

    def document(self, document_id: str) -> Document:
        """The document with its clauses."""
        for document in DOCUMENTS:
            if document.id == document_id:
                return document
        raise NotInIndex("document.unknown", document=document_id)

    def lookup(self, identifier: str) -> Located:
        """The document, clause or section."""
        if identifier == "中秘2015年联合声明第八条":
            identifier = f"{_JOINT}#8"
        return lookup({document.id: document for document in DOCUMENTS}.get, identifier)

    def clause(self, clause_id: str) -> tuple[Clause, Document]:
        """The clause, and its document with clauses."""
        found, document = clause(clause_id)
        return found, self.document(document.id)

    def statistics(self) -> Statistics:
        """The statistics."""
        return STATISTICS


def golden(name: str) -> Callable[[str], None]:
    """What asserts that a text is the one in ``tests/golden/<name>``."""

    def same(actual: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(actual, encoding="utf-8", newline="\n")
        expected = path.read_text(encoding="utf-8")
        assert expected == actual

    return same
