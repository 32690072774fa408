"""The two indices of a generation: their fields and settings.

``NAME-clauses`` has one entry for each clause, over several shards::

    t, h, tt        key of text, headings, title: one token a character, with positions   exact text, nearness
    words, cwords   terms of the text; of headings and title                              words, completions
    w, c, p         terms of the text; of headings and title; pairs of characters         bounds of scores
    meta, day       values that filters compare                                           filters
    dsort, doc, ord the corpus order: day (unknown last), document id, ordinal            order
    seq, docno      numbers of the record and of its document
    n, nw, nc       lengths: characters, words, words of headings and title
    k, hk, tk       the keys, to be read
    f, g            how often each term is in the text; in headings and title
    row             what is given back

``w``, ``c`` and ``p`` are ``rank_features``: a term's value is ``tf / (1 - b + b * length / scale)``, from
which OpenSearch computes ``value / (value + K1)``, the BM25 of :mod:`searchlib.engine.base` but for the
inverse document frequency. So no score of OpenSearch depends on its own statistics, which count deleted
entries and round lengths.

``NAME-documents`` has one entry for each document: its row, the metadata of its first clause, and in ``w``
how often each word is in it, in digits of base :data:`DIGIT_BASE`, which a ``rank_features`` field keeps
exactly.
"""

from __future__ import annotations

from typing import Any

VERSION = 1
"""Of the fields below; an index of another version is built anew."""

DIGIT_BASE = 512
"""A ``rank_features`` value has nine significant bits, so that whole numbers below this are exact."""

RECORD_BITS = 24
"""A record's number is the number of its document, shifted by this, and its place in the document."""

_TEXT = {
    "type": "text",
    "analyzer": "whitespace",
    "norms": False,
    "index_phrases": True,
    "similarity": "boolean",
}
_GIVEN = {"type": "keyword", "index": False, "doc_values": False}
_STORED = {**_GIVEN, "store": True}
_FEATURES = {"type": "rank_features"}
_NUMBER = {"type": "integer"}
_LONG = {"type": "long"}

_CLAUSES: dict[str, Any] = {
    **dict.fromkeys(("t", "h", "tt"), _TEXT),
    "words": {"type": "keyword"},
    "cwords": {"type": "keyword", "doc_values": False},
    **dict.fromkeys(("w", "c", "p"), _FEATURES),
    "meta": {"type": "keyword", "doc_values": False},
    **dict.fromkeys(("day", "dsort", "ord", "n", "nw", "nc"), _NUMBER),
    "doc": {"type": "keyword"},
    **dict.fromkeys(("seq", "docno"), _LONG),
    **dict.fromkeys(("k", "hk", "tk", "f", "g"), _STORED),
    "row": _GIVEN,
}
_DOCUMENTS: dict[str, Any] = {
    "w": _FEATURES,
    "doc": {"type": "keyword"},
    **dict.fromkeys(("day", "dsort"), _NUMBER),
    **dict.fromkeys(("docno", "nw", "clauses"), _LONG),
    **dict.fromkeys(("row", "values"), _GIVEN),
}


def clauses_body(shards: int) -> dict[str, Any]:
    """Return settings and fields of the index of clauses, as it is built."""
    return _body(_CLAUSES, ("row",), shards)


def documents_body() -> dict[str, Any]:
    """Return settings and fields of the index of documents, as it is built."""
    return _body(_DOCUMENTS, ("row", "values"), 1)


def _body(fields: dict[str, Any], given: tuple[str, ...], shards: int) -> dict[str, Any]:
    return {
        "settings": {
            "index.number_of_shards": shards,
            "index.number_of_replicas": 0,
            "index.refresh_interval": "-1",
        },
        "mappings": {
            "dynamic": "strict",
            # What is written before it is flushed stands in the log of the shard, and copies are made of
            # files that are complete; so nothing needs the whole entry a second time.
            "_source": {"includes": list(given), "recovery_source_enabled": False},
            "_meta": {"searchlib": VERSION},
            "properties": fields,
        },
    }
