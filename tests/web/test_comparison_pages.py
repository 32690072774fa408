"""The pages of comparisons and lineages, and citations on pages and in files."""

import json
import re

import pytest

from tests.web.conftest import Site
from tests.web.markup import read

BEFORE, AFTER = "2018-06-06-cn-kg-joint-statement", "2019-06-13-cn-kg-joint-statement"
COMPARE = f"/compare?a={BEFORE}&b={AFTER}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_texts_side_by_side(site: Site, language: str) -> None:
    """Each row has both sides, its places in words, and what went and came marked by elements."""
    page = read(site.get(f"{COMPARE}&rows=all&lang={language}").text)
    answer = site.get(f"/api/v1/compare?a={BEFORE}&b={AFTER}").json
    rows = page.all("section", class_="pair")

    assert len(answer["rows"]) == len(rows)
    for row, value in zip(rows, answer["rows"], strict=True):
        assert f"fate-{value['fate']}" in row.attributes["class"]
        gone = [each["before"] for each in value["edits"] if not each["same"] and each["before"]]
        sides = row.all("div", class_="side")
        assert gone == [each.text for each in sides[0].all("del")]
        assert 2 == len(sides)
    assert "一个中国政策" in page.text
    assert not re.search(r">(p|n|h|s)\d+<", site.get(f"{COMPARE}&lang={language}").text)


def test_every_state_is_an_address(site: Site) -> None:
    """Filters, the language, the row of a clause."""
    page = read(site.get(f"{COMPARE}&lang=zh").text)
    addresses = [link.attributes["href"] for link in page.all("a") if "/compare?" in link.attributes["href"]]
    assert {f"rows={each}" for each in ("all", "one-side")} <= {
        found for address in addresses for found in re.findall(r"rows=[\w-]+", address)
    }
    for address in addresses:
        assert 200 == site.get(address).status
    fewer = read(site.get(f"{COMPARE}&rows=one-side").text).all("section", class_="pair")
    assert fewer
    assert all(re.search("fate-(new|dropped)", row.attributes["class"]) for row in fewer)
    assert read(site.get(f"{COMPARE}&at=2.2&rows=all").text).all("section", id="b-2.2")


def test_a_lineage_is_a_table_of_formulas_by_statement(site: Site) -> None:
    """One column for each statement, one row for each formula that moves; its comparisons can be opened."""
    page = read(site.get("/lineage?of=KG&lang=zh").text)
    (table,) = page.all("table", class_="lineage")
    heads = table.all("th", scope="col")
    rows = [row for row in table.all("tr") if row.attributes.get("id", "").startswith("f")]

    assert 2 == len(heads)
    assert len(rows) > 8
    assert {len(row.all("td")) for row in rows} == {2}
    compared = [link.attributes["href"] for link in table.all("a") if "/compare?" in link.attributes["href"]]
    assert compared
    assert 200 == site.get(compared[0].partition("#")[0]).status
    everything = read(site.get("/lineage?of=KG&every=1").text).all("table", class_="lineage")[0]
    assert len(everything.all("tr")) == 1 + len(site.get("/api/v1/lineage?of=KG&all=1").json["formulas"])


@pytest.mark.parametrize("path", ["/compare", "/lineage"])
def test_the_forms_offer_what_there_is(site: Site, path: str) -> None:
    """Without a text named, pairs of countries with several statements lead on."""
    page = read(site.get(f"{path}?lang=en").text)
    links = [link.attributes["href"] for link in page.all("a") if "?" in link.attributes["href"]]

    assert page.all("form", action=path)
    for address in (each for each in links if each.startswith(("/compare?a", "/lineage?of"))):
        assert 200 == site.get(address).status
    assert any(each.startswith("/compare?a") for each in links)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/compare?a=none&b=none", 404),
        (f"/compare?a={BEFORE}", 404),
        ("/lineage?of=none", 404),
        (f"{COMPARE}&rows=some", 400),
        (f"/compare?a={'a' * 600}", 400),
        ("/lineage?of=KG&unit=word", 400),
        ("/api/v1/compare", 400),
        ("/api/v1/lineage?of=KG&unit=word", 400),
    ],
)
def test_what_cannot_be_compared_is_a_problem(site: Site, address: str, status: int) -> None:
    """With a page or JSON that says so, and no trace."""
    answer = site.get(address)

    assert status == answer.status
    assert "Traceback" not in answer.text


def test_a_statement_leads_to_its_series(site: Site) -> None:
    """To the lineage and to comparisons, the earlier text first."""
    page = read(site.get(f"/statements/{AFTER}?lang=zh").text)
    (series,) = page.all("nav", class_="series")
    links = [link.attributes["href"] for link in series.all("a")]

    assert f"/lineage?of={AFTER}&lang=zh" in links
    assert f"/compare?a={BEFORE}&b={AFTER}&lang=zh" in links


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("bib", "@misc{"),
        ("ris", "TY  - "),
        ("csl.json", "["),
        ("gbt7714.txt", "[1] "),
        ("footnotes.txt", "《"),
    ],
)
def test_citations_are_files_to_download(site: Site, form: str, begins: str) -> None:
    """Of hits and of mentions."""
    for address in (f"/export/hits.{form}?q=两洋铁路", f"/export/mentions.{form}?name=两洋铁路&lang=zh"):
        answer = site.get(address)
        assert 200 == answer.status
        assert answer.text.startswith(begins)
        assert form in answer.headers["content-disposition"]


@pytest.mark.parametrize("style", ["gbt7714", "footnote", "bibtex", "ris", "csl-json"])
def test_the_api_cites_in_every_style(site: Site, style: str) -> None:
    """Searches, mentions, lists, and a clause of a statement."""
    for address in (
        "/search?q=两洋铁路",
        "/mentions?name=两洋铁路",
        "/statements",
        f"/statements/{AFTER}?clause=2.2",
    ):
        join = "&" if "?" in address else "?"
        answer = site.get(f"/api/v1{address}{join}format={style}")
        assert 200 == answer.status
        assert answer.text.strip()
        if style == "csl-json":
            assert json.loads(answer.text)[0]["title"]
    assert 400 == site.get(f"/api/v1/search?q=铁路&by=year&format={style}").status
