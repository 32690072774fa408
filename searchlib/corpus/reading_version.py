"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "4a965bc5c165248f00b9651e30e6aeafd06b38af87349ce90a5db08bf8a809f2"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
