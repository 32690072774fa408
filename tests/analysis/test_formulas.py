"""Formulas and boilerplate: variants with their counts, and characters that stand elsewhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib
from searchlib.analysis.alignment import fitting_alignment
from searchlib.analysis.boilerplate import own_words
from searchlib.analysis.formulas import formula
from searchlib.errors import QueryError
from searchlib.model import Clause, Document
from searchlib.search.library import Library
from searchlib.search.nearest import edit_distance
from searchlib.text.running import RunningText, key
from searchlib.text.spans import starts


@given(st.text("甲乙丙", min_size=1, max_size=6), st.text("甲乙丙", max_size=10))
def test_the_fitting_alignment_is_the_nearest_stretch(wanted: str, text: str) -> None:
    """No stretch of the text needs fewer edits, and the one that is named needs as many."""
    found = fitting_alignment(wanted, text)
    stretches = [text[low:high] for low in range(len(text) + 1) for high in range(low, len(text) + 1)]

    assert found.edits == min(edit_distance(wanted, each, 99) for each in stretches)
    assert found.edits == edit_distance(wanted, text[found.start : found.end], 99)


def test_the_variants_of_the_real_statements(seeds: Library) -> None:
    """One China, in the words of each: policy and principle, and other verbs."""
    found = formula(seeds, "坚定奉行一个中国")
    by_text = {each.text: each for each in found.variants}

    assert by_text["坚定奉行一个中国"].likeness == 1
    assert set(dict(by_text["坚定奉行一个中国"].continued)) == {"原则", "政策"}
    assert {"坚定恪守一个中国", "恪守一个中国"} <= by_text.keys()
    assert found.places == sum(each.places for each in found.variants)
    assert by_text["坚定奉行一个中国"].by_year == {"2013": 1, "2016": 1, "2018": 1, "2019": 1}


@pytest.mark.parametrize("text", ["可行性基础研究", "全面战略伙伴关系", "谅解备忘录"])
def test_the_formula_itself_is_counted_wherever_it_stands(demo: Library, text: str) -> None:
    """Its own variant has all its places, with the words after them, years and parties."""
    own = next(each for each in formula(demo, text).variants if each.likeness == 1)
    mentions = demo.mentions(text)

    assert own.places == mentions.occurrences > 0
    assert (own.clauses, own.statements) == (mentions.clauses, mentions.statements)
    assert (own.first, own.last) == (mentions.first, mentions.last)
    assert own.by_year == Counter(f"{m.document.date.year}" for m in mentions if m.document.date)
    assert own.by_party == Counter(party for m in mentions for party in m.document.parties)
    assert sum(count for _, count in own.continued) <= own.places


def test_every_variant_stands_where_it_is_said_to(demo: Library) -> None:
    """Each mention is the variant, and as near as its likeness says."""
    found = formula(demo, "深化全面战略伙伴关系", least=0.5)

    assert len(found.variants) > 2
    for each in found.variants:
        assert {key(mention.line.match) for mention in each.mentions} == {each.text}
        assert 0.5 <= each.likeness <= 1
        assert edit_distance("深化全面战略伙伴关系", each.text, 20) <= 20
    assert [each.places for each in found.variants] == sorted(
        (each.places for each in found.variants), reverse=True
    )
    assert len(formula(demo, "深化全面战略伙伴关系", least=1).variants) == 1


def test_any_engine_finds_the_same_variants(demo: Library, scanned: Library) -> None:
    """Behind plain scans, with the same stretches that stand elsewhere."""
    assert formula(demo, "奉行一个中国") == formula(scanned, "奉行一个中国")
    identifier = "2019-06-13-cn-kg-joint-statement"
    assert own_words(demo, identifier) == own_words(scanned, identifier)


@pytest.mark.parametrize("text", ["甲乙丙", "甲" * 101])
def test_a_formula_of_another_length_is_refused(demo: Library, text: str) -> None:
    """With the bounds."""
    with pytest.raises(QueryError, match="4 to 100"):
        formula(demo, text)
    with pytest.raises(QueryError, match=r"0\.3 to 1|0\.3"):
        formula(demo, "甲乙丙丁", least=0.1)
    with pytest.raises(QueryError, match="4 to 50"):
        own_words(demo, "2019-06-13-cn-kg-joint-statement", least=3)


@pytest.mark.parametrize("least", [4, 8, 12])
def test_shared_characters_are_those_that_stand_elsewhere(demo: Library, least: int) -> None:
    """By hand: within a string of so many characters that another statement has."""
    documents = [demo.document(document.id) for document in demo.documents()]
    identifier = "2019-06-13-cn-kg-joint-statement"
    others = "\n".join(key(c.text) for d in documents if d.id != identifier for c in d.clauses)
    found = own_words(demo, identifier, least=least)

    assert [each.clause.path for each in found] == [c.path for c in demo.document(identifier).clauses]
    for each in found:
        text = key(each.clause.text)
        covered = {
            at
            for low in range(len(text) - least + 1)
            if text[low : low + least] in others
            for at in range(low, low + least)
        }
        assert (each.characters, each.shared) == (len(text), len(covered))
        running = RunningText(each.clause.text)
        spans = [running.inner(stretch.span) for stretch in each.stretches]
        assert {at for low, high in spans for at in range(low, high)} == covered
        for stretch, (low, high) in zip(each.stretches, spans, strict=True):
            assert text[low:high] in others
            assert text[low : high + 1] not in others or high == len(text)
            assert stretch.clauses == sum(
                bool(starts(key(c.text), text[low:high]))
                for d in documents
                if d.id != identifier
                for c in d.clauses
            )
            assert stretch.first[1].id != identifier
    assert sum(each.shared for each in found) > 0


def test_a_clause_of_its_own_words_shares_nothing(tmp_path: Path) -> None:
    """Nor does one whose words stand in its own statement only."""
    clauses = (
        Clause("d", "1", "双方将共同推进高原铁路项目建设。"),
        Clause("d", "2", "双方将共同推进高原铁路项目建设！"),
    )
    other = Document("e", "乙", digest="2", clauses=(Clause("e", "1", "双方加强贸易。"),))
    searchlib.build_documents([Document("d", "甲", digest="1", clauses=clauses), other], tmp_path)
    with searchlib.open(tmp_path) as library:
        found = own_words(library, "d#1")

    assert [(each.shared, each.own, each.stretches) for each in found] == [(0, 16, ())]
