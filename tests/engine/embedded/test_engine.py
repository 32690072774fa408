"""The embedded engine answers what a plain scan answers: random trees, several segments, deletions."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from operator import and_, or_
from pathlib import Path
from typing import NamedTuple

import pytest

from searchlib.engine.base import EngineRequest, Matches
from searchlib.engine.embedded import build_index, engine, open_index
from searchlib.engine.embedded.columns import docset
from searchlib.engine.embedded.engine import EmbeddedEngine
from searchlib.engine.embedded.query import bm25, matcher, topk
from searchlib.engine.embedded.segment import common_terms, grams
from searchlib.engine.embedded.whoosh import writer
from searchlib.engine.oracle import OracleEngine, corpus_order, matches
from searchlib.model import AnalyzedClause, Sort
from searchlib.query.ast import And, Everything, Exact, Keyword, Near, Not, Or, Query, Word
from tests.support.engines import gather, random_scoring, update

ClausesOf = Callable[..., list[AnalyzedClause]]
QueryOf = Callable[[random.Random, int], Query]
SMALL = (
    (engine, "_TEXTS", 2),
    (matcher, "_WORTH_SEARCHING", 0),
    (grams, "_FEW", 0),
    (bm25, "_SEARCH", 10**6),
    (docset, "_SMALL", 2),
    (topk, "_FEW", 0),
    (topk, "_REST", (0.6, 0.0)),
    (topk, "_GROUP", 2),
    (topk, "_SPARE", 1),
    (bm25, "_GROUP", 2),
)
"""What decides between two ways to the same answer."""

TERMS = ("人民", "共和国", "铁路", "𠮷", "国", "没有")
CITATIONS = {f"文件-{number}": number % 5 for number in range(40)} | {"不在": 3}
"""By document; one is not in the index."""


class Both(NamedTuple):
    """The same clauses in both engines; record numbers of the embedded one by clause id."""

    clauses: list[AnalyzedClause]
    engine: EmbeddedEngine
    oracle: OracleEngine
    ids: dict[int, str]

    def found(self, numbers: Sequence[int]) -> list[str]:
        """Clause ids of the embedded engine's record numbers."""
        return [self.ids[number] for number in numbers]

    def expected(self, numbers: Sequence[int]) -> list[str]:
        """Clause ids of the oracle's record numbers."""
        return [clause.id for clause, _ in self.oracle.fetch(numbers)]


HISTORIES = ("one segment", "several segments", "with deletions", "updated often", "small thresholds")


@pytest.fixture(scope="module", params=HISTORIES)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clauses_of: ClausesOf
) -> Iterator[Both]:
    """Indexes of different histories; one also takes, small as it is, the paths of large ones."""
    folder = tmp_path_factory.mktemp("index")
    rng = random.Random(request.param)
    clauses = clauses_of(rng, 50)
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "one segment":
            patch.setattr(writer, "SEGMENT_SIZE", 900)
            patch.setattr(common_terms, "_COMMON", 1)
        build_index(folder, gather(clauses, 300))
        for _ in range({"with deletions": 1, "updated often": 25}.get(request.param, 0)):
            clauses = _change(folder, rng, clauses, clauses_of)
        if request.param == "small thresholds":
            for module, name, value in SMALL:
                patch.setattr(module, name, value)
        yield from _opened(folder, sorted(clauses, key=corpus_order))


def _opened(folder: Path, clauses: list[AnalyzedClause]) -> Iterator[Both]:
    engine = open_index(folder, CITATIONS)
    numbers = [number for number, _ in engine.texts()]
    ids = {number: clause.id for number, (clause, _) in zip(numbers, engine.fetch(numbers), strict=True)}
    yield Both(clauses, engine, OracleEngine(clauses, CITATIONS), ids)
    engine.close()


def _change(
    folder: Path, rng: random.Random, clauses: list[AnalyzedClause], clauses_of: ClausesOf
) -> list[AnalyzedClause]:
    """Remove some documents and add as many, some of them under the same ids."""
    identifiers = sorted({clause.document.id for clause in clauses})
    removed = set(rng.sample(identifiers, len(identifiers) // 4))
    kept = [clause for clause in clauses if clause.document.id not in removed]
    taken = {clause.document.id for clause in kept}
    added = [clause for clause in clauses_of(rng, 20, rng.randrange(60)) if clause.document.id not in taken]
    total = update(folder, removed, added)
    assert len(kept) + len(added) == total
    return kept + added


class Scan:
    """A plain scan that remembers which clauses satisfy a leaf, as the bits of one number."""

    def __init__(self, clauses: list[AnalyzedClause]) -> None:
        self._clauses = clauses
        self._leaves: dict[Query, int] = {}

    def ids(self, query: Query) -> list[str]:
        """The clauses that satisfy ``query``, in corpus order."""
        bits = self._bits(query)
        return [clause.clause.id for at, clause in enumerate(self._clauses) if bits >> at & 1]

    def _bits(self, query: Query) -> int:
        everything = (1 << len(self._clauses)) - 1
        match query:
            case And(operands):
                return reduce(and_, map(self._bits, operands), everything)
            case Or(operands):
                return reduce(or_, map(self._bits, operands), 0)
            case Not(operand):
                return everything & ~self._bits(operand)
        if query not in self._leaves:
            self._leaves[query] = sum(matches(query, own) << at for at, own in enumerate(self._clauses))
        return self._leaves[query]


def _regrown(rng: random.Random, query: Query, leaves: list[Query]) -> Query:
    """The same tree with leaves taken from a pool, so that scanning them stays cheap."""
    match query:
        case And(operands):
            return And(tuple(_regrown(rng, operand, leaves) for operand in operands))
        case Or(operands):
            return Or(tuple(_regrown(rng, operand, leaves) for operand in operands))
        case Not(operand):
            return Not(_regrown(rng, operand, leaves))
    return rng.choice(leaves)


def test_random_trees_select_what_a_scan_selects(both: Both, query_of: QueryOf) -> None:
    """Thousands of random trees give the same clauses in the same corpus order, with the same total."""
    rng = random.Random(11)
    scan = Scan(both.clauses)
    leaves = [query_of(rng, 0) for _ in range(150)]
    for _ in range(2000):
        query = _regrown(rng, query_of(rng, 4), leaves)
        expected, found = scan.ids(query), both.engine.search(EngineRequest(query, sort=Sort.CORPUS))
        assert len(expected) == found.total, query
        assert expected == both.found(found.numbers), query


def test_scores_agree_with_the_formula(both: Both, query_of: QueryOf) -> None:
    """Every matching clause has the oracle's score to nine digits, whatever the order."""
    rng = random.Random(12)
    for _ in range(60):
        scoring = random_scoring(rng, TERMS)
        words = Or(tuple(Word(term) for term, _ in scoring.all_words))
        request = EngineRequest(
            rng.choice((Everything(), words, query_of(rng, 2))), scoring, rng.choice(list(Sort))
        )
        expected, found = both.oracle.search(request), both.engine.search(request)
        scores = dict(zip(both.found(found.numbers), found.scores, strict=True))
        assert scores == pytest.approx(
            dict(zip(both.expected(expected.numbers), expected.scores, strict=True)), rel=1e-9
        )
        if request.sort is Sort.RELEVANCE:
            assert sorted(found.scores, reverse=True) == found.scores


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_are_slices_of_the_whole_order(both: Both, query_of: QueryOf, sort: Sort) -> None:
    """Limit and offset cut the very order that asking for everything gives, scores included."""
    rng = random.Random(13)
    for _ in range(100):
        query, scoring = query_of(rng, 2), random_scoring(rng, TERMS)
        whole = both.engine.search(EngineRequest(query, scoring, sort))
        offset, limit = rng.randrange(40), rng.randrange(40)
        page = both.engine.search(EngineRequest(query, scoring, sort, limit, offset))
        end = offset + limit
        expected = Matches(
            whole.total, whole.numbers[offset:end], whole.scores[offset:end], whole.documents[offset:end]
        )
        assert expected == page


@pytest.mark.parametrize("sort", list(Sort))
def test_orders_agree_with_a_scan(both: Both, query_of: QueryOf, sort: Sort) -> None:
    """Every sort gives the oracle's order; without scoring terms relevance is the corpus order."""
    rng = random.Random(14)
    for _ in range(40):
        request = EngineRequest(query_of(rng, 2), sort=sort, limit=rng.choice((None, 5)))
        expected, found = both.oracle.search(request), both.engine.search(request)
        assert both.expected(expected.numbers) == both.found(found.numbers)


def test_documents_of_hits_are_told_apart(both: Both) -> None:
    """Two hits have the same document value exactly when they are of one document."""
    found = both.engine.search(EngineRequest(Everything()))
    documents = [document.id for _, document in both.engine.fetch(found.numbers)]
    pairs = set(zip(documents, found.documents, strict=True))
    assert len(set(documents)) == len(pairs) == len(set(found.documents))


def test_occurrences_are_all_there_in_order(both: Both, query_of: QueryOf) -> None:
    """Every start of every needle, overlapping ones too, restricted by a query."""
    rng = random.Random(15)
    texts = [text for _, text in both.oracle.texts() if text]
    for _ in range(100):
        needles = []
        for _ in range(rng.randint(1, 3)):
            text = rng.choice(texts)
            start = rng.randrange(len(text))
            needles.append(text[start : start + rng.choice((1, 2, 3, 4, 9, 40))])
        within = rng.choice((None, query_of(rng, 2)))
        expected = both.oracle.occurrences(tuple(needles), within)
        found = both.engine.occurrences(tuple(needles), within)
        assert both.expected(expected.numbers) == both.found(found.numbers)
        assert list(expected.starts) == list(found.starts)
        assert list(expected.needles) == list(found.needles)


def test_tallies_and_completions_leave_out_what_was_deleted(both: Both, query_of: QueryOf) -> None:
    """Counts of any history are those of the clauses that are left."""
    rng = random.Random(17)
    fields = ("country", "year", "kind", "document")
    for _ in range(40):
        query = query_of(rng, 2)
        assert both.oracle.tally(query, fields) == both.engine.tally(query, fields), query
    for prefix in ("", *(term[:1] for term in TERMS), *TERMS):
        assert both.oracle.completions(prefix, 5) == both.engine.completions(prefix, 5), prefix


def test_stored_values_come_back_as_they_were(both: Both) -> None:
    """Clauses, documents and folded texts are equal to what was given."""
    numbers = [number for number, _ in both.engine.texts()]
    assert len(both.clauses) == both.engine.clause_count == len(numbers)
    assert both.oracle.fetch(range(len(both.clauses))) == both.engine.fetch(numbers)
    assert [text for _, text in both.oracle.texts()] == [text for _, text in both.engine.texts()]
    assert list(both.oracle.documents()) == list(both.engine.documents())


def test_spoken_nodes_are_refused(both: Both) -> None:
    """An engine answers engine leaves only, even where nothing else could match."""
    spoken = Keyword("铁路")
    nowhere = Exact(("麤",))
    for query in (spoken, And((nowhere, spoken)), Not(Or((spoken,))), Near(Word("铁路"), Exact(("路",)), 3)):
        with pytest.raises(TypeError):
            both.engine.search(EngineRequest(query))
        with pytest.raises(TypeError):
            both.engine.occurrences(("路",), query)


@pytest.mark.parametrize("needle", ["麤", "人麤", "\U0010fffd", "人" * 500, "。\n龘龘龘。\n"])
def test_absent_needles_find_nothing(both: Both, needle: str) -> None:
    """Unknown characters, unknown pairs and needles longer than any text match no clause."""
    absent = Exact((needle,))
    assert both.engine.search(EngineRequest(absent)).total == 0
    assert both.engine.search(EngineRequest(Not(absent))).total == len(both.clauses)
    assert len(both.engine.occurrences((needle,))) == 0


def test_an_empty_needle_is_a_mistake(both: Both) -> None:
    """An empty string would stand everywhere."""
    with pytest.raises(ValueError, match="empty needle"):
        both.engine.occurrences(("",))


def test_unknown_records_are_a_mistake(both: Both) -> None:
    """Record numbers come from answers; others are refused."""
    for number in (-1, 10**6):
        with pytest.raises(ValueError, match="no record"):
            both.engine.fetch([number])
