"""A small benchmark for every integration run: prints times, and fails on wrong answers only.

usage: python bench/smoke.py [CORPUS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import searchlib
from searchlib.corpus.load import load_corpus
from searchlib.model import Skipped
from searchlib.query.characters import quote
from searchlib.text.running import RunningText, key
from searchlib.text.spans import find
from searchlib.text.views import fold

T = TypeVar("T")
QUERIES = ("两洋铁路", "兩洋鐵路", "合作", "的", "联合声明", "港", "可行性", "中国", "無此詞")


def timed(call: Callable[[], T], rounds: int = 15) -> tuple[T, float]:
    """Return the result of ``call`` and its median duration in milliseconds."""
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        value = call()
        seconds.append(time.perf_counter() - started)
    return value, statistics.median(seconds) * 1e3


def scan(clauses: list[searchlib.Clause], query: str) -> list[tuple[str, int]]:
    """Return clause id and offset of every occurrence, found without an index."""
    needle = key(query)
    found = []
    for clause in clauses:
        text = RunningText(clause.text)
        spans = find(fold(text.running), needle)
        found += [(clause.id, text.span(span.start, span.end).start) for span in spans]
    return sorted(found)


def main(corpus: str = "corpus") -> int:
    """Return 0 if every answer equals that of the plain scan."""
    documents = [d for d in load_corpus(Path(corpus)) if not isinstance(d, Skipped)]
    clauses = [clause for document in documents for clause in document.clauses]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        report = searchlib.build(corpus, folder)
        print(f"build: {report.documents} documents, {report.clauses} clauses, {report.seconds:.2f} s")
        print(f"{'query':<10} {'mentions':>8} {'scan':>6} {'mentions ms':>12} {'search ms':>10}")
        with searchlib.open(folder) as library:
            for query in QUERIES:
                typed = f"={quote(query)}"  # as it is typed: 中国 is also a name with others
                mentions, mention_ms = timed(lambda q=typed: library.mentions(q, scan=False))
                _, search_ms = timed(lambda q=query: library.search(q))
                expected = scan(clauses, query)
                answered = sorted((mention.clause.id, mention.span.start) for mention in mentions)
                wrong += expected != answered
                counts = f"{len(answered):>8} {len(expected):>6}"
                print(f"{query:<10} {counts} {mention_ms:>12.3f} {search_ms:>10.3f}")
    if wrong:
        print(f"{wrong} answers differ from the plain scan", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
