"""Errors as HTTP problems: status, title and detail, as a page or as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType

from starlette.exceptions import HTTPException

from searchlib import errors
from searchlib.render.json_values import Json
from searchlib.web.parameters import BadParameter

MEDIA_TYPE = "application/problem+json"

RETRY_AFTER = "1"


class TooBusy(Exception):
    """As many requests as allowed are running and queued."""


class TooSlow(Exception):
    """An answer took longer than its time limit."""


class TooLarge(errors.SearchlibError):
    """An answer has more rows than the file format allows; the message names the alternatives."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A status, the kind of problem, and advice for the client in words.

    ``told`` is an error whose message the page shows too, since it is more specific than the kind;
    ``instead`` is a working address.
    """

    status: int
    kind: str
    detail: str
    members: Mapping[str, Json] = field(default_factory=dict)
    told: errors.SearchlibError | None = None
    instead: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that the status requires."""
        if self.status == HTTPStatus.SERVICE_UNAVAILABLE:
            return {"Retry-After": RETRY_AFTER}
        if self.kind == "bad-request":  # what follows on the connection cannot be understood either
            return {"Connection": "close"}
        return {"Allow": "GET, HEAD"} if self.status == HTTPStatus.METHOD_NOT_ALLOWED else {}

    def to_json(self) -> dict[str, Json]:
        """Return the members of RFC 9457 and the extensions of this API."""
        return {
            "type": f"/help#problem-{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }


KINDS: Mapping[type[Exception], tuple[int, str]] = MappingProxyType(
    {
        errors.QueryError: (400, "query"),
        errors.NotInIndex: (404, "not-found"),
        errors.NoSuchClause: (404, "not-found"),
        errors.IndexMissing: (503, "index"),
        errors.IndexStale: (503, "index"),
        errors.IndexDamaged: (503, "index"),
        errors.IndexBusy: (503, "index"),
        errors.EngineUnavailable: (503, "index"),
        errors.IndexError_: (503, "index"),
        errors.BudgetSpent: (503, "slow"),
        errors.MissingExtra: (501, "extra"),
        errors.UnreadableFile: (500, "internal"),
        errors.CorpusMissing: (500, "internal"),
        errors.MetadataError: (500, "internal"),
        errors.CorpusError: (500, "internal"),
        errors.ConfigError: (500, "internal"),
        errors.SearchlibError: (500, "internal"),
        BadParameter: (400, "parameter"),
        TooLarge: (400, "too-large"),
        TooBusy: (503, "busy"),
        TooSlow: (503, "slow"),
    }
)
"""Status and kind of every error; every class of :mod:`searchlib.errors` is here."""

_DETAILS: Mapping[str, str] = MappingProxyType(
    {
        "not-found": "there is no such page, statement or project",
        "index": "the index cannot be read at the moment; try again later",
        "internal": "the server failed; this is a fault of its own",
        "extra": "the server lacks a library for this; install searchlib[web]",
        "busy": "the server is busy; try again in a moment",
        "slow": "the answer took too long; ask for less",
        "method": "only GET and HEAD are answered",
        "host": "the server does not answer under this name; see --allow-host",
        "too-long": "the address is too long",
        "bad-request": "the request cannot be understood",
    }
)
"""The details of problems whose own message must not reach the client: it may name files of the server."""


def problem_of(error: Exception) -> Problem:
    """Return the problem for ``error``; an unknown error is an internal one, whose message is not shown."""
    if isinstance(error, HTTPException):
        return problem("method" if error.status_code == 405 else "not-found", error.status_code)
    status, kind = next((KINDS[each] for each in type(error).__mro__ if each in KINDS), (500, "internal"))
    members: dict[str, Json] = {}
    if isinstance(error, errors.QueryError):
        members["column"] = None if error.column is None else error.column + 1
    if isinstance(error, BadParameter) and error.name:
        members["parameter"] = error.name
    if isinstance(error, errors.NoSuchClause):
        error = errors.NotInIndex("clause.none-there")
        told: errors.SearchlibError | None = error
    else:
        told = error if isinstance(error, BadParameter | TooLarge | errors.BudgetSpent) else None
    detail = "" if told is not None else _DETAILS.get(kind, "")
    if not detail and isinstance(error, errors.SearchlibError):
        detail = errors.worded(error, audience=errors.Audience.PAGE)
        members["code"] = error.code
    instead = error.instead if isinstance(error, BadParameter) else ""
    return Problem(status, kind, detail, members, told, instead)


def problem(kind: str, status: int) -> Problem:
    """Return a problem that no exception stands for."""
    return Problem(status, kind, _DETAILS[kind])
