"""Limits of a query, which keep every answer fast. Errors state the limit that was exceeded."""

from __future__ import annotations

MAX_TEXT = 512
"""Code points of all operands together: keywords, phrases, names and filter values."""

MAX_QUERY = 4096
"""Code points of the whole query with its operators and blanks. The canonical spelling of any query of
:data:`MAX_TEXT` fits, so that it can be asked again."""

MAX_OPERANDS = 64
"""Keywords, phrases, projects and filters."""

MAX_DEPTH = 16
"""Levels of parentheses as typed, and of connectives in the tree."""

MAX_DISTANCE = 1000
"""Characters that ``NEAR/n`` may span."""

MAX_VARIANTS = 64
"""Ways of writing the numerals of one needle."""

MAX_WILDCARDS = 8
"""Wildcards (``?`` and ``*``) in one keyword."""
