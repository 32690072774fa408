"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "d67636e19eb6212e6bdd02156b09364d130bd1252434c27657a27cde7e5810fb"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
