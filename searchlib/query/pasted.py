"""Tell a pasted text from a query: it is longer than any query, and nothing in it is an operator."""

from __future__ import annotations

from searchlib.query.limits import MAX_OPERANDS, MAX_TEXT
from searchlib.query.scanner import LexemeKind, scan
from searchlib.text.running import without_unseen

_OPERATORS = {"AND", "OR", "NOT"}
_PREFIXES = {LexemeKind.AT, LexemeKind.FIELD, LexemeKind.BAR}


def is_pasted(text: str) -> bool:
    """Return whether ``text`` is looked for as running text, wherever it is from, and not as a query.

    >>> is_pasted("双方重申遵守。" * 100), is_pasted("双方重申遵守。"), is_pasted("铁路 OR 港口 " * 100)
    (True, False, False)
    """
    if len(text) <= min(MAX_TEXT, MAX_OPERANDS):
        return False
    lexemes = scan(without_unseen(text)[0])
    said = [each for each in lexemes if each.kind in (LexemeKind.TEXT, LexemeKind.QUOTATION)]
    if len(said) <= MAX_OPERANDS and sum(len(each.text) for each in said) <= MAX_TEXT:
        return False
    operators = any(each.kind is LexemeKind.TEXT and each.text in _OPERATORS for each in lexemes)
    return not operators and not any(each.kind in _PREFIXES for each in lexemes)
