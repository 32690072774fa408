"""Every engine answers as the brute-force oracle does: one suite for all of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from searchlib.engine.base import Engine, EngineFunctions, EngineRequest, Tally, ValueCount
from searchlib.engine.oracle import OracleEngine
from searchlib.model import AnalyzedClause, Clause, Document, Kind, Needle, Script, Sort
from searchlib.query.ast import (
    And,
    AtLeast,
    Between,
    Everything,
    Exact,
    Has,
    InDocument,
    Near,
    Not,
    Or,
    Query,
    Word,
)
from searchlib.query.ranking import Scoring
from searchlib.text.analyzer import Analyzer
from searchlib.text.borders import bordered
from tests.support.engines import analyzed_clause, build, random_scoring
from tests.support.patterns import random_pattern

WORDS = [
    "两洋铁路",
    "铁路",
    "可行性",
    "秘鲁",
    "巴西",
    "中国",
    "国会",
    "会议",
    "的",
    "人",
    "人人",
    "合作",
    "apec",
    "ape",
    " ",
    "𠀀",
]
HEADINGS = [(), ("一",), ("第一章 总则",), ("第一章 总则", "第二节 铁路")]
TITLES = ["中秘联合声明", "铁路法", None, "apec 会议公报"]
COUNTRIES = ["CN", "PE", "BR", "KG"]


def clauses(seed: int, documents: int) -> Iterator[AnalyzedClause]:
    """Random documents over a small vocabulary, so that everything collides with everything."""
    draw = random.Random(seed)
    analyzer = Analyzer()
    for d in range(documents):
        day = date(2010 + draw.randrange(5), draw.randrange(1, 13), 1) if draw.random() < 0.8 else None
        document = Document(
            id=f"d{d:03}",
            title=draw.choice(TITLES),
            kind=draw.choice(list(Kind)),
            date=day,
            parties=tuple(draw.sample(COUNTRIES, draw.randrange(3))),
            publisher=draw.choice([None, "新华社"]),
            script=Script.HANS,
            digest=str(d),
        )
        for ordinal in range(draw.randrange(1, 8)):
            text = "".join(draw.choice([*WORDS, "，", "\n"]) for _ in range(draw.choice([0, 3, 12, 40])))
            path = f"{ordinal // 3 + 1}.{ordinal % 3 + 1}"
            clause = Clause(document.id, path, text, None, draw.choice(HEADINGS))
            yield analyzed_clause(analyzer, clause, document, ordinal)


def queries(draw: random.Random, depth: int = 3) -> Query:
    """A random tree of engine leaves."""
    shape = draw.random()
    if depth and shape < 0.4:
        operands = tuple(queries(draw, depth - 1) for _ in range(draw.randrange(1, 4)))
        return draw.choice([And, Or])(operands)
    if depth and shape < 0.5:
        return Not(queries(draw, depth - 1))
    if depth and shape < 0.55:
        if draw.random() < 0.5:
            return InDocument(queries(draw, depth - 1))
        operands = tuple(queries(draw, depth - 1) for _ in range(draw.randrange(1, 5)))
        return AtLeast(operands, draw.randrange(5))
    if shape < 0.6:
        return Near(exact(draw, ("text",)), exact(draw, ("text",)), draw.randrange(6))
    if shape < 0.7:
        return Word(draw.choice(WORDS))
    if shape < 0.78:
        return Has(
            *draw.choice(
                [("country", ("PE", "BR")), ("kind", ("law",)), ("path", ("1",)), ("path", ("2.1",))]
            )
        )
    if shape < 0.84:
        low = 20100101 + draw.randrange(5) * 10_000
        return Between("day", low, low + 10_000)
    if shape < 0.86:
        return Everything()
    return exact(draw, draw.choice([("text", "headings", "title"), ("text",), ("title",), ("headings",)]))


def exact(draw: random.Random, zones: tuple) -> Exact:
    """Needles cut out of joined words, so that they cross word boundaries; every third one a pattern."""
    needles: list[Needle] = []
    for _ in range(draw.choice([1, 1, 2])):
        text = "".join(draw.choice(WORDS) for _ in range(3))
        start = draw.randrange(len(text))
        plain = text[start : start + draw.choice([1, 2, 2, 3, 5, 9])]
        needle = random_pattern(draw, text) if draw.random() < 0.33 else plain
        needles.append(bordered(needle) if draw.random() < 0.25 else needle)
    return Exact(tuple(dict.fromkeys(needles)), zones)


CITATIONS = {f"d{number:03}": number % 7 for number in range(0, 60, 2)} | {"elsewhere": 9}
"""By document; one is not in the index."""


@pytest.fixture(scope="module")
def records() -> list[AnalyzedClause]:
    """Some sixty documents."""
    return list(clauses(7, 60))


@pytest.fixture(scope="module")
def oracle(records: list[AnalyzedClause]) -> OracleEngine:
    """What is right by definition."""
    return OracleEngine(records, CITATIONS)


@pytest.fixture(scope="module")
def engine(records: list[AnalyzedClause], built: tuple[EngineFunctions, Path]) -> Iterator[Engine]:
    """The engine under test, built and opened again."""
    functions, index = built
    folder = index / "some"
    folder.mkdir()
    assert build(folder, iter(records), functions) == len(records)
    opened = functions.open_index(folder, CITATIONS)
    yield opened
    opened.close()


def ids(engine: Engine, numbers: object) -> list[str]:
    """Record numbers are an engine's own; clause ids are everybody's."""
    return [clause.id for clause, _ in engine.fetch([int(number) for number in numbers])]


@pytest.mark.parametrize("sort", list(Sort))
def test_random_trees_select_and_order_alike(engine: Engine, oracle: OracleEngine, sort: Sort) -> None:
    """Same totals, same clauses, same order, same scores, for hundreds of trees."""
    draw = random.Random(f"trees {sort}")
    for _ in range(400):
        request = EngineRequest(queries(draw), random_scoring(draw, (*WORDS, "无此词")), sort)
        expected, actual = oracle.search(request), engine.search(request)

        assert expected.total == actual.total, request
        assert list(expected.scores) == pytest.approx(list(actual.scores), rel=1e-9), request
        if (
            sort is not Sort.RELEVANCE
            or len({round(score, 7) for score in expected.scores}) == expected.total
        ):
            assert ids(oracle, expected.numbers) == ids(engine, actual.numbers), request
        else:
            assert sorted(ids(oracle, expected.numbers)) == sorted(ids(engine, actual.numbers)), request


def test_ties_are_broken_by_date_document_and_clause(engine: Engine, oracle: OracleEngine) -> None:
    """With nothing to score, relevance is corpus order."""
    request = EngineRequest(Exact(("铁路",)))

    assert ids(oracle, oracle.search(request).numbers) == ids(engine, engine.search(request).numbers)


@pytest.mark.parametrize("limit", [0, 1, 7, 1000, None])
@pytest.mark.parametrize("offset", [0, 3, 2000])
def test_a_window_is_a_slice_of_everything(engine: Engine, limit: int | None, offset: int) -> None:
    """Paging changes neither the total nor the order."""
    query, scoring = Or((Exact(("铁路",)), Word("人"))), Scoring((("铁路", 1.0), ("人", 1.0)), pool=5)
    everything = engine.search(EngineRequest(query, scoring))
    window = engine.search(EngineRequest(query, scoring, limit=limit, offset=offset))

    assert window.total == everything.total
    end = None if limit is None else offset + limit
    assert list(window.numbers) == list(everything.numbers)[offset:end]


def test_scores_are_taken_apart_alike(engine: Engine, oracle: OracleEngine) -> None:
    """The same parts, and they add up to the very score of the answer, in the pool and outside."""
    draw = random.Random("parts")
    refined = set()
    for _ in range(40):
        request = EngineRequest(queries(draw), random_scoring(draw, WORDS))
        found = engine.search(request)
        numbers = [int(number) for number in found.numbers][:12]
        named = dict(
            zip(ids(oracle, oracle.search(request).numbers), oracle.search(request).numbers, strict=True)
        )
        expected = oracle.explain(request, [named[name] for name in ids(engine, numbers)])
        for number, right, own in zip(range(12), expected, engine.explain(request, numbers), strict=False):
            assert own.refined == right.refined
            assert (own.citations, own.share) == (right.citations, pytest.approx(right.share))
            assert [(part.kind, part.weight) for part in own.parts] == [
                (part.kind, part.weight) for part in right.parts
            ]
            for part, other in zip(own.parts, right.parts, strict=True):
                assert dict(part.terms) == pytest.approx(dict(other.terms), rel=1e-9)
            assert found.scores[number] == pytest.approx(own.factor * sum(part.total for part in own.parts))
            assert own.factor == pytest.approx(right.factor)
            refined.add(own.refined)
    assert refined == {True, False}


def test_matches_name_their_documents(engine: Engine) -> None:
    """Equal document numbers mean the same document."""
    matches = engine.search(EngineRequest(Everything(), sort=Sort.CORPUS))
    rows = engine.fetch([int(number) for number in matches.numbers])
    pairs = {
        (int(number), document.id) for number, (_, document) in zip(matches.documents, rows, strict=True)
    }

    assert len(pairs) == len({number for number, _ in pairs}) == len({name for _, name in pairs})


@pytest.mark.parametrize("within", [None, Has("country", ("PE",)), Not(Exact(("合作",)))])
def test_occurrences_are_complete(engine: Engine, oracle: OracleEngine, within: Query | None) -> None:
    """Every start of every needle, overlapping ones too, in the promised order."""
    draw = random.Random("occurrences")
    for _ in range(150):
        needles = tuple(dict.fromkeys(needle for _ in range(3) for needle in exact(draw, ("text",)).needles))
        expected, actual = oracle.occurrences(needles, within), engine.occurrences(needles, within)

        assert list(expected.starts) == [int(start) for start in actual.starts], needles
        assert list(expected.ends) == [int(end) for end in actual.ends], needles
        assert list(expected.needles) == [int(needle) for needle in actual.needles], needles
        assert ids(oracle, expected.numbers) == ids(engine, actual.numbers), needles


def test_tallies_count_and_divide_alike(engine: Engine, oracle: OracleEngine) -> None:
    """Records, documents, days and every value of every field, for hundreds of trees."""
    draw = random.Random("tallies")
    fields = ("country", "year", "kind", "publisher", "script", "document", "no such field")
    for _ in range(300):
        query = queries(draw)

        assert oracle.tally(query, fields) == engine.tally(query, fields), query
        assert oracle.tally(query).clauses == engine.search(EngineRequest(query, limit=0)).total


def test_clauses_are_counted_by_document(engine: Engine, oracle: OracleEngine) -> None:
    """By the numbers that matches have."""
    draw = random.Random(6)
    for _ in range(40):
        query = queries(draw)
        counts = engine.clauses_by_document(query)
        assert counts == Counter(engine.search(EngineRequest(query, sort=Sort.CORPUS)).documents), query
        assert sorted(counts.values()) == sorted(oracle.clauses_by_document(query).values()), query


def test_documents_are_had_without_their_clauses(engine: Engine) -> None:
    """Those that are fetched with the clauses, in any order and with repetition."""
    numbers = engine.search(EngineRequest(Everything(), sort=Sort.DATE)).numbers
    asked = [*numbers, *numbers[:3]]
    assert engine.documents_of(asked) == [document for _, document in engine.fetch(asked)]
    assert engine.documents_of([]) == []


def test_tallies_divide_occurrences_and_characters_alike(engine: Engine, oracle: OracleEngine) -> None:
    """Of every value, and of the documents that have none."""
    draw = random.Random("measures")
    fields = ("country", "year", "publisher", "document")
    for _ in range(100):
        query, needles = queries(draw), exact(draw, ("text",)).needles
        expected, actual = (
            each.tally(query, fields, occurrences=each.occurrences(needles, query), characters=True)
            for each in (oracle, engine)
        )

        assert expected == actual, query


def test_a_clause_is_in_the_documents_that_satisfy(engine: Engine, oracle: OracleEngine) -> None:
    """By definition: the clauses of every document that holds both texts, anywhere."""
    query = And((InDocument(Exact(("两洋",))), Not(InDocument(Exact(("国会",))))))
    rows = oracle.fetch(oracle.search(EngineRequest(Everything(), sort=Sort.CORPUS)).numbers)
    holding = {
        needle: {
            clause.document_id
            for clause, document in rows
            if any(needle in text for text in (clause.text, *clause.headings, document.title or ""))
        }
        for needle in ("两洋", "国会")
    }
    wanted = holding["两洋"] - holding["国会"]
    found = engine.search(EngineRequest(query, sort=Sort.CORPUS))

    assert wanted
    assert ids(engine, found.numbers) == [clause.id for clause, _ in rows if clause.document_id in wanted]


@pytest.mark.parametrize("prefix", ["", "两", "国", "人", "人人", "a", "𠀀", "無", "\uffff"])
@pytest.mark.parametrize("limit", [0, 1, 3, 100])
def test_completions_are_the_commonest_terms(
    engine: Engine, oracle: OracleEngine, prefix: str, limit: int
) -> None:
    """The same terms in the same order, with how many clauses hold them."""
    assert oracle.completions(prefix, limit) == engine.completions(prefix, limit)


def test_stored_values_come_back(engine: Engine, oracle: OracleEngine) -> None:
    """Clauses and documents are what was put in, in corpus order."""
    request = EngineRequest(Everything(), sort=Sort.CORPUS)
    expected = oracle.fetch(oracle.search(request).numbers)

    assert expected == engine.fetch([int(number) for number in engine.search(request).numbers])
    assert list(oracle.documents()) == list(engine.documents())
    assert engine.clause_count == len(expected)


def test_texts_are_the_folded_texts_in_corpus_order(engine: Engine, oracle: OracleEngine) -> None:
    """A plain scan reads what was indexed."""
    assert [text for _, text in oracle.texts()] == [text for _, text in engine.texts()]
    by_number = dict(engine.texts())
    some = [*list(by_number)[::-3], *list(by_number)[:2]]
    assert [by_number[number] for number in some] == engine.texts_of(some)
    assert not engine.texts_of([])


def test_spoken_nodes_are_refused(engine: Engine) -> None:
    """An engine never guesses what a reader meant."""
    from searchlib.query.ast import Keyword

    with pytest.raises(TypeError):
        engine.search(EngineRequest(Keyword("铁路")))


def test_an_empty_index_answers(built: tuple[EngineFunctions, Path]) -> None:
    """Nothing in, nothing out, no error."""
    functions, index = built
    folder = index / "empty"
    folder.mkdir()
    build(folder, iter(()), functions)
    engine = functions.open_index(folder)

    assert engine.search(EngineRequest(Exact(("人",)))).total == 0
    assert len(engine.occurrences(("人",))) == 0
    assert not engine.clauses_by_document(Everything())
    assert engine.tally(Everything(), ("year", "kind")) == Tally(
        0,
        0,
        fields={"year": (), "kind": ()},
        without=dict.fromkeys(("year", "kind"), ValueCount("", 0, 0)),
    )
    assert engine.search(EngineRequest(InDocument(Everything()))).total == 0
    assert engine.completions("", 3) == []
    assert (list(engine.documents()), list(engine.texts()), engine.clause_count) == ([], [], 0)
    engine.close()
