"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "bc9cf8d775dbbba96a8a571c5a863848b50623f804d49d4165627726d68961a0"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
