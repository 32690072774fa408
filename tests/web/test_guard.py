"""What never gets through, and what every answer carries."""

from __future__ import annotations

import socket

import pytest

from searchlib.web.guard import HEADERS
from tests.web.addresses import PAGES
from tests.web.conftest import Answer, Site, serving
from tests.web.test_api import PROBLEMS


def raw(site: Site, request: bytes) -> bytes:
    """Send bytes as they are; what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(request)
        parts = []
        try:
            while part := connection.recv(65536):
                parts.append(part)
        except ConnectionResetError:  # the server closed before reading all of it
            pass
        return b"".join(parts)


def carries_everything(answer: Answer) -> None:
    """All headers, with their values."""
    assert dict(HEADERS) == {name: answer.headers.get(name) for name, _ in HEADERS}
    assert "cache-control" in answer.headers
    assert "server" not in answer.headers


def test_every_answer_carries_the_headers(site: Site) -> None:
    """Templates, files, API, problems, refusals."""
    paths = [*PAGES, *(f"/api/v1{path}" for path in PROBLEMS), "/suggest?q=a", "/static/page.css"]
    paths += ["/export/hits.csv?q=合作", "/api/v1/search?q=合作&format=jsonl", "/api/v1/openapi.json"]
    for path in paths:
        carries_everything(site.get(path))
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"):
        carries_everything(site.get("/", method=method))
    carries_everything(site.get("/", Host="evil.example"))


def test_what_is_no_http_is_refused_with_the_headers(site: Site) -> None:
    """The protocol's own refusal carries them too, and nothing of what was sent."""
    for request in (b"nonsense<script>", b"GET / HTTP/1.1", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b"):
        answer = raw(site, request + b"\r\n\r\n").decode("latin-1")
        assert answer.startswith("HTTP/1.1 400 ")
        assert "script>" not in answer
        for name, value in HEADERS:
            assert f"{name}: {value}".lower() in answer.lower()


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(site: Site) -> None:
    """default-src 'none', and 'self' for what pages have."""
    policy = dict(HEADERS)["content-security-policy"]

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/", "/api/v1/search?q=a", "/static/page.css", "/nope"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "BREW"])
def test_only_get_and_head(site: Site, path: str, method: str) -> None:
    """Anything else is 405 with Allow."""
    answer = site.get(path, method=method)

    assert 405 == answer.status
    assert "GET, HEAD" == answer.headers["allow"]


def test_head_is_get_without_a_body(site: Site) -> None:
    """The same status and length."""
    for path in ("/", "/?q=铁路", "/api/v1/search?q=铁路", "/nope"):
        head, get = site.get(path, method="HEAD"), site.get(path)
        assert (head.status, head.headers["content-length"]) == (get.status, get.headers["content-length"])
        assert head.body == b""


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "",
        "[::2]",
        "127.0.0.2",
        "@localhost",
        "localhost,evil",
        "localhost:8611.evil.example",
        "localhost:8611@evil.example",
        "[::1].evil.example",
        "[::1]:80.evil.example",
        "[::1",
        "::1].evil.example",
    ],
)
def test_other_hosts_are_refused(site: Site, host: str) -> None:
    """A name that is not ours is not answered, so that it cannot be rebound to us."""
    answer = site.get("/?q=secret", Host=host)

    assert answer.status in (400, 421)
    assert "secret" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "[::1]"])
def test_loopback_names_are_answered(site: Site, host: str) -> None:
    """Whatever the port says."""
    assert 200 == site.get("/", Host=host).status


def test_further_hosts_can_be_allowed(demo_index) -> None:  # type: ignore[no-untyped-def]
    """Those named are answered, no others."""
    with serving(demo_index, hosts=("library.example",)) as site:
        assert 200 == site.get("/", Host="library.example:8000").status
        assert 421 == site.get("/", Host="other.example").status


@pytest.mark.parametrize(
    ("request_line", "expected"),
    [
        ("/?q=" + "a" * 17_000, (b"414",)),
        ("/" + "a" * 3000, (b"414",)),
        ("/?q=" + "a" * 200_000, (b"400", b"414")),
    ],
)
def test_addresses_are_bounded(site: Site, request_line: str, expected: tuple[bytes, ...]) -> None:
    """Too long for us is 414, too long for the protocol is 400."""
    request = f"GET {request_line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = raw(site, request.encode())

    assert answer.split(b" ", 2)[1] in expected


def test_heads_are_bounded(site: Site) -> None:
    """A megabyte of headers is refused, and the server goes on."""
    answer = raw(site, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n")

    assert answer[:12] in (b"HTTP/1.1 400", b"")
    assert 200 == site.get("/").status


PREFIXES = ("/", "/static/", "/statements/", "/projects/", "/export/hits.", "/api/v1/statements/")
STEPS = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "....//", "%252e%252e%252f", "..%c0%af")
TRAVERSALS = [
    f"{prefix}{step * times}{target}"
    for prefix in PREFIXES
    for step in STEPS
    for times in (1, 3)
    for target in ("pyproject.toml", "etc/passwd")
]


def test_no_path_leads_to_a_file(site: Site) -> None:
    """Ids, names and files are looked up in tables."""
    assert len(TRAVERSALS) >= 200
    for path in TRAVERSALS:
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        answer = raw(site, request)
        assert answer.split(b" ", 2)[1] in (b"404", b"400"), path
        assert b"root:" not in answer
        assert b"[project]" not in answer


def test_error_pages_hold_nothing_that_was_sent(site: Site) -> None:
    """Neither the path nor a parameter comes back."""
    for path in (
        "/zzzmark",
        "/statements/zzzmark",
        "/projects/zzzmark",
        "/?view=zzzmark",
        "/export/hits.zzzmark",
    ):
        assert b"zzzmark" not in site.get(path).body
    assert b"zzzmark" not in site.get("/", Host="zzzmark.example").body
    assert b"zzzmark" not in site.get("/", method="ZZZMARK").body
