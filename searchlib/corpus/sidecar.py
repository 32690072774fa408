"""What the reader states about a file in a ``NAME.meta.toml`` beside it; it overrides what was recognised.

The keys are those of :class:`~searchlib.corpus.blocks.Metadata`. A sidecar with a fault is an error, not a
sidecar without effect: whoever wrote it relies on it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from babel import Locale

from searchlib.corpus.blocks import Metadata
from searchlib.corpus.read import SIDECAR_ENDING, without_suffix
from searchlib.errors import MetadataError
from searchlib.facts.countries import former_codes
from searchlib.model import DateIs, Kind

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# Codes of CLDR that stand for no party: parts of states, currencies, and places made up for tests.
_NO_PARTY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"})
_FAULTS: Mapping[str, MetadataError] = MappingProxyType(
    {
        "title": MetadataError("metadata.not-a-string", key="title"),
        "kind": MetadataError("metadata.not-a-choice", key="kind", known=tuple(Kind)),
        "date": MetadataError("metadata.not-a-day", key="date", example="2015-05-22"),
        "date_is": MetadataError("metadata.not-a-choice", key="date_is", known=tuple(DateIs)),
        "published": MetadataError("metadata.not-a-day", key="published", example="2015-05-23"),
        "parties": MetadataError("metadata.not-countries", key="parties"),
        "place": MetadataError("metadata.not-a-string", key="place"),
        "publisher": MetadataError("metadata.not-a-string", key="publisher"),
        "url": MetadataError("metadata.not-an-address", key="url"),
    }
)
"""Every key, and what is wrong with a value that does not fit."""

T = TypeVar("T")


def sidecar_for(path: Path) -> Metadata | None:
    """What ``FULLNAME.meta.toml`` or else ``NAME.meta.toml`` beside ``path`` says; None without either.

    Raises MetadataError, naming the sidecar, the key or line and what is expected there.
    """
    for name in (path.name, without_suffix(path.name)):
        sidecar = path.with_name(name + SIDECAR_ENDING)
        if sidecar.is_symlink():
            raise MetadataError("metadata.link", file=sidecar)
        if sidecar.is_file():
            return _read(sidecar)
    return None


def merge(base: Metadata, override: Metadata) -> Metadata:
    """``base`` with every field that ``override`` states; date and which date it is go together.

    One exception: a date that is merely the day of publication (``date`` and ``published`` the same, as a
    post's front matter gives it) does not displace a known day of signature.
    """
    stated = {name: value for name in Metadata.__slots__ if (value := getattr(override, name))}
    only_published = override.date_is is DateIs.PUBLISHED and override.date == override.published
    if only_published and base.date_is is DateIs.SIGNED:
        del stated["date"], stated["date_is"]
    elif override.date is not None and override.date_is is None and override.date != base.date:
        stated["date_is"] = None
    return replace(base, **stated)


def metadata_of(values: Mapping[str, object], fault: Callable[[MetadataError], MetadataError]) -> Metadata:
    """The metadata that ``values`` state under the keys of a sidecar; other keys are not looked at.

    ``fault`` makes the error to raise of what is wrong with a value: it adds the place.
    """

    def read(key: str, reader: Callable[[object], T]) -> T | None:
        value = values.get(key)
        if value is None or value == "":
            return None
        try:
            return reader(value)
        except (TypeError, ValueError) as error:
            raise fault(_FAULTS[key]) from error

    return Metadata(
        title=read("title", _text),
        kind=read("kind", _kind),
        date=read("date", _day),
        date_is=read("date_is", _date_is),
        published=read("published", _day),
        parties=read("parties", _parties) or (),
        place=read("place", _text),
        publisher=read("publisher", _text),
        url=read("url", _url),
    )


def _read(sidecar: Path) -> Metadata:
    try:
        text = sidecar.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        raise MetadataError("metadata.unreadable", file=sidecar, problem=error.strerror) from error
    except UnicodeDecodeError as error:
        raise MetadataError("metadata.not-utf8", file=sidecar, byte=error.start) from error
    except tomllib.TOMLDecodeError as error:
        raise MetadataError("metadata.not-toml", file=sidecar, problem=str(error)) from error
    except RecursionError as error:
        raise MetadataError("metadata.too-deep", file=sidecar) from error

    def fault(problem: MetadataError) -> MetadataError:
        line = _line_of(str(problem.values["key"]), text)
        return MetadataError("metadata.in-sidecar", file=sidecar, line=line, problem=problem)

    for key in values:
        if key not in _FAULTS:
            line = _line_of(key, text)
            raise MetadataError("metadata.unknown-key", file=sidecar, line=line, key=key, known=tuple(_FAULTS))
    return metadata_of(values, fault)


def _line_of(key: str, text: str) -> int:
    """The line, from 1, on which ``key`` is set; 1 when it is written in an uncommon way."""
    found = re.search(rf"^[ \t]*\[?[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return " ".join(value.split())


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not (found := _DAY.fullmatch(value.strip())):
        raise ValueError(value)
    return date(*map(int, found.groups()))


def _kind(value: object) -> Kind:
    return Kind(_text(value))


def _date_is(value: object) -> DateIs:
    return DateIs(_text(value))


def _url(value: object) -> str:
    """An address on the web; anything else (``javascript:``, a path) must never become a link."""
    address = _text(value)
    if not re.match(r"https?://[^\s/]", address, re.IGNORECASE):
        raise ValueError(value)
    return address


def _parties(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    codes = tuple(_text(code).upper() for code in value)
    if any(code not in _country_codes() for code in codes):
        raise ValueError(value)
    return tuple(dict.fromkeys(codes))


@cache
def _country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 and former states, with EU, UN and XK, which treaties do name."""
    territories = map(str, Locale("en").territories)
    current = frozenset(code for code in territories if len(code) == 2 and code.isalpha())
    return (current | former_codes()) - _NO_PARTY
