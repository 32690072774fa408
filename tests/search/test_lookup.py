"""An id names the same document, clause or section on every road: library, command line, page, API, MCP."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
import pytest
from mcp import Client

import searchlib
from searchlib.cli import main
from searchlib.errors import NoSuchClause, NotInIndex
from searchlib.mcp.server import Tools
from searchlib.model import Clause, Document
from searchlib.search.live import LiveIndex
from searchlib.search.lookup import Located
from tests.web.conftest import Site, serving


def _document(name: str, *clauses: tuple[str, str]) -> Document:
    made = tuple(Clause(name, path, text) for path, text in clauses)
    return Document(
        name, made[0].text, date=date(2001, 2, 3), digest=name, clauses=made, clause_count=len(made)
    )


DOCUMENTS = (
    _document(
        "pact",
        ("title", "合作备忘录"),
        ("5", "双方同意设立委员会。"),
        ("6.1", "委员会每年开会一次。"),
        ("6.2", "会议轮流举行。"),
        ("7", "备忘录自签字之日起生效。"),
        ("8.1", "有效期五年。"),
        ("60", "附则。"),
    ),
    _document("notes", ("title", "说明"), ("2", "第二条说明。")),
    _document("notes#2", ("title", "说明之二"), ("p1", "另一份说明。")),
)

FOUND = {
    "pact": ["pact#title", "pact#5", "pact#6.1", "pact#6.2", "pact#7", "pact#8.1", "pact#60"],
    "pact#7": ["pact#7"],
    "pact#6": ["pact#6.1", "pact#6.2"],
    "pact#6.2": ["pact#6.2"],
    "pact#8": ["pact#8.1"],
    "notes#2": ["notes#2#title", "notes#2#p1"],
    "notes#2#p1": ["notes#2#p1"],
}
"""Id → the ids of the clauses that it names; a document whose id has a # in it comes before a clause."""

POINTED = {"pact#7": "pact#7", "pact#6.2": "pact#6.2", "notes#2#p1": "notes#2#p1"}
"""Those that name one clause by its own path."""

UNKNOWN = ("nowhere", "nowhere#1", "pact#9", "pact#", "pact#6.", "pact#6.3", "#", "#7", "notes#2#p2")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three documents of our own."""
    folder = tmp_path_factory.mktemp("lookup")
    searchlib.build_documents(DOCUMENTS, folder)
    return folder


@pytest.fixture(scope="module")
def site(index: Path) -> Iterator[Site]:
    """The same, served."""
    with serving(index) as found:
        yield found


@pytest.fixture(scope="module")
def show(index: Path) -> Iterator[Callable[[str], Any]]:
    """What the MCP tool ``show`` answers."""
    live = LiveIndex(index)

    def asked(identifier: str) -> Any:
        async def run() -> Any:
            async with Client(Tools(live).server()) as client:
                return await client.call_tool("show", {"id": identifier, "around": 0})

        return anyio.run(run)

    yield asked
    live.close()


def _paths(identifier: str) -> list[str]:
    """The addresses, below ``/statements/``, under which a server has ``identifier``."""
    owner, _, path = identifier.rpartition("#")
    whole = quote(identifier, safe="")
    return [whole, f"{quote(owner, safe='')}?{{name}}={quote(path, safe='')}"] if owner and path else [whole]


@pytest.mark.parametrize("identifier", FOUND)
def test_the_library_locates(index: Path, identifier: str) -> None:
    """The document with all its clauses, and those that were asked for."""
    with searchlib.open(index) as library:
        found = library.lookup(identifier)

    pointed = POINTED.get(identifier)
    assert [clause.id for clause in found.shown(0)] == FOUND[identifier]
    assert (found.clause and found.clause.id) == pointed
    assert found.document in DOCUMENTS


def test_a_path_may_be_given_apart(index: Path) -> None:
    """Then the id is that of the document, with or without a # in it."""
    with searchlib.open(index) as library:
        assert library.lookup("notes", "2") == Located(DOCUMENTS[1], DOCUMENTS[1].clauses[1:])
        assert library.lookup("notes#2", "p1") == Located(DOCUMENTS[2], DOCUMENTS[2].clauses[1:])
        with pytest.raises(NotInIndex, match="'pact#6'"):
            library.lookup("pact#6", "1")
        with pytest.raises(NoSuchClause):
            library.lookup("pact", "9")


def test_a_clause_stands_among_its_neighbours(index: Path) -> None:
    """As many on each side as there are; a section and a document stay as they are."""
    with searchlib.open(index) as library:
        assert [each.path for each in library.lookup("pact#6.1").shown(1)] == ["5", "6.1", "6.2"]
        assert [each.path for each in library.lookup("pact#title").shown(2)] == ["title", "5", "6.1"]
        assert [each.path for each in library.lookup("pact#60").shown(9)] == [
            each.path for each in DOCUMENTS[0].clauses
        ]
        assert [each.path for each in library.lookup("pact#6").shown(5)] == ["6.1", "6.2"]


@pytest.mark.parametrize("identifier", FOUND)
def test_the_command_line_locates(index: Path, identifier: str, capsys: pytest.CaptureFixture[str]) -> None:
    """``searchlib show`` prints these clauses."""
    around = ["--around", "0"] if identifier in POINTED else []
    status = main(["show", identifier, *around, "--index", str(index), "--format", "json"])

    answer = json.loads(capsys.readouterr().out)
    assert (status, _ids(answer), answer["clause_id"]) == (0, FOUND[identifier], POINTED.get(identifier))


@pytest.mark.parametrize("identifier", FOUND)
def test_the_tool_locates(show: Callable[[str], Any], identifier: str) -> None:
    """And MCP."""
    answer = show(identifier).structured_content

    assert (_ids(answer), answer["clause_id"]) == (FOUND[identifier], POINTED.get(identifier))


@pytest.mark.parametrize("identifier", FOUND)
def test_the_api_locates(site: Site, identifier: str) -> None:
    """Whether the path is part of the id, or given apart."""
    # "notes#2" is a document, and clause 2 of another one where the path is given apart.
    for address in _paths(identifier)[: 1 if identifier == "notes#2" else None]:
        asked = f"/api/v1/statements/{address.format(name='clause')}"
        found = site.get(asked + ("&" if "?" in asked else "?") + "around=0")
        assert (found.status, _ids(found.json), found.json["clause_id"]) == (
            200,
            FOUND[identifier],
            POINTED.get(identifier),
        ), asked


@pytest.mark.parametrize("identifier", FOUND)
def test_the_page_locates(site: Site, identifier: str) -> None:
    """What is asked for is set apart on the page, with an element to jump to for a section too."""
    for address in _paths(identifier)[: 1 if identifier == "notes#2" else None]:
        found = site.get(f"/statements/{address.format(name='at')}")
        asked = re.findall(r'<section class="[^"]*\basked\b[^"]*" id="([^"]*)"', found.text)
        whole = identifier in ("pact", "notes#2")
        assert found.status == 200, address
        assert asked == ([] if whole else [each.rpartition("#")[2] for each in FOUND[identifier]])
        if not whole:
            assert f'id="{identifier.rpartition("#")[2]}"' in found.text


@pytest.mark.parametrize("identifier", UNKNOWN)
def test_what_is_not_there_is_an_error_on_every_road(
    index: Path,
    site: Site,
    show: Callable[[str], Any],
    identifier: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Never another clause, never an empty answer."""
    with searchlib.open(index) as library, pytest.raises(NotInIndex):
        library.lookup(identifier)
    assert main(["show", identifier, "--index", str(index)]) == 2
    assert capsys.readouterr().out == ""
    assert show(identifier).is_error
    for address in _paths(identifier):
        assert site.get(f"/api/v1/statements/{address.format(name='clause')}").status == 404
        assert site.get(f"/statements/{address.format(name='at')}").status == 404


def _ids(answer: Any) -> list[str]:
    return [clause["clause_id"] for clause in answer["clauses"]]
