"""Random corpora and random queries, small enough for a plain scan and nasty enough to find mistakes."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from searchlib.engine.base import EngineRequest
from searchlib.engine.embedded import open_index
from searchlib.engine.oracle import OracleEngine, corpus_order
from searchlib.model import AnalyzedClause, Clause, Document, Needle, Sort, Source, SourceMap
from searchlib.query.ast import And, Between, Everything, Exact, Has, Near, Not, Or, Query, Word
from searchlib.query.ranking import Scoring
from tests.support.patterns import random_pattern

FOLDS = str.maketrans("鐵，𪚥", "铁,龘")
ALPHABET = "人民共和国铁路鐵路AZ\0𠮷𪚥，。\n"
WORDS = ("人民", "共和国", "铁路", "铁", "国", "𠮷", "az", "两洋铁路", "\ud800", "")
NAMES = ("country", "kind", "path")
VALUES = ("PE", "CN", "law", "8", "8.2", "")


def make_clauses(rng: random.Random, documents: int, first: int = 0) -> list[AnalyzedClause]:
    """Clauses of some documents in shuffled order of documents, numbered from ``first``."""
    clauses: list[AnalyzedClause] = []
    numbers = list(range(first, first + documents))
    rng.shuffle(numbers)
    for number in numbers:
        clauses += _clauses_of(rng, f"文件-{number}")
    return clauses


def make_query(rng: random.Random, depth: int) -> Query:
    """A tree of engine nodes, at most ``depth`` connectives deep."""
    if depth == 0 or rng.random() < 0.2:
        return _leaf(rng)
    kind = rng.choice("AAOON")
    if kind == "N":
        return Not(make_query(rng, depth - 1))
    operands = tuple(make_query(rng, depth - 1) for _ in range(rng.choice((0, 1, 2, 2, 3))))
    return And(operands) if kind == "A" else Or(operands)


def _leaf(rng: random.Random) -> Query:
    match rng.randrange(8):
        case 0 | 1:
            return Exact(_needles(rng), tuple(rng.sample(("text", "headings", "title"), rng.randint(1, 3))))
        case 2 | 3:
            return Word(rng.choice(WORDS))
        case 4:
            return Has(rng.choice(NAMES), tuple(rng.choices(VALUES, k=rng.randint(0, 2))))
        case 5:
            low = 20150101 + rng.randint(-5, 30)
            return Between("day", low, low + rng.randint(-2, 20))
        case 6:
            return Near(_alternatives(rng), _alternatives(rng), rng.randint(0, 6))
        case _:
            return Everything()


def _alternatives(rng: random.Random) -> Query:
    if rng.random() < 0.3:
        return Or((Exact(_needles(rng)), Exact(_needles(rng), ("text",))))
    return Exact(_needles(rng), ("text",))


def _needles(rng: random.Random) -> tuple[Needle, ...]:
    return tuple(
        random_pattern(rng, _string(rng, 9))
        if rng.random() < 0.25
        else _string(rng, rng.choice((1, 1, 2, 2, 3, 5)))
        for _ in range(rng.choice((1, 1, 2)))
    )


def _string(rng: random.Random, length: int) -> str:
    """Folded or not; in queries the characters that fold away are simply absent."""
    return "".join(rng.choices(ALPHABET, weights=range(len(ALPHABET), 0, -1), k=length))


def _clauses_of(rng: random.Random, identifier: str) -> list[AnalyzedClause]:
    day = None if rng.random() < 0.2 else date(2015, 1, 1) + timedelta(rng.randrange(20))
    title = rng.choice((None, "联合声明", _string(rng, 4)))
    document = Document(identifier, title, date=day, source=Source("甲.txt", 0, 9), parties=("PE",))
    return [_clause(rng, document, ordinal) for ordinal in range(rng.randint(1, 6))]


def _clause(rng: random.Random, document: Document, ordinal: int) -> AnalyzedClause:
    """A clause whose indexed text mostly has, but not always, all characters of its own."""
    text = _string(rng, rng.choice((0, 1, 2, 5, 20, 60)))
    places = [at for at in range(len(text)) if rng.random() < (0.8 if len(text) % 2 else 1)]
    folded = "".join(text[at] for at in places).translate(FOLDS)
    headings = tuple(_string(rng, 3) for _ in range(rng.randrange(3)))
    metadata = tuple((name, tuple(set(rng.choices(VALUES, k=rng.randrange(3))))) for name in NAMES)
    source = SourceMap(((0, 7, len(text)),), len(text)) if text else None
    return AnalyzedClause(
        clause=Clause(document.id, str(ordinal), text, rng.choice((None, "八、")), headings, source),
        document=document,
        ordinal=ordinal,
        text=folded,
        headings="\n".join(headings).translate(FOLDS),
        title=(document.title or "").translate(FOLDS),
        words=tuple(rng.choices(WORDS, k=rng.choice((0, 1, 4, 12)))),
        context_words=tuple(rng.choices(WORDS, k=rng.randrange(4))),
        metadata=metadata,
        day=int(document.date.strftime("%Y%m%d")) if document.date else 0,
        places=places,
    )


def make_clause(words: tuple[str, ...], text: str = "鐵路𠮷", document: str = "文件") -> AnalyzedClause:
    """The only clause of its document."""
    whole = Document(document, "标题", source=Source("甲.txt", 3, 9))
    clause = Clause(document, "1", text, "一、", ("总则", "“引号”"), SourceMap(((0, 3, 1), (1, 5, 2)), 3))
    return AnalyzedClause(clause, whole, 0, text.replace("鐵", "铁"), "总则", "标题", words, (), (), 0)


def compare_with_oracle(folder: Path, clauses: list[AnalyzedClause]) -> None:
    """Fail unless the index holds exactly these clauses and scores them right."""
    engine = open_index(folder)
    ordered = sorted(clauses, key=corpus_order)
    numbers = engine.search(EngineRequest(Everything(), sort=Sort.CORPUS)).numbers
    assert [(own.clause, own.document) for own in ordered] == engine.fetch(numbers)
    scoring = Scoring((("铁路", 1.0), ("国", 0.5)), ("铁路", "路铁"), characters=("国",), pool=9)
    request = EngineRequest(Word("铁路"), scoring, Sort.CORPUS)
    assert OracleEngine(clauses).search(request).scores == pytest.approx(
        engine.search(request).scores, rel=1e-9
    )
    engine.close()


@pytest.fixture(scope="session")
def clauses_of() -> Callable[..., list[AnalyzedClause]]:
    """``clauses_of(rng, documents, first=0)``: random clauses."""
    return make_clauses


@pytest.fixture(scope="session")
def query_of() -> Callable[[random.Random, int], Query]:
    """``query_of(rng, depth)``: a random query."""
    return make_query


@pytest.fixture(scope="session")
def one_clause() -> Callable[..., AnalyzedClause]:
    """``one_clause(words, text="鐵路𠮷", document="文件")``: a clause with these words."""
    return make_clause


@pytest.fixture(scope="session")
def check_answers() -> Callable[[Path, list[AnalyzedClause]], None]:
    """``check_answers(folder, clauses)``: the index holds exactly these clauses."""
    return compare_with_oracle
