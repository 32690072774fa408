"""Examples of requests to the API: for the demo corpus, or made of what the served index holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from searchlib.model import Document, Kind, Tier
from searchlib.projects import EntryKind
from searchlib.search.cached import CachedLibrary
from searchlib.text.fields import FACETS
from searchlib.web.openapi_parts import CallExample

_WORDS = ("铁路", "合作", "合同", "规定", "关系", "发展")
"""Words that are tried before one is taken out of a text."""

_HAN = re.compile(r"[一-鿿]{12,}")
_STRETCH, _LOOKED_AT = 8, 200


@dataclass(frozen=True, slots=True)
class ApiExamples:
    """What examples are made of. ``word`` and ``phrase`` stand in the texts, ``name`` is a name that does,
    ``document`` and ``other`` are ids, ``clause`` is a path in the first, ``series`` is a country or a text
    with a lineage."""

    word: str
    phrase: str
    name: str
    project: str
    document: str
    other: str
    clause: str
    series: str

    def of(self, path: str) -> tuple[CallExample, ...]:
        """Return examples for the address ``path``, the plainest first."""
        return self._all().get(path, ())

    def _all(self) -> Mapping[str, tuple[CallExample, ...]]:
        word, clause = self.word, f"{self.document}#{self.clause}"
        return {
            "/search": ({"q": word, "limit": "3"}, {"q": word, "by": "year"}, {"q": f"{word} year:2000.."}),
            "/mentions": ({"name": self.name, "limit": "5"}, {"name": self.name, "by": "country"}),
            "/quotations": ({"text": self.phrase}, {"text": f"“{self.phrase}”", "by": "marks"}),
            "/statements": ({"limit": "3"}, {"q": word, "limit": "3"}, {"q": word, "by": "kind"}),
            "/statements/{document_id}": (
                {"document_id": self.document, "clause": self.clause, "around": "1"},
                {"document_id": self.document, "format": "bibtex"},
            ),
            "/projects": ({}, {"format": "jsonl"}),
            "/facets": ({"q": word}, {"q": word, "exact": "true"}),
            "/timeline": ({"q": word},),
            "/suggestions": ({"q": word[:1]},),
            "/kwic": (
                {"q": word, "order": "R1 L1", "limit": "5"},
                {"q": word, "show": "collocates"},
                {"q": word, "show": "spread"},
            ),
            "/dossier": ({"name": self.name, "limit": "5"},),
            "/formula": ({"text": self.phrase, "limit": "5"},),
            "/boilerplate": ({"id": clause},),
            "/names": ({"name": self.project},) if self.project else (),
            "/compare": ({"a": self.document, "b": self.other, "show": "changes"},),
            "/lineage": ({"of": self.series},) if self.series else (),
            "/openapi.json": ({},),
        }


DEMO = ApiExamples(
    word="铁路",
    phrase="奉行一个中国",
    name="两洋铁路",
    project="两洋铁路",
    document="2015-05-22-cn-pe-joint-statement",
    other="2016-09-13-cn-pe-joint-statement",
    clause="8",
    series="PE",
)
"""Examples for `corpus/`."""


def examples_of(cached: CachedLibrary) -> ApiExamples:
    """Return examples that have an answer in an index: those of the demo corpus where it is that."""
    if {DEMO.document, DEMO.other} <= cached.places.keys():
        return DEMO
    documents = sorted(_tried(cached), key=lambda document: document.date is None)
    kept = next(_with_phrase(cached, documents), None)
    if kept is None:
        return DEMO
    document, clause, phrase = kept
    word = next((each for each in _WORDS if _found(cached, each)), phrase[:2])
    mentioned = [row for row in cached.projects if row[1].occurrences]
    named = max(mentioned, key=lambda row: row[1].occurrences, default=None)
    projects = [project for project, _ in mentioned if project.kind is EntryKind.PROJECT]
    parties = [code for code, _ in cached.statistics.by_country if code != "CN"]
    series = document.id if document.kind is Kind.LAW else (parties[0] if parties else "")
    return ApiExamples(
        word=word,
        phrase=phrase,
        name=named[0].name if named else word,
        project=projects[0].name if projects else "",
        document=document.id,
        other=next((each.id for each in documents if each.id != document.id), document.id),
        clause=clause,
        series=series,
    )


def _tried(cached: CachedLibrary) -> list[Document]:
    """Return some of the newest documents."""
    return list(islice(reversed(cached.documents), _LOOKED_AT))


def _with_phrase(cached: CachedLibrary, documents: list[Document]) -> Iterator[tuple[Document, str, str]]:
    """Yield documents with the path of a clause, and a phrase of it."""
    for document in documents:
        for clause in cached.library.lookup(document.id).shown(0):
            if found := _HAN.search(clause.text):
                yield document, clause.path, found[0][:_STRETCH]


def _found(cached: CachedLibrary, word: str) -> bool:
    tallies = cached.library.tallies(word, exact=True, fields=FACETS)
    return tallies[Tier.EXACT].clauses > 0
