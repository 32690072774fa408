"""The values everything else is made of: frozen, slotted, without behaviour beyond their own meaning.

Offsets are **code points** everywhere, spans are half-open, and a span always refers to the *original*
text it was computed for. Absent facts are ``None`` or an empty tuple, never a guess.
"""

from searchlib.model.answers import (
    Certificate,
    Hit,
    Lines,
    Mention,
    Mentions,
    SearchRequest,
    SearchResults,
    Sort,
    Tier,
    Totals,
)
from searchlib.model.documents import AnalyzedClause, Clause, DateIs, Document, Kind, Script
from searchlib.model.reports import BuildReport, Difference, Skipped, Verification
from searchlib.model.texts import KwicLine, Source, SourceMap, Span

__all__ = [
    "AnalyzedClause",
    "BuildReport",
    "Certificate",
    "Clause",
    "DateIs",
    "Difference",
    "Document",
    "Hit",
    "Kind",
    "KwicLine",
    "Lines",
    "Mention",
    "Mentions",
    "Script",
    "SearchRequest",
    "SearchResults",
    "Skipped",
    "Sort",
    "Source",
    "SourceMap",
    "Span",
    "Tier",
    "Totals",
    "Verification",
]
