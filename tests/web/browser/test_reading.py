"""Reading a law of 3,000 articles in a browser: by keyboard, by finger, without script, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.long_law import EVERY, LAW, PHRASE, index_of_long_law
from tests.web.browser.conftest import Reader
from tests.web.conftest import Site, serving

ENGLISH = {"locale": "en-US"}
PHONE = {"locale": "en-US", "viewport": {"width": 390, "height": 844}}
MARKS = 3000 // EVERY
FOCUSED = "document.activeElement.id"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The law and an earlier version of it, served."""
    with serving(index_of_long_law(tmp_path_factory.mktemp("law"))) as found:
        yield found


def focus_by_tab(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def on_screen(page: Page, selector: str) -> bool:
    """Whether an element is in the window, below the bar."""
    box, bar = page.locator(selector).bounding_box(), page.locator(".bar").bounding_box()
    assert box is not None
    assert bar is not None
    height = page.evaluate("innerHeight")
    return bar["y"] + bar["height"] <= box["y"] + 1 and box["y"] + box["height"] <= height


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_a_long_law_is_read_by_keyboard_alone(reader: Reader) -> None:
    """Contents, article 2500, search within, the next mark across parts, and back."""
    page = reader.open(LAW)
    focus_by_tab(page, "#go")
    page.keyboard.type("2500")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"at=2500#2500"))
    assert on_screen(page, '[id="2500"] .number')
    current = page.locator(".contents [aria-current]").all_inner_texts()
    assert [text[:3] for text in current] == ["第五编", "第十章", "第五节"]

    focus_by_tab(page, ".within input")
    page.keyboard.type(PHRASE)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"mark=1#m1"))
    assert page.locator(".bar .at").inner_text() == f"1 / {MARKS}"
    assert page.evaluate(FOCUSED) == "m1"

    parts = {page.url.partition("?")[0] + page.locator(".parts").first.inner_text()}
    for number in range(2, 8):
        before = page.url
        page.keyboard.press("n")
        page.wait_for_function(f"document.activeElement.id === 'm{number}'")
        assert page.url != before
        assert page.locator(".bar .at").inner_text() == f"{number} / {MARKS}"
        parts.add(page.locator(".parts").first.inner_text())
    assert len(parts) > 3
    page.keyboard.press("p")
    page.wait_for_function("document.activeElement.id === 'm6'")

    focus_by_tab(page, ".contents a[href*='page=']")
    href = page.evaluate("document.activeElement.getAttribute('href')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(f'[id="{href.partition("#")[2]}"]').count() == 1


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_the_marks_go_around(reader: Reader) -> None:
    """Before the first comes the last, in another part."""
    page = reader.open(f"{LAW}?q={PHRASE}&mark=1#m1")
    page.keyboard.press("p")
    page.wait_for_function(f"document.activeElement.id === 'm{MARKS}'")
    page.keyboard.press("n")
    page.wait_for_function("document.activeElement.id === 'm1'")


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
@pytest.mark.parametrize("anchor", ["2500", "h5", "m30"])
def test_a_fragment_alone_leads_to_its_part(reader: Reader, anchor: str) -> None:
    """A link that was made for a page with all articles."""
    page = reader.open(f"{LAW}?q={PHRASE}#{anchor}")
    page.locator(f'[id="{anchor}"]').wait_for()
    page.wait_for_function(f"document.getElementById('{anchor}').getBoundingClientRect().top < innerHeight")
    page.goto("about:blank")
    page = reader.open(f"{LAW}?q={PHRASE}#9999")
    page.wait_for_url(re.compile("at=9999"))
    reader.troubles.clear()  # that there is none is told with 404


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_the_current_chapter_follows_the_reader(reader: Reader) -> None:
    """In the contents and in the bar."""
    page = reader.open(f"{LAW}?page=2")
    first = page.locator(".bar .here").inner_text()
    page.evaluate("document.querySelectorAll('.clause-heading')[5].scrollIntoView()")
    page.wait_for_function("text => document.querySelector('.bar .here').textContent !== text", arg=first)
    current = [text.split("\n")[0][:3] for text in page.locator(".contents [aria-current]").all_inner_texts()]
    assert page.locator(".bar .here").inner_text().split(" › ")[-1][:3] == current[-1]


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_contents_are_a_drawer_on_a_telephone(reader: Reader) -> None:
    """Opened by its button, closed by Escape and by going to a place; the text begins on the first screen."""
    page = reader.open(f"{LAW}?page=2")
    drawer = page.locator("#contents")
    expect(drawer).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".drawer").click()
    expect(drawer).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    page.locator(".drawer").click()
    page.locator("#go").fill("八")
    with page.expect_navigation():
        page.locator("#go").press("Enter")
    expect(drawer).to_be_hidden()
    assert on_screen(page, '[id="8"] .number')
    low = page.locator(".bar a:visible, .bar button:visible, .bar input:visible").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert min(low) >= 24


@pytest.mark.parametrize("reader", [PHONE | {"java_script_enabled": False}], indirect=True)
def test_everything_is_there_without_script(reader: Reader) -> None:
    """The drawer, an article, the next mark in another part, the next part."""
    page = reader.open(f"{LAW}?find={PHRASE}")
    assert page.url.endswith("mark=1#m1")
    for number in (2, 3):
        reader.follow(page.locator("[data-jump='1']"))
        assert page.locator(".bar .at").inner_text() == f"{number} / {MARKS}"
        assert page.locator(f"#m{number}").count() == 1
    page.locator(".drawer").click()
    expect(page.locator("#contents")).to_be_visible()
    page.locator("#go").fill("第2500条")
    reader.follow(page.locator(".go button"))
    assert page.url.endswith("#2500")
    reader.follow(page.locator("a[rel=next]").first)
    assert page.locator('[id="2501"]').count() == 1


@pytest.mark.parametrize("reader", [ENGLISH], indirect=True)
def test_paper_has_the_text_and_where_it_is_from(reader: Reader) -> None:
    """No bar, no contents; all articles where the whole text is asked for."""
    page = reader.open(LAW)
    reader.links("Whole text on one page, to print")
    page.emulate_media(media="print")

    assert page.locator("section.clause .number:visible").count() == 3000
    for hidden in (".bar", "#contents", ".about .print", ".neighbours"):
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    assert "渡口运输法" in page.locator(".on-paper").inner_text()


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [
        *((390, "light", "zh"), (390, "dark", "en"), (1280, "light", "en")),
        *((1280, "dark", "zh"), (1920, "light", "zh"), (1920, "dark", "en")),
    ],
)
def test_no_view_of_a_long_law_has_a_violation(
    browser: Browser, site: Site, language: str, theme: str, width: int
) -> None:
    """All of axe's rules, with the drawer open too."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True
    )
    page = context.new_page()
    axe, found = Axe(), {}
    paths = (
        LAW,
        f"{LAW}?q={PHRASE}&mark=3",
        f"{LAW}?at=2500",
        f"{LAW}?go=3001",
        f"{LAW}?q=火车",
        "/?q=渡口",
        f"/?q={PHRASE}&view=kwic",
    )
    for path in paths:
        joint = "&" if "?" in path else "?"
        page.goto(f"http://127.0.0.1:{site.port}{path}{joint}lang={language}")
        if width < 1000 and page.locator(".drawer").count():
            page.locator(".drawer").click()
        violations = axe.run(page).response["violations"]
        if violations:
            found[path] = [(each["id"], each["nodes"][0]["html"][:160]) for each in violations]
    context.close()
    assert found == {}
