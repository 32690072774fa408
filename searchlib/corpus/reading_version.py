"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "64b41bba4109e8777b84ae52b8dc2b4bdb60906e4993f7e50e1a77469713a9d9"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
