"""Pages and static files as gzip, where a browser takes it: a fifth of the bytes for a millisecond of work.

Long answers and files are sent as they are made and are left alone; a proxy may compress those.
"""

from __future__ import annotations

import gzip

from starlette.responses import Response
from starlette.types import Scope

_LEAST = 1000
"""Bytes below which it is not worth it."""

_QUICK, _BEST = 3, 9
"""Levels of compression: for what is sent once, and for what is sent again and again."""


def is_taken(scope: Scope) -> bool:
    """Return whether the client of a request takes gzip.

    >>> asked = ("br, gzip;q=0.8", "gzip", "*", "gzip;q=0", "br", "", "gzip;q=0.000, *")
    >>> [is_taken({"headers": [(b"accept-encoding", each.encode())]}) for each in asked]
    [True, True, True, False, False, False, False]
    """
    given = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    weights = {}
    for part in given.decode("latin-1").lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = "".join(weight.split())
    said = weights.get("gzip", weights.get("x-gzip", weights.get("*", "q=0")))
    return said.removeprefix("q=").strip("0.") != "" or said == ""


def pressed(content: bytes) -> bytes:
    """Return ``content`` as gzip, as small as may be."""
    return gzip.compress(content, _BEST, mtime=0)


def compressed(response: Response, scope: Scope, ready: bytes | None = None) -> Response:
    """Compress the body of a response in place if the client takes it; ``ready`` is the body as gzip."""
    body = bytes(response.body)
    if len(body) < _LEAST:
        return response
    response.headers.add_vary_header("Accept-Encoding")
    if is_taken(scope):
        response.body = gzip.compress(body, _QUICK, mtime=0) if ready is None else ready
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
    return response
