"""Times of the analyst's commands: dossier, concordance, comparison and lineage, warm, in one process.

usage: python bench/workbench.py STATEMENTS LAWS [--rounds 5]

``STATEMENTS`` and ``LAWS`` are index folders. The comparison is of the two longest laws of at least 650
articles, which have little in common, the worst case; the lineage is of ten versions made of the longest
statement by leaving out and changing sentences at random. Prints the median and the slowest of each.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import searchlib
from searchlib.analysis.comparison import compare
from searchlib.analysis.concordance import concordance
from searchlib.analysis.dossier import dossier
from searchlib.analysis.lineage import lineage
from searchlib.model import ClausePart, Document, part_of

VERSIONS = 10
LONG = 650
"""Articles that make a law long."""


def versions(document: Document, count: int) -> list[Document]:
    """Return changed copies of a statement: of every twelve sentences one is missing and one reworded."""
    found = []
    for number in range(count):
        draw = random.Random(number)
        year = 2000 + number
        name = f"{year}-{document.id[5:]}"
        clauses = []
        for clause in document.clauses:
            sentences = re.findall("[^。]+。?", clause.text)
            kept = [_reworded(each, draw) for each in sentences if draw.random() > 1 / 12]
            clauses.append(replace(clause, document_id=name, text="".join(kept or sentences[:1])))
        copy = replace(document, id=name, date=date(year, 6, 1), clauses=tuple(clauses), source=None)
        found.append(copy)
    return found


def _reworded(sentence: str, draw: random.Random) -> str:
    if draw.random() > 1 / 12:
        return sentence
    at = draw.randrange(len(sentence))
    return f"{sentence[:at]}进一步{sentence[at:]}"


def longest_laws(library: searchlib.Library) -> list[Document]:
    """Return the two longest laws by their articles."""

    def articles(document: Document) -> int:
        return sum(
            part_of(each.path)[0] is ClausePart.NUMBERED and "第" in (each.number or "")
            for each in library.document(document.id).clauses
        )

    some = sorted(library.documents(), key=lambda each: -each.clause_count)[:6]
    found = sorted(some, key=lambda each: -articles(each))[:2]
    for each in found:
        print(f"{each.title}: {articles(each)} articles")
    assert all(articles(each) >= LONG for each in found)
    return found


def shown(what: str, ask: Callable[[], object], rounds: int) -> None:
    """Print median and maximum of the seconds of some calls, after one that is not counted."""
    ask()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    print(f"{what:<48} {statistics.median(times):.2f} {max(times):.2f} s", flush=True)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("statements", type=Path)
    parser.add_argument("laws", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with searchlib.open(given.laws) as laws:
        found = dossier(laws, "国务院")
        shown(
            f"dossier of 国务院, {found.whole.mentions:,} mentions",
            lambda: dossier(laws, "国务院"),
            given.rounds,
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"peak memory so far {peak} MB")
        lines = concordance(laws, "规定", limit=50).total
        sort = "R1 R2 R3"
        what = f"concordance of 规定 by {sort}, 50 of {lines:,} lines"
        shown(what, lambda: concordance(laws, "规定", order=sort, limit=50), given.rounds)
        what = f"the same, all {lines:,} lines"
        shown(what, lambda: concordance(laws, "规定", order=sort), given.rounds)
        one, other = longest_laws(laws)
        shown("comparison of both", lambda: compare(laws, one.id, other.id), given.rounds)
    with searchlib.open(given.statements) as library, tempfile.TemporaryDirectory() as folder:
        joint = [each for each in library.documents() if "joint" in str(each.kind)]
        longest = library.document(max(joint, key=lambda each: each.clause_count).id)
        searchlib.build_documents(versions(longest, VERSIONS), index=folder)
        with searchlib.open(folder) as ten:
            name = ten.documents()[0].id
            what = f"lineage of {VERSIONS} statements of {longest.clause_count} clauses"
            shown(what, lambda: lineage(ten, name), given.rounds)


if __name__ == "__main__":
    main()
