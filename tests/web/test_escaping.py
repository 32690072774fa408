"""Text from anywhere, in any context, is text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

import searchlib
from searchlib.model import Clause, Document, Kind, Script, Source, SourceMap
from tests.web.conftest import Site, serving
from tests.web.markup import Element, read, sent

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea></style></script><b>",
    "javascript:alert(1)",
    'javascript:alert(1)//"',
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt;&amp;",
    "<!--",
    "]]><![CDATA[",
    '" autofocus onfocus="alert(1)',
    "<a href=javascript:alert(1)>x</a>",
    "`${alert(1)}`",
    "\u202e<b>rtl",
    "=HYPERLINK(1)",
    "<mark>",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An index in which everything is hostile; every clause holds 铁路 too."""
    folder = tmp_path_factory.mktemp("hostile")
    documents = []
    for at, payload in enumerate(PAYLOADS):
        text = f"铁路{payload}铁路"
        clause = Clause(f"d{at}", "1", text, payload, (payload,), SourceMap(((0, 0, len(text)),), len(text)))
        document = Document(
            id=f"d{at}",
            title=payload,
            kind=Kind.OTHER,
            date=date(2015, 5, 22),
            parties=("CN",),
            place=payload,
            publisher=payload,
            url=payload,
            script=Script.HANS,
            source=Source(payload, 0, len(text)),
            digest=str(at),
            clause_count=1,
            clauses=(clause,),
        )
        documents.append(document)
    searchlib.build_documents(documents, folder)
    with serving(folder) as site:
        yield site


def harmless(page: Element) -> None:
    """No element or attribute that our templates do not make, no link that runs."""
    for element in page.all():
        assert element.tag not in ("img", "iframe", "object", "embed", "textarea", "style", "b", "base") or (
            element.tag == "b" and not element.attributes
        )
        assert element.tag != "script" or element.attributes["src"].startswith("/static/")
        assert not [name for name in element.attributes if name.startswith("on") or name == "autofocus"]
        for name in ("href", "src", "action"):
            value = element.attributes.get(name, "/")
            assert value.startswith(("/", "#", "?", "http://", "https://")), value
    # Every <b> of ours holds a number.
    assert all(each.text.split()[0].replace(",", "").isdigit() for each in page.all("b"))


def test_texts_are_text_wherever_they_stand(hostile: Site) -> None:
    """Title, number, headings, text, publisher, place, address, file: all come back as they are."""
    for path in (
        "/",
        "/?q=铁路",
        "/?q=铁路&group=1",
        "/?q=铁路&view=kwic",
        "/?q=铁路&view=timeline",
        "/statements",
    ):
        harmless(read(hostile.get(path).text))
    for at, payload in enumerate(PAYLOADS):
        page = read(hostile.get(f"/statements/d{at}?q=铁路&at=1").text)
        harmless(page)
        assert f"铁路{payload}铁路" == page.all("p", class_="text")[0].text
        assert payload.split() == page.all("h1")[0].text.split()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_queries_are_text_wherever_they_stand(hostile: Site, payload: str) -> None:
    """In the box, the title, the understood query, filters, links and error messages."""
    for typed in (
        payload,
        f'"{payload}"',
        f"铁路 title:{payload}",
        f"铁路 -{payload}",
        f"铁路 publisher:{payload}",
    ):
        for view in ("hits", "kwic", "timeline"):
            answer = hostile.get(f"/?q={quote(typed)}&view={view}")
            page = read(answer.text)
            assert answer.status in (200, 400)
            harmless(page)
            assert typed == page.all("input", id="q")[0].attributes["value"]
    harmless(read(hostile.get(f"/statements/d0?q={quote(payload)}").text))
    harmless(read(hostile.get(f"/projects/{quote(payload, safe='')}").text))


def test_facets_of_hostile_values_narrow(hostile: Site) -> None:
    """Every publisher can be chosen, whatever it is called."""
    page = read(hostile.get("/?q=铁路&lang=en").text)
    chosen = 0
    for form in page.all("form"):
        for box in form.all("input", type="checkbox"):
            led = hostile.get(sent(form, box.attributes["value"]))
            assert led.status == 303, box.attributes["value"]
            answer = hostile.get(led.headers["location"])
            assert answer.status == 200, box.attributes["value"]
            harmless(read(answer.text))
            chosen += 1
    assert chosen >= len(PAYLOADS)


def test_addresses_out_of_texts_are_followed_to_the_web_only(tmp_path: Path) -> None:
    """http and https; anything else is shown and not linked."""
    good = ["https://www.gov.cn/a?b=1&c=<d>", "http://www.gov.cn"]
    bad = [
        "javascript:alert(1)",
        "JaVaScRiPt://x/%0aalert(1)",
        "data:text/html,x",
        "//a",
        "http:",
        "http://[",
    ]
    documents = [
        Document(f"d{at}", "声明", url=url, digest=str(at), clauses=(Clause(f"d{at}", "1", "铁路"),))
        for at, url in enumerate([*good, *bad])
    ]
    searchlib.build_documents(documents, tmp_path)
    with serving(tmp_path) as site:
        for at, url in enumerate([*good, *bad]):
            page = read(site.get(f"/statements/d{at}").text)
            linked = [each.attributes["href"] for each in page.all("a", rel="noopener noreferrer external")]
            assert ([url] if url in good else []) == linked
            assert url in page.text


def test_exports_are_text(hostile: Site) -> None:
    """CSV cells are no formulas, Markdown has no tags, JSON is JSON."""
    csv_file = hostile.get("/export/hits.csv?q=铁路").text
    markdown = hostile.get("/export/hits.md?q=铁路").text

    assert '"=HYPERLINK' not in csv_file
    assert ",=HYPERLINK" not in csv_file
    assert "'=HYPERLINK(1)" in csv_file
    assert "<script" not in markdown.replace("\\<", "")
    assert len(PAYLOADS) == len(hostile.get("/export/hits.json?q=铁路").json["hits"])


def test_no_character_and_no_id_is_too_odd(tmp_path: Path) -> None:
    """Control characters, lone surrogates, ids that look like addresses: everything still answers."""
    identifier, broken = "a/b?c#d", "\udc80"
    text = "铁路\x00\x1b[31m\u2028\U00020000铁路"
    documents = [
        Document(identifier, None, clauses=(Clause(identifier, "1", text), Clause(identifier, "8~2", ""))),
        Document(
            f"{broken}x", broken, publisher=broken, clauses=(Clause(f"{broken}x", "1", f"铁路{broken}"),)
        ),
    ]
    searchlib.build_documents(documents, tmp_path)
    paths = [
        "/",
        "/statements",
        "/projects",
        "/api/v1/statements",
        "/api/v1/search?q=铁路",
        "/api/v1/projects",
    ]
    paths += [f"/?q=铁路&view={view}" for view in ("hits", "kwic", "timeline")]
    paths += [f"/export/hits.{form}?q=铁路" for form in ("csv", "xlsx", "json", "md")]
    with serving(tmp_path) as site:
        for path in paths:
            assert 200 == site.get(path).status, path
        page = read(site.get("/statements/a%2Fb%3Fc%23d?at=8~2&q=铁路").text)
        shown = text.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")  # HTML must not hold them
        assert shown == page.all("p", class_="text")[0].text
        link = read(site.get("/statements").text).all("ul", class_="texts")[0].all("a")[0]
        assert 200 == site.get(link.attributes["href"]).status
        assert (
            text == site.get("/api/v1/statements/a%2Fb%3Fc%23d?clause=1&around=0").json["clauses"][0]["text"]
        )


def test_no_page_holds_a_control_character(tmp_path: Path) -> None:
    """HTML does not allow them; a sign stands for each."""
    odd = "\x00\x07\x1b[31m红\x7f\x9b"
    document = Document("d", odd, digest="d", clauses=(Clause("d", "1", f"铁路{odd}"),))
    searchlib.build_documents([document], tmp_path)
    with serving(tmp_path) as site:
        for path in ("/?q=铁路", "/statements", "/statements/d", "/?q=铁路&view=kwic", "/?q=%1b%07"):
            text = site.get(path).text
            assert [sign for sign in text if sign < " " and sign not in "\t\r\n"] == []
            assert not {"\x7f", "\x9b"} & set(text)
        assert "\ufffd[31m红\ufffd\ufffd" in site.get("/statements/d").text
