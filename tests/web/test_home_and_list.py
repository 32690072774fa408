"""The first page of any collection, and the list of its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

import searchlib
from searchlib.model import Clause, Document, Kind
from tests.web.conftest import Site, serving
from tests.web.markup import Element, read

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def text(at: int, title: str | None, words: str, day: date | None = None, **facts: object) -> Document:
    """A text of one clause."""
    clause = Clause(f"d{at}", "1", words)
    return Document(f"d{at}", title, date=day, digest=str(at), clause_count=1, clauses=(clause,), **facts)  # type: ignore[arg-type]


COLLECTIONS = {
    "laws": [
        text(
            at,
            f"{place}{what}条例",
            f"第一条 为了加强{what}管理，制定本条例。",
            date(1990 + at, 1, 1),
            kind=Kind.LAW,
        )
        for at, (place, what) in enumerate(
            (place, what)
            for place in ("北京市", "上海市", "浙江省", "河南省")
            for what in ("环境卫生", "野生动物保护", "道路交通")
        )
    ],
    "traditional": [text(0, "國際合作發展法", "第一條 為促進國際合作，特制定本法。")],
    "untitled": [text(0, None, "双方加强铁路合作。"), text(1, None, "双方同意。")],
    "english": [text(0, None, "The railway was opened.")],
    "one word": [text(0, None, "铁路")],
    "title alone": [text(0, "公报", "")],
}


@pytest.fixture(scope="module", params=COLLECTIONS)
def collection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small collection, served."""
    folder = tmp_path_factory.mktemp("collection")
    searchlib.build_documents(COLLECTIONS[request.param], folder)
    with serving(folder) as site:
        yield site


def hits(page: Element) -> int:
    """The number that the example says."""
    (count,) = (each.text for each in page.all("p", class_="hint")[0].all("span", class_="count"))
    return int(re.sub(r"\D", "", count))


def test_the_example_of_any_collection_is_found(collection: Site) -> None:
    """As many clauses as it says, at least one; the placeholder is the same query."""
    page = read(collection.get("/?lang=en").text)
    link = page.all("p", class_="hint")[0].all("a")[0]
    answer = collection.get(f"/api/v1/search?q={link.text}").json

    assert hits(page) == answer["totals"]["exact"] > 0
    assert page.all("input", id="q")[0].attributes["placeholder"] == link.text
    assert read(collection.get(link.attributes["href"]).text).all("li", class_="hit")


def test_the_demo_says_what_it_holds(site: Site) -> None:
    """Texts, clauses, years, scripts; kinds and countries with counts that the list confirms."""
    page = read(site.get("/?lang=en").text)
    assert (
        page.all("p", class_="held")[0].text == "16 texts · 225 clauses · 2010–2024 · Simplified, Traditional"
    )
    tiles = page.all("div", class_="tiles")[0].all("a")
    assert len(tiles) > 10
    for tile in tiles:
        listed = read(site.get(tile.attributes["href"]).text)
        count = int(tile.all("span", class_="count")[0].text.split()[0])
        assert count == sum(len(each.all("li")) for each in listed.all("ul", class_="texts"))
        assert f"{count} of 16 texts" in listed.all("p", class_="shown")[0].text
    assert [each.text for each in page.all("section")[2].all("a")][:2] == ["两洋铁路", "一带一路"]


def test_projects_have_a_shelf_only_where_they_matter(site: Site, tmp_path: Path) -> None:
    """One text of many that mentions one is not enough."""
    shelf = 'id="projects"'
    assert shelf in site.get("/").text
    many = [text(at, f"条例{at}", "第一条 加强管理。") for at in range(200)]
    many.append(text(200, "条例", "两洋铁路、两洋铁路、两洋铁路"))
    searchlib.build_documents(many, tmp_path)
    with serving(tmp_path) as other:
        assert shelf not in other.get("/").text


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/statements", 16),
        ("/statements?kind=law", 2),
        ("/statements?country=PE", 4),
        ("/statements?year=2024", 5),
        ("/statements?title=联合声明", 10),
        ("/statements?title=聯合聲明 秘魯", 2),
        ("/statements?kind=joint-statement&country=KG&year=2018", 1),
        ("/statements?kind=&country=&year=&title=", 16),
        ("/statements?title=无此标题", 0),
    ],
)
def test_the_list_is_filtered(site: Site, address: str, count: int) -> None:
    """By words of the title in either script, by kind, country and year, and by all of them."""
    page = read(site.get(f"{address}{'&' if '?' in address else '?'}lang=en").text)
    rows = [row for each in page.all("ul", class_="texts") for row in each.all("li")]
    assert count == len(rows)
    assert (count == 0) == ("No text passes these filters" in page.text)


@pytest.mark.parametrize(
    "address", ["/statements?kind=poem", "/statements?year=abc", "/statements?by=colour"]
)
def test_a_filter_that_is_none_is_refused(site: Site, address: str) -> None:
    """With a page that says so."""
    assert 400 == site.get(address).status


def test_the_list_is_sorted(site: Site) -> None:
    """By date both ways, by title, by length; texts without a date or a title come last."""

    def rows(by: str) -> list[Element]:
        page = read(site.get(f"/statements?by={by}&lang=en").text)
        return [row for each in page.all("ul", class_="texts") for row in each.all("li")]

    days = [row.all("time")[0].attributes["datetime"] for row in rows("newest")]
    assert days == sorted(days, reverse=True)
    assert sorted(days) == [row.all("time")[0].attributes["datetime"] for row in rows("oldest")]
    lengths = [int(row.all("span", class_="count")[0].text.split()[0]) for row in rows("length")]
    assert lengths == sorted(lengths, reverse=True)
    titles = [row.all("a")[0].text for row in rows("title")]
    assert titles != [row.all("a")[0].text for row in rows("newest")]
    assert len(titles) == 16


def test_each_year_is_a_step_away(tmp_path: Path) -> None:
    """The link to a year leads to the page on which its texts begin."""
    documents = [text(at, f"条例{at}", "第一条", date(1900 + at // 3, 1, 1)) for at in range(330)]
    documents.append(text(330, "无日期", "第一条"))
    searchlib.build_documents(documents, tmp_path)
    with serving(tmp_path) as site:
        page = read(site.get("/statements?lang=en").text)
        years = page.all("ul", class_="year-index")[0].all("a")
        assert len(years) == 110
        for link in years[::9]:
            address, _, fragment = link.attributes["href"].partition("#")
            section = read(site.get(address).text).all("section", id=fragment)
            assert [each.all("h2")[0].text for each in section] == [link.text]
        last = read(site.get("/statements?lang=en&page=4").text)
        assert "no date" in last.all("section", class_="year")[-1].all("h2")[0].text


def test_a_project_of_one_day_has_one_date(site: Site) -> None:
    """First and last are not said twice."""
    one = read(site.get("/projects/雅万高铁?lang=en").text).all("aside", class_="beside")[0].text
    several = read(site.get("/projects/两洋铁路?lang=en").text).all("aside", class_="beside")[0].text
    assert one.count("17 October 2023") == 1
    assert "First" not in one
    assert "First" in several
    assert "Last" in several


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "拟建的铁路"), ("zh-Hant", "擬建的鐵路"), ("en", "Proposed railway")],
)
def test_a_note_is_in_the_language_of_the_page(site: Site, language: str, said: str) -> None:
    """Every shipped project has one in both."""
    page = read(site.get(f"/projects/两洋铁路?lang={language}").text)
    assert said in page.all("p", class_="note")[0].text
    assert page.all("p", class_="note")[0].all("span") == []


def test_a_note_in_the_other_language_says_so(tmp_path: Path) -> None:
    """With the language of its own for those who have it read to them."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("甲乙工程\n\n双方建设甲乙工程。\n", encoding="utf-8")
    entry = '[[project]]\nid = "{}"\nnames = ["{}"]\nnote = "{}"\n'
    (corpus / "projects.toml").write_text(
        entry.format("one", "甲乙工程", "A dam.") + entry.format("two", "丙丁工程", "一座水坝。"),
        encoding="utf-8",
    )
    searchlib.build(corpus, tmp_path / "index")
    with serving(tmp_path / "index") as site:
        one = read(site.get("/projects/one?lang=zh").text).all("p", class_="note")[0]
        assert [each.attributes.get("lang") for each in one.all("bdi")] == ["en"]
        assert "只有英文说明" in one.text
        assert "only" not in read(site.get("/projects/one?lang=en").text).all("p", class_="note")[0].text
        two = read(site.get("/projects/two?lang=en").text).all("p", class_="note")[0]
        assert [each.attributes.get("lang") for each in two.all("bdi")] == ["zh"]
        assert "note in Chinese only" in two.text


def test_the_timeline_has_two_scales(site: Site) -> None:
    """By address; the table has both, and no tier without a hit."""
    rate = read(site.get("/?q=铁路&view=timeline&lang=en").text)
    count = read(site.get("/?q=铁路&view=timeline&scale=count&lang=en").text)
    titles = [each.text for each in rate.all("figure")[0].all("title")]
    assert "2024: 13 clauses; 260.0 per 1,000 clauses of the year" in titles
    assert titles == [each.text for each in count.all("figure")[0].all("title")]
    values = {
        name: {each.text for each in page.all("text", class_="value")}
        for name, page in (("rate", rate), ("count", count))
    }
    assert "260" in values["rate"]
    assert "13" in values["count"]
    head = [each.text for each in rate.all("thead")[0].all("th")]
    assert head == ["Year", "exact", "Per 1,000", "In the year"]
    assert "open" not in rate.all("details", class_="table")[0].attributes


def test_a_browser_can_add_the_search(site: Site) -> None:
    """The description names the collection, and its address answers."""
    page = read(site.get("/?lang=zh-Hant").text)
    (link,) = (each for each in page.all("link") if each.attributes["rel"] == "search")
    answer = site.get(link.attributes["href"])
    assert answer.headers["content-type"].startswith("application/opensearchdescription+xml")
    described = ElementTree.fromstring(answer.text)
    assert described.findtext(f"{OPENSEARCH}ShortName") == "文庫檢索"
    template = described.find(f"{OPENSEARCH}Url").attrib["template"]  # type: ignore[union-attr]
    assert template == f"http://127.0.0.1:{site.port}/?q={{searchTerms}}&lang=zh-Hant"
    forwarded = site.get("/opensearch.xml", X_Forwarded_Proto="https").text
    assert f"https://127.0.0.1:{site.port}/?q=" in forwarded
    assert "javascript" not in site.get("/opensearch.xml", X_Forwarded_Proto="javascript").text


def test_a_page_says_what_it_is_to_those_who_share_it(site: Site) -> None:
    """Title and description, escaped."""
    page = read(site.get('/?q="两洋铁路"&lang=en').text)
    said = {
        each.attributes["property"]: each.attributes["content"]
        for each in page.all("meta")
        if "property" in each.attributes
    }
    assert said["og:title"] == '"两洋铁路" – Text search'
    assert said["og:site_name"] == "Text search"
    home = read(site.get("/?lang=en").text)
    described = [
        each.attributes["content"]
        for each in home.all("meta")
        if each.attributes.get("name") == "description"
    ]
    assert described == ["16 texts · 225 clauses · 2010–2024 · Simplified, Traditional"]


def test_a_collection_has_the_name_it_was_given(demo_index: Path) -> None:
    """In all languages, on every page, in the description of the search; it is text."""
    title = "中外联合声明 <b>"
    with serving(demo_index, title=title) as site:
        for path in ("/", "/statements", "/?q=铁路", "/nowhere"):
            for language in ("zh", "zh-Hant", "en"):
                page = read(site.get(f"{path}{'&' if '?' in path else '?'}lang={language}").text)
                assert page.all("title")[0].text.endswith(title)
                assert page.all("a", class_="site")[0].text.strip() == title
        assert read(site.get("/").text).all("h1")[0].text == title
        described = ElementTree.fromstring(site.get("/opensearch.xml").text)
        assert described.findtext(f"{OPENSEARCH}ShortName") == title
