"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 1
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "3103d7dbc2db7b7b9bb06b128c0f5e8a22026bf2ebf7109fe95ffd0ad396d1c7"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
