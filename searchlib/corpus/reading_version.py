"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "a8c36781c42baa93157064ff75ba2c474b2e70d71185e36898502a253e03b677"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
