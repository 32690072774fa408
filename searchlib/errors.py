"""The errors of the package: a stable code and values each, put into words by one table of messages.

``errors.toml`` has a text for every code, in Chinese and English. It also has the remedies, which depend on
who is told: a program that uses the library, the command line, a page, or a tool for language models::

    SearchlibError
    ├── CorpusError            something in the corpus folder cannot be used
    │   ├── CorpusMissing      the folder is not there, or holds no document
    │   ├── UnreadableFile     one file cannot be read or decoded
    │   └── MetadataError      front matter, a sidecar or a registry is malformed
    ├── QueryError             the query cannot be understood; knows the column
    ├── IndexError_            something about the built index
    │   ├── IndexMissing       nothing has been built there
    │   ├── IndexStale         built by another version, dictionary or fold table
    │   ├── IndexDamaged       files are missing or do not fit together
    │   ├── IndexBusy          another build is running
    │   └── EngineUnavailable  the cluster that holds the index gives no whole answer
    ├── BudgetSpent            the answer took longer than it may
    ├── NotInIndex             no such document or project
    │   └── NoSuchClause       the document has no such clause or section
    ├── ConfigError            the configuration file of the command line is malformed
    └── MissingExtra           an optional library is not installed

>>> error = QueryError("query.empty", 0)
>>> print(error)
the query is empty; write a word to search for (column 1)
>>> worded(error, CHINESE)
'检索式是空的；请写一个词（第 1 个字符）'
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

ENGLISH, CHINESE, TRADITIONAL = "en", "zh", "zh-Hant"
"""The languages of messages; Traditional is the Chinese text in the characters of Taiwan."""

_LANGUAGES = (CHINESE, ENGLISH)
"""In the order of the texts in ``errors.toml``."""


class Audience(StrEnum):
    """The audiences of error messages, whose remedies differ."""

    LIBRARY = "library"
    COMMAND = "command"
    PAGE = "page"
    TOOL = "tool"


class SearchlibError(Exception):
    """Root of the tree; catching it catches everything this package raises on purpose.

    ``code`` is stable, ``values`` are what the message names. ``str`` of an error is its English message for
    users of the library; :func:`worded` has the others.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.further: tuple[str, ...] = ()

    def __str__(self) -> str:
        return worded(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.__dict__)

    @property
    def reason(self) -> str:
        """What happened, in English, without what to do about it."""
        return reason_of(self)

    @property
    def remedies(self) -> tuple[str, ...]:
        """The codes of what can be done about it."""
        return (*_table()["errors"][self.code][2:], *self.further)

    def with_remedy(self, remedy: str, **values: object) -> Self:
        """Return this error with a further remedy and the values that its text names."""
        error: Self = _restored(type(self), self.__dict__)
        error.values = {**self.values, **values}
        error.further = (*self.further, remedy)
        return error


class CorpusError(SearchlibError):
    """Something in the corpus folder cannot be used."""


class CorpusMissing(CorpusError, FileNotFoundError):
    """The corpus folder does not exist, is not a folder, or holds no document."""


class UnreadableFile(CorpusError):
    """One file cannot be read; ``file`` is its path and ``reason`` says why, in one line."""

    def __init__(self, file: str, code: str, **values: object) -> None:
        super().__init__(code, file=file, **values)
        self.file = file


class MetadataError(CorpusError, ValueError):
    """Front matter, a ``NAME.meta.toml`` or a ``projects.toml`` is malformed."""


class QueryError(SearchlibError, ValueError):
    """The query cannot be understood.

    ``column`` counts code points of the query from 0; messages count it from 1.
    """

    def __init__(self, code: str, column: int | None = None, **values: object) -> None:
        super().__init__(code, **values)
        self.column = column

    @classmethod
    def because_of(cls, error: SearchlibError, column: int | None) -> QueryError:
        """Return ``error`` as one of the query, at the column of what it is about."""
        found = cls(error.code, column, **error.values)
        found.further = error.further
        return found


class IndexError_(SearchlibError):
    """Something about the built index; the underscore keeps the builtin ``IndexError`` visible."""


class IndexMissing(IndexError_, FileNotFoundError):
    """There is no index in the folder."""


class IndexStale(IndexError_):
    """The index was made by another format, dictionary or fold table than the running one."""


class IndexDamaged(IndexError_):
    """Files of the index are missing or do not fit together."""


class IndexBusy(IndexError_):
    """Another process is building this index."""


class EngineUnavailable(IndexError_):
    """The cluster that holds the index does not answer, not for all of it, or not to this user."""


class BudgetSpent(SearchlibError):
    """The answer took longer than it may; nothing of it is given."""


class NotInIndex(SearchlibError, LookupError):
    """The index holds no such document, project or saved query, or the document no such clause."""


class NoSuchClause(NotInIndex):
    """The document is there; what was asked for is no clause or section of it."""

    def __init__(self, document_id: str, path: str) -> None:
        super().__init__("clause.unknown", document=document_id, path=path)
        self.document_id = document_id
        self.path = path


class ConfigError(SearchlibError, ValueError):
    """The configuration file is not there, no TOML, or has a key or a value that means nothing."""


class MissingExtra(SearchlibError, ImportError):
    """An optional library is needed for this input; the message names the extra to install."""


def worded(
    error: SearchlibError,
    language: str = ENGLISH,
    audience: Audience = Audience.LIBRARY,
    index: Path | None = None,
) -> str:
    """Return the message of ``error``: what happened, what to do about it, and the column of a query.

    ``index`` is the folder to name in the commands that a message advises, where it must be named.
    """
    parts = [reason_of(error, language), *remedies_of(error, language, audience, index)]
    message = ("; " if language == ENGLISH else "；").join(parts)
    if isinstance(error, UnreadableFile):
        return f"{error.file}{': ' if language == ENGLISH else '：'}{message}"
    if not isinstance(error, QueryError) or error.column is None:
        return message
    return message + _text(_table()["column"], language, audience).format(column=error.column + 1)


def reason_of(error: SearchlibError, language: str = ENGLISH) -> str:
    """Return what happened, in one language; the file of an unreadable file is not repeated in it."""
    return in_language(_table()["errors"][error.code], language).format_map(_shown(error.values, language))


def in_language(texts: Sequence[str], language: str) -> str:
    """Return the one of ``texts``, Chinese and English, that is in ``language``; with values still in braces.

    >>> in_language(("没有找到 {name}", "{name} was not found"), TRADITIONAL)
    '沒有找到 {name}'
    """
    if language == TRADITIONAL:
        from searchlib.traditional import traditional  # loaded only for readers of Traditional characters

        return traditional(texts[0])
    return texts[_LANGUAGES.index(language)]


def remedies_of(
    error: SearchlibError,
    language: str = ENGLISH,
    audience: Audience = Audience.LIBRARY,
    index: Path | None = None,
) -> list[str]:
    """Return what can be done about ``error``, one sentence each."""
    return [remedy_text(remedy, error.values, language, audience, index) for remedy in error.remedies]


def remedy_text(
    remedy: str,
    values: Mapping[str, object],
    language: str,
    audience: Audience,
    index: Path | None = None,
) -> str:
    """Return what to do, in a sentence for ``audience``."""
    text = _text(_table()["remedies"][remedy], language, audience)
    return text.format_map(_shown({**values, "command": command_for(remedy, values, index)}, language))


def command_for(remedy: str, values: Mapping[str, object], index: Path | None = None) -> str | None:
    """Return the command that carries out ``remedy``; None for what no command does.

    >>> command_for("rebuild", {}, Path("my index"))
    "searchlib index CORPUS --index 'my index' --rebuild"
    """
    command = _table()["remedies"][remedy].get("run")
    if command is None:
        return None
    given = {name: shlex.quote(str(value)) for name, value in values.items()}
    option = "" if index is None else f" --index {shlex.quote(str(index))}"
    return str(command).format_map({"corpus": "CORPUS", "index": index, **given, "option": option})


def _text(row: Mapping[str, Any], language: str, audience: Audience) -> str:
    """Return the text for an audience; without one of its own, that for users of the library."""
    texts = row.get(audience) or row[Audience.LIBRARY]
    return in_language(texts, language)


class _Names(tuple[str, ...]):
    """Several names, listed in ``language``; ``{names:or}`` lists alternatives."""

    language: str

    def __format__(self, spec: str) -> str:
        if self.language != ENGLISH:
            return ("或" if spec == "or" else "、").join(self)
        return (" or " if spec == "or" else ", ").join(self)


def _shown(values: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: _value(value, language) for name, value in values.items()}


def _value(value: object, language: str) -> object:
    """``value`` as a message shows it: another error by its reason, a tuple as a list of names."""
    if isinstance(value, SearchlibError):
        return reason_of(value, language)
    if not isinstance(value, tuple):
        return value
    names = _Names(map(str, value))
    names.language = language
    return names


def _restored(kind: type[SearchlibError], attributes: Mapping[str, Any]) -> Any:
    """An error with these attributes, as it was in another process."""
    error = kind.__new__(kind)
    error.args = (attributes["code"],)
    error.__dict__.update(attributes)
    return error


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    import tomllib  # loaded only when a message is needed

    return tomllib.loads(Path(__file__).with_name("errors.toml").read_text(encoding="utf-8"))
