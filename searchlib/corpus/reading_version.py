"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "468dc3da31409cca622e43d4db8c91d7b63994bf347dc77da9e7f129f5f62f53"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
