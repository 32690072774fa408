"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 1
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "459df8aa499141c61de358343a035542b5cf148982ebcfeb3506f6a96fa5370a"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
