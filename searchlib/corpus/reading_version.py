"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "89773ec71bf5cd9a542f3e3ee14c1d85fa7f283c02d5186248e35288425833aa"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
