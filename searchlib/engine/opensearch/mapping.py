"""The two indices of a generation: their fields and settings.

``NAME-clauses`` has one entry for each clause, over several shards::

    t, h, tt        key of text, headings, title: one token a character, with positions   exact text, nearness
    words, cwords   terms of the text; of headings and title                              words, completions
    w, c, p         terms of the text; of headings and title; pairs of characters         bounds of scores
    meta, day       values that filters compare                                           filters
    dsort, doc, ord the corpus order: day (unknown last), document id, ordinal            order
    seq, docno      numbers of the record and of its document
    n, nw, nc       lengths: characters, words, words of headings and title
    k, hk, tk, row  keys and what is given back; not indexed

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
_STORED = {"type": "keyword", "index": False, "doc_values": False}
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
    **dict.fromkeys(("k", "hk", "tk", "row"), _STORED),
}
_DOCUMENTS: dict[str, Any] = {
    "w": _FEATURES,
    "doc": {"type": "keyword"},
    **dict.fromkeys(("day", "dsort"), _NUMBER),
    **dict.fromkeys(("docno", "nw"), _LONG),
    **dict.fromkeys(("row", "values"), _STORED),
}
_NOT_KEPT = ("t", "h", "tt", "words", "cwords", "p", "meta")
"""Fields of a clause that are looked up and never read."""


def clauses_body(shards: int) -> dict[str, Any]:
    """Return settings and fields of the index of clauses, as it is built."""
    return _body(_CLAUSES, _NOT_KEPT, shards)


def documents_body() -> dict[str, Any]:
    """Return settings and fields of the index of documents, as it is built."""
    return _body(_DOCUMENTS, ("w",), 1)


def _body(fields: dict[str, Any], not_kept: tuple[str, ...], shards: int) -> dict[str, Any]:
    return {
        "settings": {
            "index.number_of_shards": shards,
            "index.number_of_replicas": 0,
            "index.refresh_interval": "-1",
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"excludes": list(not_kept)},
            "_meta": {"searchlib": VERSION},
            "properties": fields,
        },
    }
