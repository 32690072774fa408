"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "ddc63154125462175519de2ac5da12ce1521de39e32abe9d8ee6af7bc3839bb2"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
