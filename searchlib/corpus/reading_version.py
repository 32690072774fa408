"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

VERSION = 1
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "fb968b152b6a22e1da3e50a087d7aab0f56d9095250bd2426f27300b47173fb7"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
