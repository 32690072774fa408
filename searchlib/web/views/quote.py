"""Check a quotation: where it stands, or how the nearest clause differs, character by character."""

from __future__ import annotations

from starlette.responses import Response

from searchlib.model import QuotedPart
from searchlib.text.quotations import QuotedBy, unquoted
from searchlib.web.context import RequestContext


def quote_page(context: RequestContext) -> Response:
    """``/quote``: the quotation in ``q``."""
    text = context.state.q
    span = unquoted(text)
    report = context.cached.library.quotations(text[span.start : span.end], QuotedBy.WHOLE)
    return context.page("quote.html", report=report, pieces=_pieces)


def _pieces(part: QuotedPart) -> list[tuple[str, str, str]]:
    """Return what is printed, piece by piece: equal text, then what differs there and in the quotation."""
    text, at = part.clause.text, part.span.start
    pieces = []
    for each in part.deviations:
        pieces.append((text[at : each.span.start], each.printed, each.quoted))
        at = each.span.end
    return [*pieces, (text[at : part.span.end], "", "")]
