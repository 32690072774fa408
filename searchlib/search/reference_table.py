"""References: which clauses a query names by title and number, or by id.

The table of titles is made once for an open index, when a query first looks like a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from searchlib.corpus.article import part_of_article
from searchlib.engine.base import NO_SCORING, Engine, EngineRequest
from searchlib.facts.abbreviations import Abbreviations
from searchlib.facts.short_titles import spoken_titles, title_key, without_version
from searchlib.model import Document, Hit, Kind, NamedPlace, Reference, SearchRequest, Sort, Tier
from searchlib.query.ast import And, Has, Not, Query, all_of, any_of
from searchlib.query.citations import (
    SIGN,
    Article,
    Citation,
    citations,
    cited_title,
    letters,
    plain_text,
)
from searchlib.query.filters import resolve
from searchlib.query.parser import parse
from searchlib.query.planner import TierPlan
from searchlib.query.refine import choices_of, filters_of
from searchlib.search.collector import asked

_ID = re.compile("[-#]")
"""Ids have one of these."""

_MOST = 20
"""References answered in one query."""


@dataclass(frozen=True, slots=True)
class _Titles:
    """The documents by the keys of their titles and short titles, and the length of the longest key."""

    documents: dict[str, list[Document]]
    spelled: dict[str, str]
    longest: int
    abbreviated: Abbreviations


class ReferenceTable:
    """The titles of an open index. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def references(self, query: str) -> tuple[Reference, ...]:
        """Return what the keywords of ``query`` name; nothing for a query with other operators.

        Raises QueryError.
        """
        text = plain_text(parse(query))
        if text is None:
            return ()
        if _ID.search(text) and (found := self._by_id(text)):
            return (found,)
        if not SIGN.search(text):
            return ()
        cited = citations(text, self._title_of)
        return tuple(self._resolved(each) for each in list(dict.fromkeys(cited))[:_MOST])

    def full_titles(self, text: str) -> tuple[str, ...]:
        """Return the titles that ``text`` abbreviates: 刑事诉讼法 for 刑诉法."""
        return tuple(self._titles.spelled[title] for title in self._titles.abbreviated.meant(title_key(text)))

    def named(self, text: str) -> tuple[Reference, ...]:
        """Return what ``text`` names: articles or, by its title alone, a document."""
        cited = list(citations(text, self._title_of))
        if not cited and (title := cited_title(text, self._titles.documents.__contains__, 1 << 10)):
            whole = Citation(title[0], None, title[1])
            cited = [whole] if len(title_key(text)) - len(title[0]) <= len("2018年修正的") else []
        meant = () if cited else self._titles.abbreviated.meant(title_key(text))
        cited += [Citation(title, None) for title in meant]
        return tuple(self._resolved(each) for each in dict.fromkeys(cited))

    def _title_of(self, before: str) -> tuple[str, int | None] | None:
        """Return the longest title, or else the only one abbreviated, at the end of ``before``."""
        found = cited_title(before, self._titles.documents.__contains__, self._titles.longest)
        meant = () if found else self._titles.abbreviated.at_the_end(letters(before))
        return found or ((meant[0], None) if len(meant) == 1 else None)

    def listed(
        self, request: SearchRequest, plans: Sequence[TierPlan]
    ) -> tuple[tuple[Reference, ...], tuple[TierPlan, ...]]:
        """Return the references of a request, and the tiers to list: the named clauses first, and once.

        A request for exact matches alone gets them alone.
        """
        references = () if request.exact else self.references(request.query)
        places = [place for each in references for place in each.places if place.found]
        if not places:
            return references, tuple(plans)
        filters = filters_of(parse(request.query))
        narrowed = (any_of(map(resolve, choices_of(each))) for each in filters)
        named = all_of((any_of(map(_clauses_at, places)), *narrowed))
        rest = [_without(plan, named) for plan in asked(self._engine, plans)]
        return references, (TierPlan(Tier.REFERENCE, named, NO_SCORING, (), (named,)), *rest)

    @staticmethod
    def marked(hit: Hit, references: Iterable[Reference]) -> Hit:
        """Return a named clause with the paragraph or item marked that one of ``references`` names."""
        spans = {
            span
            for each in references
            if each.paragraph or each.item
            for place in each.places
            if (place.document.id, place.path) == (hit.document.id, hit.clause.path)
            for span in part_of_article(hit.text, each.paragraph, each.item)
        }
        return replace(hit, spans=tuple(sorted(spans, key=lambda span: span.start)))

    @cached_property
    def _titles(self) -> _Titles:
        found: dict[str, list[Document]] = {}
        spelled: dict[str, str] = {}
        for document in self._engine.documents():
            for title in _titles_of(document):
                name = title_key(title)
                if len(name) < 2:
                    continue
                owners = found.setdefault(name, [])
                if not owners or owners[-1] is not document:
                    owners.append(document)
                spelled[name] = min(title, spelled.get(name, title), key=len)
        laws = (name for name, owners in found.items() if owners[0].kind is Kind.LAW)
        return _Titles(found, spelled, max(map(len, found), default=0), Abbreviations(laws))

    def _by_id(self, text: str) -> Reference | None:
        """Return the document ``text``, or the clause or section of the document before its last #."""
        owner, _, path = text.rpartition("#")
        for name, wanted in ((text, ""), (owner, path)):
            found = self._engine.search(EngineRequest(Has("document", (name,)), sort=Sort.CORPUS, limit=1))
            if found.total:
                ((first, document),) = self._engine.fetch(found.numbers)
                wanted = wanted or first.path
                is_there = self._holders((document,), wanted) != []
                return Reference(text, "", (NamedPlace(document, wanted, is_there, latest=False),))
        return None

    def _resolved(self, cited: Citation) -> Reference:
        owners = self._titles.documents[cited.title]
        of_year = [each for each in owners if each.date and each.date.year == cited.year]
        owners = sorted(of_year or owners, key=lambda each: each.date or date.min, reverse=True)
        article = cited.article or Article("")
        number = "" if cited.article is None else str(cited.article)
        holders = {each.id for each in self._holders(owners, article.path)}
        if holders:  # a part of a code that does not reach so far is not meant
            full = {_version_key(each) for each in owners if each.id in holders}
            owners = [each for each in owners if each.id in holders or _version_key(each) in full]
        latest = max((each.date for each in owners if each.date), default=None)
        ambiguous = len({_version_key(each) for each in owners}) > 1
        places = (
            NamedPlace(
                document=each,
                path=article.path,
                found=each.id in holders,
                latest=not ambiguous and each.date is not None and each.date == latest,
            )
            for each in owners
        )
        title = self._titles.spelled[cited.title]
        return Reference(title, number, tuple(places), ambiguous, article.paragraph, article.item)

    def _holders(self, documents: Iterable[Document], path: str) -> list[Document]:
        """Return those of ``documents`` that have a clause or section ``path``, all if it is empty."""
        known = {each.id: each for each in documents}
        query: Query = Has("document", tuple(known))
        counted = self._engine.tally(all_of((query, Has("path", (path,)))) if path else query, ("document",))
        return [known[each.value] for each in counted.fields["document"]]


def _clauses_at(place: NamedPlace) -> Query:
    return And((Has("document", (place.document.id,)), Has("path", (place.path,))))


def _titles_of(document: Document) -> Iterable[str]:
    if document.title:
        yield document.title
        yield without_version(document.title)
    yield from spoken_titles(document)


def _version_key(document: Document) -> tuple[str, str]:
    """Return what the versions of one text share: kind and title, with the name of the state."""
    title = "".join(filter(str.isalnum, without_version(document.title or "")))
    return str(document.kind), title if str(document.kind) == "law" else document.id


def _without(plan: TierPlan, named: Query) -> TierPlan:
    """Return a tier, which is asked whatever those above it hold, without the clauses that are named."""
    levels = tuple(And((level, Not(named))) for level in plan.levels)
    return replace(plan, query=And((plan.query, Not(named))), levels=levels, asked_below=None)
