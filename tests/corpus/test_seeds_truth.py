"""What a careful reader finds in the example files is what the loader finds."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from searchlib.corpus.load import load_file
from searchlib.model import Document, Span
from searchlib.text.views import fold

pytestmark = pytest.mark.shared

DOCUMENTS = range(8)
FILES = (
    "000_fbcdf80aeda2e1b4.txt",
    "001_2e7b6ac97b73da87.txt",
    "002_a0900ce34b90cf2e.txt",
    "003_4dc100a3c252a61c.txt",
    "004_73d20a8071c9b808.txt",
)


@pytest.fixture(scope="module")
def truth(shared: Path) -> dict[str, Any]:
    """The reader's findings."""
    found: dict[str, Any] = json.loads((shared / "truth" / "seeds.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def loaded(shared: Path) -> dict[str, tuple[Document, ...]]:
    """The documents of every example file."""
    root = shared / "seeds"
    return {path.name: load_file(path, root) for path in sorted(root.iterdir())}


def expected_and_found(
    truth: dict[str, Any], loaded: dict[str, tuple[Document, ...]], number: int
) -> tuple[dict[str, Any], Document]:
    """The reader's document of that number, and the loaded one in the same place of the same file."""
    expected = truth["documents"][number]
    before = [other["file"] for other in truth["documents"][:number]]
    return expected, loaded[expected["file"]][before.count(expected["file"])]


def test_the_table_is_complete(truth: dict[str, Any], loaded: dict[str, tuple[Document, ...]]) -> None:
    """Each file gives as many documents as the reader counts, and every one is tested below."""
    assert Counter(one["file"] for one in truth["documents"]) == {
        file: len(documents) for file, documents in loaded.items()
    }
    assert len(truth["documents"]) == len(DOCUMENTS)
    assert tuple(sorted(truth["mentions"])) == FILES


@pytest.mark.parametrize("number", DOCUMENTS)
def test_facts_of_a_document(
    truth: dict[str, Any], loaded: dict[str, tuple[Document, ...]], number: int
) -> None:
    """Title, day, kind, parties, and whatever else the reader noted, are recognised."""
    expected, document = expected_and_found(truth, loaded, number)
    found = {
        "file": document.source.file if document.source else None,
        "title": document.title,
        "date": document.date and document.date.isoformat(),
        "published": document.published and document.published.isoformat(),
        "kind": document.kind.value,
        "parties": list(document.parties),
        "place": document.place,
        "publisher": document.publisher,
        "url": document.url,
    }

    assert {key: expected[key] for key in found if key in expected} == {
        key: value for key, value in found.items() if key in expected
    }


@pytest.mark.parametrize("number", DOCUMENTS)
def test_sections_of_a_document(
    truth: dict[str, Any], loaded: dict[str, tuple[Document, ...]], number: int
) -> None:
    """Every section holds as many body paragraphs as the reader counts, signatures not among them."""
    expected, document = expected_and_found(truth, loaded, number)
    numbers = (clause.number for clause in document.clauses if clause.number)
    paragraphs = Counter(number.rstrip("、") for number in numbers if number != "●")

    assert expected["sections"] == paragraphs


@pytest.mark.parametrize("file", FILES)
def test_mentions_in_a_file(
    truth: dict[str, Any], loaded: dict[str, tuple[Document, ...]], file: str
) -> None:
    """The clauses hold every mention of every name the reader counted, no more and no fewer."""
    clauses = [fold(clause.text) for document in loaded[file] for clause in document.clauses]
    found = {name: sum(text.count(fold(name)) for text in clauses) for name in truth["mentions"][file]}

    assert truth["mentions"][file] == found


def test_two_ocean_railway(truth: dict[str, Any], loaded: dict[str, tuple[Document, ...]]) -> None:
    """两洋铁路 stands in the three clauses the reader names, as often as he counts."""
    found = [
        (document.date and document.date.isoformat(), clause.number, clause.text.count("两洋铁路"))
        for documents in loaded.values()
        for document in documents
        for clause in document.clauses
        if "两洋铁路" in clause.text
    ]
    expected = truth["two_ocean_railway"]

    assert expected["clauses"] == [[day, (number or "").rstrip("、")] for day, number, _ in found]
    assert expected["per_clause"] == [count for _, _, count in found]
    assert expected["occurrences"] == sum(count for _, _, count in found)


def test_no_date_is_invented(loaded: dict[str, tuple[Document, ...]]) -> None:
    """The newspaper page prints no year next to a day, so it has no date of any kind."""
    (page,) = loaded["001_2e7b6ac97b73da87.txt"]
    expected = (None, None, None)

    assert expected == (page.date, page.date_is, page.published)


def test_ids_of_statements(loaded: dict[str, tuple[Document, ...]]) -> None:
    """A statement's id is its day, parties and kind."""
    ids = [
        document.id for documents in loaded.values() for document in documents if document.kind != "report"
    ]
    expected = [
        "2015-05-22-cn-pe-joint-statement",
        "2016-09-13-cn-pe-joint-statement",
        "2018-06-06-cn-kg-joint-statement",
        "2019-06-13-cn-kg-joint-statement",
        "2013-07-16-cn-by-joint-statement",
    ]

    assert expected == ids


@pytest.mark.parametrize("file", FILES)
def test_clauses_point_at_their_characters(
    shared: Path, loaded: dict[str, tuple[Document, ...]], file: str
) -> None:
    """Every Chinese character of a clause is the one at the place in the file that the clause names."""
    text = (shared / "seeds" / file).read_bytes().decode("utf-8")
    wrong = []
    for document in loaded[file]:
        for clause in document.clauses:
            assert clause.source is not None
            for at, character in enumerate(clause.text):
                start, end = clause.source.locate(Span(at, at + 1))
                if "\u4e00" <= character <= "\u9fff" and text[start:end] != character:
                    wrong.append((clause.id, at, character))

    assert wrong == []
