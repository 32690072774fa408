"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "daadf78777804e3d38845d465a5e0fc9a3e7b6e4440c9a23c9d9a0465d3c0c42"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
