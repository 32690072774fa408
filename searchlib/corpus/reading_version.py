"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 4
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "b4906431c166bbf16d36ff799370f3de8240e2c5a0c87b516d3ea67f1bc0ebd1"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
