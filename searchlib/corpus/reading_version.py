"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "57614742460d9f0669614b19fb02f4d900bef3d1d6bbd98044e9551d983834ce"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
