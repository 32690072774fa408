"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

VERSION = 2
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "c17db9d31cfbbdd8bc80b51cc6d6f4345b3b0856f5e88de6044b612136d13b23"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
