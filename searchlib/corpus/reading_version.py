"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 5
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "4056a1dc34201875faeb18563f3be6fb0b41613f5957feb59e23a822abfb121f"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
