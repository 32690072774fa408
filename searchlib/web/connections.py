"""How many connections a process may hold, and which one gives way when there are too many."""

from __future__ import annotations

import logging
from asyncio import AbstractEventLoop
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

try:
    import resource
except ImportError:  # pragma: no cover - Windows, which has no such limit
    resource = None  # type: ignore[assignment]

_LOG = logging.getLogger("searchlib.web")

MOST_CONNECTIONS = 512
"""Connections at a time, in each process, where the system allows so many."""

_SPARE = 16
"""Descriptors that are left for files: another generation of the index, templates, workbooks."""

_SILENCE = 60.0
"""Seconds between two lines of the log about the same want."""


def backlog() -> int:
    """Return how many connections may be accepted in one step, before the first of them can be closed."""
    return max(1, min(128, _descriptors() // 8))


def allowed_connections(held: int) -> int:
    """Return how many connections this process may hold; ``held`` of its open descriptors are such."""
    used = _SPARE
    with suppress(OSError):  # where descriptors are not listed, those for files have to do
        used += sum(1 for _ in Path("/dev/fd").iterdir()) - held
    return max(1, min(MOST_CONNECTIONS, _descriptors() - used - backlog()))


def failure_handler() -> Callable[[AbstractEventLoop, dict[str, Any]], None]:
    """Return a handler of a loop's failures that tells once a minute that there are no more descriptors.

    The system goes on telling of connections that wait, thousands of times a second.
    """
    last = -_SILENCE

    def handle(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal last
        if not str(context.get("message", "")).startswith("socket.accept() out of system resource"):
            loop.default_exception_handler(context)
        elif monotonic() - last >= _SILENCE:
            last = monotonic()
            _LOG.error("no more connections can be accepted: %s; allow more open files", context["exception"])

    return handle


def _descriptors() -> int:
    if resource is None:
        return 4 * MOST_CONNECTIONS
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 4 * MOST_CONNECTIONS if limit == resource.RLIM_INFINITY else limit
