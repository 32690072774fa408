"""The fields of an index as Whoosh sees them: what its readers, query parser and searchers work with.

The schema is pickled into the table of contents, so the module path and the class below are file format.
"""

# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, KEYWORD, STORED, TEXT, Schema

RECORD_FIELD = "record"
"""The stored field that holds a clause, its document, ordinal and day as one JSON text."""


class PairTokenizer(Tokenizer):
    """Cuts a text into its overlapping character pairs; the last character stands alone."""

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, start_pos: int = 0, **options: Any
    ) -> Iterator[Token]:
        """One token for each character of ``value``; Whoosh passes what it wants to know of each."""
        start = options.pop("start_char", 0)
        token = Token(positions, chars, **options)
        token.boost = 1.0
        for at in range(len(value)):
            token.text = value[at : at + 2]
            token.pos = start_pos + at
            token.startchar = start + at
            token.endchar = start + min(at + 2, len(value))
            yield token


def index_schema() -> Schema:
    """The schema of every index this engine builds."""
    return Schema(
        words=KEYWORD(scorable=True),
        context_words=KEYWORD(scorable=True),
        metadata=KEYWORD(),
        text=TEXT(analyzer=PairTokenizer(), stored=True),
        headings=TEXT(analyzer=PairTokenizer(), stored=True),
        title=TEXT(analyzer=PairTokenizer(), stored=True),
        day=COLUMN(NumericColumn("i")),
        record=STORED(),
    )
