"""What a reader may have meant by text that looks like a filter, a day or a range of years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from searchlib.errors import QueryError
from searchlib.query.ast import And, Filter, Keyword, Query, all_of
from searchlib.query.characters import half_width
from searchlib.query.filters import resolve
from searchlib.text.fields import BY_NAME, FIELD_NAMES, Values

_COLON = re.compile(r"([A-Za-z]{2,12}|[\u3400-\u9fff]{2,3}):(.+)", re.DOTALL)
_ALIKE, _ALIKE_HAN = 0.6, 0.5
"""How alike names must be; of two Chinese characters one is enough."""

_YEAR = "([12][0-9]{3})年?"
_DAY = r"([12][0-9]{3}(?:-[0-9]{1,2}(?:-[0-9]{1,2})?|/[0-9]{1,2}(?:/[0-9]{1,2})?|\.[0-9]{1,2}\.[0-9]{1,2}))"
_RANGES = (
    (re.compile(f"(?:since|from|after) {_YEAR}", re.IGNORECASE), "{0}.."),
    (re.compile(f"(?:until|till|before|to) {_YEAR}", re.IGNORECASE), "..{0}"),
    (re.compile(f"(?:in|during) {_YEAR}", re.IGNORECASE), "{0}"),
    (re.compile(f"(?:from|between) {_YEAR} (?:to|and|until) {_YEAR}", re.IGNORECASE), "{0}..{1}"),
    (re.compile(f"(?:自从|自|从)?{_YEAR}(?:以来|以后|之后|至今|后|起)"), "{0}.."),
    (re.compile(f"{_YEAR}(?:以前|之前|前|为止)"), "..{0}"),
    (re.compile(f"(?:自|从)?{_YEAR}[至到—–~-]+{_YEAR}(?:间|期间|之间)?"), "{0}..{1}"),
    (re.compile("([12][0-9]{3})"), "{0}"),
)
_DAYS = re.compile(_DAY)
_LONGEST = 5
"""The most keywords that say a range together: from 2013 to 2016."""


def misspelled_filters(query: Query) -> Iterator[tuple[Query, str]]:
    """Yield ``query`` with a filter for each keyword that looks like one of another name, and that keyword.

    >>> from searchlib.query.parser import parse
    >>> [(str(meant), text) for meant, text in misspelled_filters(parse("titel:秘鲁 铁路"))]
    [('title:秘鲁 AND 铁路', 'titel:秘鲁')]
    """
    operands = _operands(query)
    for at, operand in enumerate(operands):
        match = _COLON.fullmatch(half_width(operand.text)) if isinstance(operand, Keyword) else None
        if match is None or not isinstance(operand, Keyword):
            continue
        cutoff = _ALIKE if match[1].isascii() else _ALIKE_HAN
        for name in get_close_matches(match[1].lower(), FIELD_NAMES, n=1, cutoff=cutoff):
            yield from _replaced(operands, at, at + 1, Filter(FIELD_NAMES[name], match[2]))


def meant_filters(query: Query) -> Iterator[tuple[Query, str]]:
    """Yield ``query`` with a filter in place of keywords that say one in words, and these keywords.

    >>> from searchlib.query.parser import parse
    >>> [str(meant) for meant, _ in meant_filters(parse("铁路 since 2016"))]
    ['铁路 AND year:2016..']
    >>> [str(meant) for meant, _ in meant_filters(parse("2016年以来 铁路"))]
    ['year:2016.. AND 铁路']
    """
    operands = _operands(query)
    at = 0
    while at < len(operands):
        for end in range(min(len(operands), at + _LONGEST), at, -1):
            run = operands[at:end]
            if not all(isinstance(operand, Keyword) for operand in run):
                continue
            texts = [operand.text for operand in run if isinstance(operand, Keyword)]
            found = list(_said(texts, operands, at, end))
            if found:
                yield from found
                at = end - 1
                break
        at += 1


def _said(texts: list[str], operands: tuple[Query, ...], at: int, end: int) -> Iterator[tuple[Query, str]]:
    said = half_width(" ".join(texts))
    name = FIELD_NAMES.get(said.split(" ")[0].lower()) if len(texts) == 2 else None
    if name is not None and BY_NAME[name].values not in (Values.TITLE, Values.NAME):
        yield from _replaced(operands, at, end, Filter(name, texts[1]))
        return
    if match := _DAYS.fullmatch(said):
        yield from _replaced(operands, at, end, Filter("date", re.sub("[/.]", "-", match[1])))
        return
    for pattern, form in _RANGES:
        if match := pattern.fullmatch(said):
            yield from _replaced(operands, at, end, Filter("year", form.format(*match.groups())))
            return


def _replaced(operands: tuple[Query, ...], at: int, end: int, by: Filter) -> Iterator[tuple[Query, str]]:
    try:
        resolve(by)
    except QueryError:
        return
    yield all_of((*operands[:at], by, *operands[end:])), " ".join(map(str, operands[at:end]))


def _operands(query: Query) -> tuple[Query, ...]:
    return query.operands if isinstance(query, And) else (query,)
