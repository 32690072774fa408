"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

READING_VERSION = 8
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "a89fc2b5b64cb16933bd635bd378c022a7c3819457d791af661b2ea57fde044b"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
