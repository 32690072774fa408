"""The reference of the API as a page, and what pages say of parameters that they do not know."""

from __future__ import annotations

import pytest

from searchlib.web.openapi import openapi
from tests.web.conftest import Site
from tests.web.markup import read


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reference_has_all_that_is_described(site: Site, language: str) -> None:
    """Every address, parameter, example and shape, in the language of the page, with links that lead on."""
    page = read(site.get(f"/api/v1/?lang={language}").text)
    described = openapi(language=language)
    sections = {each.attributes["id"]: each for each in page.all("section") if "id" in each.attributes}
    ids = {each.attributes["id"] for each in page.all() if "id" in each.attributes}
    inside = {
        each.attributes["href"][1:] for each in page.all("a") if each.attributes["href"].startswith("#")
    }

    assert inside <= ids
    for path, methods in described["paths"].items():
        operation = methods["get"]
        section = sections[operation["operationId"]]
        links = [each.attributes["href"] for each in section.all("a")]
        named = [row.all("code")[0].text for row in section.all("tr")[1:]]
        assert f"GET {path}" in section.text
        assert operation["summary"] in section.text
        assert operation["description"] in section.text
        assert operation["x-examples"] == [each for each in links if each.startswith("/")]
        assert [each["name"] for each in operation["parameters"]] == named
        for each in operation["parameters"]:
            assert each["description"] in section.text
    assert {f"shape-{name}" for name in described["components"]["schemas"]} <= ids


def test_the_reference_is_found(site: Site) -> None:
    """Without the slash or the version, from the foot of every page, and from the help."""
    for path in ("/api", "/api/", "/api/v1"):
        moved = site.get(path)
        assert (moved.status, moved.headers["location"]) == (308, "/api/v1/")
    for path in ("/", "/help?lang=en", "/help?lang=zh"):
        found = [each.attributes["href"] for each in read(site.get(path).text).all("a")]
        assert [each for each in found if each.startswith("/api/v1/?") or each == "/api/v1/"], path
    assert site.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"


def test_an_unknown_parameter_is_told(site: Site) -> None:
    """With the filter that was meant, if there is one; the answer is given all the same."""
    page = read(site.get("/?q=铁路&country=KG&utm_source=<b>&lang=en").text)
    notices = [each.text for each in page.all("p", class_="notice")]
    links = [each.attributes["href"] for each in page.all("a") if "country%3AKG" in each.attributes["href"]]

    assert len(notices) == 2
    assert "does not know the parameter country" in notices[0]
    assert "铁路 country:KG" in notices[0]
    assert "utm_source" in notices[1]
    assert "write it into the query" not in notices[1]
    assert links
    assert "<b>" not in "".join(notices)
    assert page.all("mark")
    assert not read(site.get("/?q=铁路&lang=en").text).all("p", class_="notice")
    for odd in ("country=", "country=nowhere", "date=x", "q=((&year=2015"):
        assert site.get(f"/help?{odd}").status == 200


@pytest.mark.parametrize("path", ["hits.csv?q=铁路", "mentions.csv?name=铁路", "dossier.csv?name=铁路"])
def test_a_file_with_an_unknown_parameter_is_refused(site: Site, path: str) -> None:
    """A file has no place for a notice: it would be another answer than the one asked for."""
    assert site.get(f"/export/{path}").status == 200
    assert site.get(f"/export/{path}&country=KG").status == 400
