"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

VERSION = 3
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "7b71eed0f10a3f6e02665cb17d7ae56b9c4ba5fb327b7eff66881b8f6f8b5074"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
