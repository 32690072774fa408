"""The frame of the pages: the phone's head and drawers, one grid on a desk, three languages, keys, print."""

from __future__ import annotations

import pytest

from tests.web.browser.conftest import Reader

RAILWAY = "两洋铁路"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
WITHOUT_SCRIPT = {**PHONE, "java_script_enabled": False}
DESK = {"viewport": {"width": 1280, "height": 900}}
WIDE = {"viewport": {"width": 1920, "height": 1080}}
on_a_phone = pytest.mark.parametrize("reader", [PHONE], indirect=True)
LARGE_ENOUGH = """() => {
  const running = "p a, dd a, td a, th a, blockquote a, h2 a, h3 a, .where a, footer a";
  const inline = (link) => link.matches(running);
  return [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select")]
    .filter((each) => each.checkVisibility() && !inline(each) && !each.closest(".skip"))
    .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, box]) => box.right > 0 && (box.height < 24 || box.width < 24))
    .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`);
}"""
"""Targets that are smaller than 24 pixels; links in running text are excepted (WCAG 2.2, 2.5.8)."""


@on_a_phone
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_hit_is_on_the_first_screen(reader: Reader, language: str) -> None:
    """Under one short head."""
    page = reader.open(f"/?q=合作&lang={language}")
    head, hit = page.locator("header.top").bounding_box(), page.locator(".hit").first.bounding_box()
    assert head
    assert hit
    assert head["height"] <= 56
    assert hit["y"] < 500


@pytest.mark.parametrize("reader", [PHONE, WITHOUT_SCRIPT], indirect=True, ids=["script", "no script"])
def test_the_menu_and_the_filters_are_drawers(reader: Reader) -> None:
    """Closed at first; open with and without script; the menu leads on."""
    page = reader.open("/?q=合作&lang=zh")
    menu, filters = page.locator("nav.links"), page.locator("aside.facets")
    assert menu.is_hidden()
    assert filters.is_hidden()

    page.locator(".facets-button").click()
    assert filters.locator("li").first.is_visible()
    page.keyboard.press("Escape")
    assert filters.is_hidden()

    page.locator(".menu-button").click()
    assert menu.is_visible()
    reader.follow(menu.get_by_role("link", name="文件", exact=True))
    assert page.locator(".texts li").count() == 16
    assert page.locator(".side").is_hidden()
    page.locator(".drawer-button").click()
    page.locator(".side select[name=kind]").select_option("law")
    reader.follow(page.locator(".side button"))
    assert page.locator(".texts li").count() == 2


@on_a_phone
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=合作",
        "/?q=合作&view=kwic",
        "/?q=合作&view=timeline",
        "/statements",
        f"/projects/{RAILWAY}",
        "/projects",
        "/help",
        "/analysis",
        "/lineage?of=KG",
        f"/dossier?q={RAILWAY}",
    ],
)
def test_targets_are_large_enough_for_a_finger(reader: Reader, path: str) -> None:
    """24 pixels at least, and nothing wider than the screen."""
    page = reader.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(LARGE_ENOUGH) == []


@pytest.mark.parametrize("reader", [DESK, WIDE], indirect=True, ids=["1280", "1920"])
def test_head_and_text_stand_on_the_same_edges(reader: Reader) -> None:
    """The search box above the text, what is beside it under the name, on every page."""
    places = []
    for path, beside, text in (
        ("/?q=合作", ".facets", ".results"),
        (f"/?q={RAILWAY}&view=kwic", ".facets", ".results"),
        ("/statements", ".side", ".texts"),
        (f"/projects/{RAILWAY}", ".beside", ".project-head"),
        ("/help", ".site", ".help"),
        ("/projects", ".site", "h1"),
    ):
        page = reader.open(path)
        left = [
            round(page.locator(each).first.bounding_box()["x"])  # type: ignore[index]
            for each in (".site", beside, ".top .field", text, ".bottom .frame > p")
        ]
        assert left[0] == left[1] == left[4], path
        assert left[2] == left[3], path
        places.append(left)
    assert len({tuple(each) for each in places}) == 1


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ({"locale": "zh-CN"}, ("zh-Hans", "检索", "项目与倡议", "完整性证明")),
        ({"locale": "zh-TW"}, ("zh-Hant", "檢索", "項目與倡議", "完整性證明")),
        ({"locale": "zh-HK"}, ("zh-Hant", "檢索", "項目與倡議", "完整性證明")),
        ({"locale": "en-GB"}, ("en", "Search", "Projects", "Certificate of completeness")),
        ({"locale": "ja-JP"}, ("en", "Search", "Projects", "Certificate of completeness")),
        ({"locale": "fr-FR"}, ("en", "Search", "Projects", "Certificate of completeness")),
    ],
    indirect=["reader"],
    ids=["zh-CN", "zh-TW", "zh-HK", "en", "ja", "fr"],
)
def test_a_reader_is_met_in_their_language(reader: Reader, words: tuple[str, str, str, str]) -> None:
    """From the first page to a project, in the script of the browser; names stay as they are."""
    tag, search, projects, certificate = words
    page = reader.open("/")
    assert page.locator("html").get_attribute("lang") == tag
    assert page.locator("form.search button").inner_text() == search
    example = page.locator(".hint a").first.inner_text()
    reader.follow(page.locator(".hint a").first)
    assert page.locator(".hit").count() > 0
    assert example in page.locator("#q").input_value()

    reader.links(projects)
    reader.follow(page.locator(".projects a").first)
    assert page.locator("h1").inner_text() == RAILWAY
    assert page.locator(".certificate h2").inner_text() == certificate
    faces = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert ("TC" in faces) == (tag == "zh-Hant")


@pytest.mark.parametrize("reader", [DESK], indirect=True)
def test_the_question_mark_shows_the_keys(reader: Reader) -> None:
    """And Escape puts them away; in the search box it is a question mark."""
    page = reader.open("/?q=合作&lang=en")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    page.keyboard.press("/")
    page.keyboard.type("?")
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize("reader", [DESK], indirect=True)
def test_a_printed_page_says_where_it_is_from(reader: Reader) -> None:
    """Address and day; closed details, menus and forms are not on paper."""
    page = reader.open(f"/projects/{RAILWAY}?lang=en")
    assert page.locator(".printed").is_hidden()
    page.emulate_media(media="print")
    said = page.locator(".printed").inner_text()
    assert "Printed on" in said
    assert f"{reader.root}/projects/{RAILWAY}?lang=en" in said
    for gone in ("nav.links", ".exports", ".ways", "form.search"):
        assert page.locator(gone).first.is_hidden(), gone
    assert page.locator(".certificate").is_visible()
