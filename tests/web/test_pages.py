"""Every page answers in both languages, is well-formed, and leads on without a line of script."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest

import searchlib
from searchlib.model import Clause, Document
from tests.web.conftest import Site, serving
from tests.web.markup import Element, read

JOINT = "2015-05-22-cn-pe-joint-statement"
PAGES = {
    "/": 200,
    "/?q=": 200,
    "/?q=两洋铁路": 200,
    "/?q=两洋铁路&group=1&sort=date": 200,
    "/?q=两洋铁路&view=kwic": 200,
    "/?q=两洋铁路&view=timeline": 200,
    "/?q=双方加强铁路合作和可行性研究": 200,
    "/?q=两洋铁路&page=99": 200,
    "/?q=两洋铁路&view=kwic&page=99": 200,
    "/?q=無此詞": 200,
    "/?q=两洋铁陆": 200,
    "/?q=title:声明&view=kwic": 200,
    "/?q=((": 400,
    "/?q=@nobody": 400,
    "/?q=a&view=nothing": 400,
    "/statements": 200,
    "/statements?page=9": 200,
    f"/statements/{JOINT}": 200,
    f"/statements/{JOINT}?q=两洋铁路&at=8": 200,
    f"/statements/{JOINT}?q=((": 200,
    f"/statements/{JOINT}?at=nowhere": 404,
    "/statements/none": 404,
    "/projects": 200,
    "/projects/two-ocean-railway": 200,
    "/projects/两洋铁路": 200,
    "/projects/Two Ocean Railway?page=9": 200,
    "/projects/nobody": 404,
    "/help": 200,
    "/nope": 404,
    "/static/nope.css": 404,
}


def asked(link: Element) -> dict[str, list[str]]:
    """The parameters of a link."""
    return parse_qs(urlsplit(link.attributes["href"]).query)


def links(page: Element, path: str) -> list[str]:
    """Where the page at ``path`` leads, without fragments."""
    return [
        urljoin(path, each.attributes["href"]).partition("#")[0]
        for each in page.all("a")
        if not each.attributes.get("href", "#").startswith("#")
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_in_both_languages(site: Site, path: str, language: str) -> None:
    """The status is right, the markup closes, ids are unique, the language is declared."""
    joint = "&" if "?" in path else "?"
    answer = site.get(f"{path}{joint}lang={language}")
    page = read(answer.text)
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]

    assert PAGES[path] == answer.status
    assert [{"zh": "zh-Hans", "en": "en"}[language]] == [each.attributes["lang"] for each in page.all("html")]
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


def test_search_works_as_a_plain_form(site: Site) -> None:
    """What the form sends without script is what the page understands."""
    page = read(site.get("/?q=铁路&sort=date&exact=1&group=1&lang=en").text)
    form = page.all("form")[0]
    sent = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}

    assert {"q": "铁路", "sort": "date", "exact": "1", "group": "1", "lang": "en"} == sent
    assert form.attributes["action"] == "/"
    assert "method" not in form.attributes


def test_hits_are_marked_numbered_and_cited(site: Site) -> None:
    """A hit shows its title, day, parties, number, headings, text with marks, and a citation."""
    page = read(site.get("/?q=两洋铁路 可行性&lang=zh").text)
    hit = next(each for each in page.all("li", class_="hit") if "2015年5月22日" in each.text)

    assert "八、" in hit.all("p", class_="where")[0].text
    assert {"两洋铁路", "可行性"} == {mark.text for mark in hit.all("mark")}
    assert "中国 · 秘鲁" in hit.text
    assert hit.all("q")[0].text.startswith(
        "《中华人民共和国政府和秘鲁共和国政府联合声明（摘要）》，八，2015年5月22日"
    )
    assert hit.all("q")[0].text.endswith(f"{JOINT}#8")
    assert f"/statements/{JOINT}?" in hit.all("a")[0].attributes["href"]


def test_traditional_texts_say_so(site: Site) -> None:
    """Original characters, with the language that chooses their shapes."""
    page = read(site.get("/?q=兩洋鐵路 script:hant").text)
    clause = page.all("article")[0]

    assert clause.attributes["lang"] == "zh-Hant"
    assert "兩洋鐵路" in {mark.text for mark in clause.all("mark")}


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "zh-Hans"),
        ("en-US,en;q=0.5", "en"),
        ("fr", "zh-Hans"),
        ("zh-HK, en;q=0.9", "zh-Hans"),
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


def test_tiers_stand_apart_with_exact_totals(site: Site) -> None:
    """Each tier has its own heading and total; the API says the same."""
    asked = "双方加强铁路合作"
    totals = site.get(f"/api/v1/search?q={asked}").json["totals"]
    page = read(site.get(f"/?q={asked}&lang=en").text)
    shown = {
        each.text.split()[0]: int(each.all("b")[0].text)
        for each in page.all("ul", class_="totals")[0].all("li")
    }

    assert {name: total for name, total in totals.items() if name in shown} == shown
    assert sum(totals.values()) > 0


def test_facets_narrow_exactly_and_can_be_taken_back(site: Site) -> None:
    """Following a facet gives as many clauses as it said, and its × leads back."""
    page = read(site.get("/?q=铁路&lang=en").text)
    choices = page.all("aside", class_="facets")[0].all("a")

    assert len(choices) > 8
    for choice in choices:
        narrowed = read(site.get(choice.attributes["href"]).text)
        totals = [int(each.text.replace(",", "")) for each in narrowed.all("ul", class_="totals")[0].all("b")]
        assert int(choice.all("span", class_="count")[0].text.replace(",", "")) == sum(totals), choice.text
        back = narrowed.all("ul", class_="filters")[0].all("a")[0]
        assert {"q": ["铁路"], "lang": ["en"]} == asked(back)


def test_pages_have_no_ceiling_and_no_gap(site: Site) -> None:
    """All pages together hold every clause once, in the order of the API."""
    expected = [
        hit["clause_id"] for hit in site.get("/api/v1/search?q=合作&limit=1000&sort=corpus").json["hits"]
    ]
    found: list[str] = []
    path = "/?q=合作&sort=corpus"
    while path:
        page = read(site.get(path).text)
        found += [each.text.rpartition("。")[2].rpartition(". ")[2] for each in page.all("q")]
        path = next(
            (each.attributes["href"] for each in page.all("a") if each.attributes.get("rel") == "next"), ""
        )

    assert len(expected) > 40
    assert expected == found


def test_lines_in_context_are_every_mark(site: Site) -> None:
    """The KWIC view has a line for every mention, before · match · after."""
    mentions = site.get("/api/v1/mentions?name=两洋铁路&width=30").json
    page = read(site.get("/?q=两洋铁路&view=kwic").text)
    lines = [
        tuple(
            part.text
            for part in (
                *line.all("span", class_="before"),
                *line.all("mark"),
                *line.all("span", class_="after"),
            )
        )
        for line in page.all("span", class_="line")
    ]

    assert [(each["before"], each["match"], each["after"]) for each in mentions["mentions"]] == lines


def test_the_timeline_adds_up(site: Site) -> None:
    """Bars and table say the same; every bar leads to the answer of its year."""
    page = read(site.get("/?q=铁路&view=timeline&lang=en").text)
    rows = [
        (row.all("th")[0].text, sum(int(cell.text) for cell in row.all("td")))
        for row in page.all("tbody")[0].all("tr")
    ]
    total = sum(site.get("/api/v1/search?q=铁路").json["totals"].values())

    assert sum(count for _, count in rows) <= total
    assert [year for year, _ in rows] == sorted(year for year, _ in rows)
    for year, count in rows:
        assert count == sum(site.get(f"/api/v1/search?q=铁路 year:{year}").json["totals"].values())
    chart = page.all("svg")[0]
    assert len(chart.all("rect", class_="rect")) >= len(rows)
    assert {"-1"} == {each.attributes.get("tabindex") for each in chart.all("a")}


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
    assert f"{JOINT}#8" in box
    assert "plain/" in box or "gov-cn/" in box
    marks = [each.attributes["id"] for each in page.all("mark")]
    assert [f"m{number}" for number in range(1, len(marks) + 1)] == marks
    targets = {each.attributes.get("href", "") for each in page.all("a")}
    assert {f"#{mark}" for mark in marks} <= targets


def test_a_project_page_vouches_for_itself(site: Site) -> None:
    """Counts, first and last day, and the certificate of the command line."""
    answer = site.get("/api/v1/mentions?name=two-ocean railway").json
    page = read(site.get("/projects/two-ocean-railway?lang=en").text)

    assert (
        f"{answer['occurrences']} mentions · {answer['clauses']} clauses · {answer['statements']} statements"
        in page.text
    )
    assert len(page.all("span", class_="line")) == answer["occurrences"]
    certificate = page.all("section", class_="certificate")[0].text
    assert "a plain scan of all texts found the same" in certificate
    assert answer["certificate"]["index"][:12] in certificate


def test_first_pages_are_light(site: Site) -> None:
    """A page with everything it asks for is below 100 kB."""
    for path in ("/", "/?q=合作", f"/statements/{JOINT}?q=合作", "/projects/two-ocean-railway"):
        answer = site.get(path)
        wanted = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text))
        size = len(answer.body) + sum(len(site.get(html.unescape(each)).body) for each in wanted)

        assert len(wanted) == 4
        assert size < 100_000, path


def test_static_files_are_kept_by_the_browser(site: Site) -> None:
    """With its digest in the address a file never changes."""
    page = site.get("/").text
    path = re.findall(r'href="(/static/page.css[^"]*)"', page)[0]

    assert "immutable" in site.get(path).headers["cache-control"]
    assert site.get("/static/page.css").headers["cache-control"] == "no-cache"


def test_suggestions_are_of_the_index(site: Site) -> None:
    """Projects, titles and terms, each with the query it makes."""
    found = site.get("/suggest?q=铁路 两洋").json["suggestions"]
    sources = {each["source"] for each in found}

    assert {"project", "term"} <= sources
    assert "铁路 @两洋铁路" in {each["query"] for each in found}
    for each in found:
        assert site.get(f"/?q={quote(each['query'])}").status == 200
    assert "country:PE" in {each["query"] for each in site.get("/suggest?q=秘").json["suggestions"]}
    assert site.get("/suggest?q=").json == {"suggestions": []}


def test_a_suggested_term_has_the_count_of_its_answer(site: Site) -> None:
    """Titles and headings count too, and what was typed before the term."""
    for typed in ("两洋铁路", "合", "铁路 合"):
        terms = [
            each for each in site.get(f"/suggest?q={typed}").json["suggestions"] if each["source"] == "term"
        ]
        assert terms
        for each in terms:
            answer = site.get(f"/api/v1/search?q={quote(each['query'])}&exact=1").json
            assert answer["totals"]["exact"] == each["clauses"]
    unfinished = site.get("/suggest?q=(铁路 两洋").json["suggestions"]
    assert {each["clauses"] for each in unfinished} == {None}


def test_words_in_titles_and_headings_are_marked(site: Site) -> None:
    """So that a hit shows why it is one, though its text has none of them."""
    page = read(site.get("/?q=合作 铁路").text)

    for hit in page.all("li", **{"class": "hit"}):
        assert list(hit.all("mark")), hit.text
    assert "<mark>铁路合作</mark>" in site.get("/?q=合作 铁路").text
    assert "中老<mark>鐵路</mark>" in site.get("/?q=合作 铁路").text


def test_a_query_without_text_has_no_lines_in_context(site: Site) -> None:
    """It is said, with the way to the hits that it has."""
    page = site.get("/?q=country:PE&view=kwic&lang=en").text

    assert "no text to show in context" in page
    assert "Nothing stands" not in page
    assert 'href="/?q=country%3APE&amp;lang=en"' in page


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


def test_the_timeline_leads_to_what_has_no_date(tmp_path: Path) -> None:
    """As many clauses as it says, of one document without a date beside one with."""
    documents = [
        Document("a", "甲", clauses=(Clause("a", "1", "铁路"), Clause("a", "2", "铁路"))),
        Document("b", "乙", date=date(2015, 5, 22), clauses=(Clause("b", "1", "铁路"),)),
    ]
    searchlib.build_documents(documents, tmp_path)
    with serving(tmp_path) as found:
        for query in ("铁路", "铁路 OR 公路"):
            page = read(found.get(f"/?q={query}&view=timeline&lang=en").text)
            (link,) = [each for each in page.all("a") if each.text == "2 clauses without a date"]
            asked = parse_qs(urlsplit(link.attributes["href"]).query)["q"][0]
            assert 2 == found.get(f"/api/v1/search?q={quote(asked)}").json["totals"]["exact"]
