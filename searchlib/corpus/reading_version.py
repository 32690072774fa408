"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 7
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "1c04e73cf413850ad5cdf395b1e6a6450c4b561e797604489e17172474b190eb"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
