"""Single analysed clauses: made from clauses, put into batches, written into an index."""

from __future__ import annotations

import random
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from pathlib import Path

from searchlib.engine import embedded
from searchlib.engine.base import EngineFunctions, GatheredBatch
from searchlib.model import AnalyzedBatch, AnalyzedClause, Clause, Document, Terms
from searchlib.query.ranking import Scoring
from searchlib.text.analyzer import Analyzer
from searchlib.text.running import RunningText, key

BATCH_SIZE = 3 << 20
"""Characters and words after which a batch is gathered."""


def analyzed_clause(analyzer: Analyzer, clause: Clause, document: Document, ordinal: int) -> AnalyzedClause:
    """Everything an engine needs of one clause, by definition: each text keyed and cut by itself."""
    title = document.title or ""
    text = RunningText(clause.text)
    steps = clause.path.split(".")
    metadata = (
        ("country", document.parties),
        ("kind", (str(document.kind),)),
        ("script", (str(document.script),) if document.script else ()),
        ("publisher", (key(document.publisher),) if document.publisher else ()),
        ("level", (str(document.level),) if document.level else ()),
        ("issuer", tuple(map(key, document.issuers))),
        ("document", (document.id,)),
        ("path", tuple(".".join(steps[:depth]) for depth in range(1, len(steps) + 1))),
        ("part", ("heading",) if re.sub("[0-9~]", "", clause.path) in ("title", "h") else ()),
    )
    return AnalyzedClause(
        clause=clause,
        document=document,
        ordinal=ordinal,
        text=key(clause.text),
        headings="\n".join(map(key, clause.headings)),
        title=key(title),
        words=analyzer.words(clause.text),
        context_words=analyzer.words("。".join((*clause.headings, title))),
        metadata=metadata,
        day=int(document.date.strftime("%Y%m%d")) if document.date else 0,
        places=[text.span(at, at + 1).start for at in range(len(text.running))],
    )


def random_scoring(draw: random.Random, words: Sequence[str]) -> Scoring:
    """Some of ``words``, pairs and characters of them; no pool, one smaller than most answers, or larger."""
    terms = [(word, draw.choice((1.0, 0.5, 2.25))) for word in draw.sample(words, draw.randrange(5))]
    joined = "".join(draw.sample(words, 2))
    pairs = tuple(dict.fromkeys(map("".join, pairwise(joined))))
    return Scoring(
        words=tuple(terms[:3]),
        pairs=pairs if draw.random() < 0.6 else (),
        late_words=tuple(terms[3:]),
        characters=tuple(dict.fromkeys(joined)) if draw.random() < 0.6 else (),
        prior=draw.random() < 0.5,
        pool=draw.choice((0, 1, 7, 30, 500)),
    )


def gather(
    clauses: Iterable[AnalyzedClause], size: int = BATCH_SIZE, engine: EngineFunctions = embedded
) -> Iterator[GatheredBatch]:
    """The clauses in batches of about ``size`` characters and words each, gathered; none without clauses."""
    waiting: list[AnalyzedClause] = []
    taken = 0
    for clause in clauses:
        waiting.append(clause)
        taken += len(clause.text) + len(clause.words) + 1
        if taken >= size:
            yield engine.gather_batch(batch_of(waiting))
            waiting, taken = [], 0
    if waiting:
        yield engine.gather_batch(batch_of(waiting))


def build(folder: Path, clauses: Iterable[AnalyzedClause], engine: EngineFunctions = embedded) -> int:
    """Write an index of ``clauses`` into ``folder``; gives their number."""
    return engine.build_index(folder, gather(clauses, engine=engine))


def update(folder: Path, remove: Set[str], clauses: Iterable[AnalyzedClause]) -> int:
    """Remove documents by id and add ``clauses``; gives the number of clauses then in the index."""
    return embedded.update_index(folder, remove, gather(clauses))


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
