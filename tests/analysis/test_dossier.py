"""Dossiers: what they say is what a plain scan finds, for every name of the registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib.analysis.dossier import Dossier, Silence, dossier
from searchlib.model import Clause, Document, Kind
from searchlib.projects import EntryKind, Project
from searchlib.query.planner import phrase_needles
from searchlib.search.library import Library
from searchlib.text.borders import bordered
from searchlib.text.needle import find_needle
from searchlib.text.running import key


class Scan:
    """All clauses of a library, keyed anew and scanned without its index."""

    def __init__(self, library: Library) -> None:
        self.documents = [library.document(document.id) for document in library.documents()]
        self.texts = [
            (document, clause, key(clause.text)) for document in self.documents for clause in document.clauses
        ]

    def mentions(self, project: Project) -> Iterator[tuple[Document, Clause, str, tuple[int, int]]]:
        """Every place of a name, each once: none inside that of another name."""
        needles = [(name, bordered(each)) for name in project.names for each in phrase_needles(name) if each]
        for document, clause, text in self.texts:
            spans: dict[tuple[int, int], str] = {}
            for name, needle in needles:
                for span in find_needle(text, needle):
                    spans.setdefault((span.start, span.end), name)
            for place, name in spans.items():
                if not any(
                    low <= place[0] and place[1] <= high and (low, high) != place and other != name
                    for (low, high), other in spans.items()
                ):
                    yield document, clause, name, place


def assert_is_the_scan(library: Library, scan: Scan, project: Project) -> int:
    """Compare every count of a dossier with the scan; gives the number of mentions."""
    found = dossier(library, project.name, scan=False)
    rows = list(scan.mentions(project))
    by_document = Counter(document.id for document, *_ in rows)
    clauses = {(document.id, clause.path): clause for document, clause, *_ in rows}
    own = {name: Counter(n for d, _, n, _ in rows if d.id == name) for name in by_document}

    assert found.whole.mentions == len(rows) == sum(1 for _ in found.mentions), project.id
    assert {each.document.id: each.portion.mentions for each in found.statements} == by_document
    assert {each.document.id: Counter(each.names) for each in found.statements} == own
    assert found.whole.clauses == len(clauses)
    assert found.whole.characters == sum(len(key(clause.text)) for clause in clauses.values())
    assert Counter(name for _, _, name, _ in rows) == Counter({n: c for n, c in found.counts.items() if c})
    assert [m.clause.id for m in found.mentions] == [clause.id for _, clause, *_ in rows]
    assert_divided(found, scan)
    assert_silent(found, scan, set(by_document))
    return len(rows)


def assert_divided(found: Dossier, scan: Scan) -> None:
    """Years and parties add up to the whole, and their extents are those of all their statements."""
    for groups in (found.years, found.parties):
        for name in ("mentions", "clauses", "statements", "characters"):
            assert sum(getattr(each.portion, name) for each in groups) == getattr(found.whole, name)
    for each in found.years:
        of = [d for d in scan.documents if (f"{d.date.year:04}" if d.date else None) == each.key]
        assert each.portion.of_statements == len(of)
        assert each.portion.of_clauses == sum(len(d.clauses) for d in of)
        assert each.portion.of_characters == sum(len(key(c.text)) for d in of for c in d.clauses)


def assert_silent(found: Dossier, scan: Scan, held: set[str]) -> None:
    """The statements of the same parties without a mention, no other."""
    parties = {frozenset(d.parties) for d in scan.documents if d.id in held and d.parties}
    expected = [d.id for d in scan.documents if frozenset(d.parties) in parties and d.id not in held]

    assert [each.document.id for each in found.silent] == expected


def asked(library: Library) -> list[Project]:
    """Every project and organisation, and the countries with a document."""
    parties = {party for document in library.documents() for party in document.parties}
    return [
        project
        for project in library.projects
        if project.kind is not EntryKind.COUNTRY or parties & set(project.countries)
    ]


def test_every_dossier_of_the_demo_corpus_is_the_scan(demo: Library) -> None:
    """All entries of the registry."""
    scan = Scan(demo)

    assert sum(assert_is_the_scan(demo, scan, project) for project in asked(demo)) > 100


def test_every_dossier_of_the_real_statements_is_the_scan(seeds: Library) -> None:
    """All entries of the registry."""
    scan = Scan(seeds)

    assert sum(assert_is_the_scan(seeds, scan, project) for project in asked(seeds)) > 200


def test_every_dossier_of_the_laws_is_the_scan(laws_index: Path) -> None:
    """All projects and organisations in some 300 laws."""
    with searchlib.open(laws_index) as library:
        scan = Scan(library)
        projects = [each for each in library.projects if each.kind is not EntryKind.COUNTRY]

        assert sum(assert_is_the_scan(library, scan, project) for project in projects) > 10


@pytest.mark.parametrize("name", ["两洋铁路", "铁路 OR 港", "铁路 country:秘鲁", "双?", "no such thing"])
def test_any_engine_gives_the_same(demo: Library, scanned: Library, name: str) -> None:
    """Projects, texts and queries, behind plain scans."""
    one, other = dossier(demo, name, scan=False), dossier(scanned, name, scan=False)
    assert (one.whole, one.statements, one.years, one.parties, one.silent, one.counts) == (
        other.whole, other.statements, other.years, other.parties, other.silent, other.counts,
    )  # fmt: skip


def test_a_query_is_what_it_marks(demo: Library) -> None:
    """Filters restrict the mentions."""
    found = dossier(demo, "铁路 country:秘鲁")

    assert found.project is None
    assert found.whole.mentions == dossier(demo, "铁路").whole.mentions - sum(
        each.portion.mentions
        for each in dossier(demo, "铁路").statements
        if "PE" not in each.document.parties
    )
    assert all("PE" in each.document.parties for each in found.statements)


def test_first_last_and_a_part_of_the_mentions(demo: Library) -> None:
    """Whichever mentions are read, the counts and the ends are of the whole."""
    whole = dossier(demo, "铁路")
    part = dossier(demo, "铁路", offset=3, limit=4)

    assert list(part.mentions) == list(whole.mentions)[3:7]
    every = list(whole.mentions)
    assert (part.first, part.last) == (whole.first, whole.last) == (every[0], every[-1])
    assert (part.whole, part.years, part.silent) == (whole.whole, whole.years, whole.silent)


def statement(number: int, year: int | None, text: str, parties: tuple[str, ...]) -> Document:
    """An invented statement."""
    name = f"s{number}"
    day = date(year, 1, number) if year else None
    clauses = (Clause(name, "title", "联合声明"), Clause(name, "1", text, "一、"))
    return Document(
        name, "联合声明", Kind.JOINT_STATEMENT, date=day, digest=name, parties=parties, clauses=clauses
    )


def test_silence_is_before_between_and_after(tmp_path: Path) -> None:
    """By date, among the statements of the same parties in any order; others and the undated apart."""
    rows = [
        (2010, "贸易。", ("CN", "PE")),
        (2011, "推进两洋铁路。", ("PE", "CN")),
        (2012, "贸易。", ("CN", "PE")),
        (2013, "两洋铁路。", ("CN", "PE")),
        (2014, "贸易。", ("CN", "PE")),
        (None, "贸易。", ("CN", "PE")),
        (2014, "贸易。", ("CN", "BR")),
        (2014, "贸易。", ("CN", "BR", "PE")),
    ]
    documents = [statement(number, *row) for number, row in enumerate(rows, 1)]
    searchlib.build_documents(documents, tmp_path)
    with searchlib.open(tmp_path) as library:
        found = dossier(library, "两洋铁路")

    assert [(each.document.id, each.silence) for each in found.silent] == [
        ("s1", Silence.BEFORE),
        ("s3", Silence.BETWEEN),
        ("s5", Silence.AFTER),
        ("s6", Silence.UNDATED),
    ]
    assert [(group.key, group.portion.mentions) for group in found.parties] == [("CN PE", 2)]
    assert found.certificate is not None
    assert found.certificate.verified_by_scan
