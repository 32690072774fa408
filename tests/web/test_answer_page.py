"""What stands around the hits of an answer: places in words, one row of tools, nothing that is empty."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import searchlib
from searchlib.model import Clause, Document
from tests.web.addresses import JOINT, PAGES
from tests.web.conftest import Site, serving
from tests.web.markup import Element, read

CODE = re.compile(r"(?<![0-9A-Za-z])[hnpis][0-9]{1,3}(?:~[0-9]+)?(?![0-9A-Za-z])")
"""A path of a clause as a label."""


def seen(page: Element) -> str:
    """The text of a page, without that of links to files, of code, and of the address that is printed."""
    return "\n".join(each for each in _texts(page) if each.strip())


def _texts(element: Element) -> list[str]:
    found: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            found.append(child)
        elif child.tag not in ("code", "head", "option") and child.attributes.get("class") != "printed":
            found += _texts(child)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_path_is_a_label(site: Site, language: str) -> None:
    """On any page: places are said in words."""
    paths = [path for path, status in PAGES.items() if status == 200 and not path.startswith("/help")]
    shown = site.get(f"/api/v1/statements/{JOINT}").json["clauses"]
    paths += [f"/statements/{JOINT}?at={clause['path']}" for clause in shown]
    paths += ["/?q=合作&sort=date", "/?q=合作&group=1", "/?q=合作&view=kwic", "/?q=title:声明"]
    for path in paths:
        joint = "&" if "?" in path else "?"
        page = read(site.get(f"{path}{joint}lang={language}").text)
        assert CODE.findall(seen(page)) == [], path


def test_the_number_of_a_hit_is_said_once(site: Site) -> None:
    """Beside the text, which begins after it; not where the number itself is sought."""
    page = read(site.get("/?q=两洋铁路 可行性&lang=zh").text)
    for hit in page.all("li", class_="hit"):
        for clause in hit.all("article"):
            place = clause.all("p", class_="where")[0].all("a")[0].text
            text = clause.all("blockquote")[0].text
            if place == "第八条":
                assert not text.startswith("八、")
    sought = read(site.get('/?q="八、"&lang=zh').text)
    assert any(mark.text.startswith("八、") for mark in sought.all("mark"))


def test_a_title_opens_the_text_at_the_hit(site: Site) -> None:
    """Grouped or not."""
    for state in ("", "&group=1"):
        page = read(site.get(f"/?q=两洋铁路{state}").text)
        hits = page.all("li", class_="hit")
        assert hits
        for hit in hits:
            title, where = hit.all("h3")[0].all("a")[0], hit.all("p", class_="where")[0].all("a")[0]
            assert title.attributes["href"] == where.attributes["href"]
            asked = urlsplit(title.attributes["href"])
            assert parse_qs(asked.query)["at"] == [asked.fragment]


def test_an_empty_tier_is_not_shown(site: Site) -> None:
    """Neither as a total nor as a heading."""
    totals = site.get("/api/v1/search?q=两洋铁路").json["totals"]
    page = read(site.get("/?q=两洋铁路&lang=en").text)
    shown = {each.text.split()[0] for each in page.all("ul", class_="totals")[0].all("li")}

    assert 0 in totals.values()
    assert shown == {name for name, total in totals.items() if total}


def test_what_was_understood_is_said_only_where_it_differs(site: Site) -> None:
    """Two keywords are what they are; a name that was taken for a project is not."""
    for typed in ("铁路", "铁路 合作", "  铁路   合作 ", "country:PE 铁路"):
        assert read(site.get(f"/?q={typed}").text).all("p", class_="understood") == [], typed
    for typed in ("国家：秘鲁 铁路", "two-ocean railway", "铁路 AND 合作"):
        page = read(site.get(f"/?q={typed}").text)
        assert page.all("p", class_="understood") != [], typed


def test_tools_are_one_row_with_what_is_active(site: Site) -> None:
    """Views, then menus; each menu says what is chosen in it."""
    page = read(site.get("/?q=合作&sort=date&exact=1&lang=en").text)
    (tools,) = page.all("div", class_="tools")
    menus = [" ".join(each.text.split()) for each in tools.all("summary")]

    assert menus == ["Sort newest", "Options 1", "Export"]
    current = [each.text for each in tools.all("a") if "aria-current" in each.attributes]
    assert current == ["Results", "newest", "Other matches too"]


def test_a_heading_is_not_said_twice(tmp_path: Path) -> None:
    """A hit that is a heading says that it is one; its text is the text."""
    clauses = (Clause("d", "h1", "渡口合作"), Clause("d", "p1", "双方同意。", headings=("渡口合作",)))
    searchlib.build_documents([Document("d", "声明", clauses=clauses)], tmp_path)
    with serving(tmp_path) as site:
        page = read(site.get("/?q=渡口合作&flat=1&lang=zh").text)
    places = [each.all("a")[0].text for each in page.all("p", class_="where")]
    assert "小标题" in places


def test_a_title_stands_once_over_hits_that_follow_one_another(site: Site) -> None:
    """In every order, with every hit of the page."""
    for sort in ("relevance", "date", "corpus"):
        page = read(site.get(f"/?q=合作&sort={sort}").text)
        links = [
            urlsplit(article.all("p", class_="where")[0].all("a")[0].attributes["href"]).path
            for article in page.all("article")
        ]
        titles = [hit.all("h3")[0].all("a")[0].attributes["href"] for hit in page.all("li", class_="hit")]
        assert len(links) == 20
        changes = 1 + sum(one != other for one, other in pairwise(links))
        assert len(titles) == changes, sort
        ids = [article.attributes["id"] for article in page.all("article")]
        assert ids == [f"h{number}" for number in range(1, 21)] or sort == "relevance"
