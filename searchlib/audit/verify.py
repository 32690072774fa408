"""Compare the answers of an index with a plain scan of its corpus, for thousands of queries.

The scan reads the corpus again, file by file, folds every clause and looks with ``str.find``: it shares the
reading and the folding with the index, and nothing else. What the readers themselves lose is found beside it:
every file is accounted for (``coverage``), and the library is asked for names drawn from the decoded files.
"""

from __future__ import annotations

import random
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from searchlib.audit.coverage import Summary, account
from searchlib.audit.drawing import Drawn, drawn_names
from searchlib.corpus.identity import Ids
from searchlib.corpus.listing import listing
from searchlib.corpus.load import load_whole
from searchlib.engine.base import Engine
from searchlib.errors import CorpusMissing
from searchlib.model import Difference, Needle, Progress, Skipped, Span, Verification
from searchlib.query.canonical import spell_phrase
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

NAMES = 300
"""How many names are drawn from the decoded files."""

_SEED = 20130406


def verify(
    index: str | Path = "index", corpus: str | Path | None = None, *, progress: Progress | None = None
) -> Verification:
    """Compare the index in ``index`` with a plain scan of the corpus it was built from.

    Compared are the files, whose every character is accounted for, the clauses themselves, every project
    name, every single character that occurs, a sample of substrings that cross word boundaries, in both
    scripts and with wildcards in them, and names drawn from the decoded files, which search and mentions
    must find in their place. ``corpus`` overrides the folder that the index remembers. Raises CorpusMissing
    when that folder is not there, IndexDamaged when a file of the index is not as it was written, and what
    opening raises.
    """
    tell = progress or _silent
    tell("checking the files of the index", 0, 0)
    with open_library(index) as library:
        library.integrity.confirm()
        root = corpus or library.meta.folder
        if root is None:
            raise CorpusMissing("corpus.unknown")
        files = _Files(Path(root), tell)
        scan = Scan.of(files.folded_clauses())
        return _Comparison(library, scan, files, tell).run()


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

    def __init__(self, library: Library, scan: Scan, files: _Files, progress: Progress) -> None:
        self._library = library
        self._engine: Engine = library.engine
        self._scan = scan
        self._files = files
        self._progress = progress
        self._base: dict[int, int] = {}
        self._differences: list[Difference] = []
        self._counts: dict[str, int] = {}

    def run(self) -> Verification:
        self._compare_files()
        self._compare_clauses()
        if self._base:
            names = {name for project in self._library.projects for name in project.names}
            self._compare_all("project names", sorted(names))
            self._compare_all("single characters", sorted(set(self._scan.text) - {_END}))
            self._compare_all("substrings", list(substrings(self._scan, SAMPLE)))
            self._compare_patterns(list(patterns(self._scan, SAMPLE // 4)))
            self._ask_for_names()
        return Verification(
            compared=sum(self._counts.values()),
            differences=tuple(self._differences),
            clauses=len(self._scan.ids),
            by_kind=tuple(self._counts.items()),
        )

    def _compare_files(self) -> None:
        """Every character of the files must be in a clause or left out for a reason."""
        found = self._files.summary.outcome()
        self._counts["files"] = found.files
        for flaw in found.flaws:
            place = f"{flaw.reason}: {flaw.text}"
            self._differences.append(Difference(f"file {flaw.file}:{flaw.line}", 0, flaw.characters, place))

    def _ask_for_names(self) -> None:
        """Search and mentions must find names of the decoded files where they stand."""
        names = self._files.names()
        self._counts["names in files"] = len(names)
        for done, drawn in enumerate(names):
            mentions = self._library.each_mention(drawn.name, width=0)
            places = (each.source for each in mentions if each.source is not None)
            is_there = any(
                place.file == drawn.file and place.start <= drawn.start and drawn.end <= place.end
                for place in places
            )
            hits = self._library.search(spell_phrase(drawn.name), limit=0, exact=True).totals.exact
            if not (is_there and hits):
                place = f"not found at {drawn.file}, offset {drawn.start}"
                self._differences.append(Difference(drawn.name, hits, 1, place))
            self._progress("comparing names in files", done + 1, len(names))

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
            self._progress(f"comparing {kind}", done + 1, len(queries))

    def _compare_patterns(self, queries: list[tuple[str, ...]]) -> None:
        for done, parts in enumerate(queries):
            self._compare("".join(parts), pattern_needles(parts))
            self._counts["patterns"] = done + 1
            self._progress("comparing patterns", done + 1, len(queries))

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


def substrings(scan: Scan, count: int, seed: int = _SEED) -> Iterator[str]:
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


class _Files:
    """The files of a corpus: their clauses, an account of each, and names drawn from them."""

    def __init__(self, root: Path, progress: Progress) -> None:
        self._root = root
        self._progress = progress
        self._drawn: list[Drawn] = []
        self.summary = Summary()

    def folded_clauses(self) -> Iterator[tuple[str, str]]:
        """Yield id and folded text of each clause, and account for the files on the way."""
        ids = Ids()
        draw = random.Random(_SEED)
        entries = listing(self._root)
        for number, entry in enumerate(entries.values()):
            loaded = load_whole(entry, self._root)
            self._progress("reading and analysing files", number + 1, len(entries))
            if isinstance(loaded, Skipped):
                continue
            found = account(loaded)
            self.summary.add(found)
            self._drawn += drawn_names(found, draw)
            for document in map(ids.admit, loaded.documents):
                yield from ((clause.id, key(clause.text)) for clause in document.clauses)

    def names(self) -> list[Drawn]:
        """Return a sample of the names, of each file at most a few."""
        draw = random.Random(_SEED)
        return draw.sample(self._drawn, min(len(self._drawn), NAMES))


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
