"""Checks before a request is routed, and the headers of every response.

Only GET and HEAD are allowed, only known host names (against DNS rebinding: a page elsewhere must not reach a
reader's own server under a name of its choice), and only addresses of limited length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from searchlib.settings import LOOPBACK
from searchlib.web.limits import LONGEST_ADDRESS, LONGEST_QUERY_STRING
from searchlib.web.problems import Problem, problem

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

        refused = self._check(scope)
        app = self._app if refused is None else self._refusal(scope, refused)
        await app(scope, receive, send_guarded)

    def _check(self, scope: Scope) -> Problem | None:
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

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("::1"), host_name("evil.example")
    ('localhost', '::1', '::1', 'evil.example')
    """
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name if name.count(":") > 1 else name.partition(":")[0]


def _add_headers(message: MutableMapping[str, Any]) -> None:
    headers = list(message.get("headers", ()))
    given = {name.lower() for name, _ in headers}
    headers += [row for row in (*_RAW, _UNCACHED) if row[0] not in given]
    message["headers"] = headers
