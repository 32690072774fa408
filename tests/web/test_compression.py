"""Pages and static files are sent as gzip to those who take it, and are the same then."""

from __future__ import annotations

import gzip
import zlib

import pytest

from tests.web.conftest import Site


@pytest.mark.parametrize("path", ["/?q=铁路", "/help", "/statements", "/static/page.js"])
def test_a_page_is_smaller_and_the_same(site: Site, path: str) -> None:
    """Caches are told that there are two forms of it."""
    plain = site.get(path)
    packed = site.get(path, accept_encoding="br;q=1.0, gzip;q=0.5")

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["vary"]


@pytest.mark.parametrize(
    "said", ["gzip;q=0", "gzip ; q=0.000, br", "gzip;q=0, *", "br", "notgzip", "\x80", ""]
)
def test_who_does_not_take_it_is_not_sent_it(site: Site, said: str) -> None:
    """Whatever else is said."""
    assert "content-encoding" not in site.get("/help", accept_encoding=said).headers


@pytest.mark.parametrize(
    "path", ["/healthz", "/robots.txt", "/api/v1/search?q=铁路", "/export/hits.csv?q=铁路"]
)
def test_what_is_short_or_made_while_it_is_sent_is_left_alone(site: Site, path: str) -> None:
    """Rows reach the reader when they are there."""
    assert "content-encoding" not in site.get(path, accept_encoding="gzip").headers


def test_the_length_of_a_page_can_be_asked_for(site: Site) -> None:
    """HEAD tells the headers of GET."""
    whole, head = (site.get("/help", method, accept_encoding="gzip") for method in ("GET", "HEAD"))
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert not head.body
    assert zlib.decompress(whole.body, wbits=31)
