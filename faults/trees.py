"""Random query trees: the engine compared with the brute-force oracle, on segments with deletions."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from faults.report import Tally
from faults.texts import WORDS
from searchlib.engine.base import Engine, EngineRequest, Matches
from searchlib.engine.choose import chosen_engine
from searchlib.engine.embedded.segment.segments import read_segments
from searchlib.engine.oracle import OracleEngine, corpus_order
from searchlib.model import AnalyzedClause, Clause, Document, Kind, Needle, Pattern, Script, Sort
from searchlib.query.ast import (
    ALL_ZONES,
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
from searchlib.text.views import fold
from tests.support.engines import analyzed_clause, build, update

NAME = "trees"
PROMISE = (
    "random query trees over several segments with deletions, whole, first few and paged: "
    "answered as by brute force"
)
SHORT, FULL = 400, 100_000

_TREES = 1000
"""Trees asked of one collection; then another is made."""

_TEXT = tuple(dict.fromkeys(map(fold, WORDS)))
_TERMS = (*_TEXT, "两洋", "可行", "合", "\ud800", "", "不在")
_TITLES = ("中秘联合声明", "铁路法", None, "apec 会议公报", "铁路铁路")
_HEADINGS = ((), ("一",), ("第一章 总则",), ("第一章 总则", "第二节 铁路"))
_VALUES = (
    *(
        ("country", ("PE", "BR")),
        ("country", ()),
        ("country", ("XX", "CN")),
        ("kind", ("law",)),
        ("path", ("1",)),
    ),
    *(
        ("path", ("2.1", "p1")),
        ("document", ("d003",)),
        ("document", ("d001", "d004", "d009")),
        ("script", ("hant",)),
    ),
    *(("publisher", ("新华社",)), ("none", ("x",)), ("kind\x00law", ("",))),
)
_TOLERANCE = 1e-9


def run(size: int, seed: int, tally: Tally) -> None:
    """Run ``size`` trees over as many collections as that takes."""
    segments: list[int] = []
    for number, first in enumerate(range(0, size, _TREES)):
        with tempfile.TemporaryDirectory() as name:
            _one_collection(Path(name), min(_TREES, size - first), f"{seed} {number}", tally, segments)
    tally.figures["collections"] = f"{len(segments)}, of {min(segments)} to {max(segments)} segments"


def _one_collection(folder: Path, trees: int, seed: str, tally: Tally, segments: list[int]) -> None:
    draw = random.Random(seed)
    records = make_collection(folder, draw)
    entries = read_segments(folder)
    segments.append(len(entries))

    oracle, engine = OracleEngine(records), chosen_engine().open_index(folder)
    try:
        for number in range(trees):
            request = make_request(draw)
            tally.case(disagreement(oracle, engine, request, draw))
            if number % 20 == 0:
                tally.case(_occurrences_differ(oracle, engine, draw))
    finally:
        engine.close()


def make_collection(folder: Path, draw: random.Random) -> list[AnalyzedClause]:
    """Write an index in several commits that add, replace and remove documents; return its expected
    content."""
    analyzer = Analyzer()
    held: dict[str, list[AnalyzedClause]] = {}
    for commit in range(draw.randrange(1, 7)):
        gone = set(draw.sample(sorted(held), draw.randrange(min(4, len(held) + 1))))
        fresh = {f"d{draw.randrange(60):03}" for _ in range(draw.choice((1, 4, 12)))}
        for name in gone:
            del held[name]
        made = {name: list(_clauses_of(name, analyzer, draw)) for name in sorted(fresh)}
        clauses = [clause for name in sorted(fresh) for clause in made[name]]
        if commit == 0:
            build(folder, iter(clauses))
        else:
            update(folder, gone | fresh, iter(clauses))
        held |= made
    return sorted((clause for clauses in held.values() for clause in clauses), key=corpus_order)


def _clauses_of(name: str, analyzer: Analyzer, draw: random.Random) -> Iterator[AnalyzedClause]:
    day = date(2010 + draw.randrange(5), draw.randrange(1, 13), 1) if draw.random() < 0.8 else None
    document = Document(
        id=name,
        title=draw.choice(_TITLES),
        kind=draw.choice(list(Kind)),
        date=day,
        parties=tuple(draw.sample(("CN", "PE", "BR", "KG"), draw.randrange(3))),
        publisher=draw.choice((None, "新华社")),
        script=draw.choice(list(Script)),
        digest=str(draw.random()),
    )
    for ordinal in range(draw.randrange(1, 8)):
        text = "".join(draw.choice((*WORDS, "，", "\n")) for _ in range(draw.choice((0, 1, 3, 12, 40))))
        path = f"{ordinal // 3 + 1}.{ordinal % 3 + 1}"
        clause = Clause(name, path, text, None, draw.choice(_HEADINGS))
        yield analyzed_clause(analyzer, clause, document, ordinal)


def make_request(draw: random.Random) -> EngineRequest:
    """Return a request: a tree, the terms to score it by, and an order."""
    terms = draw.sample(_TERMS, draw.randrange(4))
    weighted = [(term, draw.choice((1.0, 2.0, 0.25))) for term in terms]
    joined = "".join(draw.sample(_TERMS, 2))
    scoring = Scoring(
        words=tuple(weighted[:2]),
        pairs=tuple(dict.fromkeys(map("".join, pairwise(joined)))) if draw.random() < 0.5 else (),
        late_words=tuple(weighted[2:]),
        characters=tuple(dict.fromkeys(joined)) if draw.random() < 0.5 else (),
        prior=draw.random() < 0.5,
        pool=draw.choice((0, 0, 1, 7, 500)),
    )
    return EngineRequest(make_tree(draw, draw.choice((0, 1, 2, 3, 4))), scoring, draw.choice(list(Sort)))


def make_tree(draw: random.Random, depth: int) -> Query:
    """Return a tree of engine nodes, at most ``depth`` connectives deep."""
    if depth and draw.random() < 0.75:
        if draw.random() < 0.25:
            return draw.choice((Not, InDocument))(make_tree(draw, depth - 1))
        operands = tuple(make_tree(draw, depth - 1) for _ in range(draw.choice((0, 1, 2, 2, 2, 3, 5))))
        if operands and draw.random() < 0.2:
            return AtLeast(operands, draw.randint(1, len(operands)))
        return draw.choice((And, Or))(operands)
    match draw.randrange(9):
        case 0 | 1 | 2:
            zones = tuple(draw.sample(ALL_ZONES, draw.randrange(1, 4)))
            return Exact(_needles(draw), zones)
        case 3 | 4:
            return Word(draw.choice(_TERMS))
        case 5:
            return Near(_side(draw), _side(draw), draw.choice((0, 1, 2, 5, 40)))
        case 6:
            return Has(*draw.choice(_VALUES))
        case 7:
            low = 20100101 + draw.randrange(5) * 10_000
            return Between("day", low, low + draw.choice((-1, 0, 600, 10_000, 10**6)))
        case _:
            return Everything()


def _side(draw: random.Random) -> Query:
    if draw.random() < 0.2:
        return Or(tuple(Exact(_needles(draw)) for _ in range(2)))
    return Exact(_needles(draw))


def _needles(draw: random.Random) -> tuple[Needle, ...]:
    """Return needles cut out of joined words, so that they cross word boundaries; some occur nowhere, and
    every third one is a pattern."""
    needles: list[Needle] = []
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        text = "".join(draw.choice((*_TEXT, "，", "\n", "没")) for _ in range(3))
        start = draw.randrange(len(text))
        plain = text[start : start + draw.choice((1, 1, 2, 2, 3, 5, 9))]
        needle = _pattern(draw, text) if draw.random() < 0.33 else plain
        needles.append(bordered(needle) if draw.random() < 0.25 else needle)
    return tuple(dict.fromkeys(needles))


def _pattern(draw: random.Random, text: str) -> Pattern:
    """Pieces of ``text`` with gaps that mostly fit, and now and then forbidden neighbours."""
    at = draw.randrange(len(text))
    pieces, gaps = [text[at]], []
    for _ in range(draw.choice((0, 1, 1, 2))):
        low, wide = draw.choice((0, 0, 1, 2)), draw.choice((0, 0, 1, 3, 10))
        at += len(pieces[-1]) + low + draw.randrange(wide + 1)
        if at < len(text):
            gaps.append((low, low + wide))
            pieces.append(text[at : at + draw.choice((1, 1, 2, 3))])
    not_before, not_after = (
        tuple(
            tuple(
                "".join(draw.sample(text, draw.randrange(1, len(text) + 1)))
                for _ in range(draw.choice((1, 1, 2)))
            )
            for _ in range(draw.choice((0, 0, 1, 2)))
        )
        for _ in range(2)
    )
    return Pattern(tuple(pieces), tuple(gaps), not_before, not_after)


def disagreement(oracle: Engine, engine: Engine, request: EngineRequest, draw: random.Random) -> str | None:
    """Return how the answers of engine and oracle differ: the whole, the beginning or a page of them."""
    try:
        whole = engine.search(request)
        expected = oracle.search(request)
        found = _whole_differs(oracle, engine, request, expected, whole)
        if found:
            return f"{found}: {request}"
        for offset, limit in (
            (0, draw.choice((1, 3, 10))),
            (draw.randrange(12), draw.choice((0, 1, 5, 10_000))),
        ):
            page = EngineRequest(request.query, request.scoring, request.sort, limit, offset)
            if _slice(whole, offset, limit) != _slice(engine.search(page), 0, limit):
                return f"not the same from {offset}, {limit} long: {request}"
    except Exception as error:
        return f"{type(error).__name__}: {error}: {request}"
    return None


def _whole_differs(
    oracle: Engine, engine: Engine, request: EngineRequest, expected: Matches, actual: Matches
) -> str | None:
    if expected.total != actual.total or len(actual.numbers) != actual.total:
        return f"{actual.total} records, not {expected.total}"
    right, given = _ids(oracle, expected.numbers), _ids(engine, actual.numbers)
    if any(not _close(one, other) for one, other in zip(expected.scores, actual.scores, strict=True)):
        return f"scores {list(actual.scores)[:9]}, not {list(expected.scores)[:9]}"
    if request.sort is not Sort.RELEVANCE or not request.scoring:
        return None if right == given else f"order {given[:9]}, not {right[:9]}"
    if sorted(right) != sorted(given):
        return f"records {sorted(set(given) ^ set(right))[:9]}"
    scores = dict(zip(right, expected.scores, strict=True))
    places = {name: place for place, name in enumerate(right)}
    for one, other in pairwise(given):  # equal to rounding in any order, equal scores not
        if places[one] > places[other] and not _close(scores[one], scores[other]):
            return f"{one} before {other}"
        if places[one] > places[other] and scores[one] == scores[other] == 0.0:
            return f"{one} before {other} with no score"
    return None


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(1.0, abs(one))


def _slice(matches: Matches, offset: int, limit: int) -> tuple[object, ...]:
    end = offset + limit
    columns = (matches.numbers, matches.scores, matches.documents)
    return (matches.total, *(list(column)[offset:end] for column in columns))


def _ids(engine: Engine, numbers: Sequence[int]) -> list[str]:
    return [clause.id for clause, _ in engine.fetch([int(number) for number in numbers])]


def _occurrences_differ(oracle: Engine, engine: Engine, draw: random.Random) -> str | None:
    needles, within = _needles(draw), draw.choice((None, make_tree(draw, 2)))
    try:
        expected, actual = oracle.occurrences(needles, within), engine.occurrences(needles, within)
    except Exception as error:
        return f"{type(error).__name__}: {error}: occurrences of {needles} within {within}"
    pairs = (
        (expected.starts, actual.starts),
        (expected.ends, actual.ends),
        (expected.needles, actual.needles),
    )
    same = all(list(right) == list(map(int, given)) for right, given in pairs)
    if same and _ids(oracle, expected.numbers) == _ids(engine, actual.numbers):
        return None
    return f"{len(actual)} occurrences of {needles} within {within}, not {len(expected)}"
