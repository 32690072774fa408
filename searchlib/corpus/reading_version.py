"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 9
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "466f53006e1181d3d6ee94a431d03d53eaa19d56d0081e868234b39d637b5b50"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
