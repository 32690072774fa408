"""The state of the search page, held entirely in its address, so that every state can be shared as a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from searchlib.analysis.comparison import ShownRows
from searchlib.analysis.concordance import sort_levels
from searchlib.errors import QueryError
from searchlib.model import Kind, Scope, Sort
from searchlib.web.limits import (
    DEFAULT_WIDTH_READ,
    LARGEST_SAMPLE,
    LARGEST_SEED,
    LAST_PAGE,
    LONGEST_NAME,
    LONGEST_PATH,
    LONGEST_QUERY,
    WIDEST_READ,
)
from searchlib.web.messages import LANGUAGES, Language
from searchlib.web.parameters import BadParameter, Parameters


class View(StrEnum):
    """The layouts of an answer."""

    HITS = "hits"
    KWIC = "kwic"
    TIMELINE = "timeline"


class KwicPart(StrEnum):
    """What of a concordance is shown."""

    LINES = "lines"
    NEIGHBOURS = "neighbours"
    COLLOCATES = "collocates"
    SPREAD = "spread"


class UnitChoice(StrEnum):
    """What a lineage follows; empty for sentences of statements and clauses of laws."""

    USUAL = ""
    SENTENCE = "sentence"
    CLAUSE = "clause"


class ListOrder(StrEnum):
    """The orders of the list of texts."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    LENGTH = "length"


class TimelineScale(StrEnum):
    """What the bars of a timeline are: clauses per 1,000 of the year, or clauses."""

    RATE = "rate"
    COUNT = "count"


class LanguageChoice(StrEnum):
    """The language asked for in the address; empty leaves the choice to the browser's header."""

    NONE = ""
    CHINESE = "zh"
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"

    @property
    def language(self) -> Language:
        """Return the language; Chinese in Simplified characters where only Chinese is asked for."""
        return next((each for each in LANGUAGES if self in (each.tag, each)), Language.CHINESE)


@dataclass(frozen=True, slots=True)
class PageState:
    """The parameters of the address. ``page`` counts from 1.

    ``show``, ``order``, ``width``, ``sample`` (0 for all lines) and ``seed`` are those of a concordance;
    ``least`` is the least likeness of the variants of a formula, in percent.
    ``a``, ``b`` and ``rows`` are those of a comparison, ``of``, ``unit`` and ``every`` those of a lineage.
    ``mark`` is the mark of a text that is read (0 for none), ``whole`` asks for the whole text; ``go`` and
    ``find`` are what the forms beside a text send, the number of a clause and what to look for in the text.
    ``title``, ``kind``, ``country``, ``year`` (empty for any) and ``by`` are those of the list of texts,
    ``scale`` is that of a timeline.
    """

    q: str = ""
    view: View = View.HITS
    sort: Sort = Sort.RELEVANCE
    group: bool = False
    flat: bool = False
    explain: bool = False
    no_prior: bool = False
    scope: Scope = Scope.CLAUSE
    exact: bool = False
    page: int = 1
    at: str = ""
    mark: int = 0
    whole: bool = False
    go: str = ""
    find: str = ""
    show: KwicPart = KwicPart.LINES
    order: str = ""
    width: int = DEFAULT_WIDTH_READ
    sample: int = 0
    seed: int = 0
    least: int = 50
    a: str = ""
    b: str = ""
    rows: ShownRows = ShownRows.CHANGES
    of: str = ""
    unit: UnitChoice = UnitChoice.USUAL
    every: bool = False
    title: str = ""
    kind: str = ""
    country: str = ""
    year: str = ""
    by: ListOrder = ListOrder.NEWEST
    scale: TimelineScale = TimelineScale.RATE
    lang: LanguageChoice = LanguageChoice.NONE
    given: Mapping[str, object] = field(init=False, repr=False, compare=False)
    """The values that are not the default ones: a page says its state in a hundred addresses."""

    def __post_init__(self) -> None:
        values = ((name, getattr(self, name)) for name in _DEFAULTS)
        given = {name: value for name, value in values if value != _DEFAULTS[name]}
        object.__setattr__(self, "given", given)

    @classmethod
    def read(cls, parameters: Parameters) -> PageState:
        """Read the state from a query string; raises BadParameter with the address of the valid rest."""
        readers: dict[str, Callable[[], object]] = {
            "q": lambda: parameters.text("q", LONGEST_QUERY),
            "view": lambda: parameters.choice("view", View.HITS),
            "sort": lambda: parameters.choice("sort", Sort.RELEVANCE),
            "group": lambda: parameters.flag("group"),
            "flat": lambda: parameters.flag("flat"),
            "explain": lambda: parameters.flag("explain"),
            "no_prior": lambda: parameters.flag("no_prior"),
            "scope": lambda: parameters.choice("scope", Scope.CLAUSE),
            "exact": lambda: parameters.flag("exact"),
            "page": lambda: parameters.whole("page", 1, 1, LAST_PAGE),
            "at": lambda: parameters.text("at", LONGEST_PATH),
            "mark": lambda: parameters.whole("mark", 0, 0, LAST_PAGE),
            "whole": lambda: parameters.flag("whole"),
            "go": lambda: parameters.text("go", LONGEST_PATH),
            "find": lambda: parameters.text("find", LONGEST_QUERY),
            "show": lambda: parameters.choice("show", KwicPart.LINES),
            "order": lambda: _order(parameters),
            "width": lambda: parameters.whole("width", DEFAULT_WIDTH_READ, 0, WIDEST_READ),
            "sample": lambda: parameters.whole("sample", 0, 0, LARGEST_SAMPLE),
            "seed": lambda: parameters.whole("seed", 0, 0, LARGEST_SEED),
            "least": lambda: parameters.whole("least", 50, 30, 100),
            "a": lambda: parameters.text("a", LONGEST_NAME),
            "b": lambda: parameters.text("b", LONGEST_NAME),
            "rows": lambda: parameters.choice("rows", ShownRows.CHANGES),
            "of": lambda: parameters.text("of", LONGEST_NAME),
            "unit": lambda: parameters.choice("unit", UnitChoice.USUAL),
            "every": lambda: parameters.flag("every"),
            "title": lambda: parameters.text("title", LONGEST_NAME),
            "kind": lambda: _kind(parameters),
            "country": lambda: parameters.text("country", LONGEST_PATH),
            "year": lambda: _year(parameters),
            "by": lambda: parameters.choice("by", ListOrder.NEWEST),
            "scale": lambda: parameters.choice("scale", TimelineScale.RATE),
            "lang": lambda: parameters.choice("lang", LanguageChoice.NONE),
        }
        sound: dict[str, Any] = {}
        wrong: list[BadParameter] = []
        for name, read in readers.items():
            try:
                sound[name] = read()
            except BadParameter as error:
                wrong.append(error)
        if wrong:
            instead = cls(**sound).address("", page=1) or "?"
            wrong[0].instead = instead if "q" in sound else ""
            raise wrong[0]
        return cls(**sound)

    def but(self, **changes: Any) -> PageState:
        """Return this state with some values changed."""
        return replace(self, **changes)

    def address(self, path: str = "/", **changes: object) -> str:
        """Return the address of this state with ``changes``; default values are left out."""
        return _address(path, {**self.given, **changes})

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """Return what a form sends beside its own fields ``without`` to keep this state: names and values."""
        return _stated({name: value for name, value in self.given.items() if name not in without})

    def fresh(self, path: str = "/", **changes: object) -> str:
        """Return an address that keeps nothing of this state but the language."""
        return _address(path, {"lang": self.lang, **changes})

    def statement(self, document_id: str, **changes: object) -> str:
        """Return the address of a document, with the marks of the query unless ``q`` is changed."""
        return _address(statement_path(document_id), {"q": self.q, "lang": self.lang, **changes})


def _address(path: str, values: Mapping[str, object]) -> str:
    """Return the address of a state with these values and else the default ones, which are left out."""
    given = [f"{name}={_value(value)}" for name, value in _stated(values)]
    return f"{path}?{'&'.join(given)}" if given else path


def _stated(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the values that are not the default ones as an address or a form writes them, in their order."""
    changed = [(name, value) for name, value in values.items() if value != _DEFAULTS[name]]
    changed.sort(key=_in_order)
    return [(name, "1" if value is True else str(value)) for name, value in changed]


def _in_order(row: tuple[str, object]) -> int:
    return _PLACES[row[0]]


def _order(parameters: Parameters) -> str:
    """Return the levels that lines are sorted by, as they are written; raises BadParameter for none."""
    written = parameters.text("order", LONGEST_PATH)
    try:
        return " ".join(map(str, sort_levels(written)))
    except QueryError:
        raise BadParameter("parameter.not-an-order", "order") from None


def _kind(parameters: Parameters) -> str:
    """Return a kind of texts; empty for any, which a form sends as an empty value."""
    return str(parameters.choice("kind", Kind.OTHER)) if parameters.text("kind", LONGEST_PATH) else ""


def _year(parameters: Parameters) -> str:
    """Return a year in digits; empty for any, which a form sends as an empty value."""
    return str(parameters.given("year", 1, 9999)) if parameters.text("year", LONGEST_PATH) else ""


def statement_path(document_id: str) -> str:
    """Return the path of a document's page."""
    return f"/statements/{quoted(document_id)}"


def project_path(project_id: str) -> str:
    """Return the path of a project's page."""
    return f"/projects/{quoted(project_id)}"


@lru_cache(1024)
def _value(value: str) -> str:
    """Encode ``value`` as the value of a parameter; cached, since a page repeats the query in each of its
    links."""
    return quote_plus(value, errors="replace")


@lru_cache(1024)
def quoted(step: str) -> str:
    """Encode ``step`` as one step of a path or as a fragment; lone surrogates become ``?``.

    >>> quoted("a/b 8~2"), quoted("\\udc80")
    ('a%2Fb%208~2', '%3F')
    """
    return quote(step, safe="", errors="replace")


_DEFAULTS = {each.name: each.default for each in fields(PageState) if each.init}
"""The parameters that an address leaves out when they have these values."""

_PLACES = {name: place for place, name in enumerate(_DEFAULTS)}
"""The order in which an address states them."""

PARAMETERS = frozenset(_DEFAULTS)
"""The names of all parameters of pages."""
