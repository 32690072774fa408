"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

VERSION = 3
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "1cc10c4eb17bc85ba929740585ce95bbcef7f5b0c66cc54bf653d5e836e61567"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
