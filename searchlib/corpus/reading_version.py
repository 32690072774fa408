"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "7a30ef500eca2da24f7c1ce5cd1bb97b38065314b8b29a9c637c0f50ea5b4180"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
