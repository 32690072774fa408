"""Every filter in one table: its names, its values, the metadata it compares, whether answers divide by it.

The scanner takes the names from here, the analyzer the metadata of clauses, the filters the kind of value,
the counts the facets; the documents and the help of the page are compared with it. A new filter is one row.
If its values are of a new kind, it also needs a member of :class:`Values` and a parser in
:mod:`searchlib.query.filters`.

The table lies below the query language because the analyzer, which writes the metadata, does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from types import MappingProxyType

from searchlib.model import Document, FilterValues, Kind, NormLevel, Script
from searchlib.text.running import key


class Values(Enum):
    """What the value of a filter may be. Each member has one parser in :mod:`searchlib.query.filters`."""

    COUNTRY = auto()
    """A name or code of a country; compared with the codes in the metadata."""
    YEARS = auto()
    """A year or a range of years; compared with the day of the document."""
    DAYS = auto()
    """A day, month, year or a range; compared with the day of the document."""
    CHOICE = auto()
    """One of the row's ``choices``, by any of its names."""
    TITLE = auto()
    """Text, looked for in the title of the document."""
    PATH = auto()
    """The number of a clause or its path."""
    NAME = auto()
    """A whole name, compared folded."""


@dataclass(frozen=True, slots=True)
class Field:
    """One filter. ``name`` is the canonical name, ``chinese`` are further names.

    ``metadata`` is the key under which an index keeps what the filter compares, empty for the day and the
    title, which are no metadata; ``of_document`` or ``of_path`` returns the values kept there, folded, for a
    document or for the path of a clause. ``choices`` are the values of :attr:`Values.CHOICE` in canonical
    form, each with its Chinese names. ``described`` says in Chinese and in English what the values are;
    ``refusal`` is the code of the error for a value that it cannot have, and ``examples`` are values that its
    message shows.
    """

    name: str
    chinese: tuple[str, ...]
    values: Values
    described: tuple[str, str]
    examples: tuple[str, ...]
    refusal: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    metadata: str = ""
    of_document: Callable[[Document], tuple[str, ...]] | None = None
    of_path: Callable[[str], tuple[str, ...]] | None = None
    facet: bool = False


def _prefixes(path: str) -> tuple[str, ...]:
    """Return every prefix of ``path``, so that ``clause:2`` finds 2.3 too."""
    if "." not in path:
        return (path,)
    steps = path.split(".")
    return tuple(".".join(steps[: depth + 1]) for depth in range(len(steps)))


FIELDS = (
    Field(
        "country",
        ("国家", "國家"),
        Values.COUNTRY,
        ("中英文国名或两字母代码", "a name in Chinese or English, or a two-letter code"),
        ("秘鲁", "Peru", "PE"),
        "query.bad-country",
        metadata="country",
        of_document=lambda document: document.parties,
        facet=True,
    ),
    Field(
        "year",
        ("年份",),
        Values.YEARS,
        ("某年，或一端、两端的范围", "a year, or a range with one or two ends"),
        ("2013", "2013..2016", "..2016", "2013.."),
        "query.bad-year",
        facet=True,
    ),
    Field(
        "date",
        ("日期",),
        Values.DAYS,
        (
            "某日、某月、某年，或范围；以签署日期为准，没有时以发布日期为准",
            "a day, month or year, or a range; the day of signature or, failing that, of publication",
        ),
        ("2015-05-22", "2015-05", "2015-05-22.."),
        "query.bad-date",
    ),
    Field(
        "kind",
        ("类型", "類型"),
        Values.CHOICE,
        (
            "联合声明、公报、报道、法律、其他",
            f"{', '.join(Kind)} (联合声明, 公报, 报道, 法律, 其他)",
        ),
        ("law", "法律"),
        "query.bad-kind",
        choices=(
            (Kind.JOINT_STATEMENT, ("联合声明",)),
            (Kind.COMMUNIQUE, ("公报", "联合公报")),
            (Kind.REPORT, ("报道", "报导", "新闻")),
            (Kind.LAW, ("法律", "法规")),
            (Kind.OTHER, ("其他", "其它")),
        ),
        metadata="kind",
        of_document=lambda document: (document.kind.value,),
        facet=True,
    ),
    Field(
        "title",
        ("标题", "標題"),
        Values.TITLE,
        ("文件题目中的文字", "text that stands in the title of the document"),
        ("声明",),
    ),
    Field(
        "clause",
        ("条款", "條款"),
        Values.PATH,
        ("条款的编号或路径，包括其下各级", "the number of a clause or its path; what is below it counts"),
        ("8", "八", "2.3", "title"),
        "query.bad-clause",
        metadata="path",
        of_path=_prefixes,
    ),
    Field(
        "publisher",
        ("发布者", "發布者", "發佈者"),
        Values.NAME,
        ("发布者全名", "the publisher's full name"),
        ("新华社",),
        metadata="publisher",
        of_document=lambda document: (key(document.publisher),) if document.publisher else (),
        facet=True,
    ),
    Field(
        "level",
        ("效力级别", "效力級別", "级别", "級別"),
        Values.CHOICE,
        (
            "法律、行政法规、地方性法规、司法解释、部门规章等",
            f"{', '.join(NormLevel)} (宪法, 法律, 行政法规, …)",
        ),
        ("行政法规", "law"),
        "query.bad-level",
        choices=(
            (NormLevel.CONSTITUTION, ("宪法",)),
            (NormLevel.LAW, ("法律",)),
            (NormLevel.ADMINISTRATIVE_REGULATION, ("行政法规",)),
            (NormLevel.SUPERVISORY_REGULATION, ("监察法规",)),
            (NormLevel.LOCAL_REGULATION, ("地方性法规", "地方法规")),
            (NormLevel.AUTONOMOUS_REGULATION, ("自治条例和单行条例", "自治条例", "单行条例")),
            (NormLevel.JUDICIAL_INTERPRETATION, ("司法解释",)),
            (NormLevel.DEPARTMENTAL_RULE, ("部门规章",)),
            (NormLevel.LOCAL_RULE, ("地方政府规章", "政府规章")),
        ),
        metadata="level",
        of_document=lambda document: (document.level.value,) if document.level else (),
        facet=True,
    ),
    Field(
        "issuer",
        ("制定机关", "制定機關"),
        Values.NAME,
        ("制定机关全名", "the full name of the body that made the law"),
        ("国务院", "最高人民法院"),
        metadata="issuer",
        of_document=lambda document: tuple(map(key, document.issuers)),
        facet=True,
    ),
    Field(
        "script",
        ("简繁", "簡繁"),
        Values.CHOICE,
        ("简体、繁体、混合（hans、hant、mixed）", "hans, hant, mixed (简体, 繁体, 混合)"),
        ("hant", "繁体"),
        "query.bad-script",
        choices=(
            (Script.HANS, ("简体", "简")),
            (Script.HANT, ("繁体", "繁")),
            (Script.MIXED, ("混合",)),
        ),
        metadata="script",
        of_document=lambda document: (document.script.value,) if document.script else (),
        facet=True,
    ),
)
"""Every filter, in the order in which documents and facets list them."""

FIELD_NAMES: Mapping[str, str] = MappingProxyType(
    {typed: field.name for field in FIELDS for typed in (field.name, *field.chinese)}
)
"""The names of filters as typed (letters in any case), and the canonical name of each."""

BY_NAME: Mapping[str, Field] = MappingProxyType({field.name: field for field in FIELDS})
"""The rows by canonical name."""

FACETS = tuple(field.name for field in FIELDS if field.facet)
"""The filters that answers divide by."""


CLAUSE_PART, HEADING = "part", "heading"
"""The key under which clauses that are only a title or heading have this value; no filter compares it."""

_OF_DOCUMENTS = tuple((field.metadata, field.of_document) for field in FIELDS if field.of_document)
_OF_PATHS = tuple((field.metadata, field.of_path) for field in FIELDS if field.of_path)

METADATA_KEYS = tuple(sorted((*(field.metadata for field in FIELDS if field.metadata), CLAUSE_PART)))
"""The keys under which an index keeps what filters and the order of hits compare."""

_HEADING_PATH = re.compile(r"(?:title|h[0-9]+)(?:~[0-9]+)?")


def document_metadata(document: Document) -> FilterValues:
    """Return the metadata that all clauses of ``document`` share, its id included."""
    return (*((key, values_of(document)) for key, values_of in _OF_DOCUMENTS), ("document", (document.id,)))


@lru_cache(1 << 14)
def path_metadata(path: str) -> FilterValues:
    """Return the metadata that a clause has by its path."""
    part = (HEADING,) if _HEADING_PATH.fullmatch(path) else ()
    return (*((key, values_of(path)) for key, values_of in _OF_PATHS), (CLAUSE_PART, part))
