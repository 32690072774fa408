"""What readers do, done in a browser, in both languages."""

from __future__ import annotations

import re

import pytest

from tests.web.browser.conftest import Reader

RAILWAY = "两洋铁路"
ENGLISH = {"locale": "en-US", "permissions": ["clipboard-read", "clipboard-write"]}
CHINESE = {"locale": "zh-CN", "permissions": ["clipboard-read", "clipboard-write"]}
WORDS = {
    "en": {
        "lang": "en",
        "search": "Search",
        "projects": "Projects",
        "copied": "Copied",
        "mentions": "12 mentions",
    },
    "zh": {
        "lang": "zh-Hans",
        "search": "检索",
        "projects": "项目与倡议",
        "copied": "已复制",
        "mentions": "12 处",
    },
}
both = pytest.mark.parametrize(
    ("reader", "tongue"), [(ENGLISH, "en"), (CHINESE, "zh")], indirect=["reader"], ids=["en", "zh"]
)


@both
def test_a_newcomer_finds_reads_and_cites(reader: Reader, tongue: str) -> None:
    """From the first page to every mention, the clause in its statement, its citation in the clipboard."""
    words, page = WORDS[tongue], reader.open("/")
    assert words["lang"] == page.locator("html").get_attribute("lang")

    page.locator("#q").fill(RAILWAY)
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    assert page.locator(".hit article").count() >= 8
    marks = page.locator(".hit mark").all_inner_texts()
    assert set(marks) <= {RAILWAY, "兩洋鐵路"}

    reader.follow(page.locator(".hit .where a[href*='2016-09-13'][href$='#7']"))
    assert "/statements/" in page.url
    asked = page.locator("section.asked")
    assert RAILWAY in asked.locator(".text").inner_text()
    assert "2016" in asked.locator(".cited").inner_text()

    asked.locator("[data-copy]").click()
    page.wait_for_function(
        "text => document.querySelector('section.asked [data-copy]').textContent === text",
        arg=words["copied"],
    )
    assert asked.locator(".cited").inner_text() == page.evaluate("navigator.clipboard.readText()")


@both
def test_every_mention_of_a_project_with_its_certificate(reader: Reader, tongue: str) -> None:
    """By any of its names, grouped by statement."""
    page = reader.open("/")
    reader.links(WORDS[tongue]["projects"])
    reader.follow(page.locator("a", has_text=RAILWAY).first)

    assert WORDS[tongue]["mentions"] in page.locator(".figures").inner_text()
    assert page.locator(".kwic mark").count() == 12
    assert page.locator(".certificate").is_visible()


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_the_language_is_switched_and_kept(reader: Reader) -> None:
    """In the address, so that a link keeps it too."""
    page = reader.open(f"/?q={RAILWAY}")
    reader.links("简体")

    assert "lang=zh-Hans" in page.url
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    reader.follow(page.locator(".hit h3 a").first)
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_facets_narrow_and_are_taken_back(reader: Reader) -> None:
    """A tick is applied at once; a second one of the same field widens; × takes one back."""
    page = reader.open("/?q=合作")
    year = page.locator("details.facet", has_text="Year").locator("label")
    counts = [int(re.sub(r"\D", "", each)) for each in year.locator(".count").all_inner_texts()[:2]]
    for number in (0, 1):
        with page.expect_navigation():
            year.nth(number).click()
        shown = page.locator(".totals b").all_inner_texts()
        assert sum(counts[: number + 1]) == sum(int(each.replace(",", "")) for each in shown)
    assert "OR" in page.locator("#q").input_value()

    assert page.locator(".filters a").count() == 2
    reader.follow(page.locator(".filters a").first)
    assert "OR" not in page.locator("#q").input_value()
    page.go_back()
    assert page.locator(".facet :checked").count() == 2


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
@pytest.mark.parametrize("view", ["In context", "By year"])
def test_other_views_of_an_answer(reader: Reader, view: str) -> None:
    """KWIC lines and the timeline, each with an address of its own."""
    page = reader.open(f"/?q={RAILWAY}")
    reader.links(view)
    assert "view=" in page.url
    if view == "In context":
        assert page.locator(".kwic mark").count() == 12
    else:
        assert page.locator("svg").count() >= 1
        assert page.locator("table tr").count() >= 2


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_sorting_and_grouping(reader: Reader) -> None:
    """Newest first, then a statement once with all of its clauses."""
    page = reader.open(f"/?q={RAILWAY}")
    page.locator("summary", has_text="Sort").click()
    reader.links("newest")
    days = [day.get_attribute("datetime") or "" for day in page.locator(".hit time").all()]
    assert days == sorted(days, reverse=True)

    page.locator("summary", has_text="Options").click()
    reader.links("Group by text")
    titles = page.locator(".hit h3").all_inner_texts()
    assert len(titles) == len(set(zip(titles, page.locator(".hit time").all_inner_texts(), strict=True)))


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "md"])
def test_an_answer_is_taken_away(reader: Reader, form: str) -> None:
    """As a file with a name and something in it."""
    page = reader.open(f"/?q={RAILWAY}")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.locator(f"a[href*='.{form}?']").first.click()
    path = waiting.value.path()

    assert waiting.value.suggested_filename.endswith(f".{form}")
    assert path.stat().st_size > 200


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_suggestions_are_chosen_with_the_keyboard(reader: Reader) -> None:
    """Typing shows names; arrow and Enter ask for one."""
    page = reader.open("/")
    page.locator("body").press("/")
    page.keyboard.type("两洋")
    page.locator("#suggestions li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"\?q="))
    assert page.locator(".hit").count() > 0


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_jumping_from_mark_to_mark(reader: Reader) -> None:
    """With n and p, and the focus goes along."""
    page = reader.open(f"/?q={RAILWAY}")
    reader.follow(page.locator(".hit h3 a").first)
    first = "document.activeElement.id"
    page.keyboard.press("n")
    one = page.evaluate(first)
    page.keyboard.press("n")
    two = page.evaluate(first)
    page.keyboard.press("p")

    assert one.startswith("m")
    assert two.startswith("m")
    assert one != two
    assert one == page.evaluate(first)


@pytest.mark.parametrize("reader", [{"java_script_enabled": False}], indirect=True)
def test_everything_works_without_javascript(reader: Reader) -> None:
    """Search, read, cite, narrow, page."""
    page = reader.open("/")
    page.locator("#q").fill("合作")
    reader.follow(page.locator("form.search button, form[role=search] button").first)
    assert page.locator(".hit article").count() == 20
    reader.follow(page.locator("nav.pager a[rel=next]"))
    assert page.locator(".hit").count() > 0
    form = page.locator("details.facet", has_text="Year").locator("form")
    form.locator("input[type=checkbox]").nth(0).check()
    form.locator("input[type=checkbox]").nth(1).check()
    reader.follow(form.locator("button"))
    assert page.locator(".filters a").count() == 2
    reader.follow(page.locator(".hit .where a").first)
    assert page.locator("section.asked .cited").is_visible()
    assert page.locator("[data-copy]").first.is_hidden()


@pytest.mark.parametrize("reader", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
@pytest.mark.parametrize("path", ["/", f"/?q={RAILWAY}", f"/projects/{RAILWAY}", "/statements", "/help"])
def test_nothing_is_wider_than_a_narrow_screen(reader: Reader, path: str) -> None:
    """No page scrolls sideways on a telephone."""
    page = reader.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("reader", [{"color_scheme": "dark"}], indirect=True)
def test_the_theme_follows_the_system_and_can_be_switched(reader: Reader) -> None:
    """Dark where the system is; the choice is remembered."""
    colour = "getComputedStyle(document.body).backgroundColor"
    page = reader.open("/")
    dark = page.evaluate(colour)
    page.locator("[data-theme-switch]").click()
    light = page.evaluate(colour)
    page.reload()

    assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 200
    assert sum(map(int, re.findall(r"\d+", light)[:3])) > 500
    assert light == page.evaluate(colour)


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_the_next_mark_is_looked_for_below_the_clause_that_was_opened(reader: Reader) -> None:
    """Not from the top of the statement: n goes on below the clause, p back above it."""
    page = reader.open("/?q=合作")
    statement = page.locator(".where a").last.get_attribute("href") or ""
    page = reader.open(statement)
    clauses = page.locator("section.clause:has(mark)").evaluate_all("all => all.map(each => each.id)")
    assert len(clauses) > 2
    path = clauses[1]
    marks = page.locator(f'section[id="{path}"] mark').evaluate_all("all => all.map(each => each.id)")
    numbers = [int(mark[1:]) for mark in marks]

    for key, times, wanted in (("n", len(marks), numbers[-1] + 1), ("p", 1, numbers[0] - 1)):
        page.goto("about:blank")
        page = reader.open(re.sub(r"at=[^&#]*#.*", f"at={path}#{path}", statement))
        for _ in range(times):
            page.keyboard.press(key)
        assert f"m{wanted}" == page.evaluate("document.activeElement.id")


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_a_long_law_opens_at_its_clause_at_once(reader: Reader) -> None:
    """Only the keys scroll smoothly."""
    page = reader.open(f"/?q={RAILWAY}")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("reader", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
@pytest.mark.parametrize("path", ["/help?lang=en", "/help?lang=zh", f"/?q={RAILWAY}&view=timeline"])
def test_tables_and_charts_are_whole_on_a_narrow_screen(reader: Reader, path: str) -> None:
    """Nothing has to be scrolled sideways to be seen."""
    page = reader.open(path)
    sides = "all => all.map(each => each.scrollWidth - each.clientWidth)"
    assert {0} == set(page.locator(".scroll, .chart").evaluate_all(sides))


@pytest.mark.parametrize("width", [360, 1200])
def test_the_menu_of_exports_has_its_words_whole(reader: Reader, width: int) -> None:
    """Each form of file on one line, and all of the menu on the screen."""
    reader.page.set_viewport_size({"width": width, "height": 800})
    page = reader.open(f"/?q={RAILWAY}")
    page.locator("summary", has_text="Export").click()
    forms = page.locator(".menu[open] a").all()

    assert forms
    for link in forms:
        box = link.bounding_box()
        assert box is not None
        assert box["height"] < 40
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
