"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 4
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "51961f67fb612f0c6c971f65ed9fbbc3742df3a651df6fa71ee4ec7f8bd41db3"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
