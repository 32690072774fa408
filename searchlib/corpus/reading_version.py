"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "5b38adce2e86c36a8295182d3248e22bfb0d1b050a9cdda75b94ba4cdab8cf11"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
