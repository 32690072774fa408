"""Probe queries whose answers together show whether an index is right."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import searchlib
from faults.texts import WORDS

QUERIES = (
    *WORDS,
    *("两洋铁路 可行性", "铁路 OR 会议", "NOT 铁路", "中秘 NEAR/10 铁路", '"双方推进"', "秘鲁 -合作"),
    *(
        "@两洋铁路",
        "title:联合声明",
        "clause:2",
        "year:2015",
        "script:hant",
        "双方推进合作共赢的会议可行性项目",
    ),
)


def fingerprint(library: searchlib.Library, extra: Sequence[str] = ()) -> str:
    """Return the SHA-256 of all answers of an open index, to the last character, span and score."""
    digest = hashlib.sha256()
    for answer in _answers(library, extra):
        digest.update(repr(answer).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _answers(library: searchlib.Library, extra: Sequence[str]) -> Iterator[object]:
    for place, query in enumerate(QUERIES):
        yield library.search(query, limit=None)
        if place % 4 == 0:
            yield library.search(query, limit=3, sort="date", group=True)
    for text in extra:
        found = library.occurrences(text)
        yield [int(start) for start in found.starts], [int(needle) for needle in found.needles]
    for name in ("两洋铁路", "鐵路", "国"):
        yield library.mentions(name, scan=False).mentions
    for listed in library.documents():
        yield library.document(listed.id)
    yield [text for _, text in library.engine.texts()]  # the numbers mean nothing outside
    yield replace(library.statistics(), built=datetime.min)
    yield library.projects


def substrings(texts: Sequence[str], count: int, draw: random.Random) -> list[str]:
    """Return substrings of 1 to 8 characters of ``texts``, across every boundary, drawn evenly over the
    texts."""
    found: list[str] = []
    while len(found) < count:
        text = draw.choice(texts)
        start = draw.randrange(len(text)) if text else 0
        piece = text[start : start + draw.randrange(1, 9)]
        if piece.strip() and "\x00" not in piece:
            found.append(piece)
    return found
