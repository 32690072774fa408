"""How strings are written so that OpenSearch stores and finds them exactly.

* A key is indexed character by character: one token a character, tokens set apart by blanks. Blanks and lone
  surrogates become tokens of several characters, which no other character can be.
* A term of a ``rank_features`` field is a name in a JSON object: letters and digits of four hexadecimal
  digits as they are, everything else by its code point between underscores.
* What OpenSearch gives back may hold no lone surrogate; one is written as a noncharacter and four digits.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

LONGEST_TERM = 8_000
"""Code points of a term that is indexed as it is; Lucene's limit is 32,766 bytes. Longer ones are hashed."""

_ESCAPE = "\ufdd0"
"""A noncharacter, which stands before the four hexadecimal digits of what cannot be stored."""

_UNSTORABLE = re.compile(f"[\ud800-\udfff{_ESCAPE}]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]{{4}})")
_PLAIN_NAME = re.compile(r"[^\W_\U00010000-\U0010ffff]+")
"""Letters and digits; the filter of fields that are given back does not know those beyond U+FFFF."""

_NO_TOKEN = re.compile(r"[\s\ud800-\udfff]")


def key_tokens(key: str) -> str:
    """Return the characters of a key as tokens with blanks between them.

    >>> key_tokens("两 洋")
    '两 u20 洋'
    """
    if _NO_TOKEN.search(key) is None:
        return " ".join(key)
    return " ".join(map(key_token, key))


def key_token(character: str) -> str:
    """Return the token of a character."""
    return f"u{ord(character):x}" if _NO_TOKEN.match(character) else character


@lru_cache(1 << 16)
def feature(term: str) -> str:
    """Return the name of a term in a ``rank_features`` field; different terms have different names.

    >>> feature("铁路"), feature("a.b")
    ('铁路', 'a_2e_b')
    """
    if len(term) > LONGEST_TERM:
        return f"_h{_digest(term)}_"
    if _PLAIN_NAME.fullmatch(term):
        return term
    return "".join(each if _PLAIN_NAME.fullmatch(each) else f"_{ord(each):x}_" for each in term) or "__"


def stored(text: str) -> str:
    """Return ``text`` without lone surrogates, for :func:`restored`."""
    return _UNSTORABLE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", text)


def restored(text: str) -> str:
    """Return what :func:`stored` was given."""
    if _ESCAPE not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def keyword(term: str) -> str:
    """Return the form in which a term or value is a ``keyword``: hashed if it is too long for one."""
    return stored(term) if len(term) <= LONGEST_TERM else f"{_ESCAPE}{_digest(term)}"


def is_hashed(written: str) -> bool:
    """Return whether :func:`keyword` has hashed what it was given."""
    return written.startswith(_ESCAPE) and len(written) == 1 + hashlib.sha256().digest_size * 2


def metadata_value(name: str, value: str) -> str:
    """Return the ``keyword`` of a metadata value; ``name`` holds no NUL."""
    return keyword(f"{name}\0{value}")


def _digest(term: str) -> str:
    return hashlib.sha256(term.encode("utf-8", "surrogatepass")).hexdigest()
