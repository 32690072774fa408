"""Clauses are aligned by what they say: against pairs made by hand, and by what always holds."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib
from searchlib.analysis.clause_alignment import align
from searchlib.analysis.comparison import aligned_groups, body_key, compare
from searchlib.budget import Budget, limited_by
from searchlib.errors import BudgetSpent
from searchlib.model import ClausePart, Document, part_of
from tests.support.pairs import KYRGYZ, LAWS, PERUVIAN, HandMade

APART = {ClausePart.HEADING, ClausePart.NOTE, ClausePart.SIGNATURE}
NAMES = [KYRGYZ, PERUVIAN]


def aligned(before: Document, after: Document) -> set[tuple[str, str]]:
    """The pairs of clauses of the text, by path."""
    return {
        (one.path, other.path)
        for group in aligned_groups(before.clauses, after.clauses)
        for one, other in group.pairs
        if part_of(one.path)[0] not in APART
    }


def measured(found: set[tuple[str, str]], wanted: HandMade) -> tuple[float, float]:
    """Precision and recall."""
    return (
        len(found & (wanted.sure | wanted.possible)) / len(found),
        len(found & wanted.sure) / len(wanted.sure),
    )


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the real statements."""
    folder = tmp_path_factory.mktemp("seeds")
    searchlib.build(shared / "seeds", folder)
    return folder


@pytest.mark.shared
@pytest.mark.parametrize("wanted", NAMES, ids=lambda each: each.after)
def test_two_statements_as_a_reader_pairs_them(seeds: Path, wanted: HandMade) -> None:
    """Precision and recall of at least 0.95 on the statements of Kyrgyzstan and of Peru."""
    with searchlib.open(seeds) as library:
        found = aligned(library.document(wanted.before), library.document(wanted.after))

    precision, recall = measured(found, wanted)

    assert precision >= 0.95, sorted(found - wanted.sure - wanted.possible)
    assert recall >= 0.95, sorted(wanted.sure - found)


@pytest.mark.shared
@pytest.mark.parametrize("name", LAWS)
def test_two_versions_of_a_law_as_a_reader_pairs_them(shared: Path, tmp_path: Path, name: str) -> None:
    """Precision and recall of at least 0.98 on successive versions of five laws."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for file in (shared / "corpora" / "laws_cn").rglob(f"{name}(*.md"):
        (corpus / file.name).write_bytes(file.read_bytes())
    searchlib.build(corpus, tmp_path / "index")
    wanted = LAWS[name]
    with searchlib.open(tmp_path / "index") as library:
        by_date = {str(each.date): each.id for each in library.documents()}
        before, after = (library.document(by_date[day]) for day in (wanted.before, wanted.after))

    found = {pair for pair in aligned(before, after) if pair[0] != "title"}
    precision, recall = measured(found, wanted)

    assert precision >= 0.98, sorted(found - wanted.sure - wanted.possible)
    assert recall >= 0.98, sorted(wanted.sure - found)


@pytest.mark.shared
def test_two_laws_of_700_articles_take_less_than_a_second(shared: Path, tmp_path: Path) -> None:
    """Of processor time: the parts of the civil code, each with its own articles as the other version."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("合同编", "总则"):
        (corpus / f"{name}.md").write_bytes(
            (shared / "corpora" / "laws_cn" / "民法典" / f"{name}.md").read_bytes()
        )
    searchlib.build(corpus, tmp_path / "index")
    with searchlib.open(tmp_path / "index") as library:
        one, other = library.documents()
        articles = (*library.document(one.id).clauses, *library.document(other.id).clauses)
        keys = [body_key(clause) for clause in articles if part_of(clause.path)[0] is ClausePart.NUMBERED]
        changed = [key[:-6] + "并依法备案" for key in keys]
        started = time.process_time()
        pairs = align(keys, changed)
        seconds = time.process_time() - started

    assert len(keys) > 700
    assert sum(pair.before == pair.after for pair in pairs) > 0.98 * len(keys)
    assert seconds < 3, seconds  # a busy machine is slow; alone it is well below one


TEXTS = st.lists(st.text(alphabet="双方铁路合作贸易，。", max_size=12), max_size=8)


@given(TEXTS, TEXTS)
def test_pairs_are_places_of_both_sides_each_once(before: list[str], after: list[str]) -> None:
    """Likeness is 0 to 1; equal texts are always paired with one."""
    pairs = align(before, after)

    assert len({(pair.before, pair.after) for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert 0 <= pair.before < len(before)
        assert 0 <= pair.after < len(after)
        assert 0 <= pair.likeness <= 1.0001
    for place, text in enumerate(before):
        if text and before.count(text) == 1 == after.count(text):
            assert any((pair.before, pair.after) == (place, after.index(text)) for pair in pairs)


@given(st.lists(st.text(alphabet="双方铁路合作贸易交通", min_size=1, max_size=12), unique=True, max_size=8))
def test_a_text_is_aligned_with_itself(texts: list[str]) -> None:
    """Clause by clause, and with nothing else."""
    assert [(pair.before, pair.after) for pair in align(texts, texts)] == [
        (at, at) for at in range(len(texts))
    ]


def test_an_alignment_keeps_within_its_budget() -> None:
    """No time is no answer."""
    with pytest.raises(BudgetSpent), limited_by(Budget(1e-9)):
        align(["双方推动铁路合作"] * 3, ["双方推进铁路合作"] * 3)


def test_comparing_names_what_there_is(index: Path) -> None:
    """A law with one version alone cannot be compared with itself."""
    with searchlib.open(index) as library, pytest.raises(LookupError, match="one version"):
        compare(library, "公路法")
