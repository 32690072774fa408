"""Checks before a request is routed, and the headers of every response.

Only GET and HEAD are allowed, only known host names (against DNS rebinding: a page elsewhere must not reach a
reader's own server under a name of its choice), and only addresses of limited length.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from searchlib.settings import LOOPBACK
from searchlib.web.limits import LONGEST_ADDRESS, LONGEST_QUERY_STRING
from searchlib.web.problems import Problem, problem

_LOG = logging.getLogger("searchlib.web")

HEADERS = (
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
)
"""The headers of every response."""

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:@,/\[\]\s]+))(?::[0-9]*)?|((?:[0-9a-f]*:){2,}[0-9a-f.]*)")
_ABSOLUTE = re.compile(rb"https?://([^/?#]*)(/.*)?", re.IGNORECASE)

_UNCACHED = (b"cache-control", b"no-cache")
_RAW = tuple((name.encode("ascii"), value.encode("ascii")) for name, value in HEADERS)

Refusal = Callable[[Scope, Problem], ASGIApp]
"""The function that answers a refused request."""


class Guard:
    """Pass allowed requests to ``app``; ``hosts`` are the allowed host names, lower case, without port."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], refusal: Refusal) -> None:
        self._app = app
        self._hosts = LOOPBACK | frozenset(hosts)
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; messages of the server itself (lifespan) pass unchanged."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message)
            await send(message)

        scope = _with_path(scope)
        refused = self._check(scope)
        app = self._app if refused is None else self._refusal(scope, refused)
        try:
            await app(scope, receive, send_guarded)
        except asyncio.CancelledError:
            _LOG.warning("%s was cut off: the server was stopped", scope["path"])

    def _check(self, scope: Scope) -> Problem | None:
        names = {name for name, _ in scope["headers"]}
        if {b"content-length", b"transfer-encoding"} <= names:
            return problem("bad-request", 400)
        if scope["method"] not in ("GET", "HEAD"):
            return problem("method", 405)
        if len(scope["query_string"]) > LONGEST_QUERY_STRING or len(scope["path"]) > LONGEST_ADDRESS:
            return problem("too-long", 414)
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or host_name(hosts[0].decode("latin-1")) not in self._hosts:
            return problem("host", 421)
        return None


def host_name(host: str) -> str:
    """Return the host name of a ``Host`` header or an address, lower case, without port and brackets.

    What is neither is empty.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("::1"), host_name("evil.example")
    ('localhost', '::1', '::1', 'evil.example')
    >>> host_name("localhost:8000.evil.example"), host_name("[::1].evil.example")
    ('', '')
    """
    found = _HOST.fullmatch(host.strip().lower())
    return next(filter(None, found.groups()), "") if found else ""


def _with_path(scope: Scope) -> Scope:
    """Return ``scope`` with the path and the host of a target in absolute form (RFC 9112, 3.2.2)."""
    found = _ABSOLUTE.fullmatch(scope.get("raw_path", b""))
    if found is None:
        return scope
    host, path = found[1], found[2] or b"/"
    headers = [row for row in scope["headers"] if row[0] != b"host"]
    return {
        **scope,
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "headers": [*headers, (b"host", host)],
    }


def _add_headers(message: MutableMapping[str, Any]) -> None:
    headers = list(message.get("headers", ()))
    given = {name.lower() for name, _ in headers}
    headers += [row for row in (*_RAW, _UNCACHED) if row[0] not in given]
    message["headers"] = headers
