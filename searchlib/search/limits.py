"""What a server accepts in a request, whichever way it is asked: page, API and tools share these limits."""

from __future__ import annotations

from searchlib.query.limits import MAX_QUERY

LONGEST_QUERY = 2 * MAX_QUERY
"""Code points of a query: more than any that is understood, so that one a little too long is told why."""

LONGEST_NAME = 512
"""Code points of a name whose mentions are asked for."""

LAST = 999_999_999
"""The highest offset of a row."""

SECONDS = 5.0
"""The budget of an answer; the command line has none unless it is given one."""
LONGEST_CHECKED = 1_000_000
"""Code points of a text whose quotations are checked."""
