"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "d4dd9622abbe6a6160be918b0aa7f0cb613f48b01693836759180b83b6327afc"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
