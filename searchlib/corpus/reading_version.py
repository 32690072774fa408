"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "2e75a557b060c64565b30d9fff3efa4f1658a1b74f6882548ad73547a9132f05"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
