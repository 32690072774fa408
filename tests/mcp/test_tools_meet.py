"""Tools lead on to each other: proposals as calls, documents by filters and groups, the known projects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from searchlib.mcp.following import PROPOSALS
from searchlib.mcp.server import Tools, _described
from searchlib.mcp.tools import TOOLS
from searchlib.render.meanings import meanings
from searchlib.search.cached import CachedLibrary
from searchlib.search.live import LiveIndex
from searchlib.web.openapi import openapi

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("search", {"query": "two ocean railwy"}),
    ("search", {"query": "two-ocean railway"}),
    ("search", {"query": "铁路 退赔"}),
    ("search", {"query": "退赔"}),
    ("search", {"query": "铁路 country:KZ"}),
    ("search", {"query": "铁路 counrty:PE"}),
    ("search", {"query": "两洋铁陆 联合国", "scope": "statement", "language": "en"}),
    ("mentions", {"name": "两洋铁陆"}),
    ("mentions", {"name": "铁路 国家"}),
    ("mentions", {"name": "鿿鿿"}),
]


@pytest.fixture(scope="module")
def cached(demo_index: Path) -> Iterator[CachedLibrary]:
    """The demo corpus."""
    serving = LiveIndex(demo_index)
    with serving.lease() as found:
        yield found
    serving.close()


def ask(cached: CachedLibrary, tool: str, **arguments: Any) -> Any:
    """The answer of a tool, which has the shape that the tool states."""
    found = TOOLS[tool].answer(cached, TOOLS[tool].arguments.model_validate(arguments))
    jsonschema.validate(found, TOOLS[tool].schema())
    return found


def proposed(answer: Any) -> list[Any]:
    """All that an answer proposes."""
    return [each for key in PROPOSALS for each in answer.get(key, [])]


@pytest.mark.parametrize(("tool", "arguments"), ASKED, ids=[str(each[1]) for each in ASKED])
def test_every_proposed_call_finds_something(
    cached: CachedLibrary, tool: str, arguments: dict[str, Any]
) -> None:
    """As many as was said, and it is never the call that was made: nobody goes round in a circle."""
    for each in proposed(ask(cached, tool, **arguments)):
        call = each["next"]
        if call is None:
            assert not each.get("clauses", each.get("mentions")) or each["query"] in arguments.values()
            continue
        assert (call["tool"], call["arguments"]) != (tool, arguments)
        assert call["arguments"].get("language") == arguments.get("language")
        answer = ask(cached, call["tool"], **call["arguments"])
        if call["tool"] == "mentions":
            assert answer["occurrences"] >= each.get("mentions", 1)
        else:
            assert answer["totals"]["exact"] == each["clauses"]


def test_an_english_name_leads_to_its_mentions(cached: CachedLibrary) -> None:
    """Not to the words that were typed, which stand nowhere."""
    answer = ask(cached, "search", query="two ocean railwy")
    calls = [each["next"] for each in proposed(answer) if each["next"]]

    assert {"tool": "mentions", "arguments": {"name": "两洋铁路"}} in calls
    assert not [call for call in calls if "railwy" in str(call)]


def test_documents_are_listed_by_filters_and_groups(cached: CachedLibrary) -> None:
    """A filter leaves those that satisfy it; groups count what is listed, whichever page is shown."""
    whole = ask(cached, "list", by="kind", limit=3)
    laws = ask(cached, "list", query="kind:law", by="year")

    assert whole["total"] == len(cached.documents)
    assert sum(row["statements"] for row in whole["counts"]) == whole["total"]
    assert laws["total"] == len(laws["documents"]) > 0
    assert {row["kind"] for row in laws["documents"]} == {"law"}
    assert {row["key"]: row["statements"] for row in whole["counts"]}["law"] == laws["total"]
    assert all(row["citation"] for row in laws["documents"])
    assert ask(cached, "list")["counts"] == []
    second = ask(cached, "list", query="kind:joint-statement", limit=2, offset=2)
    assert second["documents"] == ask(cached, "list", query="kind:joint-statement")["documents"][2:4]
    assert second["next_offset"] == 4


def test_projects_are_told_with_their_names(cached: CachedLibrary) -> None:
    """All of them, those of a kind, and those that are mentioned, with exact counts; page by page."""
    whole: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        page = ask(cached, "projects", limit=200, offset=offset)
        whole, offset = whole + page["projects"], page["next_offset"]
    mentioned = ask(cached, "projects", mentioned=True, kind="project", limit=200)
    railway = next(row for row in mentioned["projects"] if row["id"] == "two-ocean-railway")

    assert len(whole) == page["total"] == len(cached.projects)
    assert {row["kind"] for row in whole} == {"project", "organisation"}
    assert mentioned["total"] == len(
        [row for row in whole if row["occurrences"] and row["kind"] == "project"]
    )
    assert all(row["occurrences"] for row in mentioned["projects"])
    assert "Twin Ocean Railway" in railway["names"]
    assert railway["occurrences"] == ask(cached, "mentions", name="两洋铁路")["occurrences"]


@pytest.mark.parametrize("name", TOOLS)
def test_tools_and_addresses_mean_the_same(name: str) -> None:
    """The texts are those of the API where it has the operation; nothing is left of the code's docstrings."""
    tool = _described(name)
    described = {
        methods["get"]["operationId"]: methods["get"]["description"]
        for methods in openapi()["paths"].values()
    }
    texts = [tool.description, *(each["description"] for each in tool.input_schema["properties"].values())]

    assert "description" not in tool.input_schema
    assert "title" not in tool.input_schema
    assert not [text for text in texts if text is None or "``" in text]
    assert tool.description.startswith(meanings("en").operations[TOOLS[name].operation].description)
    if TOOLS[name].operation != "list":
        assert tool.description.startswith(described[TOOLS[name].operation])
    assert tool.output_schema == TOOLS[name].schema()
    jsonschema.Draft202012Validator.check_schema(tool.output_schema)
    jsonschema.Draft202012Validator.check_schema(tool.input_schema)


def test_a_server_is_made_of_all_tools(demo_index: Path) -> None:
    """Its instructions name only tools that are there."""
    serving = LiveIndex(demo_index)
    server = Tools(serving).server()
    assert server.instructions is not None
    for name in ("mentions", "search", "show", "list", "projects"):
        assert name in server.instructions
        assert name in TOOLS
    serving.close()
