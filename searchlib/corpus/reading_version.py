"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 8
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "22ed7f2d15e6942c669c0f0f49f3e05b2e33c685c163d716f3196a9bde304859"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
