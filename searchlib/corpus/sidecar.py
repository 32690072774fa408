"""Sidecars: metadata that the reader states in ``NAME.meta.toml`` beside a file; it overrides what was
recognised.

The keys are those of :class:`~searchlib.corpus.blocks.Metadata`. A sidecar with a fault is an error, not a
sidecar without effect, since its author relies on it.
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
from searchlib.corpus.names import SIDECAR_ENDING, without_suffix
from searchlib.errors import MetadataError
from searchlib.facts.countries import former_codes
from searchlib.facts.levels import level_named
from searchlib.model import DateIs, Kind, NormLevel

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# Codes of CLDR that are no parties: parts of states, currencies, and places made up for tests.
_NO_PARTY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"})
COLUMNS = ("text", "title", "date", "published", "place", "publisher", "url")
"""What the table ``[columns]`` of a sidecar may name a column of a file of records for."""

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
        "level": MetadataError("metadata.not-a-choice", key="level", known=tuple(NormLevel)),
        "issuers": MetadataError("metadata.not-strings", key="issuers"),
    }
)
"""Every key with the error for an invalid value."""

T = TypeVar("T")


def sidecar_for(path: Path) -> Metadata | None:
    """Return the metadata of ``FULLNAME.meta.toml`` or else ``NAME.meta.toml`` beside ``path``; None without
    either.

    Raises MetadataError, naming the sidecar, the key or line and what is expected there.
    """
    sidecar = _sidecar_of(path)
    return _read(sidecar)[0] if sidecar else None


def columns_for(path: Path) -> Mapping[str, str] | None:
    """What the table ``[columns]`` of that sidecar says: for text, title and so on the name of the column.

    Raises MetadataError as :func:`sidecar_for` does.
    """
    sidecar = _sidecar_of(path)
    return _read(sidecar)[1] if sidecar else None


def _sidecar_of(path: Path) -> Path | None:
    for name in (path.name, without_suffix(path.name)):
        sidecar = path.with_name(name + SIDECAR_ENDING)
        if _is_there(sidecar.is_symlink):
            raise MetadataError("metadata.link", file=sidecar)
        if _is_there(sidecar.is_file):
            return sidecar
    return None


def _is_there(asked: Callable[[], bool]) -> bool:
    """Whether ``asked`` says so; not where the system refuses the name, as one that is too long."""
    try:
        return asked()
    except OSError:
        return False


def merge(base: Metadata, override: Metadata) -> Metadata:
    """Return ``base`` with every field that ``override`` states; a date and its meaning are taken together.

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
    """Return the metadata that ``values`` state under the keys of a sidecar; other keys are ignored.

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
        level=read("level", _level),
        issuers=read("issuers", _issuers) or (),
    )


def _read(sidecar: Path) -> tuple[Metadata, Mapping[str, str] | None]:
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

    columns = values.pop("columns", None)
    if columns is not None and not _are_columns(columns):
        raise fault(MetadataError("metadata.not-columns", key="columns", known=COLUMNS))
    for key in values:
        if key not in _FAULTS:
            line = _line_of(key, text)
            raise MetadataError("metadata.unknown-key", file=sidecar, line=line, key=key, known=(*_FAULTS, "columns"))
    return metadata_of(values, fault), columns


def _are_columns(value: object) -> bool:
    return isinstance(value, dict) and all(
        key in COLUMNS and isinstance(name, str) and name for key, name in value.items()
    )


def _line_of(key: str, text: str) -> int:
    """Return the line, from 1, that sets ``key``; 1 if it is written in an unusual way."""
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


def _level(value: object) -> NormLevel:
    text = _text(value)
    return level_named(text) or NormLevel(text)


def _issuers(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise TypeError(value)
    names = tuple(map(_text, value))
    if not all(names):
        raise ValueError(value)
    return tuple(dict.fromkeys(names))


def _date_is(value: object) -> DateIs:
    return DateIs(_text(value))


def _url(value: object) -> str:
    """Return a web address; anything else (``javascript:``, a path) must never become a link."""
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
    """Return the ISO 3166-1 alpha-2 codes, those of former states, and EU, UN and XK, which occur in treaties."""
    territories = map(str, Locale("en").territories)
    current = frozenset(code for code in territories if len(code) == 2 and code.isalpha())
    return (current | former_codes()) - _NO_PARTY
