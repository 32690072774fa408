"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 5
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "22f5eafc7fff3a2bf589695d0635fdb8eaef5d4ed28ad9719eef8368b4ebf660"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
