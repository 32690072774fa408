"""The embedded engine answers what a plain scan answers: random trees, several segments, deletions."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from searchlib.engines.base import EngineRequest
from searchlib.engines.embedded import writer
from searchlib.engines.embedded.engine import Embedded, EmbeddedEngine
from searchlib.engines.embedded.gather import gather_parts
from searchlib.engines.oracle import OracleEngine
from searchlib.model import AnalyzedClause, Sort
from searchlib.query.ast import And, Everything, Exact, Keyword, Near, Not, Or, Query, Word

ClausesOf = Callable[..., list[AnalyzedClause]]
QueryOf = Callable[[random.Random, int], Query]


@pytest.fixture(scope="module", params=["one segment", "several segments", "with deletions", "updated often"])
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clauses_of: ClausesOf
) -> Iterator[tuple[EmbeddedEngine, OracleEngine]]:
    """The same clauses in the embedded engine and in the oracle."""
    folder = tmp_path_factory.mktemp("index")
    rng = random.Random(request.param)
    clauses = clauses_of(rng, 60)
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "one segment":
            patch.setattr(writer, "SEGMENT_SIZE", 900)
        writer.build_parts(folder, gather_parts(clauses, 300))
        if request.param in ("with deletions", "updated often"):
            for _ in range(1 if request.param == "with deletions" else 25):
                clauses = _change(folder, rng, clauses, clauses_of)
    engine = Embedded().open(folder)
    yield engine, OracleEngine(clauses)
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
    total = writer.update(folder, removed, added)
    assert len(kept) + len(added) == total
    return kept + added


def _ids(engine: EmbeddedEngine | OracleEngine, numbers: object) -> list[str]:
    return [clause.id for clause, _ in engine.fetch(list(numbers))]  # type: ignore[call-overload]


def test_random_trees_select_what_a_scan_selects(
    engines: tuple[EmbeddedEngine, OracleEngine], query_of: QueryOf
) -> None:
    """Thousands of random trees give the same clauses in the same corpus order, with the same total."""
    engine, oracle = engines
    rng = random.Random(11)
    for _ in range(1500):
        request = EngineRequest(query_of(rng, 3), sort=Sort.CORPUS)
        expected, found = oracle.search(request), engine.search(request)
        assert expected.total == found.total, request.query
        assert _ids(oracle, expected.numbers) == _ids(engine, found.numbers), request.query


def test_scores_agree_with_the_formula(
    engines: tuple[EmbeddedEngine, OracleEngine], query_of: QueryOf
) -> None:
    """Every matching clause has the oracle's score to nine digits."""
    engine, oracle = engines
    rng = random.Random(12)
    terms = ("人民", "共和国", "铁路", "𠮷", "国", "没有")
    for _ in range(300):
        scoring = tuple((rng.choice(terms), rng.choice((1.0, 0.5, 2.25))) for _ in range(rng.randint(1, 4)))
        query = rng.choice((Everything(), Or(tuple(Word(term) for term, _ in scoring)), query_of(rng, 2)))
        request = EngineRequest(query, scoring)
        expected, found = oracle.search(request), engine.search(request)
        by_id = dict(zip(_ids(oracle, expected.numbers), expected.scores, strict=True))
        assert by_id == pytest.approx(
            dict(zip(_ids(engine, found.numbers), found.scores, strict=True)), rel=1e-9
        )


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_are_slices_of_the_whole_order(
    engines: tuple[EmbeddedEngine, OracleEngine], query_of: QueryOf, sort: Sort
) -> None:
    """Limit and offset cut the very order that asking for everything gives."""
    engine, _ = engines
    rng = random.Random(13)
    for _ in range(100):
        query, scoring = query_of(rng, 2), (("铁路", 1.0), ("国", 0.5))[: rng.randrange(3)]
        whole = engine.search(EngineRequest(query, scoring, sort))
        offset, limit = rng.randrange(40), rng.randrange(40)
        page = engine.search(EngineRequest(query, scoring, sort, limit, offset))
        assert whole.total == page.total
        assert whole.numbers[offset : offset + limit] == page.numbers
        assert whole.scores[offset : offset + limit] == page.scores


@pytest.mark.parametrize("sort", list(Sort))
def test_orders_agree_with_a_scan(
    engines: tuple[EmbeddedEngine, OracleEngine], query_of: QueryOf, sort: Sort
) -> None:
    """Every sort gives the oracle's order; without scoring terms relevance is the corpus order."""
    engine, oracle = engines
    rng = random.Random(14)
    for _ in range(200):
        request = EngineRequest(query_of(rng, 2), (), sort, limit=rng.choice((None, 5)))
        expected, found = oracle.search(request), engine.search(request)
        assert _ids(oracle, expected.numbers) == _ids(engine, found.numbers)


def test_documents_of_hits_are_told_apart(engines: tuple[EmbeddedEngine, OracleEngine]) -> None:
    """Two hits have the same document value exactly when they are of one document."""
    engine, _ = engines
    found = engine.search(EngineRequest(Everything()))
    pairs = {
        (document.id, value)
        for (_, document), value in zip(engine.fetch(found.numbers), found.documents, strict=True)
    }
    assert len({identifier for identifier, _ in pairs}) == len(pairs) == len({value for _, value in pairs})


def test_occurrences_are_all_there_in_order(
    engines: tuple[EmbeddedEngine, OracleEngine], query_of: QueryOf
) -> None:
    """Every start of every needle, overlapping ones too, restricted by a query."""
    engine, oracle = engines
    rng = random.Random(15)
    texts = [text for _, text in oracle.texts() if text]
    for _ in range(400):
        needles = []
        for _ in range(rng.randint(1, 3)):
            text = rng.choice(texts)
            start = rng.randrange(len(text))
            needles.append(text[start : start + rng.choice((1, 2, 3, 4, 9, 40))])
        within = rng.choice((None, query_of(rng, 2)))
        expected, found = (
            oracle.occurrences(tuple(needles), within),
            engine.occurrences(tuple(needles), within),
        )
        assert _ids(oracle, expected.numbers) == _ids(engine, found.numbers)
        assert list(expected.starts) == list(found.starts)
        assert list(expected.needles) == list(found.needles)


def test_stored_values_come_back_as_they_were(engines: tuple[EmbeddedEngine, OracleEngine]) -> None:
    """Clauses, documents and folded texts are equal to what was given."""
    engine, oracle = engines
    numbers = [number for number, _ in engine.texts()]
    assert oracle.clause_count == engine.clause_count == len(numbers)
    assert oracle.fetch(range(oracle.clause_count)) == engine.fetch(numbers)
    assert [text for _, text in oracle.texts()] == [text for _, text in engine.texts()]
    assert list(oracle.documents()) == list(engine.documents())


def test_spoken_nodes_are_refused(engines: tuple[EmbeddedEngine, OracleEngine]) -> None:
    """An engine answers engine leaves only."""
    engine, _ = engines
    for query in (
        Keyword("铁路"),
        And((Everything(), Keyword("铁路"))),
        Near(Word("铁路"), Exact(("路",)), 3),
    ):
        with pytest.raises(TypeError):
            engine.search(EngineRequest(query))


def test_absent_needles_find_nothing(engines: tuple[EmbeddedEngine, OracleEngine]) -> None:
    """Unknown characters, unknown pairs and needles longer than any text match no clause."""
    engine, _ = engines
    for needle in ("麤", "人麤", "\U0010fffd", "人" * 500, "。\n龘龘龘。\n"):
        assert 0 == engine.search(EngineRequest(Exact((needle,)))).total
        assert engine.clause_count == engine.search(EngineRequest(Not(Exact((needle,))))).total
        assert 0 == len(engine.occurrences((needle,)))
