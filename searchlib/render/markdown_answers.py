"""Answers as Markdown for the command line: in its language, with totals and certificate in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchlib.errors import CHINESE, ENGLISH
from searchlib.model import Mention, Mentions, SearchResults
from searchlib.render.hits import CAPTIONS, totals_line
from searchlib.render.markdown import Wording, mentions_markdown, search_markdown
from searchlib.render.mentions import certificate_line
from searchlib.render.terminal import PLAIN, Look
from searchlib.render.wording import NO_TITLE


def search_as_markdown(results: SearchResults, look: Look = PLAIN) -> Iterator[str]:
    """Yield the answer to a query."""
    return search_markdown(results.understood, totals_line(results, look=look), results.hits, _wording(look))


def mentions_as_markdown(answer: Mentions, found: Iterable[Mention], look: Look = PLAIN) -> Iterator[str]:
    """Yield ``found``, mentions of ``answer``, after its certificate."""
    return mentions_markdown(answer.name, certificate_line(answer, look.language), found, _wording(look))


def _wording(look: Look) -> Wording:
    tiers = {tier: look.say(caption) for tier, caption in CAPTIONS.items()}
    cited = CHINESE if look.language == ENGLISH else look.language  # citations of Chinese texts are Chinese
    return Wording(cited, tiers, look.say(NO_TITLE))
