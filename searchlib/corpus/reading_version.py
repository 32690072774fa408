"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 5
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "979bf73923d50a25e44cd0c7d217e5d2730b8a44e0b4c9f5dcd7b350b2e44e5b"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
