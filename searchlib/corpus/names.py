"""What the name of a file says: whether it is read, and as what; and how it is shown."""

from __future__ import annotations

import os
import re
import sys

from searchlib.corpus.archives import ARCHIVE
from searchlib.errors import UnreadableFile

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".jsp", ".aspx", ".php"})
RECORD_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".csv"})
TEXT_SUFFIXES = HTML_SUFFIXES | RECORD_SUFFIXES | {"", ".txt", ".text", ".md", ".markdown"}
SUFFIXES = TEXT_SUFFIXES | {".pdf", ".docx", ".eml", ".mht", ".mhtml", ".epub", ARCHIVE}
SIDECAR_ENDING = ".meta.toml"
REGISTRY = "projects.toml"
# 2013.04.06 联合声明 has a dot but no suffix: a suffix is short, ASCII, and not a number.
_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,8}")


def suffix_of(name: str) -> str:
    """The file name's suffix in lower case with its dot, or the empty string.

    >>> suffix_of("联合声明.HTML"), suffix_of("2013.04.06 联合声明"), suffix_of("公报.2013")
    ('.html', '', '')
    """
    stem, dot, end = name.lower().rpartition(".")
    return dot + end if stem and _SUFFIX.fullmatch(dot + end) else ""


def without_suffix(name: str) -> str:
    """``name`` without what :func:`suffix_of` gives."""
    return name[: len(name) - len(suffix_of(name))]


def printable(name: str) -> str:
    """A file name as it can be shown and stored: bytes that are not UTF-8 become ``\\xNN``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace") if is_undecodable(name) else name


def is_undecodable(name: str) -> bool:
    """Whether the operating system gave bytes that are not UTF-8, shown as lone surrogates."""
    if name.isascii():
        return False
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def why_undecodable(name: str) -> UnreadableFile:
    """Whether the name is at fault, or a locale in which Python takes no name for UTF-8."""
    try:
        os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return UnreadableFile(name, "file.name-not-utf8")
    return UnreadableFile(name, "file.name-in-locale", encoding=sys.getfilesystemencoding())
