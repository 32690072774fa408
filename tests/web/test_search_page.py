"""The search page: hits, lines in context, the timeline, facets, pages, suggestions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import searchlib
from searchlib.model import Clause, Document
from tests.web.addresses import JOINT
from tests.web.conftest import Site, serving
from tests.web.markup import Element, read


def asked(link: Element) -> dict[str, list[str]]:
    """The parameters of a link."""
    return parse_qs(urlsplit(link.attributes["href"]).query)


def test_search_works_as_a_plain_form(site: Site) -> None:
    """What the form sends without script is what the page understands."""
    page = read(site.get("/?q=铁路&sort=date&exact=1&group=1&lang=en").text)
    form = page.all("form")[0]
    sent = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}

    assert {"q": "铁路", "sort": "date", "exact": "1", "group": "1", "lang": "en"} == sent
    assert form.attributes["action"] == "/"
    assert "method" not in form.attributes


def test_a_page_can_be_named(site: Site) -> None:
    """A form of the pager leads to any page and keeps the rest of the state."""
    page = read(site.get("/?q=合作&sort=date&lang=en").text)
    form = page.all("form", class_="to-page")[0]
    sent = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}

    assert {"q": "合作", "sort": "date", "lang": "en", "page": "1"} == sent
    field = form.all("input")[-1].attributes
    assert (field["min"], int(field["max"])) == ("1", int(re.findall(r"of ([0-9,]+)", form.text)[0]))
    last = read(site.get(f"/?q=合作&sort=date&lang=en&page={field['max']}").text)
    assert last.all("li", class_="hit")


def test_hits_are_marked_numbered_and_cited(site: Site) -> None:
    """A hit shows its title, day, parties, number, headings, text with marks, and a citation."""
    page = read(site.get("/?q=两洋铁路 可行性&lang=zh").text)
    hit = next(each for each in page.all("li", class_="hit") if "2015年5月22日" in each.text)

    assert "第八条" in hit.all("p", class_="where")[0].text
    assert {"两洋铁路", "可行性"} == {mark.text for mark in hit.all("mark")}
    assert "中国 · 秘鲁" in hit.text
    assert hit.all("q")[0].text.startswith(
        "《中华人民共和国政府和秘鲁共和国政府联合声明（摘要）》，第八条，2015年5月22日"
    )
    assert JOINT not in hit.all("q")[0].text
    assert f"/statements/{JOINT}?" in hit.all("a")[0].attributes["href"]


def test_traditional_texts_say_so(site: Site) -> None:
    """Original characters, with the language that chooses their shapes."""
    page = read(site.get("/?q=兩洋鐵路 script:hant").text)
    clause = page.all("article")[0]

    assert clause.attributes["lang"] == "zh-Hant"
    assert "兩洋鐵路" in {mark.text for mark in clause.all("mark")}


def test_tiers_stand_apart_with_exact_totals(site: Site) -> None:
    """Each tier has its own heading and total; the API says the same."""
    asked = "双方加强铁路合作"
    totals = site.get(f"/api/v1/search?q={asked}").json["totals"]
    page = read(site.get(f"/?q={asked}&lang=en").text)
    shown = {
        each.attributes["class"].removeprefix("tier-"): int(each.all("b")[0].text)
        for each in page.all("ul", class_="totals")[0].all("li")
    }

    assert {name: total for name, total in totals.items() if name in shown} == shown
    assert sum(totals.values()) > 0


def test_pages_have_no_ceiling_and_no_gap(site: Site) -> None:
    """All pages together hold every clause once, in the order of the API."""
    expected = [
        hit["clause_id"] for hit in site.get("/api/v1/search?q=合作&limit=1000&sort=corpus").json["hits"]
    ]
    found: list[str] = []
    path = "/?q=合作&sort=corpus"
    while path:
        page = read(site.get(path).text)
        for hit in page.all("p", class_="where"):
            where = urlsplit(hit.all("a")[0].attributes["href"])
            found.append(f"{unquote(where.path).removeprefix('/statements/')}#{unquote(where.fragment)}")
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
    """Bars and table say the same, newest first; every bar leads to the answer of its year."""
    page = read(site.get("/?q=铁路&view=timeline&lang=en").text)
    rows = [
        (row.all("th")[0].text, sum(int(cell.text) for cell in row.all("td", class_="clauses-in")))
        for row in page.all("tbody")[0].all("tr")
    ]
    total = sum(site.get("/api/v1/search?q=铁路").json["totals"].values())

    assert sum(count for _, count in rows) <= total
    assert [year for year, _ in rows] == sorted((year for year, _ in rows), reverse=True)
    for year, count in rows:
        assert count == sum(site.get(f"/api/v1/search?q=铁路 year:{year}").json["totals"].values())
    chart = page.all("figure", class_="chart")[0]
    assert len(chart.all("rect", class_="rect")) >= len(rows)
    assert {"-1"} == {each.attributes.get("tabindex") for each in chart.all("a")}


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


def test_nothing_found_leads_on(site: Site) -> None:
    """Each part of the query is a link with its number of clauses, in every layout."""
    for view in ("hits", "kwic", "timeline"):
        page = read(site.get(f"/?q=两洋铁路 鿿鿿 country:秘鲁&view={view}&lang=en").text)
        (leads,) = page.all("section", class_="leads")
        links = {asked(link)["q"][0]: link.text for link in leads.all("a")}

        assert links["鿿鿿"].endswith("0")
        assert int(links["两洋铁路"].split()[-1]) > 0
        assert "两洋铁路 鿿鿿" in links


def test_a_filter_tells_what_it_left_out(tmp_path: Path) -> None:
    """With a link to it."""
    clauses = (Clause("d", "1", "高原铁路"),)
    dated = Document("e", "声明", date=date(2016, 5, 1), clauses=(Clause("e", "1", "高原铁路"),))
    searchlib.build_documents([Document("d", "旧页", clauses=clauses), dated], tmp_path / "index")
    with serving(tmp_path / "index") as site:
        page = read(site.get("/?q=铁路 year:2016&lang=en").text)
        (left_out,) = page.all("p", class_="left-out")

    assert "1 clause" in left_out.text
    assert asked(left_out.all("a")[0])["q"] == ["铁路 NOT year:..9999"]


def test_quotations_are_checked(site: Site) -> None:
    """The differences are marked; a text longer than a query is checked at once."""
    page = read(site.get("/quote?q=双方共同研究两洋铁道项目是否可行&lang=en").text)
    assert page.all("h2")[0].text == "Differs"
    assert page.all("del")
    long = read(site.get(f"/?q={'甲' * 600}&lang=en").text)
    assert long.all("h2")[0].text == "Not found"
    assert site.get("/quote").status == 200


def test_what_was_taken_and_what_else_could_be_asked(tmp_path: Path) -> None:
    """A name that stands nowhere says what it was taken for; other queries are links with their number."""
    texts = ("双方在亚太经合组织框架内合作。", "双方在APEC内推进两洋铁路。", "軟體之保護。")
    clauses = [Clause("d", str(number), text) for number, text in enumerate(texts, 1)]
    searchlib.build_documents([Document("d", "声明", clauses=tuple(clauses))], tmp_path / "index")
    with serving(tmp_path / "index") as site:
        taken = read(site.get("/?q=two-ocean railway&lang=en").text)
        (line,) = taken.all("p", class_="taken")
        assert "as @两洋铁路: 1 mention" in line.text
        assert "@两洋铁路" == taken.all("p", class_="understood")[0].all("code")[0].text

        (others,) = read(site.get("/?q=APEC&lang=en").text).all("p", class_="others")
        (link,) = others.all("a")
        assert (["@亚太经合组织"], "@亚太经合组织") == (asked(link)["q"], link.text)
        assert "2 clauses" in others.text

        (notice,) = read(site.get("/?q=软件&lang=zh").text).all("section", class_="notice")
        assert "軟體 1 条" in " ".join(notice.text.split())

        rows = site.get("/api/v1/search?q=软件").json["did_you_mean"]
        assert [{"reason": "region", "text": "軟體", "query": "軟體", "clauses": 1}] == rows


def test_statements_are_folded_until_asked(site: Site) -> None:
    """Three entries of each at most, the last leads to the others; unfolded all clauses are there."""
    page = read(site.get("/?q=合作&exact=1&lang=en").text)
    entries = page.all("li", class_="hit")
    (unfold,) = (link for link in page.all("a") if link.text == "Unfold")
    flat = read(site.get(unfold.attributes["href"]).text)

    held: Counter[str] = Counter()
    for each in entries:
        held[each.all("h3")[0].text] += len(each.all("article"))
    assert 1 < max(held.values()) <= 3
    assert sum(held.values()) == 20
    places = [int(each.attributes["value"]) for each in entries]
    assert places == sorted(set(places))
    more = [link for each in entries for link in each.all("p", class_="folded")]
    assert any("more in this text" in each.text for each in more)
    assert "Fold further clauses" in flat.text
    assert len(flat.all("li", class_="hit")) > 0
    api = site.get("/api/v1/search?q=合作&exact=true").json
    assert api["size"] < api["totals"]["exact"]
    assert f"of {api['size']} clauses" in page.text
    assert f"of {api['totals']['exact']} clauses" in flat.text


def test_copies_are_told_and_lead_to_their_text(tmp_path: Path) -> None:
    """Below the first statement that has the text."""
    texts = (Clause("", "1", "双方推进铁路合作。"), Clause("", "2", "铁路"))
    documents = [
        Document(
            name, f"{name}法", digest=name, clauses=tuple(replace(each, document_id=name) for each in texts)
        )
        for name in ("a", "b")
    ]
    searchlib.build_documents(documents, tmp_path)
    with serving(tmp_path) as site:
        page = read(site.get("/?q=铁路合作&lang=en").text)
    (entry,) = page.all("li", class_="hit")
    (copy,) = (each for each in entry.all("p", class_="folded") if "same text" in each.text)

    assert "b法" in copy.text
    assert copy.all("a")[0].attributes["href"].partition("?")[0] == "/statements/b"


def test_each_hit_says_why_it_is_there(site: Site) -> None:
    """When asked, in both languages: terms add up to parts, and parts to the score."""
    for language, why in (("en", "Why here"), ("zh", "为什么在这里")):
        first = read(site.get(f"/?q=铁路合作的前景如何&lang={language}").text)
        link = next(each for each in first.all("a", class_="why") if each.text == why)
        page = read(site.get(link.attributes["href"].partition("#")[0]).text)
        told = page.all("details", class_="why")

        assert len(told) == len(page.all("article"))
        for each in told:
            rows = [[cell.text for cell in row.all("td")] for row in each.all("tr")]
            parts = [row for row in rows if not row[0].startswith("×")]
            total = re.search(r"(?<== )[\d.]+", each.text)
            assert total is not None
            assert sum(round(float(row[0]) * 100) for row in parts) == round(float(total[0]) * 100)
            for value, terms in parts:
                shown = re.findall(r" (\d+\.\d\d)", terms)
                assert sum(round(float(number) * 100) for number in shown) == round(float(value) * 100)


def test_citations_can_be_left_out(site: Site) -> None:
    """Where the last tier has hits, a link answers without them, and back."""
    page = read(site.get("/?q=铁路合作的前景如何&lang=en").text)
    (off,) = (each for each in page.all("a") if each.text == "Without citations")
    without = read(site.get(off.attributes["href"]).text)

    assert asked(off)["no_prior"] == ["1"]
    assert any(each.text == "With citations" for each in without.all("a"))
    assert not any(
        each.text == "Without citations" for each in read(site.get("/?q=铁路&exact=1&lang=en").text).all("a")
    )
