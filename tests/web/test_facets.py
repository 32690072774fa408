"""Facets of an answer: any values of a field, by plain forms; each count is that of the answer it gives."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

import searchlib
from searchlib.model import Clause, Document, Kind, NormLevel
from tests.web.conftest import Site, serving
from tests.web.markup import Element, read, sent


def facet(page: Element, name: str) -> Element:
    """The form of the facet with that heading."""
    (found,) = [each for each in page.all("details", class_="facet") if each.all("summary")[0].text == name]
    return found.all("form")[0]


def boxes(form: Element) -> dict[str, tuple[str, int, bool]]:
    """The values of a form: what it sends, the count beside it, and whether it is ticked, by label."""
    found = {}
    for label in form.all("label"):
        (box,) = label.all("input")
        name, count = (each.text for each in label.all("span"))
        found[name] = (box.attributes["value"], int(count.replace(",", "")), "checked" in box.attributes)
    return found


def total(page: Element) -> int:
    """The clauses of all tiers of an answer."""
    return sum(int(each.text.replace(",", "")) for each in page.all("ul", class_="totals")[0].all("b"))


def submit(site: Site, form: Element, *ticked: str) -> tuple[str, Element]:
    """Send a form, and return the query that it led to and its page."""
    led = site.get(sent(form, *ticked))
    assert led.status == 303
    address = led.headers["location"]
    return parse_qs(urlsplit(address).query)["q"][0], read(site.get(address).text)


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Thirty laws of fifteen bodies, of three levels and of none."""
    levels = (NormLevel.LAW, NormLevel.LOCAL_REGULATION, NormLevel.JUDICIAL_INTERPRETATION, None)
    documents = [
        Document(
            f"d{number}",
            f"渡口法{number}",
            Kind.LAW,
            level=levels[number % 4],
            issuers=(f"甲{'乙' * (number % 15)}局",),
            clauses=(Clause(f"d{number}", "1", "第一条 渡口应当安全。", "第一条"),),
        )
        for number in range(30)
    ]
    folder = tmp_path_factory.mktemp("facets")
    searchlib.build_documents(documents, folder)
    with serving(folder) as site:
        yield site


def test_a_value_narrows_exactly_and_can_be_taken_back(site: Site) -> None:
    """Ticking a value gives as many clauses as it says, and its × leads back."""
    page = read(site.get("/?q=铁路&lang=en").text)
    checked = 0
    for form in page.all("aside", class_="facets")[0].all("form"):
        for value, count, ticked in boxes(form).values():
            query, narrowed = submit(site, form, value)
            assert not ticked
            assert count == total(narrowed), value
            (chip,) = narrowed.all("ul", class_="filters")[0].all("a")
            back = parse_qs(urlsplit(chip.attributes["href"]).query)
            assert back == {"q": ["铁路"], "lang": ["en"]}, query
            checked += 1
    assert checked > 8


def test_values_of_one_field_are_joined_by_or(site: Site) -> None:
    """Those of different fields by AND; counts of the field stay what they were, chosen values are ticked."""
    page = read(site.get("/?q=铁路&lang=en").text)
    form = facet(page, "Year")
    (one, first, _), (other, second, _) = list(boxes(form).values())[:2]
    query, both = submit(site, form, one, other)

    assert query == f"铁路 ({one} OR {other})"
    assert total(both) == first + second
    again = boxes(facet(both, "Year"))
    assert {value for value, _, ticked in again.values() if ticked} == {one, other}
    assert {name: row[:2] for name, row in again.items()} == {
        name: row[:2] for name, row in boxes(form).items()
    }
    chips = both.all("ul", class_="filters")[0].all("a")
    assert parse_qs(urlsplit(chips[0].attributes["href"]).query)["q"] == [f"铁路 {other}"]
    narrower, _ = submit(site, facet(both, "Script"), "script:hant")
    assert narrower == f"铁路 ({one} OR {other}) script:hant"
    cleared = site.get(sent(facet(both, "Year")))
    assert cleared.status == 200
    assert total(read(cleared.text)) == total(page)


def test_a_filter_alone_can_be_widened(site: Site) -> None:
    """Where nothing but the filter is asked for, the counts are those of all texts."""
    page = read(site.get("/?q=kind:report&lang=en").text)
    form = facet(page, "Kind")
    values = boxes(form)

    assert values["report"][2]
    assert len(values) > 1
    query, widened = submit(site, form, *(value for value, _, _ in values.values()))
    assert "OR" in query
    assert total(widened) == sum(count for _, count, _ in values.values())


def test_what_was_typed_by_another_name_is_ticked(site: Site) -> None:
    """country:秘鲁 is the box of Peru."""
    page = read(site.get("/?q=铁路 country:秘鲁&lang=en").text)
    assert boxes(facet(page, "Country"))["Peru"][2]


def test_levels_and_bodies_of_laws_are_facets(laws: Site) -> None:
    """What is not stated stands apart; a level has its name in the language of the page."""
    for language, level, body, unstated, name in (
        ("en", "Level", "Issuing body", "not stated", "local regulation"),
        ("zh", "效力级别", "制定机关", "未注明", "地方性法规"),
    ):
        page = read(laws.get(f"/?q=渡口应当&lang={language}").text)
        form = facet(page, level)
        (apart,) = form.all("p", class_="unstated")
        assert boxes(form)[name][1] == 8
        assert (unstated, "7") == tuple(each.text for each in apart.all("span"))
        query, narrowed = submit(laws, form, boxes(form)[name][0])
        assert query.endswith("level:local-regulation")
        assert total(narrowed) == 8
        assert facet(page, body).all("p", class_="unstated") == []


def test_more_than_eight_values_are_unfolded(laws: Site) -> None:
    """All of them without script; a chosen one is among the first."""
    page = read(laws.get("/?q=渡口应当&lang=en").text)
    form = facet(page, "Issuing body")
    (rest,) = form.all("details", class_="rest")

    assert (len(boxes(form)), len(boxes(rest))) == (15, 7)
    assert "7 more" in rest.all("summary")[0].text
    assert len(form.all("input", class_="sift")) == 1
    last = list(boxes(rest).values())[-1][0]
    _, narrowed = submit(laws, form, last)
    again = facet(narrowed, "Issuing body")
    assert last not in {value for value, _, _ in boxes(again.all("details", class_="rest")[0]).values()}
    assert last in {value for value, _, ticked in boxes(again).values() if ticked}


@pytest.mark.parametrize("pick", ["nothing", "title:声明", "level:none", "year:abc", ":", "kind:"])
def test_a_pick_that_is_none_is_told(site: Site, pick: str) -> None:
    """As every wrong parameter."""
    answer = site.get(f"/?q=铁路&pick={pick}&lang=en")
    assert answer.status == 400
    assert "pick" in answer.text


def test_the_state_is_kept(site: Site) -> None:
    """The order, the view and the language."""
    page = read(site.get("/?q=铁路&sort=date&view=kwic&order=R1+R2&lang=en").text)
    form = facet(page, "Kind")
    value = next(iter(boxes(form).values()))[0]
    address = site.get(sent(form, value)).headers["location"]
    kept = parse_qs(urlsplit(address).query)
    assert (kept["sort"], kept["view"], kept["order"], kept["lang"]) == (
        ["date"],
        ["kwic"],
        ["R1 R2"],
        ["en"],
    )
