"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 8
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "041d184647de90b42f94fd4151adf70743c7d046917ecc40063b1182bdbcded1"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
