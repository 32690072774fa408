"""The version of the rules of reading; written by ``make reading-version``, never by hand."""

VERSION = 2
"""Raised whenever some file may give other documents than before; an index made with another is read anew."""

SOURCES = "d54cb9db093d09d3dfdb61c815bd01e85132bf986883037e854611f89285376a"
"""SHA-256 of the sources that this version stands for; see ``tools/reading_version.py``."""
