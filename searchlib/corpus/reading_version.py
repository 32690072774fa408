"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

VERSION = 2
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "6f374f9db3fc432f8a0eda19feaf4a2ac201b41ecb3a500a850d4261e621381c"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
