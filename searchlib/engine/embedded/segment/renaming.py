"""A part whose documents get other ids, without a look at their texts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from searchlib.engine.embedded.columns.arrays import Integers, narrow
from searchlib.engine.embedded.columns.lexicon import encode
from searchlib.engine.embedded.segment.buffer import Part
from searchlib.engine.embedded.segment.postings import PostingLists, metadata_term
from searchlib.engine.embedded.segment.stored import document_row
from searchlib.model import Document


def renamed(part: Part, documents: Sequence[Document], name: str) -> Part:
    """``part``, one of new clauses, with ``documents`` for its documents.

    They are the same in the same order, but for their ids; those without clauses are left out. ``name`` is
    the metadata that holds the id.
    """
    own = [document for document in documents if document.clause_count]
    return replace(
        part,
        document_ids=[document.id for document in own],
        document_rows=[document_row(document) for document in own],
        metadata=_with_ids(part.metadata, name, [document.id for document in own], part.documents),
    )


def _with_ids(lists: PostingLists, name: str, ids: Sequence[str], documents: Integers) -> PostingLists:
    """The lists with one of ``ids`` as the value of ``name`` for each record: that of its document."""
    first, last = (bisect_left(lists.terms, encode(metadata_term(name, "")[:-1] + end)) for end in "\0\1")
    order = np.argsort(documents, kind="stable")
    counts = np.bincount(documents, minlength=len(ids))
    ends = np.cumsum(counts)
    starts = ends - counts
    terms = sorted((encode(metadata_term(name, own)), number) for number, own in enumerate(ids))
    records = [order[starts[number] : ends[number]] for _, number in terms]
    low, high = int(lists.starts[first]), int(lists.starts[last])
    inner = low + np.cumsum([0, *map(len, records)])
    return PostingLists(
        terms=[*lists.terms[:first], *(term for term, _ in terms), *lists.terms[last:]],
        starts=narrow(np.concatenate((lists.starts[:first], inner[:-1], lists.starts[last:]))),
        records=np.concatenate((lists.records[:low], *records, lists.records[high:])).astype(np.uint32),
        frequencies=lists.frequencies,
        lengths=lists.lengths,
    )
