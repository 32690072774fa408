"""Where the cluster is, who asks, and how a request reaches it. No other module imports opensearch-py.

Passwords and keys come from the environment or from files and are in no error, file or argument. A password
is sent over TLS only, whose certificate is always verified, or to this very machine.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from searchlib.errors import EngineUnavailable, MissingExtra
from searchlib.settings import LOOPBACK, EngineSettings, read_engine_settings

_SECONDS = 60
"""The longest that one request may take."""


class Transport(Protocol):
    """Sends a request to one of the nodes of a cluster."""

    def send(self, method: str, path: str, params: Mapping[str, str], body: Any = None) -> tuple[int, Any]:
        """Return status and decoded body; raises EngineUnavailable if no node answers.

        ``body`` is a JSON value, or the bytes of lines of JSON.
        """

    def close(self) -> None:
        """Close the connections."""


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """The addresses of a cluster, and how one proves to be allowed in. ``repr`` shows no secret."""

    urls: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    authority: str = ""

    @property
    def shown(self) -> str:
        """The first address, for messages."""
        return self.urls[0]


def cluster_address(url: str, settings: EngineSettings | None = None) -> ClusterAddress:
    """Return the endpoint for ``url``, several of which are set apart by commas, with the secrets set.

    Raises EngineUnavailable for an address that holds a password, is none, or would show a password to
    others; the error repeats no part of the address that may be secret.
    """
    found = settings or read_engine_settings()
    urls = tuple(each.strip().rstrip("/") for each in (found.url or url).split(",") if each.strip())
    secret = bool(found.password or found.api_key)
    for each in urls:
        try:
            parts = urlsplit(each)
            host, has_user, _ = parts.hostname, "@" in parts.netloc, parts.port
        except ValueError:
            raise EngineUnavailable("engine.bad-url") from None
        if has_user:
            raise EngineUnavailable("engine.password-in-url")
        if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
            raise EngineUnavailable("engine.bad-url")
        if parts.scheme == "http" and secret and host not in LOOPBACK:
            raise EngineUnavailable("engine.open-password", host=host)
    if not urls:
        raise EngineUnavailable("engine.bad-url")
    return ClusterAddress(urls, found.user, found.password, found.api_key, found.authority)


def connect(endpoint: ClusterAddress) -> Transport:
    """Return a transport to ``endpoint``; nothing is sent yet. Raises MissingExtra without opensearch-py."""
    try:
        import opensearchpy
    except ImportError:
        raise MissingExtra("extra.opensearch", requirement="searchlib[opensearch]") from None
    # It logs every request that fails; what a failure means is said by the error, once.
    logging.getLogger("opensearch").addHandler(logging.NullHandler())
    options: dict[str, Any] = {}
    if endpoint.api_key:
        options["headers"] = {"Authorization": f"ApiKey {endpoint.api_key}"}
    elif endpoint.user or endpoint.password:
        options["http_auth"] = (endpoint.user, endpoint.password)
    if endpoint.authority:
        options["ca_certs"] = endpoint.authority
    if any(url.startswith("https:") for url in endpoint.urls):
        options["verify_certs"] = True
    try:
        client = opensearchpy.OpenSearch(
            list(endpoint.urls), max_retries=3, timeout=_SECONDS, pool_maxsize=8, **options
        )
    except OSError:  # the file of the authority
        raise EngineUnavailable("engine.bad-authority", file=endpoint.authority) from None
    return _OpenSearchTransport(endpoint, client.transport)


class _OpenSearchTransport:
    """Requests by opensearch-py, which asks another node where one does not answer."""

    def __init__(self, endpoint: ClusterAddress, transport: Any) -> None:
        self._endpoint = endpoint
        self._transport = transport

    def send(self, method: str, path: str, params: Mapping[str, str], body: Any = None) -> tuple[int, Any]:
        """Return status and decoded body; raises EngineUnavailable if no node answers."""
        from opensearchpy import exceptions

        try:
            # its own name for how long to wait is also one of the server's, so that both are given
            arguments = {**params, "request_timeout": _SECONDS}
            return 200, self._transport.perform_request(method, path, params=arguments, body=body)
        except exceptions.SSLError:
            raise EngineUnavailable("engine.no-trust", url=self._endpoint.shown) from None
        except exceptions.ConnectionTimeout:
            raise EngineUnavailable("engine.slow", url=self._endpoint.shown, seconds=_SECONDS) from None
        except exceptions.ConnectionError:
            raise EngineUnavailable("engine.unreachable", url=self._endpoint.shown) from None
        except exceptions.TransportError as error:
            return int(error.status_code), error.info
        except exceptions.SerializationError:
            raise EngineUnavailable("engine.foreign", url=self._endpoint.shown) from None

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()
