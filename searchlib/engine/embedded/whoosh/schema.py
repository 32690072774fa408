"""The schema: the fields of an index for Whoosh's readers, query parser and searchers.

The schema is pickled into the table of contents, so the path of this module and the name of
:class:`PairTokenizer` are part of the file format.
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
"""The stored field with a clause, its document, ordinal and day as one JSON text."""


class PairTokenizer(Tokenizer):
    """Cuts a text into overlapping character pairs; the last token is a single character."""

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, start_pos: int = 0, **options: Any
    ) -> Iterator[Token]:
        """Return a token for each character of ``value``, with the attributes that Whoosh asks for."""
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
    """Return the schema of every index this engine builds."""
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
