"""What the page and the API accept: lengths of texts, ranges of numbers, sizes of answers."""

from __future__ import annotations

from searchlib.search.limits import LAST, LONGEST_NAME, LONGEST_QUERY

__all__ = ["LAST", "LONGEST_NAME", "LONGEST_QUERY"]

LONGEST_ADDRESS = 2048
"""The longest path of an address, in code points."""

LONGEST_QUERY_STRING = 16_384
"""The longest query string, in bytes: enough for 4,096 percent-encoded code points and all parameters."""

MOST_PARAMETERS = 32

LONGEST_PATH = 200
"""The longest path of a clause, in code points."""

MOST = 1000
"""The most rows of one JSON document; JSON lines have no limit."""

DEFAULT_HITS, DEFAULT_ROWS = 10, 100
"""The default numbers of rows of one JSON document: of hits, and of mentions and statements."""

WIDEST, DEFAULT_WIDTH = 1000, 20
"""Code points of context on each side of a mention: the most, and the default."""

DEFAULT_AROUND = 2
"""The default number of clauses before and after the one asked for; :data:`MOST` at most."""

LAST_PAGE = 10_000_000
"""The highest page number."""

WHOLE = 20_000
"""The most rows of a JSON file or a workbook."""

WIDEST_READ, DEFAULT_WIDTH_READ = 60, 30
"""Characters of context on each side of a line of a page: the most, and the default."""

LARGEST_SAMPLE, LARGEST_SEED = 100_000, 999_999_999
"""The most lines of a random sample, and the largest seed."""

WIDEST_REACH = 50
"""The most characters on each side of a match that are near it."""

MOST_NAMES, DEFAULT_NAMES = 50, 10
"""Names of a project that nobody has listed: the most in one answer, and the default."""
