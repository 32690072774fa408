"""The block of YAML or TOML at the top of a Markdown file: what it says, and the text below it.

Jekyll calls the day of posting ``date`` and the source ``author``; searchlib's own keys may stand there too
and win. Keys of other programs are left alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import yaml

from searchlib.corpus.blocks import Metadata
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.sidecar import metadata_of
from searchlib.errors import MetadataError
from searchlib.model import DateIs

# The first line must set a key: a text may also begin with a rule and have another one further down.
_YAML = re.compile(
    r"---[ \t]*\r?\n((?:[ \t]*(?:#.*)?\r?\n)*[\w\"'-]+[ \t]*:(?:.*\r?\n)+?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n((?:.*\r?\n)*?)\+\+\+[ \t]*(?:\r?\n|\Z)")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?![\d])")
_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_ADDRESS_KEYS = ("url", "from", "link", "source", "canonical_url")
_ABSENT = ("", "~", "null", "Null", "NULL")
_OWN_KEYS = ("title", "kind", "parties", "place", "publisher", "date_is")


def split_front_matter(text: Mapped) -> tuple[Metadata | None, Mapped]:
    """What the front matter states (None without one), and the text that follows it.

    Raises MetadataError with the line, counted in ``text`` from 1, for front matter that cannot be read.
    """
    for pattern, load in ((_YAML, _load_yaml), (_TOML, _load_toml)):
        found = pattern.match(text.text)
        if found:
            return _metadata(load(found[1]), found[1]), text[found.end() :]
    return None, text


def _load_yaml(source: str) -> Mapping[str, object]:
    """Every scalar as it is written: ``NO`` is Norway, not false, and a title may be a number."""
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
    """Date, which one it is, and day of publication. A lone ``date`` is that of the post; beside a different
    ``published`` it can only be that of signature."""
    if date_is is None and (day or published):
        is_signed = day is not None and published is not None and day != published
        date_is = DateIs.SIGNED if is_signed else DateIs.PUBLISHED
    if date_is is DateIs.PUBLISHED:
        day, published = day or published, published or day
    return day, date_is, published


def _is_said(value: object) -> bool:
    """Whether a date is given; ``published: true`` is Jekyll's switch and no date."""
    return value is not None and not isinstance(value, bool) and value not in {"true", "false"}


def _day(value: object) -> date | None:
    """The day as it is written, in whatever time zone that was."""
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
    """``parties: CN, PE`` is as good as a list."""
    return re.split(r"[\s,，、]+", value.strip()) if key == "parties" and isinstance(value, str) else value


def _name(value: object) -> str | None:
    """An author that is one name; Jekyll also allows lists and tables, which say more than a publisher."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _address(value: object) -> str | None:
    """An address on the web; paths inside the site lead nowhere from here."""
    found = _ADDRESS.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[0] if found else None
