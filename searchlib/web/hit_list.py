"""The hits of a page: in their entries, numbered, and what is the same in each of them said once.

A page of hits is most of what the server writes, so what stands in every hit is written here and not in a
template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from searchlib.model import Document, Explanation, Hit, SearchResults, Span, Tier
from searchlib.render.citation import citation
from searchlib.render.explanations import ToldScore
from searchlib.render.hits import entries_of, latest_of
from searchlib.render.html import excerpt_html, marked_html
from searchlib.render.places import label_of
from searchlib.render.wording import headings_line
from searchlib.search.highlight import marks_of_each
from searchlib.web.messages import Messages
from searchlib.web.page_state import PageState, quoted
from searchlib.web.pieces import byline, citation_box, safe, text_tag, titled


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with the name that links lead to, and the parts of its score if they were asked for."""

    hit: Hit
    name: str
    reason: ToldScore | None


@dataclass(frozen=True, slots=True)
class HitEntry:
    """A statement as the page lists it: its number, the hits of it that follow one another, and how many more
    are folded below them."""

    document: Document
    number: int
    hits: tuple[ShownHit, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ShownTier:
    """The entries of a tier, the first of which has the number ``start``."""

    tier: Tier
    start: int
    entries: tuple[HitEntry, ...]


def shown_tiers(
    results: SearchResults, first: int, explained: Iterable[Explanation] = (), *, group: bool = False
) -> list[ShownTier]:
    """Return the hits in their tiers and entries, numbered from ``first``: hits or, with ``group``,
    statements.

    The number of a folded hit is that of its place. ``explained`` has the explanation of each hit, if they
    were asked for.
    """
    reasons = iter(explained)
    found, number = [], first
    for tier, hits in groupby(results.hits, key=lambda hit: hit.tier):
        start, entries = number, []
        for own in entries_of(hits, group=True):
            number = own[0].folded.place + 1 if own[0].folded else number
            opening = number
            rows = []
            for at, hit in enumerate(own, 1):
                number = hit.folded.place + 1 if hit.folded else number
                reason = ToldScore.of(each) if (each := next(reasons, None)) else None
                rows.append(ShownHit(hit, f"h{number}-{at}" if group else f"h{number}", reason))
                number += not group
            if group:
                more = results.held[tier][own[0].document.id] - len(own)
                number += 1
            else:
                more = max((hit.folded.more for hit in own if hit.folded), default=0)
            entries.append(HitEntry(own[0].document, opening, tuple(rows), more))
        found.append(ShownTier(tier, start, tuple(entries)))
    return found


class HitPieces:
    """Writes the hits of one page: their markup up to what only some have.

    Titles and headings are marked with the needles of the tier; ``state`` is the one that addresses keep.
    """

    def __init__(
        self, t: Messages, state: PageState, results: SearchResults, tiers: Iterable[ShownTier]
    ) -> None:
        self._t = t
        self._state = state
        self._latest = latest_of(results.references)
        self._marks = {shown.tier: _marks_above(shown.entries, results, shown.tier) for shown in tiers}
        self._labels = (t("statement.cite.clause"), t("copy"), t("copied"))
        self._latest_mark = f' <strong class="latest">{escape(t("reference.latest"))}</strong>'
        self._cite = f'<summary lang="{t.language.tag}">{escape(t("cite"))}</summary>'
        self._why = escape(t("why"))
        self._explained = escape(state.address(explain=True))
        self._is_ranked = state.sort == "relevance" and not state.explain

    def heading(self, entry: HitEntry) -> Markup:
        """Return the title of an entry, a link to its first hit, and its byline."""
        hit, document = entry.hits[0].hit, entry.document
        title = titled(self._t, document, self._marks[hit.tier])
        return Markup(f'<h3><a href="{self._address(hit)}">{title}</a></h3>\n{byline(self._t, document)}\n')

    def hit(self, shown: ShownHit) -> Markup:
        """Return place, headings, text and citation of a hit, and the link to the parts of its score."""
        hit, t, lang = shown.hit, self._t, text_tag(shown.hit.document)
        label = t.script(label_of(hit.clause, hit.document, t.language))
        cited = t.citation(citation(hit.document, hit.clause, t.language, with_id=False))
        copying, copy, copied = self._labels
        why = ""
        if self._is_ranked and not shown.reason:
            why = f'<a class="why" href="{self._explained}#{shown.name}" rel="nofollow">{self._why}</a>'
        return Markup(
            f'<p class="where"><a href="{self._address(hit)}">{safe(label)}</a>{self._above(hit)}</p>\n'
            f"<blockquote>{_excerpt(hit)}</blockquote>\n"
            f'<div class="hit-tools"><details class="cite">{self._cite}'
            f"{citation_box(copying, cited, lang, copy, copied)}</details>\n{why}</div>\n"
        )

    def _address(self, hit: Hit) -> str:
        """Return the address of a hit in its statement, escaped."""
        path = hit.clause.path
        return f"{escape(self._state.statement(hit.document.id, at=path))}#{quoted(path)}"

    def _above(self, hit: Hit) -> str:
        """Return what stands beside the place of a hit: that it is the latest version, its headings."""
        said = ""
        if hit.tier is Tier.REFERENCE and (hit.document.id, hit.clause.path) in self._latest:
            said = self._latest_mark
        if hit.clause.headings:
            trail = headings_line(hit.clause)
            said += f' <span class="trail">{marked_html(trail, self._marks[hit.tier][trail])}</span>'
        return said


def _marks_above(
    entries: Sequence[HitEntry], results: SearchResults, tier: Tier
) -> Mapping[str, tuple[Span, ...]]:
    """Return the marks of the titles and headings above hits, looked through together."""
    texts = list(dict.fromkeys(_texts_above(entries)))
    return dict(zip(texts, marks_of_each(texts, results.needles[tier]), strict=True))


def _texts_above(entries: Iterable[HitEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.document.title or ""
        yield from (headings_line(shown.hit.clause) for shown in entry.hits)


def _excerpt(hit: Hit) -> str:
    """Return the text of a hit; its printed number, which its place says already, is left out unless a mark
    begins in it."""
    printed = hit.clause.number or ""
    begins = len(printed) if printed and hit.text.startswith(printed) else 0
    rest = hit.text[begins:].lstrip()
    start = len(hit.text) - len(rest)
    if not rest or any(span.start < start for span in hit.spans):
        return excerpt_html(hit.text, hit.spans)
    return excerpt_html(rest, [Span(span.start - start, span.end - start) for span in hit.spans])
