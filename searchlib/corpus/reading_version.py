"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "2a47dde911755a74ba38d880c7010afb5301ceb6470f7e14a0101c067a5b015a"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
