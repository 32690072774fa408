"""Compare the answers of an index with a plain scan of its corpus, for thousands of queries.

The scan reads the corpus again, file by file, folds every clause and looks with ``str.find``: it shares the
reading and the folding with the index, and nothing else.
"""

from __future__ import annotations

import random
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from searchlib.corpus.load import load_corpus
from searchlib.engine.base import Engine
from searchlib.errors import CorpusMissing
from searchlib.model import Difference, Needle, Progress, Skipped, Span, Verification
from searchlib.query.forms import pattern_needles
from searchlib.query.planner import phrase_needles
from searchlib.search.library import Library
from searchlib.search.opening import open_library
from searchlib.text.needle import find_needle
from searchlib.text.running import key
from searchlib.text.tokenizer import Tokenizer
from searchlib.text.views import other_script, simplify

SAMPLE = 600
"""How many substrings of 2 to 8 characters are drawn, each asked in both scripts."""


def verify(
    index: str | Path = "index", corpus: str | Path | None = None, *, progress: Progress | None = None
) -> Verification:
    """Compare the index in ``index`` with a plain scan of the corpus it was built from.

    Compared are the clauses themselves, every project name, every single character that occurs, and a
    sample of substrings that cross word boundaries, in both scripts and with wildcards in them. ``corpus``
    overrides the folder that the index remembers. Raises CorpusMissing when that folder is not there,
    IndexDamaged when a file of the index is not as it was written, and what opening raises.
    """
    with open_library(index) as library:
        library.integrity.confirm()
        root = corpus or library.meta.folder
        if root is None:
            raise CorpusMissing("corpus.unknown")
        scan = Scan.of(_folded_clauses(Path(root)))
        return _Comparison(library, scan, progress or _silent).run()


_END = "\x00"
"""Ends each clause in a scan; nobody searches for it."""


@dataclass(frozen=True, slots=True)
class Scan:
    """All folded clause texts end to end, each followed by :data:`_END`.

    ``starts`` has the offset at which each clause begins, ``ids`` its id.
    """

    ids: tuple[str, ...]
    text: str
    starts: array[int]

    @classmethod
    def of(cls, clauses: Iterable[tuple[str, str]]) -> Scan:
        """From pairs of clause id and folded text."""
        ids, texts, starts, at = [], [], array("q"), 0
        for clause_id, text in clauses:
            ids.append(clause_id)
            texts.append(text + _END)
            starts.append(at)
            at += len(text) + 1
        return cls(tuple(ids), "".join(texts), starts)

    def spans(self, needle: Needle) -> Iterator[Span]:
        """Every occurrence of ``needle`` as a span of ``text``; none reaches over a clause's end."""
        if isinstance(needle, str) or not needle.gaps:
            return find_needle(self.text, needle)
        return (
            found
            for found in find_needle(self.text, needle)
            if _END not in self.text[found.start : found.end]
        )

    def clause_at(self, offset: int) -> str:
        """The id of the clause that holds ``offset``."""
        return self.ids[bisect_right(self.starts, offset) - 1]


class _Comparison:
    """One run of ``verify``; collects how many queries of each kind were compared and what differed."""

    def __init__(self, library: Library, scan: Scan, progress: Progress) -> None:
        self._library = library
        self._engine: Engine = library.engine
        self._scan = scan
        self._progress = progress
        self._base: dict[int, int] = {}
        self._differences: list[Difference] = []
        self._counts: dict[str, int] = {}

    def run(self) -> Verification:
        self._compare_clauses()
        if self._base:
            names = {name for project in self._library.projects for name in project.names}
            self._compare_all("project names", sorted(names))
            self._compare_all("single characters", sorted(set(self._scan.text) - {_END}))
            self._compare_all("substrings", list(substrings(self._scan, SAMPLE)))
            self._compare_patterns(list(patterns(self._scan, SAMPLE // 4)))
        return Verification(
            compared=sum(self._counts.values()),
            differences=tuple(self._differences),
            clauses=len(self._scan.ids),
            by_kind=tuple(self._counts.items()),
        )

    def _compare_clauses(self) -> None:
        """The index must hold the very clauses of the corpus; only then offsets can be compared."""
        start_of = dict(zip(self._scan.ids, self._scan.starts, strict=True))
        self._counts["clauses"] = len(start_of)
        base, unknown = {}, []
        for number, clause_id, text in _indexed(self._engine):
            start = start_of.pop(clause_id, None)
            if start is None or self._scan.text[start : start + len(text) + 1] != text + _END:
                unknown.append(clause_id)
            else:
                base[number] = start
        for clause_id in unknown:
            self._differences.append(Difference(f"clause {clause_id}", 1, 0, "not so in the corpus"))
        for clause_id in start_of:
            self._differences.append(Difference(f"clause {clause_id}", 0, 1, "not in the index"))
        if not unknown and not start_of:
            self._base = base

    def _compare_all(self, kind: str, queries: list[str]) -> None:
        for done, query in enumerate(queries):
            needles = (
                {query: (query,)} if len(query) == 1 else {q: phrase_needles(q) for q in _both_scripts(query)}
            )
            for asked, folded in needles.items():
                self._compare(asked, folded)
                self._counts[kind] = self._counts.get(kind, 0) + 1
            self._progress(kind, done + 1, len(queries))

    def _compare_patterns(self, queries: list[tuple[str, ...]]) -> None:
        for done, parts in enumerate(queries):
            self._compare("".join(parts), pattern_needles(parts))
            self._counts["patterns"] = done + 1
            self._progress("patterns", done + 1, len(queries))

    def _compare(self, query: str, needles: tuple[Needle, ...]) -> None:
        found = self._engine.occurrences(needles)
        bases = [self._base[int(number)] for number in found.numbers]
        columns = (bases, found.starts, found.ends, found.needles)
        answered = sorted(
            (base + start, base + end, which) for base, start, end, which in zip(*columns, strict=True)
        )
        scanned = sorted(
            (span.start, span.end, which)
            for which, needle in enumerate(needles)
            for span in self._scan.spans(needle)
        )
        if answered != scanned:
            apart = Counter(answered)
            apart.subtract(scanned)
            at = min(place for (place, _, _), count in apart.items() if count)
            example = f"first in {self._scan.clause_at(at)}"
            self._differences.append(Difference(query, len(answered), len(scanned), example))


def _silent(_stage: str, _done: int, _total: int) -> None:
    """No progress shown."""


def substrings(scan: Scan, count: int, seed: int = 20130406) -> Iterator[str]:
    """Up to ``count`` substrings of 2 to 8 characters that cross a word boundary, drawn reproducibly."""
    draw = random.Random(seed)
    tokenizer = Tokenizer()
    for _ in range(count * 4 if scan.ids else 0):
        which = draw.randrange(len(scan.ids))
        end = (scan.starts[which + 1] if which + 1 < len(scan.ids) else len(scan.text)) - len(_END)
        text = scan.text[scan.starts[which] : min(end, scan.starts[which] + 400)]
        words = tokenizer.cut(text)
        if len(words) < 2:
            continue
        boundary = sum(map(len, words[: draw.randrange(1, len(words))]))
        start = max(0, boundary - draw.randrange(1, 5))
        piece = text[start : boundary + draw.randrange(1, 5)]
        if len(piece.strip()) == len(piece) >= 2 and "\n" not in piece:
            yield piece
            count -= 1
            if not count:
                return


def patterns(scan: Scan, count: int, seed: int = 20150522) -> Iterator[tuple[str, ...]]:
    """Up to ``count`` substrings in which a wildcard stands for one character: text, wildcard, text."""
    draw = random.Random(seed)
    for piece in substrings(scan, count, seed):
        if len(piece) > 2:
            at = draw.randrange(1, len(piece) - 1)
            yield piece[:at], draw.choice("?*"), piece[at + 1 :]


def _both_scripts(query: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((query, simplify(query), other_script(query))))


def _folded_clauses(root: Path) -> Iterator[tuple[str, str]]:
    for document in load_corpus(root):
        if not isinstance(document, Skipped):
            yield from ((clause.id, key(clause.text)) for clause in document.clauses)


def _indexed(engine: Engine) -> Iterator[tuple[int, str, str]]:
    """Number, id and folded text of every indexed clause, read in batches."""
    batch: list[tuple[int, str]] = []
    for row in engine.texts():
        batch.append(row)
        if len(batch) == 1000:
            yield from _with_ids(engine, batch)
            batch = []
    yield from _with_ids(engine, batch)


def _with_ids(engine: Engine, batch: list[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    records = engine.fetch([number for number, _ in batch])
    for (number, text), (clause, _) in zip(batch, records, strict=True):
        yield number, clause.id, text
