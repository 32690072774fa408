"""Relevance of the first ten hits: nDCG@10 and MRR@10 beside other engines, in one run.

usage: python bench/relevance.py IR_FOLDER [DATASET ...]

A dataset is a folder in the BEIR layout: corpus.jsonl, qrels.tsv and one or more queries*.jsonl. Every engine
indexes title and text of the same documents and answers the same queries; a document is one clause. nDCG uses
gain 2^grade - 1 and log2 discount (Järvelin and Kekäläinen 2002); MRR is the reciprocal rank of the first
relevant document among the ten.
"""

from __future__ import annotations

import json
import math
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import rjieba
import tantivy

import searchlib

DEPTH = 10
Qrels = dict[str, dict[str, int]]


class Candidate(Protocol):
    """The interface of an engine under test."""

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """Index the documents."""

    def top(self, query: str) -> list[str]:
        """Return the ids of the first ten documents."""


class Ours:
    """This project, through its public interface."""

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """Index each document as one clause."""
        made = (
            searchlib.Document(d["_id"], d["title"], clauses=(searchlib.Clause(d["_id"], "1", d["text"]),))
            for d in documents
        )
        searchlib.build_documents(made, folder)
        self._library = searchlib.open(folder)

    def top(self, query: str) -> list[str]:
        """Return the ids from all tiers, in the order in which a reader sees them."""
        return [hit.document.id for hit in self._library.search(query, limit=DEPTH)]


class Tantivy:
    """tantivy over rjieba words, BM25."""

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """Index title and text in one field, words separated by spaces."""
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
        """Search for any of the words."""
        terms = [tantivy.Query.term_query(self._index.schema, "text", word) for word in words(query)]
        any_term = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return [
            self._searcher.doc(address)["id"][0] for _, address in self._searcher.search(any_term, DEPTH).hits
        ]


class Fts5:
    """SQLite FTS5 over rjieba words, BM25."""

    def build(self, documents: list[dict[str, str]], folder: Path) -> None:
        """Index title and text in one column."""
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.execute("create virtual table t using fts5(id unindexed, text, tokenize='unicode61')")
        rows = ((document["_id"], " ".join(words(whole(document)))) for document in documents)
        self._db.executemany("insert into t values (?, ?)", rows)
        self._db.commit()

    def top(self, query: str) -> list[str]:
        """Search for any of the words."""
        terms = " OR ".join('"' + word.replace('"', '""') + '"' for word in words(query))
        rows = self._db.execute(f"select id from t where t match ? order by rank limit {DEPTH}", [terms])
        return [row[0] for row in rows]


def whole(document: dict[str, str]) -> str:
    """Return the text that the peers index."""
    return f"{document['title']} {document['text']}"


def words(text: str) -> list[str]:
    """Return the search-mode words without punctuation."""
    return [word for word in rjieba.cut_for_search(text) if any(map(str.isalnum, word))]


def lines(path: Path) -> Iterable[dict[str, str]]:
    """Yield the objects of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def judgements(path: Path) -> Qrels:
    """Return query id → document id → grade."""
    grades: Qrels = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        grades[query][document] = int(grade)
    return grades


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """Return the normalised discounted cumulative gain of the first ten."""

    def gain(ordered: list[int]) -> float:
        return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(ordered[:DEPTH]))

    ideal = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(document, 0) for document in found]) / ideal if ideal else 0.0


def reciprocal_rank(found: list[str], grades: dict[str, int]) -> float:
    """Return one over the rank of the first relevant document."""
    return next((1 / (rank + 1) for rank, document in enumerate(found) if grades.get(document)), 0.0)


def measure(engine: Candidate, queries: list[dict[str, str]], grades: Qrels) -> tuple[float, float, float]:
    """Return mean nDCG@10, mean MRR@10, and milliseconds a query."""
    judged = [query for query in queries if query["_id"] in grades]
    started = time.perf_counter()
    found = [engine.top(query["text"]) for query in judged]
    each = (time.perf_counter() - started) / len(judged) * 1e3
    pairs = [(answer, grades[query["_id"]]) for answer, query in zip(found, judged, strict=True)]
    mean = [sum(score(*pair) for pair in pairs) / len(pairs) for score in (ndcg, reciprocal_rank)]
    return mean[0], mean[1], each


def main(root: str, *datasets: str) -> None:
    """Print one row for every dataset, query file and engine."""
    print(f"| dataset | queries | engine | nDCG@10 | MRR@10 | build s | ms a query |\n{'|---' * 7}|")
    for folder in [Path(root) / name for name in datasets] or sorted(
        p for p in Path(root).iterdir() if p.is_dir()
    ):
        documents, grades = list(lines(folder / "corpus.jsonl")), judgements(folder / "qrels.tsv")
        for name, engine in (
            ("searchlib", Ours()),
            ("tantivy + rjieba", Tantivy()),
            ("SQLite FTS5 + rjieba", Fts5()),
        ):
            with tempfile.TemporaryDirectory() as work:
                started = time.perf_counter()
                engine.build(documents, Path(work))
                seconds = time.perf_counter() - started
                for queries in sorted(folder.glob("queries*.jsonl")):
                    found = measure(engine, list(lines(queries)), grades)
                    row = (
                        folder.name,
                        queries.stem,
                        name,
                        *(f"{x:.3f}" for x in found[:2]),
                        f"{seconds:.1f}",
                        f"{found[2]:.2f}",
                    )
                    print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
