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
from searchlib.model.documents import (
    AnalyzedBatch,
    AnalyzedClause,
    Clause,
    DateIs,
    Document,
    FilterValues,
    Kind,
    Script,
    Terms,
)
from searchlib.model.explanations import Explanation, PartKind, ScorePart
from searchlib.model.leads import Lead, LeadIs, LeftOut
from searchlib.model.quotations import Deviation, Quotation, QuotationReport, QuotedPart, Verdict
from searchlib.model.reports import (
    AnswerChange,
    BuildReport,
    Change,
    CheckReport,
    CitedClause,
    Difference,
    DocumentChange,
    Finding,
    Progress,
    Skipped,
    Verification,
)
from searchlib.model.texts import KwicLine, Source, SourceMap, Span

__all__ = [
    "AnalyzedBatch",
    "AnalyzedClause",
    "AnswerChange",
    "BuildReport",
    "Certificate",
    "Change",
    "CheckReport",
    "CitedClause",
    "Clause",
    "DateIs",
    "Deviation",
    "Difference",
    "Document",
    "DocumentChange",
    "Explanation",
    "FilterValues",
    "Finding",
    "Hit",
    "Kind",
    "KwicLine",
    "Lead",
    "LeadIs",
    "LeftOut",
    "Lines",
    "Mention",
    "Mentions",
    "PartKind",
    "Progress",
    "Quotation",
    "QuotationReport",
    "QuotedPart",
    "ScorePart",
    "Script",
    "SearchRequest",
    "SearchResults",
    "Skipped",
    "Sort",
    "Source",
    "SourceMap",
    "Span",
    "Terms",
    "Tier",
    "Totals",
    "Verdict",
    "Verification",
]
