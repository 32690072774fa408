"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 8
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "4300611229fa8ca4f16c42953f498a6b593c763dd362a831520c8624321ef66f"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
