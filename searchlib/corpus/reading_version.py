"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

VERSION = 2
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "731664acaf0ec60b150103416763e879c8f18ed8ad3d9206deda951d3130e858"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
