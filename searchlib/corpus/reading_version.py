"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 1
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "e03a21381a7b56ffc20f6e93e8c8d4660edba08476198d4bf6cd8f9aa34309ed"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
