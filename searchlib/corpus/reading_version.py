"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 8
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "20ef1e6682af6e0f4188c02a769b86ee2c637e8439ff04efa0ac5a248f37eee5"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
