"""The API gives the command line's answers, says so in OpenAPI, and tells problems as RFC 9457 does."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from openapi_spec_validator import validate

import searchlib
from searchlib.cli import main
from searchlib.render.csv_json import json_text
from searchlib.web import answering, api
from searchlib.web.openapi import openapi
from tests.web.conftest import Site

JOINT = "2015-05-22-cn-pe-joint-statement"
SAME = {
    "/search?q=两洋铁路 可行性": ["search", "两洋铁路 可行性"],
    "/search?q=双方加强铁路合作&limit=30&sort=date": [
        "search",
        "双方加强铁路合作",
        "--limit",
        "30",
        "--sort",
        "date",
    ],
    "/search?q=铁路&exact=true&group=statement&limit=2": [
        "search",
        "铁路",
        "--exact",
        "--group",
        "statement",
        "--limit",
        "2",
    ],
    "/search?q=無此詞": ["search", "無此詞"],
    "/mentions?name=two-ocean railway": ["mentions", "two-ocean railway"],
    "/mentions?name=港&width=3": ["mentions", "港", "--width", "3"],
    "/mentions?name=無此詞": ["mentions", "無此詞"],
    f"/statements/{JOINT}": ["show", JOINT],
    f"/statements/{JOINT}?clause=8": ["show", f"{JOINT}#8"],
    f"/statements/{JOINT}?clause=8&around=0": ["show", f"{JOINT}#8", "--around", "0"],
    "/statements": ["list"],
    "/projects": ["projects"],
    "/search?q=铁路&by=year": ["search", "铁路", "--by", "year"],
    "/search?q=两洋铁路 联合国&in=statement": ["search", "两洋铁路", "联合国", "--in", "statement"],
    "/mentions?name=两洋铁路&by=statement": ["mentions", "两洋铁路", "--by", "statement"],
    "/kwic?q=铁路&order=R1 L1&limit=20": ["kwic", "铁路", "--sort", "R1 L1", "--limit", "20"],
    "/kwic?q=双方&sample=5&seed=7": ["kwic", "双方", "--sample", "5", "--seed", "7"],
    "/kwic?q=铁路&show=neighbours&limit=10": ["kwic", "铁路", "--show", "neighbours"],
    "/kwic?q=铁路&show=collocates&limit=20": ["kwic", "铁路", "--show", "collocates"],
    "/kwic?q=铁路 country:秘鲁&show=spread": ["kwic", "铁路 country:秘鲁", "--show", "spread"],
    "/dossier?name=两洋铁路&limit=100": ["dossier", "两洋铁路"],
    "/dossier?name=铁路 country:秘鲁": ["dossier", "铁路 country:秘鲁"],
    "/formula?text=奉行一个中国": ["formula", "奉行一个中国"],
    "/boilerplate?id=2019-06-13-cn-kg-joint-statement": [
        "formula",
        "--of",
        "2019-06-13-cn-kg-joint-statement",
    ],
    "/names?name=两洋铁路": ["names", "两洋铁路"],
    "/statements?q=铁路 -港": ["statements", "铁路 -港"],
    "/statements?q=铁路&by=kind": ["statements", "铁路", "--by", "kind"],
}
SHAPES = {
    "/search?q=铁路&by=year": "Counts",
    "/mentions?name=两洋铁路&by=statement": "MentionsBy",
    "/statements?q=铁路 -港": "Matching",
    "/statements?q=铁路&by=kind": "Counts",
    "/search": "Search",
    "/kwic?q=铁路&show=neighbours&limit=10": "Neighbours",
    "/kwic?q=铁路&show=collocates&limit=20": "Collocates",
    "/kwic?q=铁路 country:秘鲁&show=spread": "Spread",
    "/kwic": "Concordance",
    "/dossier": "Dossier",
    "/formula": "Formula",
    "/boilerplate": "Boilerplate",
    "/names": "UnlistedNames",
    "/mentions": "Mentions",
    f"/statements/{JOINT}": "Statement",
    "/statements": "Statements",
    "/projects": "Projects",
}
LISTS = {
    "/search": ("hits", "Hit"),
    "/mentions": ("mentions", "Mention"),
    "/statements": ("documents", "Document"),
}
"""Under which key an answer has its rows, and their shape."""


def printed(index: Path, arguments: list[str], form: str) -> str:
    """What the command line prints."""
    output = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(output)) as stream:
        main([*arguments, "--index", str(index), "--format", form])
        stream.flush()
        return output.getvalue().decode("utf-8")


def validator(shape: str) -> jsonschema.Draft202012Validator:
    """Checks values against a shape of the description."""
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{shape}", **openapi()})


@pytest.mark.parametrize("path", SAME)
def test_answers_are_those_of_the_command_line(site: Site, demo_index: Path, path: str) -> None:
    """Character for character, as one document and as lines."""
    joint = "&" if "?" in path else "?"
    whole = site.get(f"/api/v1{path}")
    shape = SHAPES.get(path) or SHAPES[path.partition("?")[0]]

    assert whole.status == 200
    assert whole.headers["content-type"] == "application/json"
    assert printed(demo_index, SAME[path], "json") == whole.text
    validator(shape).validate(whole.json)
    if "limit" not in path and not path.startswith("/search"):
        lines = site.get(f"/api/v1{path}{joint}format=jsonl")
        assert printed(demo_index, SAME[path], "jsonl") == lines.text


FOLDING = ("more", "copies", "explanation")
"""What a document says of its hits besides."""


def test_lines_are_all_rows(site: Site) -> None:
    """JSON lines hold every row unless a limit is given, and each has its shape."""
    for path, asked in (("/search", "q=合作&flat=true"), ("/mentions", "name=合作"), ("/statements", "")):
        key, shape = LISTS[path]
        whole = site.get(f"/api/v1{path}?{asked}&limit=1000").json[key]
        rows = [{name: row[name] for name in row if name not in FOLDING} for row in whole]
        lines = site.get(f"/api/v1{path}?{asked}&format=jsonl")
        some = site.get(f"/api/v1{path}?{asked}&format=jsonl&offset=2&limit=3")

        assert lines.headers["content-type"].startswith("application/jsonl")
        assert rows == [json.loads(line) for line in lines.text.splitlines()]
        assert rows[2:5] == [json.loads(line) for line in some.text.splitlines()]
        for row in rows:
            validator(shape).validate(row)


LISTED = (
    "/search?q=合作&",
    "/search?q=合作&flat=true&",
    "/search?q=合作&group=statement&",
    "/mentions?name=合作&",
    "/statements?",
)


@pytest.mark.parametrize("asked", LISTED)
def test_links_lead_through_all_rows(site: Site, asked: str) -> None:
    """Following rel=next gives every row once."""
    key, _ = LISTS[asked.partition("?")[0]]
    expected = site.get(f"/api/v1{asked}limit=1000").json[key]
    found: list[Any] = []
    address: str | None = f"/api/v1{asked}limit=7"
    while address:
        answer = site.get(address)
        found += answer.json[key]
        link = answer.headers.get("link")
        assert link is None or link.endswith('>; rel="next"')
        address = link and link[1:].partition(">")[0]

    assert len(expected) > 7
    assert expected == found


def test_the_description_is_valid(site: Site) -> None:
    """OpenAPI 3.1 by its own rules, and the version is ours."""
    described = site.get("/api/v1/openapi.json").json

    validate(described)
    assert searchlib.__version__ == described["info"]["version"]
    assert described["openapi"].startswith("3.1")


def test_the_description_names_the_parameters_that_are_read(site: Site) -> None:
    """Every parameter described is accepted, any other refused."""
    given = {"q": "合作", "name": "两洋铁路", "text": "奉行一个中国", "id": JOINT}
    given |= {"a": JOINT, "b": JOINT, "of": "PE"}
    for path, methods in openapi()["paths"].items():  # type: ignore[union-attr]
        described = [each for each in methods["get"].get("parameters", []) if each["in"] == "query"]
        asked = {each["name"]: str(each["schema"].get("default", 1)).lower() for each in described}
        query = "&".join(f"{name}={given.get(name, value)}" for name, value in asked.items())
        address = f"{path.replace('{document_id}', JOINT)}?{query}"

        assert 200 == site.get(address).status, address
        assert 400 == site.get(f"{address}&other=1").status


PROBLEMS = {
    "/search": (400, "parameter"),
    "/search?q=": (400, "query"),
    "/search?q=((": (400, "query"),
    "/search?q=@nobody": (400, "query"),
    "/search?q=a&format=jsonl&limit=0": (400, "parameter"),
    "/search?q=((&format=jsonl": (400, "query"),
    "/search?q=a&limit=0": (400, "parameter"),
    "/search?q=a&limit=1001": (400, "parameter"),
    "/search?q=a&limit=-1": (400, "parameter"),
    "/search?q=a&limit=٣": (400, "parameter"),
    "/search?q=a&offset=9999999999": (400, "parameter"),
    "/search?q=a&sort=best": (400, "parameter"),
    "/search?q=a&exact=maybe": (400, "parameter"),
    "/search?q=a&q=b": (400, "parameter"),
    "/kwic": (400, "parameter"),
    "/kwic?q=a&show=all": (400, "parameter"),
    "/kwic?q=a&order=X": (400, "query"),
    "/kwic?q=((": (400, "query"),
    "/dossier": (400, "parameter"),
    "/formula?text=短": (400, "query"),
    "/formula?text=奉行一个中国&least=20": (400, "parameter"),
    "/boilerplate?id=none": (404, "not-found"),
    "/names?name=nobody": (404, "not-found"),
    "/search?q=%ff": (400, "parameter"),
    "/search?q=a%00b": (400, "query"),
    "/search?q=" + "a" * 9000: (400, "parameter"),
    "/search?q=@" + "a" * 5000: (400, "query"),
    "/search?" + "&".join(f"p{n}=" for n in range(40)): (400, "parameter"),
    "/mentions": (400, "parameter"),
    "/mentions?name=": (400, "query"),
    "/mentions?name=a&width=1001": (400, "parameter"),
    "/mentions?name=" + "a" * 513: (400, "parameter"),
    "/statements/none": (404, "not-found"),
    f"/statements/{JOINT}?clause=none": (404, "not-found"),
    "/nothing": (404, "not-found"),
    "//": (404, "not-found"),
}


@pytest.mark.parametrize("path", PROBLEMS)
def test_problems_are_told_in_detail(site: Site, path: str) -> None:
    """Problem details with the status, the kind, and what to do."""
    answer = site.get(f"/api/v1{path}")
    status, kind = PROBLEMS[path]

    assert status == answer.status
    assert answer.headers["content-type"] == "application/problem+json"
    validator("Problem").validate(answer.json)
    assert {"type": f"/help#problem-{kind}", "status": status} == {
        key: answer.json[key] for key in ("type", "status")
    }
    assert answer.json["detail"]


def test_a_query_problem_has_its_column(site: Site) -> None:
    """The column counts from 1, as the command line's does."""
    assert 4 == site.get("/api/v1/search?q=铁路 country:火星").json["column"]
    assert "limit" == site.get("/api/v1/search?q=a&limit=x").json["parameter"]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_exported_hits_are_those_of_the_command_line(site: Site, demo_index: Path, form: str) -> None:
    """The file is what the command writes."""
    answer = site.get(f"/export/hits.{form}?q=合作&sort=date")

    told = answer.headers["content-disposition"]
    plain, _, name = told.partition("; filename*=UTF-8''")
    assert plain == f'attachment; filename="searchlib-hits.{form}"'
    assert re.fullmatch(rf"合作-检索结果-\d{{4}}-\d\d-\d\d\.{form}", unquote(name))
    assert printed(demo_index, ["search", "合作", "--sort", "date", "--all"], form) == answer.text


def test_an_exported_workbook_has_every_hit(site: Site) -> None:
    """Header, rows and texts, none of them a formula."""
    answer = site.get("/export/hits.xlsx?q=合作")
    rows = list(
        csv.DictReader(io.StringIO(site.get("/export/hits.csv?q=合作").body.decode("utf-8-sig"), newline=""))
    )
    book = zipfile.ZipFile(io.BytesIO(answer.body))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    strings = ["".join(each.itertext()) for each in sheet.iter(f"{space}is")]

    assert len(rows) + 1 == len(sheet.findall(f".//{space}row"))
    assert sheet.findall(f".//{space}f") == []
    assert {row["text"] for row in rows} <= set(strings)


def test_exported_markdown_quotes_and_cites(site: Site) -> None:
    """Clauses under their statements, marks in bold, a citation for each."""
    text = site.get("/export/hits.md?q=两洋铁路&lang=en").text
    total = sum(site.get("/api/v1/search?q=两洋铁路").json["totals"].values())

    assert text.startswith("# 两洋铁路\n")
    assert total == text.count("\n> — ")
    assert "**两洋铁路**" in text
    mentions = site.get("/export/mentions.md?name=两洋铁路").text
    assert 12 == mentions.count("\n> — ")
    assert "…本。正式文本为" in mentions
    assert "在巴西…" in mentions


def test_exported_markdown_speaks_the_language_asked_for(site: Site) -> None:
    """Tiers, totals and certificate, not the citations alone."""
    chinese = site.get("/export/hits.md?q=两洋铁路&lang=zh").text
    assert "精确匹配 11 · 分词匹配 0 · 部分匹配 0\n" in chinese
    assert "## 精确匹配：与检索词完全一致" in chinese
    assert "12 处 · 8 条 · 5 份文件" in site.get("/export/mentions.md?name=两洋铁路&lang=zh").text
    assert "12 mentions · 8 clauses" in site.get("/export/mentions.md?name=两洋铁路&lang=en").text
    for text in (chinese, site.get("/export/hits.md?q=两洋铁路&lang=en").text):
        assert "\\" not in text


@pytest.mark.parametrize(
    "path", ["/export/hits.exe?q=合作", "/export/hits.csv?q=((", "/export/mentions.csv", "/export/hits.csv"]
)
def test_exports_that_cannot_be_are_refused(site: Site, path: str) -> None:
    """As a page that says so, not as an empty file."""
    answer = site.get(f"/export/{path}")

    assert answer.status in (400, 404)
    assert answer.headers["content-type"].startswith("text/html")


def test_the_description_says_what_is_refused(site: Site) -> None:
    """The longest query and the highest limit, in each form."""
    parameters = site.get("/api/v1/openapi.json").json["paths"]["/api/v1/search"]["get"]["parameters"]
    schemas = {each["name"]: each["schema"] for each in parameters}
    longest = schemas["q"]["maxLength"]
    highest = {each["title"].removeprefix("format="): each["maximum"] for each in schemas["limit"]["anyOf"]}

    assert 400 == site.get(f"/api/v1/search?q={'a' * (longest + 1)}").status
    assert 200 == site.get(f"/api/v1/search?q={'a' * longest}").status
    assert "may have 4096" in site.get(f"/api/v1/search?q=@{'a' * 4096}").json["detail"]
    for form, most in highest.items():
        assert 200 == site.get(f"/api/v1/search?q=铁路&format={form}&limit={most}").status
        assert 400 == site.get(f"/api/v1/search?q=铁路&format={form}&limit={most + 1}").status


def test_what_is_missing_is_named(site: Site) -> None:
    """A clause of a statement that is there; parameters of an address that has none."""
    missing = site.get(f"/api/v1/statements/{JOINT}?clause=99999")
    assert (404, "the statement has no such clause or section") == (missing.status, missing.json["detail"])
    assert "no such page, statement" in site.get("/api/v1/statements/none").json["detail"]
    refused = site.get("/api/v1/openapi.json?x=1").json["detail"]
    assert "unknown parameter; this address takes none" == refused


def test_a_percent_sign_alone_stands_for_itself(site: Site) -> None:
    """As browsers write and read forms; bytes that are no UTF-8 are refused."""
    assert "%zz" == site.get("/api/v1/search?q=%zz").json["query"]
    assert 400 == site.get("/api/v1/search?q=%FF").status


def test_rows_count_whichever_way_they_are_grouped(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """More hits than a document may have are refused with the way out; JSON lines have them all."""
    asked = "/api/v1/search?q=合作&group=statement&limit=1000"
    rows = len(site.get(asked).json["hits"])
    assert rows > 10
    asked = f"/api/v1/search?q=合作&group=statement&limit={rows - 1}"
    monkeypatch.setattr(api, "MOST", rows)
    assert len(site.get(asked).json["hits"]) == rows
    monkeypatch.setattr(api, "MOST", rows - 1)
    refused = site.get(asked)
    assert (refused.status, refused.json["type"]) == (400, "/help#problem-too-large")
    assert f"{rows:,} rows" in refused.json["detail"]
    assert "format=jsonl" in refused.json["detail"]
    assert len(site.get(f"{asked}&format=jsonl").text.splitlines()) == rows


@pytest.mark.parametrize("path", ["search?q=合作&limit=500", f"statements/{JOINT}", "search?q=无此词"])
def test_a_long_document_is_sent_while_it_is_made(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """And is the same, character by character."""
    whole = site.get(f"/api/v1/{path}")
    monkeypatch.setattr(answering, "DOCUMENT", 100)
    streamed = site.get(f"/api/v1/{path}")
    assert "content-length" in whole.headers
    assert "content-length" not in streamed.headers
    assert streamed.body == whole.body
    assert whole.text == json_text(whole.json)


def test_quotations(site: Site) -> None:
    """The shape of ``searchlib quote``; rows as JSON lines; what is no way to tell quotations is refused."""
    answer = json.loads(site.get("/api/v1/quotations?text=甲“两洋铁路”乙&by=marks").text)

    assert (answer["verbatim"], answer["differs"], answer["not_found"]) == (1, 0, 0)
    rows = site.get("/api/v1/quotations?text=两洋铁路%0A鿿鿿&by=lines&format=jsonl").text.splitlines()
    assert [json.loads(row)["verdict"] for row in rows] == ["verbatim", "not-found"]
    assert site.get("/api/v1/quotations?text=甲&by=words").status == 400
    assert site.get("/api/v1/quotations").status == 400
