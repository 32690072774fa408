"""Many clauses analysed at once give what each gives by itself, to the byte of the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.corpus.identity import with_id
from searchlib.engine.choose import chosen_engine
from searchlib.model import AnalyzedClause, Clause, Document, SourceMap
from searchlib.text.analyzer import Analyzer
from searchlib.text.separator import separator
from tests.support.engines import analyzed_clause, build

CHINESE = ("两洋铁路", "兩洋鐵路", "手鍊", "乾隆年間的乾旱", "ＡＰＥＣ２０", "的")
PIECES = (*CHINESE, "。", "\n", "\r", "\0", "A1", "\ud800", "\ufdd0", "𠮷")
TEXT = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
DOCUMENTS = st.lists(st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=2)), max_size=4), max_size=3)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    """One dictionary for all."""
    return Analyzer(("两洋铁路",))


def _documents(rows: list[list[tuple[str, list[str]]]], title: str) -> list[Document]:
    documents = []
    for number, clauses in enumerate(rows):
        name = f"文件-{number}"
        made = tuple(
            Clause(name, f"{at}.{number}", text, None, tuple(headings), SourceMap(((0, 9, 1),), len(text)))
            for at, (text, headings) in enumerate(clauses)
        )
        documents.append(Document(name, title, date=date(2015, 5, 22), parties=("CN",), clauses=made))
    return documents


def _one_by_one(analyzer: Analyzer, documents: list[Document]) -> Iterator[AnalyzedClause]:
    heads = analyzer.batch(documents).documents
    for head, document in zip(heads, documents, strict=True):
        for ordinal, clause in enumerate(document.clauses):
            yield analyzed_clause(analyzer, clause, head, ordinal)


@given(DOCUMENTS, TEXT)
@settings(deadline=None)
def test_a_batch_has_the_texts_and_terms_of_its_clauses(
    analyzer: Analyzer, rows: list[list[tuple[str, list[str]]]], title: str
) -> None:
    """Folded texts, terms with their repetition, contexts, metadata."""
    documents = _documents(rows, title)
    batch = analyzer.batch(documents)
    at = start = taken = context_taken = 0
    contexts: list[list[str]] = []
    for count in batch.context_words.counts:
        numbers = batch.context_words.numbers[context_taken : context_taken + count]
        contexts.append([batch.context_words.terms[number] for number in numbers])
        context_taken += count
    for number, one in enumerate(_one_by_one(analyzer, documents)):
        length, count = batch.lengths[number], batch.words.counts[number]
        assert one.text == batch.texts[at : at + length]
        assert one.clause.text == batch.originals[start : start + len(one.clause.text)]
        assert one.places is not None
        assert [start + place for place in one.places] == list(batch.places[at : at + length])
        words = [batch.words.terms[each] for each in batch.words.numbers[taken : taken + count]]
        assert sorted(one.words) == sorted(words)
        context = batch.contexts_of[number]
        assert (one.clause.headings, one.headings, one.title) == batch.contexts[context]
        assert sorted(one.context_words) == sorted(contexts[context])
        owner = batch.owners[number]
        assert (one.ordinal, one.day) == (batch.ordinals[number], batch.days[number])
        assert sorted(one.metadata) == sorted(batch.metadata[number] + batch.document_metadata[owner])
        at += length + 1
        start += len(one.clause.text) + 1
        taken += count
    assert (at, start) == (len(batch.texts), len(batch.originals))
    assert taken == len(batch.words.numbers)


def test_an_index_of_batches_is_the_index_of_its_clauses(analyzer: Analyzer, tmp_path: Path) -> None:
    """Byte for byte, whichever way the engine was fed."""
    rows = [[(PIECES[at % 7] * (at % 5), [PIECES[at % 3]]) for at in range(clauses)] for clauses in range(9)]
    documents = _documents(rows, "兩洋鐵路聯合聲明")
    files = []
    for name in ("batches", "clauses"):
        folder = tmp_path / name
        folder.mkdir()
        engine = chosen_engine()
        if name == "batches":
            pairs = [documents[at : at + 2] for at in range(0, len(documents), 2)]
            engine.build_index(folder, [engine.gather_batch(analyzer.batch(pair)) for pair in pairs])
        else:
            build(folder, _one_by_one(analyzer, documents))
        files.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert files[0] == files[1]


def test_what_stands_between_texts_is_in_none_of_them() -> None:
    """And where every candidate is taken, there is none."""
    taken = "".join(map(chr, range(0xFDD0, 0xFDF0)))
    assert separator("甲乙") not in (None, "甲", "乙")
    assert separator(taken[:-1]) == taken[-1]
    assert separator(taken) is None


def test_texts_that_hold_every_separator_are_analysed_one_by_one(analyzer: Analyzer) -> None:
    """Nothing is lost or run together."""
    taken = "".join(map(chr, range(0xFDD0, 0xFDF0)))
    documents = _documents([[(f"两国{taken}", []), ("手鍊国会", [])]], "")
    batch = analyzer.batch(documents)
    ones = list(_one_by_one(analyzer, documents))
    found = [batch.words.terms[number] for number in batch.words.numbers]
    assert found == [word for one in ones for word in one.words]
    assert list(batch.words.counts) == [len(one.words) for one in ones]


@given(DOCUMENTS, st.permutations(["甲", "乙", "文件-1"]))
@settings(deadline=None)
def test_a_renamed_batch_is_that_of_renamed_documents(
    analyzer: Analyzer, rows: list[list[tuple[str, list[str]]]], names: list[str]
) -> None:
    """Other ids change what an id changes, and that as if the documents had had them from the start."""
    engine = chosen_engine()
    documents = _documents(rows, "兩洋鐵路聯合聲明")
    documents = [with_id(document, "文件") for document in documents]  # copies begin with the same id
    renamed = [with_id(document, name) for document, name in zip(documents, names, strict=False)]
    expected = analyzer.batch(renamed)
    part = engine.gather_batch(analyzer.batch(documents)) if expected.clauses else None
    if part is None:
        return

    found = engine.rename_documents(part, expected.documents, "document")

    assert _plain(engine.gather_batch(expected)) == _plain(found)


def _plain(value: object) -> object:
    """Arrays as lists, so that buffers can be compared."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value.tolist() if isinstance(value, np.ndarray) else value
