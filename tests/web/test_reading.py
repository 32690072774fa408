"""Reading a long text: parts, contents, ways to a place, marks through all parts, versions, print."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

import searchlib
from searchlib.model import Clause, Document
from tests.support.long_law import EARLIER, EVERY, LAW, PHRASE, index_of_long_law
from tests.web.addresses import JOINT
from tests.web.conftest import Answer, Site, serving
from tests.web.markup import Element, read

ARTICLES = 3000
MARKS = ARTICLES // EVERY


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A law of 3,000 articles, and an earlier version of twenty, served."""
    with serving(index_of_long_law(tmp_path_factory.mktemp("law"), ARTICLES)) as site:
        yield site


def follow(site: Site, path: str) -> tuple[str, Answer]:
    """Ask for a page, and for the one that it leads on to; the address then has a fragment."""
    answer = site.get(path)
    assert answer.status == 303, answer.status
    target = answer.headers["location"]
    return target, site.get(target.partition("#")[0])


def clauses_of(page: Element) -> list[str]:
    """The paths of the clauses of a page."""
    return [each.attributes["id"] for each in page.all("section", class_="clause")]


def test_each_part_is_small_and_all_have_every_clause_once(law: Site) -> None:
    """From part to part by the links, without script."""
    shown = law.get(f"/api/v1{LAW}").json["clauses"]
    found: list[str] = []
    address, sizes = LAW, []
    while address:
        answer = law.get(address)
        sizes.append(len(answer.body))
        page = read(answer.text)
        found += clauses_of(page)
        following = [each for each in page.all("a") if each.attributes.get("rel") == "next"]
        here = [each for each in following if each.attributes["href"].startswith("?")]
        address = LAW + html.unescape(here[0].attributes["href"]) if here else ""

    assert [clause["path"] for clause in shown if clause["path"] != "title"] == found
    assert len(sizes) > 20
    assert max(sizes) < 300_000


def test_a_part_begins_at_a_division(law: Site) -> None:
    """Where one is near, and says what is before and after it."""
    page = read(law.get(f"{LAW}?page=2&lang=en").text)
    first = page.all("section", class_="clause")[0]

    assert "clause-heading" in first.attributes["class"]
    names = [link.text for nav in page.all("nav", class_="parts") for link in nav.all("a")]
    assert any("第一条–" in name for name in names)


@pytest.mark.parametrize("typed", ["2500", "第二千五百条", "二千五百", "２５００", " 第2500条 "])
def test_a_number_leads_to_its_article(law: Site, typed: str) -> None:
    """However it is written, with the marks kept."""
    target, answer = follow(law, f"{LAW}?q={PHRASE}&go={typed}")
    page = read(answer.text)

    assert target.endswith("#2500")
    assert {"q": [PHRASE], "at": ["2500"]} == parse_qs(urlsplit(target).query)
    assert "2500" in clauses_of(page)
    (asked,) = page.all("section", class_="asked")
    assert asked.text.strip().startswith("第二千五百条")


def test_a_number_that_is_not_there_is_told_with_the_range(law: Site) -> None:
    """On the page, beside the field with what was typed."""
    for language, said in (("zh", "从第一条到第三千条"), ("en", "from article 1 to article 3000")):
        for typed in ("3001", "零", "nonsense<"):
            answer = law.get(f"{LAW}?go={typed}&lang={language}")
            page = read(answer.text)
            (told,) = page.all("p", role="alert")

            assert answer.status == 200
            assert typed in told.text
            assert said in told.text
            assert page.all("input", id="go")[0].attributes["value"] == typed


def test_contents_lead_to_every_division(law: Site) -> None:
    """Books and chapters always, sections of the book that is read; the current one is marked."""
    page = read(law.get(f"{LAW}?at=2500").text)
    (listed,) = page.all("ol", class_="contents")
    entries = listed.all("a")
    current = [each.text for each in entries if "aria-current" in each.attributes]

    assert len(entries) < 200
    assert 6 == len(listed.all("li", class_="depth-0"))
    assert 60 == len(listed.all("li", class_="depth-1"))
    assert ["第五编", "第十章", "第五节"] == [text.strip()[:3] for text in current]
    assert "第二千零一条–第二千五百条" in current[0]
    for entry in (entries[0], entries[-1], entries[len(entries) // 2]):
        address, _, anchor = entry.attributes["href"].partition("#")
        led = read(law.get(LAW + address).text) if address else page
        assert anchor in clauses_of(led)


def test_contents_count_the_marks_below(law: Site) -> None:
    """The books add up to the whole, and so do the chapters."""
    page = read(law.get(f"{LAW}?q={PHRASE}").text)
    (listed,) = page.all("ol", class_="contents")
    for depth in ("depth-0", "depth-1"):
        counts = [
            each.text for item in listed.all("li", class_=depth) for each in item.all("span", class_="count")
        ]
        assert sum(map(int, counts)) == MARKS


def test_the_next_mark_is_in_the_next_part(law: Site) -> None:
    """By links alone, through all parts and around; the number that one is at is told."""
    target, answer = follow(law, f"{LAW}?find={PHRASE}&lang=en")
    assert target.endswith("#m1")
    pages, seen = set(), []
    for number in range(1, MARKS + 1):
        page = read(answer.text)
        (bar,) = page.all("div", class_="bar")
        assert f"{number} / {MARKS}" in bar.text
        assert f"m{number}" in {each.attributes["id"] for each in page.all("mark")}
        seen.append(number)
        pages.add(clauses_of(page)[0])
        (following,) = [each for each in bar.all("a") if each.attributes.get("data-jump") == "1"]
        path, _, anchor = following.attributes["href"].partition("#")
        assert anchor == f"m{number % MARKS + 1}"
        answer = law.get(LAW + path)

    assert len(pages) > 10
    assert seen == list(range(1, MARKS + 1))


def test_what_is_not_in_the_text_is_said(law: Site) -> None:
    """And what is wrong with a query."""
    assert "Not in this text" in follow(law, f"{LAW}?find=火车&lang=en")[1].text
    page = read(follow(law, f"{LAW}?find=((&lang=en")[1].text)
    assert page.all("span", role="alert")[0].text.strip()


def test_a_number_is_printed_once(site: Site) -> None:
    """It begins the text and is the link to the clause; the margin has none beside it."""
    page = read(site.get(f"/statements/{JOINT}").text)
    (clause,) = [each for each in page.all("section", class_="clause") if each.attributes["id"] == "8"]

    assert clause.text.count("八、") == 1
    (link,) = clause.all("a", class_="number")
    assert link.text == "八、"
    assert link.attributes["href"].endswith("at=8#8")
    assert clause.all("a", class_="place") == []


def test_a_mark_over_the_number_is_one_mark(site: Site) -> None:
    """In two pieces, with one id."""
    text = next(
        each["text"]
        for each in site.get(f"/api/v1/statements/{JOINT}").json["clauses"]
        if each["path"] == "8"
    )
    wanted = text[:4]
    page = read(site.get(f"/statements/{JOINT}?q={quote(chr(34) + wanted + chr(34))}").text)
    (clause,) = [each for each in page.all("section", class_="clause") if each.attributes["id"] == "8"]

    assert [wanted[:2], wanted[2:]] == [each.text for each in clause.all("mark")]
    assert ["m1"] == [each.attributes["id"] for each in clause.all("mark") if "id" in each.attributes]


def test_notes_stand_together_above_the_text(law: Site) -> None:
    """The line of adoption is no clause among others; it can be linked to as before."""
    page = read(law.get(LAW).text)
    (masthead,) = page.all("div", class_="masthead")

    assert ["n1"] == clauses_of(masthead)
    assert "通过" in masthead.text
    assert read(law.get(f"{LAW}?page=2").text).all("div", class_="masthead") == []


def test_a_title_below_a_note_is_not_printed_twice(tmp_path: Path) -> None:
    """What stands above it is with the other notes."""
    texts = {"n1": "渡口公报", "title": "联合声明", "n2": "2015年5月22日", "p1": "双方同意。"}
    clauses = tuple(Clause("d", path, text) for path, text in texts.items())
    searchlib.build_documents([Document("d", "联合声明", clauses=clauses)], tmp_path)
    with serving(tmp_path) as found:
        page = read(found.get("/statements/d?q=联合").text)
    assert clauses_of(page) == ["n1", "n2", "p1"]
    assert page.all("h1")[0].text == "联合声明"
    assert clauses_of(page.all("div", class_="masthead")[0]) == ["n1", "n2"]
    assert [each.attributes["id"] for each in page.all("mark")] == ["m1"]


def test_a_short_statement_has_its_numbers_as_contents(site: Site) -> None:
    """And no parts."""
    page = read(site.get(f"/statements/{JOINT}").text)
    (listed,) = page.all("ol", class_="contents")

    assert "八" in {each.text.split()[0] for each in listed.all("a")}
    assert all(len(each.text.split()) > 1 for each in listed.all("a"))
    assert page.all("nav", class_="parts") == []


def test_versions_are_linked_newest_first(law: Site) -> None:
    """This one is named, the latest is marked, others lead to the same article, and to a comparison."""
    page = read(law.get(f"{LAW}?at=15&lang=en").text)
    (versions,) = page.all("nav", class_="versions")
    rows = versions.all("li")

    assert ["26 October 2018", "28 December 2013"] == [
        row.text.split("  ")[0].strip()[:16].strip() for row in rows
    ]
    assert "this one" in rows[0].text
    assert "latest" in rows[0].text
    assert "latest" not in rows[1].text
    link, compare = rows[1].all("a")
    assert unquote(link.attributes["href"]).startswith(f"{EARLIER}?go=15")
    assert follow(law, link.attributes["href"])[0].endswith("#15")
    assert law.get(compare.attributes["href"]).status == 200
    gone = read(law.get(f"{EARLIER}?go=2500&lang=en").text)
    assert "from article 1 to article 20" in gone.all("p", role="alert")[0].text


def test_the_whole_text_is_one_page_to_print(law: Site) -> None:
    """Bounded: a text longer than that has several."""
    page = read(law.get(LAW).text)
    (link,) = [each for each in page.all("a") if each.attributes.get("href", "").endswith("whole=1")]
    whole = read(law.get(LAW + link.attributes["href"]).text)

    assert len([path for path in clauses_of(whole) if path.isdigit()]) == ARTICLES
    assert whole.all("nav", class_="parts") == []


def test_a_section_of_several_paragraphs_is_gone_to(site: Site) -> None:
    """To the first of them."""
    shown = site.get(f"/api/v1/statements/{JOINT}").json["clauses"]
    several = [each["path"] for each in shown if each["path"].endswith(".1")]
    for path in several:
        section = path.removesuffix(".1")
        assert site.get(f"/statements/{JOINT}?go={section}").headers["location"].endswith(f"#{path}")
    assert site.get(f"/statements/{JOINT}?go=8").headers["location"].endswith("#8")
