"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 6
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "687f08f9455e55aafbd6987835f5fe026a8ccd61595d3a6f2760388b914f4c13"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
