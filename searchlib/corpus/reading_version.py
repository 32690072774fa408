"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "ea86c1d34553a72594b634e0d48d6e4c0b76119871f817df7a53554d131c05ee"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
