"""Front matter: the block of YAML or TOML at the top of a Markdown file.

Jekyll calls the day of posting ``date`` and the source ``author``; the keys of sidecars are allowed too and
take precedence. Keys of other programs are ignored.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import yaml
from yaml.reader import Reader

from searchlib.corpus.blocks import Metadata
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.sidecar import metadata_of
from searchlib.errors import MetadataError
from searchlib.model import DateIs

_OPENING = re.compile(r"(---|\+\+\+)[ \t]*+\r?\n")
# The first line must set a key: a text may also begin with a rule and have another one further down.
_FIRST_KEY = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?\r?\n)*+[\w\"'-]++[ \t]*+:[^\r\n]*+\r?\n")
_END_OF_YAML = re.compile(r"^(?:---|\.\.\.)[ \t]*+(?:\r?\n|\Z)", re.MULTILINE)
_END_OF_TOML = re.compile(r"^\+\+\+[ \t]*+(?:\r?\n|\Z)", re.MULTILINE)
# Code points; what is longer is a text that begins with a rule.
_LONGEST = 1 << 16
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?![\d])")
_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_ADDRESS_KEYS = ("url", "from", "link", "source", "canonical_url")
_ABSENT = ("", "~", "null", "Null", "NULL")
_OWN_KEYS = ("title", "kind", "parties", "place", "publisher", "date_is", "level", "issuers")


def split_front_matter(text: Mapped) -> tuple[Metadata | None, Mapped]:
    """Return the metadata of the front matter (None without one), and the text that follows it.

    Raises MetadataError with the line, counted in ``text`` from 1, for front matter that cannot be read.
    """
    found = _front_matter(text.text)
    if found is None:
        return None, text
    start, end, after = found
    source = text.text[start:end]
    load = _load_yaml if text.text.startswith("-") else _load_toml
    # Neither format allows control characters, and no reader sees them.
    return _metadata(load(Reader.NON_PRINTABLE.sub("", source)), source), text[after:]


def _front_matter(text: str) -> tuple[int, int, int] | None:
    """Where the front matter begins and ends, and where the text after it begins; None without any."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    at, end_of = opening.end(), _END_OF_TOML
    if opening[1] == "---":
        key = _FIRST_KEY.match(text, at, _LONGEST)
        if key is None:
            return None
        at, end_of = key.end(), _END_OF_YAML
    closing = end_of.search(text, at, max(at, min(len(text), _LONGEST)))
    return (opening.end(), closing.start(), closing.end()) if closing else None


def _load_yaml(source: str) -> Mapping[str, object]:
    """Return every scalar as it is written: ``NO`` is Norway, not false, and a title may be a number."""
    try:
        values = yaml.load(source, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise _at(line, MetadataError("metadata.no-yaml", problem=error.problem)) from error
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 2
        raise _at(line, MetadataError("metadata.no-yaml", problem=error.reason)) from error
    except RecursionError as error:
        raise MetadataError("metadata.front-matter-too-deep") from error
    if not isinstance(values, dict):
        raise _at(2, MetadataError("metadata.no-keys"))
    return {str(key): value for key, value in values.items() if value not in _ABSENT}


def _load_toml(source: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) + 1 if place else 1
        raise _at(line, MetadataError("metadata.no-toml", problem=str(error))) from error
    except RecursionError as error:
        raise MetadataError("metadata.front-matter-too-deep") from error


def _metadata(values: Mapping[str, object], source: str) -> Metadata:
    def fault(problem: MetadataError) -> MetadataError:
        key = str(problem.values["key"])
        before = re.search(rf"^.*{re.escape(key)}", source, re.MULTILINE)
        line = source.count("\n", 0, before.start()) + 2 if before else 1
        return _at(line, problem)

    own = metadata_of({key: _as_list(key, values[key]) for key in _OWN_KEYS if key in values}, fault)
    days = {key: _day(values[key]) for key in ("date", "published") if _is_said(values.get(key))}
    for key, day in days.items():
        if day is None:
            raise fault(MetadataError("metadata.not-a-day", key=key, example="2015-05-22"))
    day, date_is, published = _dates(days.get("date"), days.get("published"), own.date_is)
    publisher = own.publisher or _name(values.get("author"))
    address = next(filter(None, (_address(values.get(key)) for key in _ADDRESS_KEYS)), None)
    return replace(own, date=day, date_is=date_is, published=published, publisher=publisher, url=address)


def _at(line: int, problem: MetadataError) -> MetadataError:
    return MetadataError("metadata.in-front-matter", line=line, problem=problem)


def _dates(
    day: date | None, published: date | None, date_is: DateIs | None
) -> tuple[date | None, DateIs | None, date | None]:
    """Return the date, its meaning, and the day of publication. A lone ``date`` is the day of the post;
    beside a different ``published`` it can only be the day of signature."""
    if date_is is None and (day or published):
        is_signed = day is not None and published is not None and day != published
        date_is = DateIs.SIGNED if is_signed else DateIs.PUBLISHED
    if date_is is DateIs.PUBLISHED:
        day, published = day or published, published or day
    return day, date_is, published


def _is_said(value: object) -> bool:
    """Return whether a date is stated; ``published: true`` is Jekyll's switch and no date."""
    return value is not None and not isinstance(value, bool) and value not in {"true", "false"}


def _day(value: object) -> date | None:
    """Return the day as written, in whatever time zone."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _DAY.match(value.strip()) if isinstance(value, str) else None
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _as_list(key: str, value: object) -> object:
    """Return a list; ``parties: CN, PE`` is accepted as one."""
    return re.split(r"[\s,，、]+", value.strip()) if key in ("parties", "issuers") and isinstance(value, str) else value


def _name(value: object) -> str | None:
    """Return an author that is a single name; Jekyll's lists and tables of authors are ignored."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _address(value: object) -> str | None:
    """Return an absolute web address; paths within the site are ignored."""
    found = _ADDRESS.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[0] if found else None
