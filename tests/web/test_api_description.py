"""What the description of the API says: of every operation and parameter, with examples that are answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

import searchlib
from searchlib.model import Clause, Document, Kind
from searchlib.render.meanings import meanings
from searchlib.web.openapi import openapi
from searchlib.web.openapi_parts import API_PATH, TAGS
from tests.web.conftest import Site, serving

OPERATIONS: list[tuple[str, dict[str, Any]]] = [
    (path, methods["get"]) for path, methods in openapi()["paths"].items()
]
EXAMPLES = [address for _, described in OPERATIONS for address in described.get("x-examples", [])]
SUMMED = ("铁路", "合作 country:秘鲁", "双方加强铁路合作和可行性研究")


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two versions of an invented law, without parties or projects."""
    folder = tmp_path_factory.mktemp("laws")
    text = "第{}条 管理员应当每日记录仓库的温度和湿度，并保存记录{}年。"
    documents = [
        Document(
            f"law-{year}",
            "仓库管理办法",
            kind=Kind.LAW,
            date=date(2000 + year, 7, 1),
            digest=str(year),
            clauses=tuple(Clause(f"law-{year}", str(at), text.format(at, year)) for at in range(1, 9)),
        )
        for year in (3, 5)
    ]
    searchlib.build_documents(documents, folder)
    with serving(folder) as found:
        yield found


def validator(schema: Any, described: Any) -> jsonschema.Draft202012Validator:
    """Checks values against a schema of a description."""
    return jsonschema.Draft202012Validator({**schema, "components": described["components"]})


@pytest.mark.parametrize(("path", "described"), OPERATIONS, ids=[path for path, _ in OPERATIONS])
def test_everything_is_described(path: str, described: dict[str, Any]) -> None:
    """Each operation is in a group and says what it is; so does each parameter, in a whole sentence."""
    texts = [described["summary"], described["description"]]
    texts += [each["description"] for each in described["parameters"]]

    assert described["tags"]
    assert set(described["tags"]) <= set(TAGS)
    assert all(len(text) > 5 and "`" not in text for text in texts)
    assert all(each["description"].endswith((".", "…")) for each in described["parameters"])
    assert described["x-examples"], path
    required = [each for each in described["parameters"] if each["required"]]
    assert all("example" in each for each in required)


def test_both_languages_say_everything() -> None:
    """The same operations and parameters, in Chinese too, with the same limits to fill in."""
    english, chinese = meanings("en"), meanings("zh")

    assert english.operations.keys() == chinese.operations.keys()
    assert english.parameters.keys() == chinese.parameters.keys()
    for name, text in english.parameters.items():
        assert re.findall(r"\{.*?\}", text) == re.findall(r"\{.*?\}", chinese.parameters[name])
        assert re.search(r"[一-鿿]", chinese.parameters[name])
    assert "4,096" in english.parameters["query.limits"]
    assert "4,096" in chinese.parameters["query.limits"]


def checked(site: Site, described: dict[str, Any]) -> int:
    """Ask every example of a description, check its answer, and return how many there were."""
    asked = 0
    for methods in described["paths"].values():
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for address in methods["get"].get("x-examples", []):
            answer = site.get(address)
            assert answer.status == 200, unquote(address)
            asked += 1
            if answer.headers["content-type"] == "application/json":
                validator(schema, described).validate(answer.json)
                found = answer.json
                assert any(v or found.get("unknown") for v in found.values() if isinstance(v, list)), address
            else:
                assert answer.body
    return asked


def test_every_example_is_answered(site: Site) -> None:
    """With an answer of the shape that is described, in which there is something."""
    described = site.get(f"{API_PATH}/openapi.json").json

    assert EXAMPLES == [a for m in described["paths"].values() for a in m["get"]["x-examples"]]
    assert checked(site, described) == len(EXAMPLES) > 20


def test_examples_are_of_the_index_that_is_served(laws: Site) -> None:
    """On other texts other examples, which are answered too; none where there is nothing to show."""
    described = laws.get(f"{API_PATH}/openapi.json").json
    addresses = [unquote(a) for m in described["paths"].values() for a in m["get"].get("x-examples", [])]

    assert checked(laws, described) == len(addresses) > 15
    assert not [address for address in addresses if "两洋铁路" in address]
    assert [address for address in addresses if "/lineage?of=law-" in address]


@pytest.mark.parametrize("query", SUMMED)
def test_facets_and_timelines_add_up(site: Site, query: str) -> None:
    """To the totals of the search, and every query that narrows finds as many clauses."""
    totals = site.get(f"{API_PATH}/search?q={query}").json["totals"]
    facets = site.get(f"{API_PATH}/facets?q={query}").json
    periods = site.get(f"{API_PATH}/timeline?q={query}").json

    assert facets["totals"] == periods["totals"] == totals
    assert facets["undated"] == periods["undated"]
    by_field = {each["field"]: each["values"] for each in facets["facets"]}
    assert sum(each["clauses"] for each in by_field["kind"]) == sum(totals.values())
    assert sum(each["clauses"] for each in by_field["year"]) + facets["undated"] == sum(totals.values())
    for tier in ("exact", "words", "some"):
        assert sum(each[tier] for each in periods["periods"]) <= totals[tier]
    exact = site.get(f"{API_PATH}/facets?q={query}&exact=true").json
    for value in [each for facet in exact["facets"] for each in facet["values"]]:
        narrowed = site.get(f"{API_PATH}/search?q={value['query']}&exact=true&limit=1").json
        assert narrowed["totals"]["exact"] == value["clauses"], value


def test_rows_of_counts_are_lines_too(site: Site) -> None:
    """A facet, a period, a suggestion on each."""
    for path, key in (("facets", "facets"), ("timeline", "periods"), ("suggestions", "suggestions")):
        whole = site.get(f"{API_PATH}/{path}?q=铁").json[key]
        lines = site.get(f"{API_PATH}/{path}?q=铁&format=jsonl").text.splitlines()
        assert len(whole) > 0
        assert [json.loads(line) for line in lines] == whole


def test_suggestions_are_those_of_the_search_box(site: Site) -> None:
    """Under an address of their own, which refuses what it does not know."""
    assert site.get(f"{API_PATH}/suggestions?q=两").json == site.get("/suggest?q=两").json
    assert site.get(f"{API_PATH}/suggestions").status == 400
    assert site.get(f"{API_PATH}/suggestions?q=两&lang=zh").status == 400
    assert site.get(f"{API_PATH}/timeline?q=((").status == 400


@pytest.mark.parametrize("style", ["gbt7714", "footnote", "bibtex", "ris", "csl-json"])
def test_citations_are_what_is_described(site: Site, style: str) -> None:
    """Text, or for CSL a list of items."""
    described = openapi()
    answer = site.get(f"{API_PATH}/mentions?name=两洋铁路&format={style}")
    content = described["paths"][f"{API_PATH}/mentions"]["get"]["responses"]["200"]["content"]
    schema = content[answer.headers["content-type"].partition(";")[0]]["schema"]

    validator(schema, described).validate(answer.json if style == "csl-json" else answer.text)
    assert answer.body
