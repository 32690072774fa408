"""How well the first ten hits answer: nDCG@10 and MRR@10 beside other engines, in one run.

usage: python bench/relevance.py IR_FOLDER [--ablation] [DATASET ...]

A dataset is a folder in the BEIR layout: corpus.jsonl, qrels.tsv and one or more queries*.jsonl. Every engine
indexes title and text of the same passages and answers the same queries. This project is given the passages
of one title (without 第…条 behind it) as the clauses of one document. nDCG uses gain 2^grade - 1 and log2
discount (Järvelin and Kekäläinen 2002); MRR is the reciprocal rank of the first relevant passage among the
ten. A and B are the halves of the queries by the lowest bit of the first byte of the MD5 of their ids: the
weights were chosen on A; parts are left out (``--ablation``) on B. ``p`` is of the paired t-test over the
queries of B against the best other engine.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol
from unittest import mock

import bm25s
import rjieba
import tantivy

import searchlib
from searchlib.engine.base import EngineRequest, Matches
from searchlib.engine.embedded.engine import EmbeddedEngine
from searchlib.engine.embedded.query import passes
from searchlib.query.ranking import pairs_of
from searchlib.text.views import fold

DEPTH = 10
Qrels = dict[str, dict[str, int]]


class Candidate(Protocol):
    """What is measured."""

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """Index the documents."""

    def top(self, query: str) -> list[str]:
        """Ids of the first ten documents."""


class Ours:
    """This project through its public interface."""

    prior = True

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """One document for each law or article, its passages in order."""
        passages: dict[str, list[dict[str, str]]] = defaultdict(list)
        for each in documents:
            passages[_ARTICLE.sub("", each["title"]) or each["title"]].append(each)
        searchlib.build_documents(map(_document, passages, passages.values()), folder)
        self._library = searchlib.open(folder)

    def top(self, query: str) -> list[str]:
        """Tiers one after another, as a reader sees them."""
        hits = self._library.search(query, limit=DEPTH, prior=self.prior)
        return [hit.clause.path for hit in hits]


_ARTICLE = re.compile("第[一二三四五六七八九十百千零〇0-9]+条(?:之[一二三四五六七八九十]+)?$")


def _document(title: str, passages: list[dict[str, str]]) -> searchlib.Document:
    name = hashlib.sha256(title.encode()).hexdigest()[:12]
    clauses = tuple(_clause(name, title, passage) for passage in passages)
    return searchlib.Document(name, title, clauses=clauses)


def _clause(name: str, title: str, passage: dict[str, str]) -> searchlib.Clause:
    number = passage["title"].removeprefix(title) or None
    return searchlib.Clause(name, passage["_id"], passage["text"], number)


class Tantivy:
    """tantivy over rjieba words, BM25."""

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """Title and text in one field, words separated by blanks."""
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("text", stored=False, tokenizer_name="whitespace")
        index = tantivy.Index(schema.build(), path=str(folder))
        writer = index.writer(heap_size=300_000_000, num_threads=2)
        for document in documents:
            writer.add_document(tantivy.Document(id=document["_id"], text=" ".join(words(whole(document)))))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._index, self._searcher = index, index.searcher()

    def top(self, query: str) -> list[str]:
        """Any of the words."""
        terms = [tantivy.Query.term_query(self._index.schema, "text", word) for word in words(query)]
        any_term = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return [
            self._searcher.doc(address)["id"][0] for _, address in self._searcher.search(any_term, DEPTH).hits
        ]


class Fts5:
    """SQLite FTS5 over rjieba words, BM25."""

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """Title and text in one column."""
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.execute("create virtual table t using fts5(id unindexed, text, tokenize='unicode61')")
        rows = ((document["_id"], " ".join(words(whole(document)))) for document in documents)
        self._db.executemany("insert into t values (?, ?)", rows)
        self._db.commit()

    def top(self, query: str) -> list[str]:
        """Any of the words."""
        terms = " OR ".join('"' + word.replace('"', '""') + '"' for word in words(query))
        rows = self._db.execute(f"select id from t where t match ? order by rank limit {DEPTH}", [terms])
        return [row[0] for row in rows]


class Bm25s:
    """bm25s over tokens of the folded text, so that the script of a question does not matter to it."""

    def __init__(self, tokens: Callable[[str], list[str]]) -> None:
        self._tokens = tokens

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """Title and text as one, in memory."""
        del folder
        self._ids = [document["_id"] for document in documents]
        self._index = bm25s.BM25()
        self._index.index([self._tokens(whole(each)) for each in documents], show_progress=False)

    def top(self, query: str) -> list[str]:
        """Any of the tokens."""
        known = [token for token in self._tokens(query) if token in self._index.vocab_dict]
        if not known:
            return []
        found, _ = self._index.retrieve([known], k=DEPTH, show_progress=False)
        return [self._ids[number] for number in found[0].tolist()]


def folded_words(text: str) -> list[str]:
    """Search-mode words of the folded text."""
    return words(fold(text))


def whole(document: dict[str, str]) -> str:
    """What the peers index."""
    return f"{document['title']} {document['text']}"


def words(text: str) -> list[str]:
    """Search-mode words without punctuation."""
    return [word for word in rjieba.cut_for_search(text) if any(map(str.isalnum, word))]


def lines(path: Path) -> Iterable[dict[str, str]]:
    """Objects of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def judgements(path: Path) -> Qrels:
    """Query id → document id → grade."""
    grades: Qrels = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        grades[query][document] = int(grade)
    return grades


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""

    def gain(ordered: list[int]) -> float:
        return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(ordered[:DEPTH]))

    ideal = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(document, 0) for document in found]) / ideal if ideal else 0.0


def reciprocal_rank(found: list[str], grades: dict[str, int]) -> float:
    """One over the rank of the first relevant document."""
    return next((1 / (rank + 1) for rank, document in enumerate(found) if grades.get(document)), 0.0)


@dataclass(frozen=True)
class Figures:
    """What one engine reached: the nDCG of each judged query, mean MRR, milliseconds a query."""

    ndcg: dict[str, float]
    mrr: float
    milliseconds: float

    def mean(self, half: str = "AB") -> float:
        """Return the mean nDCG of some halves of the queries."""
        return _mean([value for query, value in self.ndcg.items() if half_of(query) in half])

    def p(self, other: Figures) -> float:
        """Return the two-sided p of the paired t-test on half B; with so many queries t is normal."""
        gains = [value - other.ndcg[query] for query, value in self.ndcg.items() if half_of(query) == "B"]
        mean = _mean(gains)
        variance = sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1)
        return math.erfc(abs(mean) / math.sqrt(variance / len(gains)) / math.sqrt(2)) if variance else 1.0


def half_of(query: str) -> str:
    """Return A or B."""
    return "AB"[hashlib.md5(query.encode(), usedforsecurity=False).digest()[0] & 1]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def measure(engine: Candidate, queries: list[dict[str, str]], grades: Qrels) -> Figures:
    """Ask every judged query."""
    judged = [query for query in queries if query["_id"] in grades]
    started = time.perf_counter()
    found = {query["_id"]: engine.top(query["text"]) for query in judged}
    each = (time.perf_counter() - started) / len(judged) * 1e3
    gains = {query: ndcg(answer, grades[query]) for query, answer in found.items()}
    ranks = [reciprocal_rank(answer, grades[query]) for query, answer in found.items()]
    return Figures(gains, _mean(ranks), each)


def compare(folder: Path, with_ablation: bool) -> None:
    """Print one row for every query file and engine, the best other engine first known."""
    documents, grades = list(lines(folder / "corpus.jsonl")), judgements(folder / "qrels.tsv")
    files = sorted(folder.glob("queries*.jsonl"))
    peers: dict[str, Candidate] = {
        "tantivy + rjieba": Tantivy(),
        "SQLite FTS5 + rjieba": Fts5(),
        "bm25s + rjieba, folded": Bm25s(folded_words),
        "bm25s, character pairs, folded": Bm25s(all_pairs),
    }
    best: dict[str, Figures] = {}
    for name, peer in peers.items():
        with tempfile.TemporaryDirectory() as work:
            peer.build(documents, Path(work))
            for file in files:
                figures = measure(peer, list(lines(file)), grades)
                row(folder.name, file.stem, name, figures, None)
                if file.stem not in best or figures.mean("B") > best[file.stem].mean("B"):
                    best[file.stem] = figures
    ours = Ours()
    with tempfile.TemporaryDirectory() as work:
        ours.build(documents, Path(work))
        for file in files:
            queries = list(lines(file))
            for ours.prior, name in ((False, "searchlib --no-prior"), (True, "**searchlib**")):
                figures = measure(ours, queries, grades)
                row(folder.name, file.stem, name, figures, best[file.stem])
        half = [query for query in lines(files[0]) if half_of(query["_id"]) == "B"]
        for name, change in ABLATION.items() if with_ablation else ():
            with change():
                row(folder.name, files[0].stem, name, measure(ours, half, grades), None)


def all_pairs(text: str) -> list[str]:
    """Pairs of characters, every occurrence."""
    return pairs_of(text)


def row(dataset: str, queries: str, name: str, figures: Figures, best: Figures | None) -> None:
    """Print one row."""
    cells = [dataset, queries, name, *(f"{figures.mean(half):.4f}" for half in ("A", "B", "AB"))]
    cells += [f"{figures.mrr:.4f}", f"{figures.milliseconds:.1f}"]
    cells += (
        [f"{figures.mean('B') / best.mean('B') - 1:+.1%}", f"{figures.p(best):.0e}"] if best else ["", ""]
    )
    print("| " + " | ".join(cells) + " |", flush=True)


@contextmanager
def scored_without(**left_out: object) -> Iterator[None]:
    """Leave parts of what the last tier is scored by out."""
    search = EmbeddedEngine.search

    def reduced(engine: EmbeddedEngine, request: EngineRequest) -> Matches:
        scoring = request.scoring
        return search(
            engine, replace(request, scoring=replace(scoring, **left_out) if scoring.pool else scoring)
        )

    with mock.patch.object(EmbeddedEngine, "search", reduced):
        yield


ABLATION = {
    "without words": lambda: scored_without(words=(), late_words=()),
    "without pairs": lambda: scored_without(pairs=()),
    "without characters": lambda: scored_without(characters=()),
    "without documents": lambda: mock.patch.object(passes, "DOCUMENT_WEIGHT", 0.0),
    "without titles": lambda: mock.patch.object(passes, "POOL_CONTEXT_WEIGHT", 0.0),
    "pool of 200": lambda: scored_without(pool=200),
    "prior twice as strong": lambda: mock.patch.object(passes, "PRIOR_WEIGHT", 0.2),
}


def main(root: str, *datasets: str) -> None:
    """Compare on every dataset."""
    print("| dataset | queries | engine | A | B | nDCG@10 | MRR@10 | ms | B against best | p |")
    print("|---" * 10 + "|")
    names = [name for name in datasets if not name.startswith("--")]
    folders = [Path(root) / name for name in names] or sorted(p for p in Path(root).iterdir() if p.is_dir())
    for folder in folders:
        compare(folder, "--ablation" in datasets)


if __name__ == "__main__":
    main(*sys.argv[1:])
