"""The access log: a line on standard error for each request that was answered."""

from __future__ import annotations

import logging
import sys

_LOGGER = "uvicorn.access"


def log_requests() -> None:
    """Write the time, the client, the request line and the status of each request from now on."""
    logger = logging.getLogger(_LOGGER)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
