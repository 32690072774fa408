"""Every mention of a name or of any text, with its place."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib
from searchlib.model import Span
from searchlib.query.characters import quote
from searchlib.text.spans import find
from searchlib.text.views import fold
from tests.support.documents import DOCUMENTS, document


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
    # Names as they are written, without the signs for borders of words that needles have.
    assert "ferrocarril bioceánico" in found.certificate.forms
    assert all(form.isprintable() for form in found.certificate.forms)


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


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_substring_of_every_clause_is_found(library: searchlib.Library, data: st.DataObject) -> None:
    """The answer is the plain scan's, for any piece of any text, in any script and width.

    Pieces are asked for as they are: one that ends inside a numeral means another number otherwise.
    """
    clause = data.draw(st.sampled_from([clause for d in DOCUMENTS for clause in d.clauses]))
    start = data.draw(st.integers(0, len(clause.text) - 1))
    piece = clause.text[start : data.draw(st.integers(start + 1, len(clause.text)))]
    if piece != piece.strip() or "\n" in piece:
        return
    found = {(mention.clause.id, mention.span.start) for mention in library.mentions(f"={quote(piece)}")}
    scanned = {
        (other.id, span.start)
        for d in DOCUMENTS
        for other in d.clauses
        for span in find(fold(other.text), fold(piece))
    }

    assert scanned <= found
    assert (clause.id, start) in found
