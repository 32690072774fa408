"""Names nobody listed: found in invented texts and in real ones where a listed name is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import searchlib
from bench.names import hidden_names, rank_of
from searchlib.analysis.name_units import name_likeness, units
from searchlib.analysis.unlisted import Evidence, unlisted_names
from searchlib.errors import NotInIndex
from searchlib.model import Clause, Document
from searchlib.projects import EntryKind, Registry
from searchlib.search.library import Library

TEXTS = (
    ("BR", "三国愿推动建设连接两洋的铁路，开展可行性研究。"),
    ("PE", "双方将继续研究南美洲两洋铁路的可行性。"),
    ("PE", "双方重申推进两洋铁路项目。"),
    ("PK", "双方同意加快瓜德尔港建设；瓜达尔港运营良好。"),
    ("KG", "中吉乌铁路（以下简称“新亚欧干线”）意义重大。"),
    ("KG", "双方支持上合组织。上海合作组织作用重要。"),
    ("LA", "中老铁路顺利运营，铁路沿线经济发展。"),
)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A statement for each text."""
    folder = tmp_path_factory.mktemp("invented")
    documents = [
        Document(
            f"s{at}", "联合声明", date=date(2015, 1, at + 1), digest=str(at), parties=("CN", party),
            clauses=(Clause(f"s{at}", "1", text),),
        )
        for at, (party, text) in enumerate(TEXTS)
    ]  # fmt: skip
    searchlib.build_documents(documents, folder)
    return folder


@pytest.mark.parametrize(
    ("project", "name", "evidence"),
    [
        ("two-ocean-railway", "连接两洋的铁路", Evidence.LONG),
        ("two-ocean-railway", "南美洲两洋铁路", Evidence.EXTENDED),
        ("china-kyrgyzstan-uzbekistan-railway", "新亚欧干线", Evidence.DEFINED),
    ],
)
def test_a_name_is_found_with_its_evidence(
    invented: Path, project: str, name: str, evidence: Evidence
) -> None:
    """Among the first, with the place where it stands."""
    with searchlib.open(invented) as library:
        found = unlisted_names(library, project)
    (own,) = [each for each in found.names if each.name == name]

    assert evidence in own.evidence
    assert own.places == own.statements == 1
    assert [mention.line.match for mention in own.mentions] == [name]
    assert found.names.index(own) < 3


@pytest.mark.parametrize(
    ("project", "hidden"), [("gwadar-port", "瓜德尔港"), ("shanghai-cooperation-organisation", "上合组织")]
)
def test_a_spelling_and_a_short_form_are_found(invented: Path, project: str, hidden: str) -> None:
    """As the first of all, where they are not listed."""
    with searchlib.open(invented) as library:
        entry = Registry(library.projects).find(project)
        assert entry is not None
        known = replace(entry, names=tuple(name for name in entry.names if name != hidden))
        found = unlisted_names(library, known)

    assert found.names[0].name == hidden


def test_names_of_others_and_of_countries_are_none(invented: Path) -> None:
    """Nor are names that are listed."""
    with searchlib.open(invented) as library:
        for project in library.projects:
            if project.kind is EntryKind.PROJECT:
                names = [each.name for each in unlisted_names(library, project).names]
                assert not set(names) & set(project.names)
                assert not {"中老铁路", "中吉乌铁路", "两洋铁路", "上海合作组织"} & set(names)


def test_an_unknown_project_is_refused(invented: Path) -> None:
    """With names that are alike."""
    with searchlib.open(invented) as library, pytest.raises(NotInIndex, match="两洋铁路"):
        unlisted_names(library, "两洋铁陆")


def test_hidden_names_are_found_again(demo: Library) -> None:
    """Of the names of the registry that stand in the demo corpus, nine of ten among the first ten."""
    hidden = [
        (project, name)
        for project in demo.projects
        if project.kind is not EntryKind.COUNTRY
        for name in hidden_names(demo, project)
    ]
    found = [name for project, name in hidden if rank_of(demo, project, name, 10) is not None]

    assert len(hidden) >= 20
    assert len(found) >= 0.9 * len(hidden)


def test_any_engine_finds_the_same_names(demo: Library, scanned: Library) -> None:
    """Behind plain scans."""
    assert unlisted_names(demo, "two-ocean-railway") == unlisted_names(scanned, "two-ocean-railway")


def test_likeness_weighs_what_is_rare() -> None:
    """A rare character in common counts more than one that everything has."""
    weight = {"两": 5.0, "洋": 5.0, "铁": 1.0, "路": 1.0}

    def of(unit: str) -> float:
        return weight.get(unit, 3.0)

    name = units("两洋铁路")
    assert name_likeness(units("连接两洋的铁路"), name, of).is_long
    assert name_likeness(units("两洋"), name, of).dice > name_likeness(units("铁路"), name, of).dice
    assert name_likeness(name, name, of).dice == 1
