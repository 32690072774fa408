"""Mentions compared with a plain scan, after updates, removals and merges, in both scripts."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import searchlib
from faults.probes import substrings
from faults.report import Tally
from faults.texts import are_real, copy_into, printed, real_files
from searchlib.audit.verify import Scan
from searchlib.corpus.load import load_corpus
from searchlib.model import Skipped
from searchlib.query.planner import name_needles
from searchlib.text.running import key
from searchlib.text.views import other_script, simplify

NAME = "completeness"
PROMISE = (
    "every mention of random strings, also with scripts mixed, after many updates, removals and merges, "
    "against a plain scan: recall 1, precision 1, counts equal"
)
SHORT, FULL = 300, 20_000

_NUMERALS = (
    "3年",
    "三",
    "第二",
    "2015年5月",
    "6日",
    "10",
    "八千",
    "20%",
    "一百",
    "二〇一六年",
    "5000万",
    "第一条",
)


def run(size: int, seed: int, tally: Tally) -> None:
    """Run ``size`` queries against an index that was updated a dozen times."""
    draw = random.Random(f"completeness {seed}")
    with tempfile.TemporaryDirectory() as name:
        corpus, index = Path(name) / "corpus", Path(name) / "index"
        files = real_files(400 if size >= 1000 else 12, draw, largest=60_000)
        commits = _commits(corpus, index, files, draw)
        scan = Scan.of(
            (clause.id, key(clause.text))
            for document in load_corpus(corpus)
            if not isinstance(document, Skipped)
            for clause in document.clauses
        )
        texts = scan.text.split("\x00")
        starts = dict(zip(scan.ids, scan.starts, strict=True))
        mentions, mixed, patterns = 0, 0, 0
        with searchlib.open(index) as library:
            ids = {number: library.engine.fetch([number])[0][0].id for number, _ in library.engine.texts()}
            tally.expect(sorted(ids.values()) == sorted(scan.ids), "the clauses are not those of the corpus")
            for query in substrings(texts, size, draw):
                asked = _varied(_mixed(query, draw), draw)
                mixed += asked != query
                patterns += not set("?*").isdisjoint(asked)
                found = _found(library, asked, ids)
                wanted = _scanned(scan, starts, asked)
                mentions += len(wanted)
                tally.case(
                    None if found == wanted else f"{asked!r}: {len(found)} mentions, not {len(wanted)}"
                )
                if tally.cases % 10 == 0:
                    tally.case(_counted(library, asked, wanted))
    tally.figures["mentions compared"] = f"{mentions:,}"
    tally.figures["queries in another script, both, or varied"] = f"{mixed:,}"
    tally.figures["queries with wildcards"] = f"{patterns:,}"
    tally.figures["texts"] = f"{len(files)} {'laws' if are_real() else 'digests'}, {len(scan.ids):,} clauses"
    tally.figures["commits"] = f"{commits}"


def _commits(corpus: Path, index: Path, files: Sequence[Path], draw: random.Random) -> int:
    """Add the files in several commits that also remove, change and rename; return the number of commits."""
    commits = 12 if len(files) > 100 else 3
    for number in range(commits):
        copy_into(corpus / f"{number}", files[number::commits])
        for path in sorted(path for path in corpus.rglob("*") if path.is_file()):
            chance = draw.random()
            if chance < 0.02:
                path.unlink()
            elif chance < 0.05:
                path.rename(path.with_name(f"改{path.name}"[-60:]))
            elif chance < 0.08:
                path.write_bytes(path.read_bytes() + "\n\n补充推进兩洋铁路。\n".encode())
            elif chance < 0.3:
                _print(path, draw)
        searchlib.build(corpus, index)
    return commits


def _print(path: Path, draw: random.Random) -> None:
    """Put characters that do not count into a text in UTF-8."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:  # the demo corpus has files in other encodings
        return
    path.write_bytes(printed(draw, text).encode())


def _mixed(query: str, draw: random.Random) -> str:
    """Return the query in the other script, or with each character in either."""
    match draw.randrange(4):
        case 0:
            return query
        case 1:
            return other_script(query)
        case 2:
            return simplify(query)
        case _:
            other = other_script(query)
            if len(other) != len(query):
                return query
            return "".join(draw.choice(pair) for pair in zip(query, other, strict=True))


def _varied(query: str, draw: random.Random) -> str:
    """The query, or with a wildcard for a character of it, or with a numeral before or behind it."""
    if set("?*＊\\=") & set(query):
        return query
    match draw.randrange(8):
        case 0 | 1 if len(query) > 3:
            at = draw.randrange(1, len(query) - 1)
            return query[:at] + draw.choice(("?", "*", "?*", "??")) + query[at + 1 :]
        case 2:
            return f"{draw.choice(_NUMERALS)}{query[: draw.randrange(2)]}"
        case 3:
            return f"{query[-1:]}{draw.choice(_NUMERALS)}"
        case _:
            return query


def _found(library: searchlib.Library, query: str, ids: dict[int, str]) -> list[tuple[str, int, int, int]]:
    found = library.occurrences(query)
    columns = (found.numbers, found.starts, found.ends, found.needles)
    rows = zip(*(map(int, column) for column in columns), strict=True)
    return sorted((ids[number], start, end, needle) for number, start, end, needle in rows)


def _scanned(scan: Scan, starts: dict[str, int], query: str) -> list[tuple[str, int, int, int]]:
    return sorted(
        (clause, span.start - starts[clause], span.end - starts[clause], needle)
        for needle, wanted in enumerate(name_needles(query))
        for span in scan.spans(wanted)
        for clause in (scan.clause_at(span.start),)
    )


def _counted(library: searchlib.Library, query: str, wanted: list[tuple[str, int, int, int]]) -> str | None:
    """Check that a phrase search counts every clause with a mention and shows each of them."""
    if not set('"\\?*').isdisjoint(query):
        return None
    results = library.search(f'"{query}"', limit=None, exact=True)
    shown = {hit.clause.id for hit in results}
    missing = sorted({clause for clause, *_ in wanted} - shown)
    if missing or len(shown) != results.totals.exact:
        return f"{query!r}: {len(shown)} hits of {results.totals.exact}, without {missing[:3]}"
    return None
