"""A simulation of many shards: is what is merged from their answers exact, in total and in order?

``python bench/shards.py [--shards 1000] [--documents 1500] [--queries 60]`` builds random clauses into a
simulated cluster (``tests/support/simulated_cluster.py``): every shard sorts its own clauses by bounds in
single precision and gives its best, and the coordinating node merges them. What the engine makes of that is
compared with the definition by brute force: totals, order and scores of the first ten, of deep pages and of
complete lists, counts by document, completions. Ends with status 1 at a difference.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from searchlib.engine.base import Engine, EngineRequest
from searchlib.engine.opensearch.config import EngineConfig
from searchlib.engine.opensearch.functions import OpenSearchFunctions
from searchlib.engine.oracle import OracleEngine
from searchlib.model import Sort
from tests.engine.test_contract import CITATIONS, WORDS, clauses, queries
from tests.support.engines import build, random_scoring
from tests.support.simulated_cluster import SimulatedCluster

WINDOWS = ((10, 0), (10, 90), (100, 0), (None, 0))
"""Limit and offset."""


def compare(oracle: OracleEngine, engine: Engine, count: int) -> tuple[int, int, float]:
    """Return how many answers were compared, how many differ, and the greatest difference of a score."""
    draw = random.Random(1000)
    compared = different = 0
    worst = 0.0
    for number in range(count):
        query, scoring = queries(draw), random_scoring(draw, WORDS)
        for limit, offset in WINDOWS if number % 4 == 0 else WINDOWS[:1]:
            for sort in Sort:
                request = EngineRequest(query, scoring, sort, limit, offset)
                right, own = oracle.search(request), engine.search(request)
                compared += 1
                scores = list(zip(right.scores, own.scores, strict=False))
                worst = max([worst, *(abs(one - other) for one, other in scores)])
                # clauses whose scores differ by rounding only may change places
                rows = [
                    sorted(
                        zip(
                            [round(score, 9) for score in found.scores],
                            names(each, found.numbers),
                            strict=True,
                        )
                    )
                    for each, found in ((oracle, right), (engine, own))
                ]
                different += right.total != own.total or rows[0] != rows[1]
        compared += 1
        different += oracle.tally(query, ("year", "country")) != engine.tally(query, ("year", "country"))
    for prefix in ("", "人", "国"):
        compared += 1
        different += oracle.completions(prefix, 10) != engine.completions(prefix, 10)
    return compared, different, worst


def names(engine: Engine, numbers: object) -> list[str]:
    """Return the ids of clauses."""
    return [clause.id for clause, _ in engine.fetch([int(number) for number in numbers])]  # type: ignore[attr-defined]


def main() -> None:
    """Compare, for as many shards as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--shards", type=int, default=1000)
    parser.add_argument("--documents", type=int, default=1500)
    parser.add_argument("--queries", type=int, default=60)
    given = parser.parse_args()
    records = list(clauses(17, given.documents))
    oracle = OracleEngine(records, CITATIONS)
    functions = OpenSearchFunctions(SimulatedCluster().connect)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder)
        EngineConfig("http://127.0.0.1:9200", given.shards, 0).write(index)
        (index / "a").mkdir()
        build(index / "a", records, functions)
        engine = functions.open_index(index / "a", CITATIONS)
        began = time.perf_counter()
        compared, different, worst = compare(oracle, engine, given.queries)
        seconds = time.perf_counter() - began
    print(
        f"{given.shards:,} shards, {len(records):,} clauses: {compared} answers, {different} differ; "
        f"scores to {worst:.1e}; {seconds:.0f} s"
    )
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
