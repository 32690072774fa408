"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "d4d069a7cf00a310086c1fa6a2609299d055d318dd3cc27daeb924e33d60274e"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
