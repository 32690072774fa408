"""Hits as text: the query as understood, exact totals, then the clauses under their tiers.

Long clauses are cut to fragments around their matches, with … where text is left out; JSON and CSV always
contain the whole clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, zip_longest
from pathlib import Path

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
from searchlib.render.leads import lead_lines, left_out_lines
from searchlib.render.places import place_in
from searchlib.render.terminal import Look, Marks, Style, choose_marks, marked, on_one_line, paint
from searchlib.render.wording import NO_DATE, NO_TITLE, headings_line, quantity
from searchlib.search import highlight
from searchlib.search.suggest import with_clauses
from searchlib.text.spans import pieces

CAPTIONS = {
    Tier.REFERENCE: "reference: what the query names, newest first",
    Tier.EXACT: "exact: every keyword as written",
    Tier.WORDS: "words: all words of the query, not as written",
    Tier.SOME: "some: only some words of the query",
}

LEADS = "no clause holds all of it as written; ask instead:"
MEANT = "did you mean:"


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
    yield f"understood: {on_one_line(results.understood)}"
    for taken in results.taken:
        count = quantity(taken.mentions, "mention")
        yield on_one_line(f"{taken.typed} stands nowhere, as {taken.query}: {count}")
    for typed, also in results.forms:
        yield paint(f"{on_one_line(typed)} also as {on_one_line(', '.join(also))}", Style.QUIET, look)
    yield paint(totals_line(results, exact), Style.QUIET, look)
    yield from left_out_lines(results.left_out, index, scope)
    if results.leads:
        yield MEANT if all(lead.kind is LeadIs.MEANT for lead in results.leads) else LEADS
        yield from lead_lines(results.leads, index, scope)
    yield from map(reference_line, results.references)
    latest = latest_of(results.references)
    if others:
        yield on_one_line(f"see also: {' · '.join(with_clauses(others))}")
    number = 0
    reasons = iter(explained)
    for tier, hits in groupby(results.hits, key=lambda hit: hit.tier):
        yield from ("", paint(CAPTIONS[tier], Style.CAPTION, look))
        for own in entries_of(hits, group):
            number += 1
            yield ""
            marking = _Marking(results.needles.get(tier, ()), marks, look)
            known = latest if tier is Tier.REFERENCE else frozenset()
            yield from _entry(number, own, marking, known, list(islice(reasons, len(own))))
    yield from _rest(results, look)


def reference_line(reference: Reference) -> str:
    """A reference in one line: what it names, and how many versions or different texts are in the index."""
    name = on_one_line(" ".join(filter(None, (reference.title, reference.number))))
    found = sum(place.found for place in reference.places)
    if not found:
        return f"reference: {name}: {quantity(len(reference.places), 'text')} of this title, none has it"
    if reference.ambiguous:
        return (
            f"reference: {name}: {quantity(found, 'text')} of this title have it; say which by its full title"
        )
    return f"reference: {name}" + (f": {quantity(found, 'version')}" if found > 1 else "")


def latest_of(references: Iterable[Reference]) -> frozenset[tuple[str, str]]:
    """Return document and path of what is the latest of several versions."""
    return frozenset(
        (place.document.id, place.path)
        for each in references
        if len(each.places) > 1
        for place in each.places
        if place.latest
    )


def totals_line(results: SearchResults, exact: bool = False) -> str:
    """Return the number of clauses of each tier, or of the first tier alone."""
    totals = results.totals
    found = f"exact {totals.exact:,}"
    return found if exact else f"{found} · words {totals.words:,} · some {totals.some:,}"


def document_line(document: Document, look: Look, title: str | None = None) -> str:
    """Return a statement in one line: date, parties and title; ``title`` may be passed in as it is to be
    shown."""
    when = NO_DATE if document.date is None else document.date.isoformat()
    title = title or paint(on_one_line(document.title or NO_TITLE), Style.TITLE, look)
    return " · ".join((when, *([" ".join(document.parties)] if document.parties else []), title))


def excerpt(text: str, spans: tuple[Span, ...], marks: Marks, measure: Measure | None = None) -> str:
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
    return f"{line} ({unseen:,} more in this clause)" if unseen else line


def folded_lines(hit: Hit) -> Iterator[str]:
    """Yield what is folded below a hit: how many more clauses its statement has, and the copies."""
    if hit.folded is None:
        return
    if hit.folded.more:
        yield f"{hit.folded.more:,} more in this statement"
    for copy in hit.folded.copies:
        own = copy.document
        when = NO_DATE if own.date is None else own.date.isoformat()
        more = f" ({copy.more:,} more there)" if copy.more else ""
        yield on_one_line(f"also in {when} · {own.title or NO_TITLE} · {copy.clause.id}{more}")


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
            name += " · latest here"
        trail = headings_line(hit.clause)
        line = f"{name} · {trail}" if trail else name
        yield f"    {marking.shown(line, Style.QUIET, start=len(name))}"
        for line in excerpt(hit.text, hit.spans, marking.marks).split("\n"):
            yield f"    {line}"
        for line in () if reason is None else explanation_lines(reason):
            yield f"    {paint(line, Style.QUIET, marking.look)}"
    for line in folded_lines(hits[0]):
        yield f"    {paint(line, Style.QUIET, marking.look)}"


def _rest(results: SearchResults, look: Look) -> Iterator[str]:
    total = results.totals.clauses
    below = [hit.folded for hit in results.hits if hit.folded]
    held = sum(each.more + sum(1 + copy.more for copy in each.copies) for each in below)
    left = total - len(results.hits) - held
    if left <= 0 and not held:
        return
    yield ""
    shown = f"{len(results.hits):,} of {total:,} clauses shown"
    folded = f"; {held:,} folded below them: --flat" if held else ""
    more = f"; {left:,} more: --limit N or --all" if left > 0 else ""
    yield paint(f"{shown}{folded}{more}", Style.QUIET, look)
