"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 8
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "5527dafd223fa4e08750caf15a67481841bbd88a1a6a8b9527ff9d659b2f12c9"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
