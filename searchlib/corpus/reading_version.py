"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "5a9a7a89b5cd43e5f0e6a29de954c43ccd9ceb1d5f845dd9e647542398527099"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
