"""What the page and the API accept: lengths of texts, ranges of numbers, sizes of answers."""

from __future__ import annotations

from searchlib.search.limits import LAST, LONGEST_NAME, LONGEST_QUERY

__all__ = ["LAST", "LONGEST_NAME", "LONGEST_QUERY"]

LONGEST_ADDRESS = 2048
"""Code points of a path."""

LONGEST_QUERY_STRING = 16_384
"""Bytes of a query string: 4,096 code points, percent-encoded, and the other parameters need less."""

MOST_PARAMETERS = 32

LONGEST_PATH = 200
"""Code points of a clause's path."""

MOST = 1000
"""Rows of one JSON document; JSON lines have no limit."""

DEFAULT_HITS, DEFAULT_ROWS = 10, 100
"""Rows of one JSON document unless a limit is given: hits; mentions and statements."""

WIDEST, DEFAULT_WIDTH = 1000, 20
"""Code points of context on each side of a mention: the most, and unless given."""

DEFAULT_AROUND = 2
"""Clauses before and after the one asked for, unless given; :data:`MOST` at most."""

LAST_PAGE = 10_000_000
"""The highest number of a page."""

WHOLE = 20_000
"""Rows up to which an answer is written as one JSON file or workbook."""
