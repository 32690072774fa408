"""The Python interface, end to end on ready-made documents: build, open, search, mentions, show."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib
from searchlib.errors import (
    CorpusMissing,
    IndexDamaged,
    IndexMissing,
    IndexStale,
    MetadataError,
    NotInIndex,
    QueryError,
)
from searchlib.model import Clause, DateIs, Document, Kind, Sort, Span, Tier
from searchlib.storage.meta import encode_meta, generation_folder, read_meta
from searchlib.storage.publish import show
from searchlib.text.analyzer import Analyzer
from searchlib.text.spans import find
from searchlib.text.views import fold


def document(name: str, title: str, day: date | None, *texts: str, **facts: object) -> Document:
    """A document whose clauses are numbered from 1."""
    clauses = [Clause(name, "title", title)]
    clauses += [Clause(name, str(number), text, f"{number}、") for number, text in enumerate(texts, 1)]
    signed = DateIs.SIGNED if day else None
    return Document(name, title, date=day, date_is=signed, digest=title, clauses=tuple(clauses), **facts)


DOCUMENTS = [
    document(
        "pe-2015",
        "中秘联合声明",
        date(2015, 5, 22),
        "双方推进兩洋鐵路項目可行性基础研究，签署关于两洋铁路的谅解备忘录。",
        "两国元首一致认为，国会交往重要。",
        "中国会议代表团访问利马。",
        kind=Kind.JOINT_STATEMENT,
        parties=("CN", "PE"),
        publisher="新华社",
    ),
    document(
        "kg-2018",
        "中吉联合声明",
        date(2018, 6, 6),
        "推动中吉乌铁路项目，𠀀铁路。",
        "依照第8条和第一百零五条办理。２００９年以来合作良好。",
        kind=Kind.JOINT_STATEMENT,
        parties=("CN", "KG"),
    ),
    document(
        "law", "铁路法", None, "第八条 铁路运输。\n前款规定的铁路。", "二〇〇九年起施行。", kind=Kind.LAW
    ),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the three documents."""
    folder = tmp_path_factory.mktemp("index")
    searchlib.build_documents(DOCUMENTS, folder)
    return folder


@pytest.fixture(scope="module")
def library(index: Path) -> Iterator[searchlib.Library]:
    """The index, open."""
    with searchlib.open(index) as opened:
        yield opened


def ids(results: searchlib.SearchResults) -> list[str]:
    """Clause ids in order."""
    return [hit.clause.id for hit in results]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("两洋铁路", {"pe-2015#1"}),
        ("兩洋鐵路", {"pe-2015#1"}),
        ("洋铁", {"pe-2015#1"}),
        ("@两洋铁路", {"pe-2015#1"}),
        ("第八条", {"law#1", "kg-2018#2"}),
        ("第８條", {"law#1", "kg-2018#2"}),
        ("第105条", {"kg-2018#2"}),
        ("2009年", {"kg-2018#2", "law#2"}),
        ("二〇〇九年", {"kg-2018#2", "law#2"}),
        ("𠀀", {"kg-2018#1"}),
        ("中吉乌铁路 country:KG", {"kg-2018#1"}),
        ("铁路 kind:law", {"law#title", "law#1", "law#2"}),
        ("铁路 -title:铁路", {"pe-2015#1", "kg-2018#1"}),
        ("year:2016..2020", {"kg-2018#title", "kg-2018#1", "kg-2018#2"}),
        ("date:..2015-05-22 国会", {"pe-2015#2", "pe-2015#3"}),
        ("country:秘鲁 铁路", {"pe-2015#1"}),
        ("clause:1 铁路", {"pe-2015#1", "kg-2018#1", "law#1"}),
        ("签署 NEAR/3 两洋铁路", {"pe-2015#1"}),
        ("中秘 元首", {"pe-2015#2"}),
        ("publisher:新华社 会议", {"pe-2015#3"}),
    ],
)
def test_exact_answers(library: searchlib.Library, query: str, expected: set[str]) -> None:
    """Each way of asking selects exactly these clauses."""
    results = library.search(query, exact=True, limit=None)

    assert expected == set(ids(results))
    assert results.totals.exact == len(expected)


def test_a_keyword_that_stands_as_a_word_comes_first(library: searchlib.Library) -> None:
    """国会 in 国会交往 is the parliament, in 中国会议 it is not."""
    assert ids(library.search("国会", exact=True)) == ["pe-2015#2", "pe-2015#3"]


def test_tiers_follow_one_another(library: searchlib.Library) -> None:
    """Exact hits, then clauses with all words, then, for sentences, clauses with some."""
    results = library.search("两洋铁路项目的可行性研究应当如何推进办理", limit=None)

    assert [hit.tier for hit in results] == sorted((hit.tier for hit in results), key=list(Tier).index)
    assert results.totals.exact == 0
    assert results.totals.some >= 1
    assert ids(results)[0] == "pe-2015#1"


def test_short_queries_have_no_third_tier(library: searchlib.Library) -> None:
    """Two keywords are not a sentence."""
    assert library.search("两洋铁路 无此一词").totals.some == 0


def test_exact_stops_after_the_first_tier(library: searchlib.Library) -> None:
    """Nothing relaxed is counted or shown."""
    totals = library.search("可行性研究", exact=True).totals

    assert (totals.exact, totals.words, totals.some) == (0, 0, 0)
    assert library.search("可行性研究").totals.words == 1


def test_marks_are_in_the_original(library: searchlib.Library) -> None:
    """A simplified query marks traditional characters."""
    hit = library.search("两洋铁路").hits[0]

    assert [hit.text[span.start : span.end] for span in hit.spans] == ["兩洋鐵路", "两洋铁路"]


def test_sorting_and_paging(library: searchlib.Library) -> None:
    """Newest first, corpus order, and windows that fit together."""
    by_date = ids(library.search("铁路 OR 国会", sort=Sort.DATE, limit=None, exact=True))
    by_corpus = ids(library.search("铁路 OR 国会", sort="corpus", limit=None, exact=True))
    everything = ids(library.search("铁路 OR 国会", limit=None))
    windows = [ids(library.search("铁路 OR 国会", limit=2, offset=at)) for at in range(0, 8, 2)]

    assert by_date[0].startswith("kg-2018")
    assert by_date[-1].startswith("law")
    assert by_corpus == ["pe-2015#1", "pe-2015#2", "pe-2015#3", "kg-2018#1", "law#title", "law#1", "law#2"]
    assert everything == [found for window in windows for found in window]
    for window in ({"offset": -1}, {"limit": -1}):
        with pytest.raises(ValueError, match="negative"):
            library.search("铁路", **window)
        with pytest.raises(ValueError, match="negative"):
            library.mentions("铁路", **window)


def test_grouping_by_statement(library: searchlib.Library) -> None:
    """The limit counts statements, and a statement keeps its hits together."""
    first = library.search("铁路", group=True, limit=1, exact=True)
    both = library.search("铁路", group=True, limit=1, offset=1, exact=True)
    documents = [hit.document.id for hit in library.search("铁路", group=True, limit=None, exact=True)]

    assert len({hit.document.id for hit in first}) == 1 == len({hit.document.id for hit in both})
    assert {hit.document.id for hit in first} != {hit.document.id for hit in both}
    assert len(set(documents)) == sum(a != b for a, b in zip(documents, [*documents[1:], None], strict=True))
    assert first.totals.exact == 5


def test_mentions_name_every_place(library: searchlib.Library) -> None:
    """By any name of the project, in corpus order, with a certificate."""
    found = library.mentions("two-ocean railway")

    assert found.names[0] == "两洋铁路"
    assert (found.occurrences, found.clauses, found.statements) == (2, 1, 1)
    assert [mention.span for mention in found] == [Span(4, 8), Span(22, 26)]
    assert [mention.line.match for mention in found] == ["兩洋鐵路", "两洋铁路"]
    assert {mention.name for mention in found} == {"两洋铁路"}
    assert found.first == found.last == date(2015, 5, 22)
    assert found.certificate.verified_by_scan
    assert found.certificate.clauses_searched == 10


def test_mentions_of_any_text(library: searchlib.Library) -> None:
    """A name need not be a known project; the title counts once."""
    found = library.mentions("铁路", width=2)

    assert found.names == ("铁路",)
    assert [(mention.clause.id, mention.span.start) for mention in found] == [
        ("pe-2015#1", 6),
        ("pe-2015#1", 24),
        ("kg-2018#1", 5),
        ("kg-2018#1", 11),
        ("law#title", 0),
        ("law#1", 4),
        ("law#1", 15),
    ]
    assert found.mentions[0].line == searchlib.model.KwicLine("兩洋", "鐵路", "項目")


def test_the_mentions_of_a_long_clause_share_its_text(tmp_path: Path) -> None:
    """However many there are: it is read once, also where mentions are read batch by batch."""
    searchlib.build_documents([document("long", "长", None, "两洋铁路。" * 3000, "两洋铁路")], tmp_path)
    with searchlib.open(tmp_path) as library:
        texts = {id(found.clause.text) for found in library.mentions("两洋铁路")}
        counts = [(clause.path, count) for clause, _, count in library.mentioning("两洋铁路")]

    assert len(texts) == 2
    assert counts == [("1", 3000), ("2", 1)]


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_a_letter_and_its_accent_are_one_character_or_two(tmp_path: Path, written: str, asked: str) -> None:
    """As the file system or the keyboard has it; either is found, and marked as it stands."""
    text = unicodedata.normalize(written, "关于Ferrocarril Bioceánico的声明，한국。")
    searchlib.build_documents([document("d", "声明", None, text)], tmp_path)
    with searchlib.open(tmp_path) as library:
        for name in ("Bioceánico", "한국"):
            (found,) = library.mentions(unicodedata.normalize(asked, name))
            assert found.line.match == unicodedata.normalize(written, name)
            (hit,) = library.search(unicodedata.normalize(asked, name), exact=True)
            assert [hit.text[span.start : span.end] for span in hit.spans] == [found.line.match]
        assert library.mentions("two-ocean-railway").occurrences == 1


def test_nothing_found_is_an_answer(library: searchlib.Library) -> None:
    """Zero mentions come with a certificate too."""
    found = library.mentions("无此一词")

    assert (found.occurrences, found.first, found.last) == (0, None, None)
    assert found.certificate.clauses_searched == 10


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_substring_of_every_clause_is_found(library: searchlib.Library, data: st.DataObject) -> None:
    """The answer is the plain scan's, for any piece of any text, in any script and width."""
    clause = data.draw(st.sampled_from([clause for d in DOCUMENTS for clause in d.clauses]))
    start = data.draw(st.integers(0, len(clause.text) - 1))
    piece = clause.text[start : data.draw(st.integers(start + 1, len(clause.text)))]
    if piece != piece.strip() or "\n" in piece:
        return
    found = {(mention.clause.id, mention.span.start) for mention in library.mentions(piece)}
    scanned = {
        (other.id, span.start)
        for d in DOCUMENTS
        for other in d.clauses
        for span in find(fold(other.text), fold(piece))
    }

    assert scanned <= found
    assert (clause.id, start) in found


def test_documents_and_clauses_are_shown(library: searchlib.Library) -> None:
    """What went in comes out, in order."""
    shown = library.document("pe-2015")
    clause, parent = library.clause("pe-2015#2")

    assert shown.clauses == DOCUMENTS[0].clauses
    assert (clause, parent) == (DOCUMENTS[0].clauses[2], shown)
    assert [d.id for d in library.documents()] == ["pe-2015", "kg-2018", "law"]
    assert [d.clause_count for d in library.documents()] == [4, 3, 3]


@pytest.mark.parametrize("name", ["nowhere", "pe-2015#99", "#", "pe-2015#", ""])
def test_unknown_ids_are_errors(library: searchlib.Library, name: str) -> None:
    """Never an empty statement in place of an error."""
    with pytest.raises(NotInIndex, match=r"Library\.document"):
        library.clause(name) if "#" in name else library.document(name)


def test_queries_that_cannot_be_understood_are_errors(library: searchlib.Library) -> None:
    """Never an empty result in place of an error."""
    for query in ("", "  ", "(((", "两洋 OR", "@无此项目", "year:abc"):
        with pytest.raises(QueryError) as caught:
            library.search(query)
        assert caught.value.column is not None


def test_statistics_count_documents(library: searchlib.Library) -> None:
    """By kind, year, country and publisher."""
    counted = library.statistics()

    assert (counted.documents, counted.clauses) == (3, 10)
    assert counted.by_kind == (("joint-statement", 2), ("law", 1))
    assert counted.by_year == (("2015", 1), ("2018", 1))
    assert counted.by_country == (("CN", 2), ("KG", 1), ("PE", 1))
    assert counted.characters == sum(len(clause.text) for d in DOCUMENTS for clause in d.clauses)


def test_a_library_is_shared_between_threads(library: searchlib.Library) -> None:
    """Many threads, one library, the same answers."""
    queries = ["两洋铁路", "铁路", "第8条", "国会", "可行性研究 推进"]
    expected = {query: ids(library.search(query)) for query in queries}
    wrong: list[str] = []

    def ask() -> None:
        wrong.extend(query for query in queries * 5 if ids(library.search(query)) != expected[query])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_a_build_reports_what_changed(tmp_path: Path) -> None:
    """Added, changed and removed documents are told apart."""
    first = searchlib.build_documents(DOCUMENTS, tmp_path)
    changed = replace(DOCUMENTS[0], digest="other")
    second = searchlib.build_documents([changed, document("new", "新", None, "新文")], tmp_path)

    assert (first.documents, first.clauses, first.added, first.changed, first.removed) == (3, 10, 3, 0, 0)
    assert (second.documents, second.added, second.changed, second.removed) == (2, 1, 1, 2)


def test_ready_made_documents_are_told_apart_by_their_content(tmp_path: Path) -> None:
    """Though nobody has given them a digest: a changed text is a change, and another index."""
    first, second = (
        replace(document("d", "声明", None, text), digest="") for text in ("推动铁路合作。", "推动公路合作。")
    )
    searchlib.build_documents([first], tmp_path)
    before = read_meta(tmp_path).corpus
    report = searchlib.build_documents([second], tmp_path)

    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    assert read_meta(tmp_path).corpus != before


def test_documents_of_any_day_are_in_an_open_range(tmp_path: Path) -> None:
    """Also those from before the year 1000, which are written with four digits like all."""
    old, new = (
        document("old", "会盟", date(821, 10, 10), "修路"),
        document("new", "声明", date(2015, 5, 22), "修路"),
    )
    searchlib.build_documents([old, new], tmp_path)
    with searchlib.open(tmp_path) as library:
        found = {
            asked: ids(library.search(f"修路 {asked}", exact=True))
            for asked in ("year:..2016", "date:..2000", "year:0821", "date:0821-10-10..", "year:0822..")
        }

    assert found == {
        "year:..2016": ["old#1", "new#1"],
        "date:..2000": ["old#1"],
        "year:0821": ["old#1"],
        "date:0821-10-10..": ["old#1", "new#1"],
        "year:0822..": ["new#1"],
    }


def test_readers_keep_the_index_they_opened(tmp_path: Path) -> None:
    """A build is seen by those who open afterwards."""
    searchlib.build_documents(DOCUMENTS, tmp_path)
    with searchlib.open(tmp_path) as before:
        searchlib.build_documents([document("new", "新", None, "新文")], tmp_path)
        with searchlib.open(tmp_path) as after:
            assert before.mentions("铁路").occurrences == 7
            assert after.mentions("铁路").occurrences == 0


@pytest.mark.parametrize(
    "documents",
    [
        [DOCUMENTS[0], DOCUMENTS[0]],
        [Document("a", "x", clauses=(Clause("b", "1", "x"),))],
        [Document("a", "x", clauses=(Clause("a", "1", "x"), Clause("a", "1", "y")))],
        [Document("a-without-clauses-under-its-id", "x")],
    ],
)
def test_documents_that_contradict_themselves_are_refused(tmp_path: Path, documents: list[Document]) -> None:
    """Ids and paths must be unique; the old index stays."""
    searchlib.build_documents([document("old", "旧", None, "旧文")], tmp_path)
    with pytest.raises(MetadataError, match="id"):
        searchlib.build_documents(documents, tmp_path)

    with searchlib.open(tmp_path) as library:
        assert [d.id for d in library.documents()] == ["old"]


def test_nothing_to_index_is_an_error(tmp_path: Path) -> None:
    """An empty build never replaces an index."""
    with pytest.raises(CorpusMissing, match="no document"):
        searchlib.build_documents([], tmp_path)
    with pytest.raises(IndexMissing):
        searchlib.open(tmp_path)


def test_an_index_of_another_analyzer_is_stale(tmp_path: Path) -> None:
    """Keys made by another dictionary are not compared with ours."""
    searchlib.build_documents(DOCUMENTS, tmp_path)
    show(tmp_path, encode_meta(replace(read_meta(tmp_path), analyzer="another")))

    with pytest.raises(IndexStale, match=r"searchlib\.build"):
        searchlib.open(tmp_path)


def test_an_index_with_the_dictionary_of_another_is_damaged(index: Path, tmp_path: Path) -> None:
    """A query is cut with the dictionary that the texts were cut with, or not at all."""
    copy = tmp_path / "index"
    shutil.copytree(index, copy)
    Analyzer(("钱凯港口岸",)).write_dictionary(generation_folder(copy, read_meta(copy)))

    with pytest.raises(IndexDamaged, match=r"words\.dict.*searchlib\.build"):
        searchlib.open(copy)


def test_an_index_without_its_dictionary_is_damaged(index: Path, tmp_path: Path) -> None:
    """The error names the file."""
    copy = tmp_path / "index"
    shutil.copytree(index, copy)
    (generation_folder(copy, read_meta(copy)) / "words.dict").unlink()

    with pytest.raises(IndexDamaged, match=r"words\.dict.*searchlib\.build"):
        searchlib.open(copy)


def test_a_search_loads_only_what_it_needs(index: Path) -> None:
    """Neither the dictionaries of jieba and rjieba nor what only a build uses: a search starts fast."""
    code = (
        "import sys, searchlib; library = searchlib.open(sys.argv[1]); library.search('两洋铁路'); "
        "print(sorted({'jieba', 'rjieba', 'whoosh', 'yaml', 'tomllib', 'searchlib.text.dictionary_writer'}"
        " & set(sys.modules)))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code, str(index)], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[]"
