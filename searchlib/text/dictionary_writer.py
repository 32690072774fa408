"""Write jieba's dictionary, with words added to it, in the form that is looked up on disk.

Only jieba's text file is read, jieba itself is not loaded. The same words give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from searchlib.errors import MissingExtra
from searchlib.text.cutter import is_cuttable
from searchlib.text.dictionary import Header

_ENTRY = re.compile(rb"^(\S+) (\d+)", re.MULTILINE)
"""A line of jieba's dictionary has a word, its frequency and a part of speech."""

Entries = tuple[tuple[str, int], ...]
"""Words and their frequencies."""


@lru_cache(maxsize=1)
def compiled(entries: Entries) -> bytes:
    """Return the content of a dictionary file: jieba's words and ``entries``, which replace equal words
    of jieba.
    """
    frequencies = dict(_ENTRY.findall(_source()))
    added = {_key(word): b"%d" % frequency for word, frequency in entries}
    total = sum(map(int, (frequencies | added).values()))
    # Words that no cut can return are left out; they count in the total all the same, as in jieba's.
    frequencies |= {_key(word): added[_key(word)] for word, _ in entries if is_cuttable(word)}
    # A blank sorts before every character of a word, so that lines are in the order of their words.
    lines = b"\n".join(sorted(map(b" ".join, frequencies.items()))) + b"\n"
    return Header(source_digest(), entries_digest(entries), total, len(lines)).line() + lines


@cache
def source_digest() -> str:
    """Return the SHA-256 of jieba's dictionary."""
    return hashlib.sha256(_source()).hexdigest()


def entries_digest(entries: Entries) -> str:
    """Return the SHA-256 of words and frequencies."""
    return hashlib.sha256(repr(entries).encode("utf-8", "surrogatepass")).hexdigest()


def sample(content: bytes, step: int) -> str:
    """Return every ``step``-th word of a compiled dictionary, joined."""
    words = [line.partition(b" ")[0] for line in content.splitlines()[1::step]]
    return b"".join(words).decode()


def _key(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _source() -> bytes:
    found = find_spec("jieba")
    path = Path(found.origin).with_name("dict.txt") if found and found.origin else None
    if path is None or not path.is_file():
        raise MissingExtra("extra.jieba-dictionary", requirement="jieba==0.42.1")
    return path.read_bytes()
