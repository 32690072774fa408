"""Single analysed clauses as a batch, for whoever has them one by one."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence

from searchlib.model import AnalyzedBatch, AnalyzedClause, Document, Terms


def batch_of(clauses: Sequence[AnalyzedClause]) -> AnalyzedBatch:
    """The clauses column by column; raises ValueError for one that is given with another's document."""
    documents: dict[str, Document] = {}
    numbers: dict[str, int] = {}
    for analyzed in clauses:
        clause, document = analyzed.clause, analyzed.document
        if clause.document_id != document.id:
            raise ValueError(f"clause {clause.id} was given with document {document.id}")
        documents.setdefault(document.id, document)
        numbers.setdefault(document.id, len(numbers))
    contexts: dict[tuple[tuple[str, ...], str, str, tuple[str, ...]], int] = {}
    contexts_of = array("I")
    for own in clauses:
        context = (own.clause.headings, own.headings, own.title, own.context_words)
        contexts_of.append(contexts.setdefault(context, len(contexts)))
    places, at = array("I"), 0
    for own in clauses:
        places.extend([at + place for place in (range(len(own.text)) if own.places is None else own.places)])
        at += len(own.clause.text) + 1
        places.append(at - 1)
    return AnalyzedBatch(
        documents=list(documents.values()),
        clauses=[own.clause for own in clauses],
        owners=array("I", [numbers[own.document.id] for own in clauses]),
        ordinals=array("I", [own.ordinal for own in clauses]),
        days=array("I", [own.day for own in clauses]),
        lengths=array("I", [len(own.text) for own in clauses]),
        originals="\0".join([*(own.clause.text for own in clauses), ""]),
        texts="\0".join([*(own.text for own in clauses), ""]),
        places=places,
        words=_terms([own.words for own in clauses]),
        contexts=[(printed, headings, title) for printed, headings, title, _ in contexts],
        contexts_of=contexts_of,
        context_words=_terms([words for *_, words in contexts]),
        metadata=[own.metadata for own in clauses],
        document_metadata=[()] * len(documents),
    )


def _terms(texts: Sequence[tuple[str, ...]]) -> Terms:
    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    numbers = array("I")
    for words in texts:
        numbers.extend(map(vocabulary.__getitem__, words))
    return Terms(list(vocabulary), numbers, array("I", map(len, texts)))
