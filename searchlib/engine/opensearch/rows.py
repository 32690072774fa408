"""From a batch of analysed clauses to entries of the two indices.

Workers prepare whatever takes long; what depends on the whole index (numbers of documents, average lengths,
ids that clash) is put in when the entries are written. Terms are grouped by their frequency, because terms of
one frequency in one clause have the same value.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

from searchlib.engine.embedded.segment.stored import encode_clause, encode_document
from searchlib.engine.opensearch.encoding import (
    feature,
    key_tokens,
    keyword,
    metadata_value,
    restored,
    stored,
)
from searchlib.engine.opensearch.mapping import DIGIT_BASE, RECORD_BITS
from searchlib.engine.opensearch.remote import Scales, Sums
from searchlib.model import AnalyzedBatch, Document, FilterValues, Terms

UNDATED = 10**9
"""Sorts documents without a date last."""

Groups = tuple[tuple[int, tuple[str, ...]], ...]
"""Names of features by frequency."""

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause: its ordinal, day and lengths (characters, words, words of headings and title), its metadata,
    its other fields as JSON members, and the terms of ``w``, ``c`` and ``p``."""

    ordinal: int
    day: int
    lengths: tuple[int, int, int]
    metadata: FilterValues
    members: str
    terms: tuple[Groups, Groups, Groups]


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """A document without clauses, and its clauses in order; ``words`` are the terms of all of them."""

    document: Document
    clauses: tuple[ClauseRow, ...]
    words: Groups

    def sums(self) -> Sums:
        """Return what it adds to the sums of the index."""
        lengths = [each.lengths for each in self.clauses]
        characters, words, context_words = map(sum, zip(*lengths, strict=True))
        return Sums(len(self.clauses), 1, characters, words, context_words)

    def digits(self) -> int:
        """Return how many digits the greatest frequency of a word has."""
        return max((len(_digits(frequency)) for frequency, _ in self.words), default=1)


GatheredRows = tuple[DocumentRows, ...]
"""A batch."""


def gathered_rows(batch: AnalyzedBatch) -> GatheredRows:
    """Make a batch ready; raises ValueError for a metadata name that contains NUL."""
    words, contexts = list(_counted(batch.words)), list(_counted(batch.context_words))
    context_terms = [_groups(counts, batch.context_words.terms) for counts in contexts]
    context_members = [_context_members(*each) for each in batch.contexts]
    context_keywords = [
        f'"cwords":{_keywords(counts, batch.context_words.terms)},'
        f'"g":{_frequencies(counts, batch.context_words.terms)}'
        for counts in contexts
    ]
    starts = list(accumulate(batch.lengths, lambda at, length: at + length + 1, initial=0))
    found: dict[int, list[ClauseRow]] = {}
    whole: dict[int, Counter[int]] = {}
    originals = _pieces(batch.originals, [len(clause.text) for clause in batch.clauses])
    for number, (clause, original) in enumerate(zip(batch.clauses, originals, strict=True)):
        owner, context = batch.owners[number], batch.contexts_of[number]
        key = batch.texts[starts[number] : starts[number] + batch.lengths[number]]
        printed = batch.contexts[context][0]
        row = _to_json([encode_clause(clause).decode("utf-8", "surrogatepass"), printed, original])
        members = ",".join(
            (
                f'"t":{_to_json(key_tokens(key))},"k":{_to_json(stored(key))}',
                f'"words":{_keywords(words[number], batch.words.terms)}',
                f'"f":{_frequencies(words[number], batch.words.terms)}',
                context_keywords[context],
                context_members[context],
                f'"row":{_to_json(stored(row))}',
            )
        )
        metadata = (*batch.metadata[number], *batch.document_metadata[owner])
        if any("\0" in name for name, _ in metadata):
            raise ValueError(f"a metadata name of {clause.id} contains NUL")
        whole.setdefault(owner, Counter()).update(words[number])
        lengths = (len(key), sum(words[number].values()), sum(contexts[context].values()))
        terms = (_groups(words[number], batch.words.terms), context_terms[context], _pairs(key))
        found.setdefault(owner, []).append(
            ClauseRow(batch.ordinals[number], batch.days[number], lengths, metadata, members, terms)
        )
    return tuple(
        DocumentRows(
            replace(batch.documents[owner], clauses=()),
            tuple(sorted(rows, key=_ordinal)),
            _groups(whole[owner], batch.words.terms),
        )
        for owner, rows in found.items()
    )


def renamed(rows: GatheredRows, documents: Sequence[Document], name: str) -> GatheredRows:
    """Return ``rows`` with the ids of ``documents``, those of the batch in order; ``name`` is the metadata
    that holds the id."""
    ids = iter(documents)
    found = []
    for own in rows:
        document = replace(next(ids), clauses=())
        clauses = tuple(
            replace(each, metadata=_renamed(each.metadata, name, document.id)) for each in own.clauses
        )
        found.append(replace(own, document=document, clauses=clauses))
    return tuple(found)


def entries(
    rows: Iterable[DocumentRows], scales: Scales, first_document: int, clauses: str, documents: str
) -> Iterator[bytes]:
    """Yield the entries of documents for the bulk interface.

    ``first_document`` is the number of the first one; ``clauses`` and ``documents`` are the indices.
    """
    for docno, own in enumerate(rows, first_document):
        for entry in _entries_of(own, scales, docno, clauses, documents):
            yield entry.encode("utf-8")


def record_number(docno: int, place: int) -> int:
    """Return the number of the record at ``place`` of a document."""
    return docno << RECORD_BITS | place


def frequencies_in(written: str) -> dict[str, int]:
    """Return the frequencies of terms that stand in ``f`` or ``g``."""
    groups = json.loads(restored(written))
    return {term: frequency for frequency, terms in groups for term in terms}


def digit_name(name: str, digit: int) -> str:
    """Return the name of a digit of a frequency; the lowest one has that of the term."""
    return f"{name}_d{digit}" if digit else name


def _entries_of(own: DocumentRows, scales: Scales, docno: int, clauses: str, documents: str) -> Iterator[str]:
    quoted = _to_json(keyword(own.document.id))
    averages = (scales.words, scales.context_words, scales.characters)
    for place, clause in enumerate(own.clauses):
        seq = record_number(docno, place)
        characters, words, context_words = clause.lengths
        measured = zip("wcp", clause.terms, (words, context_words, characters), averages, strict=True)
        features = ",".join(
            f'"{field}":{_features(groups, _norm(length, scale, scales.b))}'
            for field, groups, length, scale in measured
        )
        meta = [metadata_value(name, value) for name, values in clause.metadata for value in values]
        yield (
            f'{{"index":{{"_index":"{clauses}","_id":"{seq}"}}}}\n'
            f'{{"seq":{seq},"docno":{docno},"doc":{quoted},"ord":{clause.ordinal},"day":{clause.day},'
            f'"dsort":{clause.day or UNDATED},"n":{characters},"nw":{words},"nc":{context_words},'
            f'"meta":{_to_json(meta)},{clause.members},{features}}}\n'
        )
    first = own.clauses[0]
    values = _to_json(stored(_to_json(first.metadata)))
    row = _to_json(stored(encode_document(own.document).decode("utf-8", "surrogatepass")))
    length = sum(clause.lengths[1] for clause in own.clauses)
    yield (
        f'{{"index":{{"_index":"{documents}","_id":"{docno}"}}}}\n'
        f'{{"docno":{docno},"doc":{quoted},"day":{first.day},"dsort":{first.day or UNDATED},"nw":{length},'
        f'"clauses":{len(own.clauses)},"row":{row},"values":{values},"w":{_digit_features(own.words)}}}\n'
    )


def _features(groups: Groups, norm: float) -> str:
    """Return the terms with their values as a JSON object."""
    members = []
    for frequency, names in groups:
        value = _value(frequency, norm)
        between = f'":{value},"'
        members.append(f'"{between.join(names)}":{value}')
    return f"{{{','.join(members)}}}"


@lru_cache(1 << 16)
def _value(frequency: int, norm: float) -> str:
    """Return ``frequency / norm``, rounded up in the fifth digit: bounds must not be too low."""
    return f"{frequency / norm * (1 + 6e-5):.5g}"


def _norm(length: int, scale: float, b: float) -> float:
    return 1 - b + b * length / scale


def _digit_features(groups: Groups) -> str:
    members = [
        f'"{digit_name(name, place)}":{digit}'
        for frequency, names in groups
        for place, digit in enumerate(_digits(frequency))
        if digit
        for name in names
    ]
    return f"{{{','.join(members)}}}"


def _ordinal(row: ClauseRow) -> int:
    return row.ordinal


def _digits(frequency: int) -> list[int]:
    """Return the digits of a frequency, the lowest first."""
    found = []
    while frequency:
        frequency, digit = divmod(frequency, DIGIT_BASE)
        found.append(digit)
    return found


def _counted(terms: Terms) -> Iterator[Counter[int]]:
    """Yield for each text its term numbers, counted."""
    edges = accumulate(terms.counts, initial=0)
    for start, end in pairwise(edges):
        yield Counter(terms.numbers[start:end])


def _groups(counts: Counter[int], terms: Sequence[str]) -> Groups:
    by_frequency: dict[int, list[str]] = {}
    for number, frequency in counts.items():
        by_frequency.setdefault(frequency, []).append(feature(terms[number]))
    return tuple((frequency, tuple(names)) for frequency, names in by_frequency.items())


def _pairs(key: str) -> Groups:
    """Return every character with the next one, by how many places it begins at."""
    by_frequency: dict[int, list[str]] = {}
    for pair, frequency in Counter(map("".join, pairwise(key))).items():
        by_frequency.setdefault(frequency, []).append(feature(pair))
    return tuple((frequency, tuple(names)) for frequency, names in by_frequency.items())


def _keywords(counts: Counter[int], terms: Sequence[str]) -> str:
    return _to_json([keyword(terms[number]) for number in counts])


def _frequencies(counts: Counter[int], terms: Sequence[str]) -> str:
    by_frequency: dict[int, list[str]] = {}
    for number, frequency in counts.items():
        by_frequency.setdefault(frequency, []).append(terms[number])
    return _to_json(stored(_to_json(list(by_frequency.items()))))


def _context_members(_: Any, headings: str, title: str) -> str:
    return (
        f'"h":{_to_json(key_tokens(headings))},"tt":{_to_json(key_tokens(title))},'
        f'"hk":{_to_json(stored(headings))},"tk":{_to_json(stored(title))}'
    )


def _pieces(joined: str, lengths: Iterable[int]) -> Iterator[str]:
    at = 0
    for length in lengths:
        yield joined[at : at + length]
        at += length + 1


def _renamed(metadata: FilterValues, name: str, identifier: str) -> FilterValues:
    return tuple((own, (identifier,)) if own == name else (own, values) for own, values in metadata)
