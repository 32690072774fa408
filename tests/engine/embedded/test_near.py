"""NEAR between alternatives: what the oracle finds, whatever lengths, overlaps and numbers of needles."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from searchlib.engine.base import EngineRequest
from searchlib.engine.embedded import open_index
from searchlib.engine.oracle import OracleEngine
from searchlib.model import AnalyzedClause, Clause, Document, Sort
from searchlib.query.ast import Exact, Near, Or
from searchlib.text.borders import bordered
from tests.support.engines import build

COMMON = "的和在是有人民法定规"
RARE = "港𠮷az"


def clause(document: Document, ordinal: int, text: str) -> AnalyzedClause:
    """A clause of which only the text matters."""
    own = Clause(document.id, str(ordinal), text)
    return AnalyzedClause(own, document, ordinal, text, "", "", (), (), (), 0)


def texts(draw: random.Random, count: int) -> list[str]:
    """Empty, short and long ones, of common characters with a rare one here and there."""
    weights = [20] * len(COMMON) + [1] * len(RARE)
    lengths = [draw.choice((0, 1, 2, 7, 40, 300)) for _ in range(count)]
    return ["".join(draw.choices(COMMON + RARE, weights, k=length)) for length in lengths]


def needles(draw: random.Random) -> tuple[str, ...]:
    """One to twenty, of one character or more, some nowhere, some twice."""
    characters = COMMON + RARE + "缺"
    longest = draw.choice((1, 1, 2, 4))
    found = [
        "".join(draw.choices(characters, k=draw.randint(1, longest)))
        for _ in range(draw.choice((1, 1, 2, 3, 20)))
    ]
    return tuple(bordered(each) if draw.random() < 0.3 else each for each in found)


@pytest.mark.parametrize("seed", range(4))
def test_alternatives_are_near_where_a_plain_scan_says_so(tmp_path: Path, seed: int) -> None:
    """Dense lists are merged by a mask and sparse ones by sorting; both are compared."""
    draw = random.Random(seed)
    document = Document("d", "声明")
    clauses = [clause(document, at, text) for at, text in enumerate(texts(draw, 60))]
    build(tmp_path, clauses)
    engine, oracle = open_index(tmp_path), OracleEngine(clauses)
    try:
        for _ in range(150):
            sides = [needles(draw) for _ in range(2)]
            left, right = (Or(tuple(Exact((each,), ("text",)) for each in side)) for side in sides)
            query = Near(left, right, draw.choice((0, 1, 2, 5, 50, 1000)))
            request = EngineRequest(query, sort=Sort.CORPUS)
            assert list(engine.search(request).numbers) == list(oracle.search(request).numbers), str(query)
    finally:
        engine.close()


def test_a_needle_is_not_near_itself(tmp_path: Path) -> None:
    """Two occurrences may touch, but not overlap, and no end of a text is crossed."""
    document = Document("d", "声明")
    found = {}
    for number, text in enumerate(("人民", "人民人民", "人民民", "人", "人民人")):
        folder = tmp_path / str(number)
        folder.mkdir()
        build(folder, [clause(document, 0, text), clause(document, 1, "民人")])
        engine = open_index(folder)
        both = Exact(("人民", "民人"), ("text",))
        found[text] = list(engine.search(EngineRequest(Near(both, both, 9))).numbers)
        engine.close()
    assert found == {"人民": [], "人民人民": [0], "人民民": [], "人": [], "人民人": []}
