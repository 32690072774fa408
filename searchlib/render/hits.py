"""Hits as text: the query as understood, exact totals, then the clauses under their tiers.

Long clauses are cut to fragments around their matches, with … where text is left out; JSON and CSV always
contain the whole clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, zip_longest
from pathlib import Path

from searchlib.errors import ENGLISH
from searchlib.model import (
    Alternative,
    Document,
    Explanation,
    Hit,
    LeadIs,
    Needle,
    Reference,
    Scope,
    SearchResults,
    Span,
    Tier,
)
from searchlib.render.excerpt import LEFT_OUT, Measure, windows, within
from searchlib.render.explanations import explanation_lines
from searchlib.render.leads import lead_lines, left_out_lines, offered
from searchlib.render.messages import said
from searchlib.render.places import place_in
from searchlib.render.terminal import PLAIN, Look, Marks, Style, choose_marks, marked, on_one_line, paint
from searchlib.render.wording import day_shown, headings_line, quantity, title_shown
from searchlib.search import highlight
from searchlib.text.spans import pieces

CAPTIONS = {
    Tier.REFERENCE: "reference: what the query names, newest first",
    Tier.EXACT: "exact: every keyword as written",
    Tier.WORDS: "words: all words of the query, not as written",
    Tier.SOME: "some: only some words of the query",
}

LEADS = "no clause holds all of it as written; ask instead:"
DID_YOU_MEAN = "did you mean:"


def search_lines(
    results: SearchResults,
    look: Look,
    *,
    others: Sequence[Alternative] = (),
    group: bool = False,
    exact: bool = False,
    explained: Sequence[Explanation] = (),
    index: Path | None = None,
    scope: Scope = Scope.CLAUSE,
) -> Iterator[str]:
    """Return the whole answer, line by line, with ``others``, the queries that are offered besides.

    With ``group`` consecutive hits of one statement are listed together; ``exact`` means that only the first
    tier was asked for; ``index`` and ``scope`` are those of commands to run next. ``explained`` has the
    explanation of each hit, if they are to be shown. The needles of a hit's tier are marked in its title and
    its headings, its spans in its text.
    """
    marks = choose_marks(_markable(results.hits), look)
    if look.notes:
        yield from _above(results, look, others, exact, index, scope)
    latest = latest_of(results.references)
    number = 0
    reasons = iter(explained)
    for tier, hits in groupby(results.hits, key=lambda hit: hit.tier):
        if look.notes:
            yield from ("", paint(look.say(CAPTIONS[tier]), Style.CAPTION, look))
        for own in entries_of(hits, group):
            number += 1
            if number > 1 or look.notes:
                yield ""
            marking = _Marking(results.needles.get(tier, ()), marks, look)
            known = latest if tier is Tier.REFERENCE else frozenset()
            yield from _entry(number, own, marking, known, list(islice(reasons, len(own))))
    if look.notes:
        yield from _rest(results, look)


def _above(
    results: SearchResults,
    look: Look,
    others: Sequence[Alternative],
    exact: bool,
    index: Path | None,
    scope: Scope,
) -> Iterator[str]:
    """Yield what is said above the hits: how the query was understood, the totals, what to ask besides."""
    yield on_one_line(look.say("understood: {query}", query=results.understood))
    for taken in results.taken:
        mentions = quantity(taken.mentions, "mention", look.language)
        line = look.say(
            "{typed} stands nowhere, as {name}: {mentions}",
            typed=taken.typed,
            name=taken.query,
            mentions=mentions,
        )
        yield on_one_line(line)
    for typed, also in results.forms:
        line = look.say("{typed} also as {others}", typed=typed, others=", ".join(also))
        yield paint(on_one_line(line), Style.QUIET, look)
    yield paint(totals_line(results, exact, look), Style.QUIET, look)
    yield from left_out_lines(results.left_out, index, scope, look.language)
    if results.leads:
        yield look.say(DID_YOU_MEAN if all(lead.kind is LeadIs.MEANT for lead in results.leads) else LEADS)
        yield from lead_lines(results.leads, index, scope, look.language)
    for reference in results.references:
        yield reference_line(reference, look.language)
    if others:
        yield on_one_line(look.say("see also: {queries}", queries=" · ".join(offered(others, look.language))))


def reference_line(reference: Reference, language: str = ENGLISH) -> str:
    """A reference in one line: what it names, and how many versions or different texts are in the index."""
    name = on_one_line(" ".join(filter(None, (reference.title, reference.number))))
    found = sum(place.found for place in reference.places)
    if not found:
        texts = quantity(len(reference.places), "text", language)
        return said("reference: {name}: {texts} of this title, none has it", language, name=name, texts=texts)
    if reference.ambiguous:
        texts = quantity(found, "text", language)
        return said(
            "reference: {name}: {texts} of this title have it; say which by its full title",
            language,
            name=name,
            texts=texts,
        )
    versions = f": {quantity(found, 'version', language)}" if found > 1 else ""
    return said("reference: {name}", language, name=name) + versions


def latest_of(references: Iterable[Reference]) -> frozenset[tuple[str, str]]:
    """Return document and path of what is the latest of several versions."""
    return frozenset(
        (place.document.id, place.path)
        for each in references
        if len(each.places) > 1
        for place in each.places
        if place.latest
    )


def totals_line(results: SearchResults, exact: bool = False, look: Look = PLAIN) -> str:
    """Return the number of clauses of each tier that has any, of the first tier in any case."""
    totals = results.totals
    below = () if exact else (("words", totals.words), ("some", totals.some))
    shown = (("exact", totals.exact), *((name, count) for name, count in below if count))
    return " · ".join(f"{look.say(name)} {count:,}" for name, count in shown)


def document_line(document: Document, look: Look, title: str | None = None) -> str:
    """Return a statement in one line: date, parties and title; ``title`` may be passed in as it is to be
    shown."""
    when = day_shown(document, look)
    title = title or paint(title_shown(document, look), Style.TITLE, look)
    return " · ".join((when, *([" ".join(document.parties)] if document.parties else []), title))


def excerpt(
    text: str,
    spans: tuple[Span, ...],
    marks: Marks,
    measure: Measure | None = None,
    language: str = ENGLISH,
) -> str:
    """Return ``text`` with its matches marked, cut to fragments if it is long.

    >>> short = Measure(whole=5, around=2)
    >>> excerpt("双方同意推动两洋铁路项目可行性研究", (Span(6, 10),), Marks("【", "】"), short)
    '…推动【两洋铁路】项目…'
    """
    shown = windows(text, spans, measure or Measure())
    line = LEFT_OUT if shown[0].start else ""
    for window in shown:
        line += marked(text[window.start : window.end], within(spans, window), marks)
        line += LEFT_OUT if window.end < len(text) else ""
    unseen = len(spans) - sum(len(within(spans, window)) for window in shown)
    return line + said(" ({count} more in this clause)", language, count=f"{unseen:,}") if unseen else line


def folded_lines(hit: Hit, look: Look = PLAIN) -> Iterator[str]:
    """Yield what is folded below a hit: how many more clauses its statement has, and the copies."""
    if hit.folded is None:
        return
    if hit.folded.more:
        yield look.say("{count} more in this statement", count=f"{hit.folded.more:,}")
    for copy in hit.folded.copies:
        place = f"{day_shown(copy.document, look)} · {title_shown(copy.document, look)} · {copy.clause.id}"
        more = look.say(" ({count} more there)", count=f"{copy.more:,}") if copy.more else ""
        yield on_one_line(look.say("also in {place}", place=place) + more)


def entries_of(hits: Iterable[Hit], group: bool) -> Iterator[list[Hit]]:
    """Yield hits in order: one by one, or consecutive ones of a statement together, if they are grouped."""
    own: list[Hit] = []
    for hit in hits:
        if group and own and own[0].document.id == hit.document.id:
            own.append(hit)
        else:
            if own:
                yield own
            own = [hit]
    if own:
        yield own


@dataclass(frozen=True, slots=True)
class _Marking:
    """The needles to mark in the texts of a tier, and the marks."""

    needles: tuple[Needle, ...]
    marks: Marks
    look: Look

    def shown(self, text: str, style: Style, start: int = 0) -> str:
        """Return ``text`` in a style, with the needles marked from ``start`` on."""
        found = highlight.marks(text[start:], self.needles)
        cut = pieces(text, (Span(start + span.start, start + span.end) for span in found))
        return "".join(
            f"{self.marks.opening}{piece}{self.marks.closing}" if inside else paint(piece, style, self.look)
            for piece, inside in cut
        )


def _markable(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield every text, title and heading of ``hits``."""
    for hit in hits:
        yield from (hit.text, hit.document.title or "", *hit.clause.headings)


def _entry(
    number: int,
    hits: list[Hit],
    marking: _Marking,
    latest: frozenset[tuple[str, str]],
    reasons: Sequence[Explanation],
) -> Iterator[str]:
    document = hits[0].document
    title = marking.shown(on_one_line(document.title or ""), Style.TITLE)
    yield f"{number:>2}. {document_line(document, marking.look, title)}"
    for hit, reason in zip_longest(hits, reasons):
        name = f"{place_in(hit.clause)} · {on_one_line(hit.clause.id)}"
        if (hit.document.id, hit.clause.path) in latest:
            name += f" · {marking.look.say('latest here')}"
        trail = headings_line(hit.clause)
        line = f"{name} · {trail}" if trail else name
        yield f"    {marking.shown(line, Style.QUIET, start=len(name))}"
        for line in excerpt(hit.text, hit.spans, marking.marks, language=marking.look.language).split("\n"):
            yield f"    {line}"
        for line in () if reason is None else explanation_lines(reason, marking.look.language):
            yield f"    {paint(line, Style.QUIET, marking.look)}"
    for line in folded_lines(hits[0], marking.look) if marking.look.notes else ():
        yield f"    {paint(line, Style.QUIET, marking.look)}"


def _rest(results: SearchResults, look: Look) -> Iterator[str]:
    total = results.totals.clauses
    below = [hit.folded for hit in results.hits if hit.folded]
    held = sum(each.more + sum(1 + copy.more for copy in each.copies) for each in below)
    left = total - len(results.hits) - held
    if left <= 0 and not held:
        return
    yield ""
    shown = look.say("{hits} of {total} clauses shown", hits=f"{len(results.hits):,}", total=f"{total:,}")
    folded = look.say("; {count} folded below them: --flat", count=f"{held:,}") if held else ""
    more = look.say("; {count} more: --limit N or --all", count=f"{left:,}") if left > 0 else ""
    yield paint(f"{shown}{folded}{more}", Style.QUIET, look)
