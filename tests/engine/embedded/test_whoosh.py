"""A built index is a Whoosh index: its readers, searchers, columns and query parser work on it."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
import whoosh.index
from whoosh import fields, query
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser

from searchlib.engine.embedded import build_index
from searchlib.engine.embedded.whoosh import writer
from searchlib.engine.embedded.whoosh.codec import ArrayCodec
from searchlib.engine.embedded.whoosh.schema import PairTokenizer
from searchlib.model import AnalyzedClause
from tests.support.engines import gather

ClausesOf = Callable[..., list[AnalyzedClause]]


@pytest.fixture(scope="module")
def clauses(clauses_of: ClausesOf) -> list[AnalyzedClause]:
    """Some clauses, in the order they are added."""
    return clauses_of(random.Random(21), 25)


@pytest.fixture(scope="module", params=[10**6, 400])
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clauses: list[AnalyzedClause]
) -> whoosh.index.FileIndex:
    """An index of them opened by Whoosh, of one segment and of several."""
    folder = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "SEGMENT_SIZE", request.param)
        build_index(folder, gather(clauses, 200))
    return whoosh.index.open_dir(str(folder))


def test_terms_and_frequencies_are_those_of_the_clauses(
    index: whoosh.index.FileIndex, clauses: list[AnalyzedClause]
) -> None:
    """The lexicon is in byte order, and every posting has its frequency."""
    with index.reader() as reader:
        expected: dict[str, dict[int, int]] = {}
        for number, clause in enumerate(clauses):
            for term, count in Counter(clause.words).items():
                expected.setdefault(term, {})[number] = count
        terms = sorted(expected)
        assert [term.encode("utf-8", "surrogatepass") for term in terms] == list(reader.lexicon("words"))
        for term in terms:
            key = term.encode("utf-8", "surrogatepass")
            matcher, found = reader.postings("words", key), {}
            while matcher.is_active():
                found[matcher.id()] = matcher.value_as("frequency")
                matcher.next()
            assert expected[term] == found
            assert len(found) == reader.doc_frequency("words", key)
            assert sum(found.values()) == reader.frequency("words", key)


def test_lengths_are_exact(index: whoosh.index.FileIndex, clauses: list[AnalyzedClause]) -> None:
    """Field lengths are not rounded to a byte."""
    with index.reader() as reader:
        lengths = [len(clause.words) for clause in clauses]
        assert lengths == [reader.doc_field_length(number, "words") for number in range(len(clauses))]
        assert sum(lengths) == reader.field_length("words")
        assert (min(lengths), max(lengths)) == (
            reader.min_field_length("words"),
            reader.max_field_length("words"),
        )


@pytest.mark.parametrize("field", ["text", "headings", "title"])
def test_phrases_of_pairs_are_substrings(
    index: whoosh.index.FileIndex, clauses: list[AnalyzedClause], field: str
) -> None:
    """Whoosh's phrase query over neighbouring pairs finds what contains the string."""
    with index.searcher() as searcher:
        for text in {getattr(clause, field)[:4] for clause in clauses if len(getattr(clause, field)) > 3}:
            pairs = [text[at : at + 2] for at in range(len(text) - 1)]
            expected = [number for number, own in enumerate(clauses) if text in getattr(own, field)]
            found = searcher.search(query.Phrase(field, pairs), limit=None)
            assert expected == sorted(hit.docnum for hit in found)


def test_stored_values_and_columns_are_there(
    index: whoosh.index.FileIndex, clauses: list[AnalyzedClause]
) -> None:
    """Stored texts come back, and results can be sorted by day."""
    with index.searcher() as searcher:
        assert [clause.text for clause in clauses] == [
            searcher.stored_fields(number)["text"] for number in range(len(clauses))
        ]
        for reverse in (False, True):
            days = [
                clauses[hit.docnum].day
                for hit in searcher.search(query.Every(), limit=None, sortedby="day", reverse=reverse)
            ]
            assert sorted(days, reverse=reverse) == days


def test_the_query_parser_knows_the_fields(
    index: whoosh.index.FileIndex, clauses: list[AnalyzedClause]
) -> None:
    """Parsed words find clauses."""
    parsed = QueryParser("words", index.schema).parse("铁路 AND 人民")
    with index.searcher() as searcher:
        found = {hit.docnum for hit in searcher.search(parsed, limit=None)}
    assert {number for number, own in enumerate(clauses) if {"铁路", "人民"} <= set(own.words)} == found


def test_pairs_have_offsets() -> None:
    """The tokenizer gives positions and offsets of every character."""
    tokens = [
        (token.text, token.pos, token.startchar, token.endchar)
        for token in PairTokenizer()("铁路𠮷", positions=True, chars=True, start_pos=5, start_char=7)
    ]
    assert [("铁路", 5, 7, 9), ("路𠮷", 6, 8, 10), ("𠮷", 7, 9, 10)] == tokens


def test_ordinary_documents_keep_their_values() -> None:
    """Through Whoosh's own writer the codec keeps boosts, positions and stored values."""
    schema = fields.Schema(body=fields.TEXT(stored=True), size=fields.NUMERIC(stored=True, sortable=True))
    index = RamStorage().create_index(schema)
    with index.writer(codec=ArrayCodec()) as ordinary:
        ordinary.add_document(body="alfa bravo alfa", size=3, _body_boost=1.5)
        ordinary.add_document(body="bravo charlie")
        ordinary.add_document(size=7)
    with index.reader() as reader:
        assert [1.5, 1.0] == list(_weights(reader, "bravo"))
        assert reader.postings("body", "alfa").value_as("positions") == [0, 2]
        assert reader.term_info("body", "alfa").weight() == 3.0
        assert [{"body": "alfa bravo alfa", "size": 3}, {"body": "bravo charlie"}, {"size": 7}] == list(
            reader.all_stored_fields()
        )


def _weights(reader: whoosh.index.FileIndex, term: str) -> list[float]:
    matcher = reader.postings("body", term)
    weights = []
    while matcher.is_active():
        weights.append(matcher.weight())
        matcher.next()
    return weights
