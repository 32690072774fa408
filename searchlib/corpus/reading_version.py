"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "e01737d439ff015a24ea6757fa099527e03f0e982bd5e40ec75c6d499004c9e1"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
