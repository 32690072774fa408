"""How large a query may be: bounds that keep every answer quick, stated in the error that names them."""

from __future__ import annotations

MAX_TEXT = 512
"""Code points of all operands together: keywords, phrases, names and filter values."""

MAX_QUERY = 4096
"""Code points of the whole query with its operators and blanks. It leaves room for the canonical spelling
of any query of :data:`MAX_TEXT`, so that what is shown as understood can be asked again."""

MAX_OPERANDS = 64
"""Keywords, phrases, projects and filters."""

MAX_DEPTH = 16
"""Levels of parentheses as typed, and of connectives in the tree."""

MAX_DISTANCE = 1000
"""Characters that ``NEAR/n`` may span."""

MAX_VARIANTS = 64
"""Ways of writing the numerals of one needle."""
