"""An answer says of itself what to mark, how long it is, and what vouches for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib.engine.base import Engine
from searchlib.model import Clause, Document, SearchRequest, Tier
from searchlib.search.cached import CachedLibrary


def _document(number: int, *texts: str) -> Document:
    name = f"paper-{number}"
    clauses = tuple(Clause(name, str(at), text) for at, text in enumerate(texts, 1))
    return Document(name, "备忘", date=date(2001, 1, number), digest=name, clauses=clauses)


DOCUMENTS = (
    _document(1, "修建港口。", "港口开放。", "港口扩建。", "别的。"),
    _document(2, "港口繁忙。", "修建公路。"),
    _document(3, "修建新的港口。", "中吉乌铁路与港口。", "中吉乌铁路。"),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[searchlib.Library]:
    """Three documents of our own."""
    searchlib.build_documents(DOCUMENTS, tmp_path / "index")
    with searchlib.open(tmp_path / "index") as found:
        yield found


def test_an_answer_carries_what_it_marks(library: searchlib.Library) -> None:
    """The needles of each tier, as the library says when it is asked for them alone."""
    for query in ("修建港口", "港口 OR 铁路", "year:2001"):
        for exact in (False, True):
            answer = library.search(query, exact=exact)
            assert answer.needles == library.needles(query, exact=exact)
    assert library.search("修建港口").needles == {
        Tier.EXACT: ("修建港口",),
        Tier.WORDS: ("修建港口", "修建", "港口"),
        Tier.SOME: ("修建港口", "修建", "港口"),
    }
    assert library.places("港口").needles == ("港口",)
    assert library.places("year:2001").needles == ()


def test_an_answer_knows_its_length(library: searchlib.Library) -> None:
    """In hits over all tiers, whichever part of it is shown; in statements where they are grouped."""
    for offset in (0, 1, 50):
        answer = library.search("修建港口", limit=1, offset=offset)
        assert (answer.size, answer.totals.clauses) == (2, 2)
        assert (answer.totals.exact, answer.totals.words, answer.totals.some) == (1, 1, 0)
    everything = library.search("港口", limit=None)
    assert everything.size == len(everything) == everything.totals.clauses == 6
    grouped = library.search("港口", limit=1, group=True)
    assert (grouped.size, grouped.totals.clauses) == (3, 6)


def test_a_grouped_answer_knows_how_much_each_statement_holds(library: searchlib.Library) -> None:
    """Also of the hits that are left out; only of the statements that are shown."""
    request = SearchRequest("港口", 2, group=True, most=1)
    answer = library.answer(request)

    assert len(answer.hits) == 2
    assert {hit.document.id for hit in answer} == answer.held[Tier.EXACT].keys()
    held = {"paper-1": 3, "paper-2": 1, "paper-3": 2}
    assert all(held[name] == count for name, count in answer.held[Tier.EXACT].items())
    assert library.search("港口").held == {}
    assert library.answer(SearchRequest("港口", 2, group=True, most=0)).hits == ()


def test_a_plain_scan_is_made_once(library: searchlib.Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of an open index do not change: what a scan has found once holds for every page of it."""
    scans: list[int] = []
    texts = type(library.engine).texts

    def counted(engine: Engine) -> Iterator[tuple[int, str]]:
        scans.append(1)
        return texts(engine)

    monkeypatch.setattr(type(library.engine), "texts", counted)
    for offset in range(3):
        assert library.mentions("港口", offset=offset, limit=1).certificate.verified_by_scan
    assert len(scans) == 1
    assert not library.mentions("港口", scan=False).certificate.verified_by_scan
    assert not library.mentions("公路", scan=False).certificate.verified_by_scan
    assert library.mentions("公路").certificate.verified_by_scan
    assert len(scans) == 2
    assert library.mentions("港口", scan=True).certificate.verified_by_scan
    assert len(scans) == 3


def test_every_certificate_is_of_the_index(library: searchlib.Library) -> None:
    """An answer without a scan has the same certificate, which says so."""
    certificate = library.certificate()
    cached = CachedLibrary(library)

    assert (certificate.index, certificate.corpus) == (library.meta.digest, library.meta.corpus)
    assert (certificate.clauses_searched, certificate.verified_by_scan) == (9, False)
    project = cached.projects[0][1].certificate
    assert (project.index, project.corpus, project.forms[-1:]) == (
        certificate.index,
        certificate.corpus,
        ("两洋铁路",),
    )
    assert not project.verified_by_scan
