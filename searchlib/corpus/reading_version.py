"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "718c9c58c4b1db122f83e03f20f1b747af50cac0155c9764283b35aef41755e5"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
