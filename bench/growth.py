"""Growth of build time, memory, index size and answer times with the corpus.

usage: python bench/growth.py clauses.jsonl WORK [--merge] [SIZE ...]

``clauses.jsonl`` has one ``{"doc": …, "text": …}`` a line. It is repeated until there are SIZE clauses
(10000, 100000 and 600000 unless given); each time around, the sentences of a clause stand in another order,
so that texts differ and words are the same. With ``--merge`` the segments are merged into one afterwards.
Fails where the index answers otherwise than a plain scan, or otherwise after merging.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count, groupby, islice
from pathlib import Path

from measured import measured, megabytes

import searchlib
from searchlib.engine.choose import chosen_engine
from searchlib.engine.embedded.whoosh import writer
from searchlib.text.spans import find
from searchlib.text.views import fold

Row = tuple[str, str]
"""Name of a law, text of a clause."""

SIZES = (10_000, 100_000, 600_000)
QUERIES = 60
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_SENTENCE = re.compile("[^，。；]+[，。；]?")


def rows(source: Path, size: int) -> Iterator[Row]:
    """Yield ``size`` clauses, those of the file repeated; the file is read each time, to save memory."""
    return islice(chain.from_iterable(turned(source, times) for times in count()), size)


def turned(source: Path, times: int) -> Iterator[Row]:
    """Yield the clauses of the file with their sentences rotated ``times`` times."""
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            clause = json.loads(line)
            sentences = _SENTENCE.findall(clause["text"].replace("\n", " "))
            by = times % max(len(sentences), 1)
            yield f"{clause['doc']} {times}", "".join(sentences[by:] + sentences[:by])


def documents(source: Path, size: int) -> Iterator[searchlib.Document]:
    """Yield one document for each run of clauses of one law."""
    number = 0
    for at, (law, run) in enumerate(groupby(rows(source, size), key=lambda row: row[0])):
        name = f"{at:07}"
        clauses = []
        for _, text in run:
            clauses.append(searchlib.Clause(name, str(number), text))
            number += 1
        yield searchlib.Document(name, law, clauses=tuple(clauses))


def samples(source: Path, size: int, lengths: tuple[int, int]) -> list[str]:
    """Return substrings of Chinese characters of the texts, always the same ones for the same corpus."""
    rng = random.Random(7)
    runs = [run for _, text in rows(source, size) for run in _HAN.findall(text)]
    cut = []
    while len(cut) < QUERIES:
        run, length = rng.choice(runs), rng.randint(*lengths)
        if len(run) >= length:
            start = rng.randrange(len(run) - length + 1)
            cut.append(run[start : start + length])
    return cut


def median(call: Callable[[str], object], queries: Sequence[str]) -> float:
    """Return the median duration in milliseconds, after one warm-up round."""
    taken = []
    for warm in (False, True):
        for query in queries:
            started = time.perf_counter()
            call(query)
            if warm:
                taken.append((time.perf_counter() - started) * 1e3)
    return statistics.median(taken)


def wrong(library: searchlib.Library, source: Path, size: int, phrases: Sequence[str]) -> int:
    """Return how many of some phrases have another number of mentions than a plain scan finds."""
    needles = [fold(phrase) for phrase in phrases]
    counts = [0] * len(needles)
    for _, text in rows(source, size):
        folded = fold(text)
        for at, needle in enumerate(needles):
            counts[at] += sum(1 for _ in find(folded, needle))
    return sum(len(library.occurrences(p)) != n for p, n in zip(phrases, counts, strict=True))


def merge(generation: Path) -> None:
    """Merge all segments into one, however large."""
    writer.SEGMENT_SIZE = sys.maxsize
    merging = writer.ArrayIndex(writer.FileStorage(str(generation))).writer()

    def take_all(own: writer.BufferWriter, segments: list[object]) -> list[object]:
        for segment in segments:
            own.merge_segment(segment)
        return []

    merging.commit(mergetype=take_all)


def merged(generation: Path, phrases: Sequence[str]) -> int:
    """Print the cost of merging; return the number of phrases with another answer afterwards."""

    def found() -> list[int]:
        engine = chosen_engine().open_index(generation)
        try:
            return [len(engine.occurrences((fold(phrase),))) for phrase in phrases]
        finally:
            engine.close()

    before = found()
    took = measured(lambda: merge(generation))
    print(
        f"| | merged into one: {took.seconds:.1f} | {took.peak} | {megabytes(generation):.0f} | | | |",
        flush=True,
    )
    return sum(one != other for one, other in zip(before, found(), strict=True))


def main(source: Path, work: Path, sizes: Sequence[int], with_merge: bool) -> int:
    """Print a row of a table for each size; return 0 if every answer was right."""
    print("| clauses | build, s | peak, MB | index, MB | term, ms | phrase, ms | mention, ms |")
    print("|---|---|---|---|---|---|---|")
    faults = 0
    for size in sizes:
        folder = work / f"growth-{size}"
        shutil.rmtree(folder, ignore_errors=True)
        took = measured(lambda n=size, to=folder: searchlib.build_documents(documents(source, n), to))
        words, phrases = samples(source, size, (2, 2)), samples(source, size, (5, 12))
        with searchlib.open(folder) as library:
            term = median(lambda word: library.search(word, exact=True, limit=10), words)
            phrase = median(lambda text: set(library.occurrences(text).numbers), phrases)
            mention = median(lambda text: library.occurrences(text), phrases)
            faults += wrong(library, source, size, phrases[:10])
        times = f"{term:.2f} | {phrase:.2f} | {mention:.2f}"
        print(
            f"| {size:,} | {took.seconds:.1f} | {took.peak} | {megabytes(folder):.0f} | {times} |", flush=True
        )
        if with_merge:
            faults += merged(next(folder.glob("generation-*")), phrases)
    if faults:
        print(f"{faults} answers are wrong", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--merge"]
    if len(given) < 2:
        sys.exit(__doc__)
    wanted = [int(size) for size in given[2:]] or list(SIZES)
    sys.exit(main(Path(given[0]), Path(given[1]), wanted, "--merge" in sys.argv))
