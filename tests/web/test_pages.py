"""Every page answers in all languages, is well-formed, and leads on without a line of script."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest

from tests.web.addresses import JOINT, PAGES
from tests.web.conftest import Site
from tests.web.markup import Element, read


def links(page: Element, path: str) -> list[str]:
    """Where the page at ``path`` leads, without fragments."""
    return [
        urljoin(path, each.attributes["href"]).partition("#")[0]
        for each in page.all("a")
        if not each.attributes.get("href", "#").startswith("#")
    ]


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_in_all_languages(site: Site, path: str, language: str) -> None:
    """The status is right, the markup closes, ids are unique, the language is declared."""
    joint = "&" if "?" in path else "?"
    answer = site.get(f"{path}{joint}lang={language}")
    page = read(answer.text)
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]

    assert PAGES[path] == answer.status
    tag = "zh-Hans" if language == "zh" else language
    assert [tag] == [each.attributes["lang"] for each in page.all("html")]
    assert len(ids) == len(set(ids))
    assert len(page.all("h1")) == 1
    assert page.all("title")[0].text.strip()
    assert "undefined" not in answer.text.lower()


def test_no_page_has_script_or_style_of_its_own(site: Site) -> None:
    """Nothing inline: no script, no style, no handler, nothing from elsewhere."""
    for path in PAGES:
        page = read(site.get(path).text)
        for element in page.all():
            assert not [name for name in element.attributes if name.startswith("on") or name == "style"], path
            if element.tag == "script":
                assert element.attributes["src"].startswith("/static/")
                assert element.text == ""
        assert page.all("style") == []
        for element in page.all():
            for name in ("src", "action", "srcset", "poster", "data"):
                assert element.attributes.get(name, "/").startswith("/")


def test_every_link_leads_somewhere(site: Site) -> None:
    """From the first page on, every address of our own that is linked answers with 200."""
    waiting, seen = ["/", "/?q=两洋铁路&lang=en", f"/statements/{JOINT}?q=铁路"], set()
    while waiting and len(seen) < 250:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = site.get(path)
        assert answer.status == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            found = links(read(answer.text), path)
            assert [each for each in found if not each.startswith(("/", "https://", "http://"))] == []
            waiting += [each for each in found if each.startswith("/")]

    assert len(seen) > 100


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "zh-Hans"),
        ("en-US,en;q=0.5", "en"),
        ("fr", "en"),
        ("ja, de;q=0.5", "en"),
        ("fr, zh;q=0.1", "zh-Hans"),
        ("zh-HK, en;q=0.9", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("en;q=0.4, zh-MO;q=0.5", "zh-Hant"),
        ("*;;;,", "zh-Hans"),
    ],
)
def test_the_browser_is_asked_for_the_language(site: Site, accepted: str, expected: str) -> None:
    """Accept-Language decides where the address does not."""
    answer = site.get("/", Accept_Language=accepted)

    assert expected == answer.headers["content-language"]
    assert "Accept-Language" in answer.headers["vary"]
    assert "en" == site.get("/?lang=en", Accept_Language=accepted).headers["content-language"]


def test_the_language_switch_keeps_the_state(site: Site) -> None:
    """The other language shows the same answer."""
    page = read(site.get("/?q=铁路&view=kwic&lang=zh").text)
    switch = next(each for each in page.all("a") if each.attributes.get("hreflang") == "en")

    assert {"q": ["铁路"], "view": ["kwic"], "lang": ["en"]} == parse_qs(
        urlsplit(switch.attributes["href"]).query
    )


def test_a_statement_is_read_whole(site: Site) -> None:
    """Every clause in its original characters; the one asked for is cited and traced to its file."""
    shown = site.get(f"/api/v1/statements/{JOINT}").json
    page = read(site.get(f"/statements/{JOINT}?q=两洋铁路&at=8&lang=en").text)
    clauses = {each.attributes["id"]: each for each in page.all("section", class_="clause")}
    texts = {name: each.all("p", class_="text")[0].text for name, each in clauses.items()}
    texts["title"] = page.all("h1")[0].text

    assert {clause["path"]: clause["text"] for clause in shown["clauses"]} == texts
    assert "asked" in clauses["8"].attributes["class"]
    box = clauses["8"].all("div", class_="asked-box")[0].text
    assert f"/api/v1/statements/{JOINT}?clause=8" in {
        each.attributes["href"] for each in clauses["8"].all("a")
    }
    assert "plain/" in box or "gov-cn/" in box
    marks = [each.attributes["id"] for each in page.all("mark")]
    assert [f"m{number}" for number in range(1, len(marks) + 1)] == marks
    assert len(marks) > 1


def test_a_project_page_vouches_for_itself(site: Site) -> None:
    """Counts, first and last day, and the certificate of the command line."""
    answer = site.get("/api/v1/mentions?name=two-ocean railway").json
    page = read(site.get("/projects/two-ocean-railway?lang=en").text)

    assert (
        f"{answer['occurrences']} mentions · {answer['clauses']} clauses · {answer['statements']} texts"
        in page.text
    )
    assert len(page.all("span", class_="line")) == answer["occurrences"]
    certificate = page.all("section", class_="certificate")[0].text
    assert "a plain scan of all indexed texts found the same" in certificate
    assert answer["certificate"]["index"][:12] in certificate


def test_first_pages_are_light(site: Site) -> None:
    """A page with everything it asks for is below 100 kB."""
    for path in ("/", "/?q=合作", f"/statements/{JOINT}?q=合作", "/projects/two-ocean-railway"):
        answer = site.get(path)
        wanted = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text))
        size = len(answer.body) + sum(len(site.get(html.unescape(each)).body) for each in wanted)

        has_own = path.startswith(("/statements/", "/?q="))
        assert len(wanted) == (7 if has_own else 5)
        assert size < 100_000, path


def test_static_files_are_kept_by_the_browser(site: Site) -> None:
    """With its digest in the address a file never changes."""
    page = site.get("/").text
    path = re.findall(r'href="(/static/page.css[^"]*)"', page)[0]

    assert "immutable" in site.get(path).headers["cache-control"]
    assert site.get("/static/page.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("page", ["1000000000", "0", "-1", "abc"])
def test_a_wrong_page_is_named_with_its_range(site: Site, page: str) -> None:
    """In words of the server's own, with a link to the first page of the same answer."""
    english = site.get(f"/?q=合作&sort=date&page={page}&lang=en")
    chinese = site.get(f"/statements?page={page}&lang=zh")

    assert (400, 400) == (english.status, chinese.status)
    assert "page: must be a whole number from 1 to 10000000" in english.text
    assert f'href="?q={quote("合作")}&amp;sort=date&amp;lang=en"' in english.text
    assert "参数 page 应是 1 到 10000000 的整数" in chinese.text
    assert 'href="?lang=zh"' in chinese.text
    assert "abc" not in english.text


@pytest.mark.parametrize(
    "path", ["sort=best", "group=maybe", f"at={'a' * 201}", "lang=fr", "q=a&q=b", "q=%ff", "a=&" * 33]
)
def test_every_wrong_parameter_is_told_in_chinese(site: Site, path: str) -> None:
    """What is said of a parameter is in the table of messages."""
    page = read(site.get(f"/?{path}", accept_language="zh").text)

    (told,) = page.all("section", role="alert")
    assert "must" not in told.text
    assert "参数" in told.text


@pytest.mark.parametrize("path", ["/?q=合作&page=999", "/?q=合作&view=kwic&page=999", "/statements?page=999"])
def test_beyond_the_end_leads_to_the_last_page(site: Site, path: str) -> None:
    """Not to the page before the one that has nothing."""
    page = site.get(f"{path}&lang=en").text

    assert "Go to the last page" in page
    assert "page=998" not in page
    assert "Previous page" not in page


def test_a_statement_has_a_last_page_too(site: Site) -> None:
    """And a clause that is not there is told of the statement, which is."""
    path = "/statements/2014-07-17-cn-br-pe-joint-statement"
    assert "Go to the last page" in site.get(f"{path}?page=9&lang=en").text
    assert "the statement has no such clause" in site.get(f"{path}?at=none&lang=en").text
    assert "这份文件没有这一条" in site.get(f"{path}?at=none&lang=zh").text
