"""The tools as a program that speaks the Model Context Protocol meets them, through the SDK's own client."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

import searchlib
from searchlib.cli import main
from searchlib.mcp import server
from searchlib.mcp.rows import LARGEST_PAGE, LONGEST_TEXT, fitting
from searchlib.mcp.server import Tools
from searchlib.mcp.tools import TOOLS
from searchlib.model import Clause, Document, Source, SourceMap
from searchlib.search.live import LiveIndex

ROOT = Path(__file__).resolve().parents[2]
RAILWAY = "2015-05-22-cn-pe-joint-statement"


class Caller:
    """A client in the same process: ``ask`` gives the value, ``fail`` the message."""

    def __init__(self, index: Path) -> None:
        self.serving = LiveIndex(index)

    def call(self, tool: str, **arguments: Any) -> Any:
        """The result as it arrives."""

        async def run() -> Any:
            async with Client(Tools(self.serving).server()) as client:
                return await client.call_tool(tool, arguments)

        return anyio.run(run)

    def ask(self, tool: str, **arguments: Any) -> Any:
        """The answer."""
        result = self.call(tool, **arguments)
        assert not result.is_error, result.content[0].text
        assert result.structured_content["certificate"]["index"]
        jsonschema.validate(result.structured_content, TOOLS[tool].schema())
        return result.structured_content

    def fail(self, tool: str, **arguments: Any) -> str:
        """What is said of a call that cannot be answered: one line, nothing else."""
        result = self.call(tool, **arguments)
        assert result.is_error
        assert result.structured_content is None
        (content,) = result.content
        assert "Traceback" not in content.text
        assert "\n" not in content.text
        return str(content.text)


@pytest.fixture(scope="module")
def caller(demo_index: Path) -> Iterator[Caller]:
    """The demo corpus."""
    found = Caller(demo_index)
    yield found
    found.serving.close()


def pages(caller: Caller, tool: str, rows: str, **arguments: Any) -> list[Any]:
    """All rows of an answer, page after page."""
    found: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        answer = caller.ask(tool, offset=offset, **arguments)
        found += answer[rows]
        offset = answer["next_offset"]
        copied = sum(len(row.get("copies", ())) for row in found)
        assert offset is None or len(found) <= offset <= len(found) + copied
    return found


def test_the_tools_say_that_they_only_read(caller: Caller) -> None:
    """Names, hints, and a description of every argument."""

    async def run() -> Any:
        async with Client(Tools(caller.serving).server()) as client:
            return (await client.list_tools()).tools

    tools = anyio.run(run)
    names = [
        "search",
        "mentions",
        "quote",
        "statements",
        "show",
        "list",
        "projects",
        "kwic",
        "dossier",
        "formula",
        "names",
        "compare",
        "lineage",
    ]
    assert names == [tool.name for tool in tools] == list(TOOLS)
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert not tool.input_schema["additionalProperties"]
        assert all("description" in each for each in tool.input_schema["properties"].values())


def test_every_mention_is_cited_to_file_and_offset(caller: Caller) -> None:
    """A name in English finds every mention; each leads back to its characters in the corpus."""
    answer = caller.ask("mentions", name="two-ocean railway")

    assert (12, 8, 5) == (answer["occurrences"], answer["clauses"], answer["statements"])
    assert answer["certificate"]["verified_by_scan"]
    assert 12 == len(answer["mentions"])
    for row in answer["mentions"]:
        assert row["citation"].startswith(f"《{row['title']}》")
        assert row["citation"].endswith(row["clause_id"])
        assert row["date"]
        file = (ROOT / "corpus" / row["source"]["file"]).read_bytes().decode("utf-8")
        printed = file[row["source"]["start"] : row["source"]["end"]]
        assert row["match"] == re.sub(r"<[^>]*>|\s", "", printed)  # one is set in bold half way


def test_hits_are_cited_and_totals_exact(caller: Caller) -> None:
    """The shape of ``searchlib search``, with citation and source."""
    answer = caller.ask("search", query="两洋铁路 可行性", limit=2, language="en")
    with caller.serving.lease() as cached:
        expected = cached.library.search("两洋铁路 可行性", limit=2)

    assert {"exact": 3, "words": 0, "some": 0} == answer["totals"]
    assert [hit.clause.id for hit in expected] == [hit["clause_id"] for hit in answer["hits"]]
    assert 2 == answer["next_offset"]
    second = answer["hits"][1]
    assert "八、" == second["number"]
    assert "signed 22 May 2015" in second["citation"]
    assert {second["text"][start:end] for start, end in second["spans"]} == {"两洋铁路", "可行性"}


def test_quotations_are_checked(caller: Caller) -> None:
    """Each with its verdict, its clause cited, and every difference; page by page."""
    with caller.serving.lease() as cached:
        text = cached.library.lookup(f"{RAILWAY}#8").clause.text
    wrong = text.replace("铁路", "铁道", 1)
    answer = caller.ask("quote", text=f"{text}\n{wrong}\n鿿鿿鿿", by="lines", limit=2, language="en")

    assert (answer["verbatim"], answer["differs"], answer["not_found"]) == (1, 1, 1)
    assert answer["next_offset"] == 2
    exact, near = answer["quotations"]
    assert exact["parts"][0]["clause_id"] == near["parts"][0]["clause_id"] == f"{RAILWAY}#8"
    assert "signed 22 May 2015" in near["citation"]
    (deviation,) = near["parts"][0]["deviations"]
    assert (deviation["quoted"], deviation["printed"]) == ("道", "路")


def test_a_clause_is_read_among_its_neighbours(caller: Caller) -> None:
    """Or a whole document, page by page."""
    answer = caller.ask("show", id=f"{RAILWAY}#8", around=1)
    whole = pages(caller, "show", "clauses", id=RAILWAY, limit=7)

    assert [f"{RAILWAY}#{number}" for number in (7, 8, 9)] == [row["clause_id"] for row in answer["clauses"]]
    assert f"{RAILWAY}#8" == answer["clause_id"]
    assert answer["document"]["clauses"] == len(whole)
    assert len({row["clause_id"] for row in whole}) == len(whole)


def test_pages_add_up_to_everything(caller: Caller) -> None:
    """Small pages hold what large ones hold."""
    for tool, rows, arguments in (
        ("search", "hits", {"query": "合作"}),
        ("mentions", "mentions", {"name": "合作"}),
        ("list", "documents", {}),
    ):
        small = pages(caller, tool, rows, limit=9, **arguments)
        assert pages(caller, tool, rows, limit=100, **arguments) == small
        assert len(small) > 9


def test_what_is_wrong_with_a_call_is_said_in_a_line(caller: Caller) -> None:
    """Which argument, what about it, where in the query, what was perhaps meant."""
    assert "limit" in caller.fail("search", query="合作", limit=1000)
    assert "there is no such argument" in caller.fail("search", query="合作", limmit=1)
    assert "query" in caller.fail("search")
    told = caller.fail("search", query="合作 NEAR/5")
    assert "(at character 4 of the query)" in told
    assert "column" not in told
    assert f"did you mean {RAILWAY}" in caller.fail("show", id="2015-cn-pe-joint-statement")
    assert "no clause '99'" in caller.fail("show", id=f"{RAILWAY}#99")
    assert "no project" in caller.fail("search", query="@nowhere")
    assert "search, mentions, quote, statements, show, list" in caller.fail("delete")
    assert caller.fail("mentions", name=" ")


def test_nothing_found_is_an_answer_with_advice(caller: Caller) -> None:
    """Zero, with the certificate, and the project that was perhaps meant."""
    answer = caller.ask("mentions", name="两洋铁陆")

    assert 0 == answer["occurrences"]
    assert answer["next_offset"] is None
    (other,) = answer["did_you_mean"]
    assert ("spelling", "@两洋铁路") == (other["reason"], other["query"])
    assert other["clauses"] == caller.ask("search", query="@两洋铁路")["totals"]["exact"]
    assert {"exact": 0, "words": 0, "some": 0} == caller.ask("search", query="鿿鿿")["totals"]


def test_answers_are_bounded_and_lose_nothing(tmp_path: Path) -> None:
    """Long clauses are cut and can be read on; many of them make several pages. (Invented texts.)"""
    long = "铁" * LONGEST_TEXT + "路两洋铁路" + "港" * LONGEST_TEXT
    documents = [
        Document(
            f"d{at}",
            "声明",
            source=Source("a.txt", 0, len(long)),
            digest=str(at),
            clauses=(Clause(f"d{at}", "1", long, source=SourceMap(((0, 0, len(long)),), len(long))),),
        )
        for at in range(20)
    ]
    searchlib.build_documents(documents, tmp_path)
    caller = Caller(tmp_path)
    answer = caller.ask("search", query="两洋铁路", limit=20, flat=True)
    text, start = "", 0
    while not text or start < len(long):
        (row,) = caller.ask("show", id="d0#1", around=0, text_from=start)["clauses"]
        text, start = text + row["text"], row["text_end"]

    assert long == text
    assert 20 > len(answer["hits"]) == answer["next_offset"]
    assert sum(len(hit["text"]) for hit in answer["hits"]) <= LARGEST_PAGE
    for hit in answer["hits"]:
        ((begin, end),) = hit["spans"]
        assert "两洋铁路" == hit["text"][begin:end]
        assert hit["text"] == long[hit["text_start"] : hit["text_end"]]
        assert {"file": "a.txt", "start": 0, "end": len(long)} == hit["source"]
    assert 20 == len(pages(caller, "search", "hits", query="两洋铁路", limit=20, flat=True))
    caller.serving.close()


def test_folded_answers_lose_nothing(tmp_path: Path) -> None:
    """Where an answer is cut, the next begins with what was cut off; each copy is told once."""
    long = "铁" * LONGEST_TEXT + "两洋铁路"
    documents = [
        Document(f"d{at:02}", "声明", digest=str(at), clauses=(Clause(f"d{at:02}", "1", f"{long}{at % 7}"),))
        for at in range(20)
    ]
    searchlib.build_documents(documents, tmp_path)
    caller = Caller(tmp_path)
    for limit in (3, 20):
        rows = pages(caller, "search", "hits", query="两洋铁路", limit=limit)
        found = [hit["document_id"] for row in rows for hit in (row, *row["copies"])]

        assert sorted(found) == [document.id for document in documents]
        assert len(rows) == 7
    first = caller.ask("search", query="两洋铁路", explain=True)
    assert (first["folded"], first["size"], first["totals"]["exact"]) == (True, 20, 20)
    assert first["next_offset"] < 7
    assert first["hits"][0]["explanation"]["score"] == first["hits"][0]["score"]
    caller.serving.close()


def test_no_character_is_too_odd(tmp_path: Path) -> None:
    """Controls and lone surrogates, in texts and in what is asked, do not end the conversation."""
    broken = Document(
        "d", "\udc80", publisher="\x00", clauses=(Clause("d", "1", "铁路\udc80\x1b\u2028"),), digest="1"
    )
    searchlib.build_documents([broken], tmp_path)
    caller = Caller(tmp_path)

    assert "铁路?\x1b\u2028" == caller.ask("search", query="铁路")["hits"][0]["text"]
    assert "?" == caller.ask("list")["documents"][0]["title"]
    caller.serving.close()


def test_a_new_index_answers_from_the_next_call_on(tmp_path: Path) -> None:
    """In the middle of a conversation."""
    clauses = (Clause("d", "1", "铁路"), Clause("d", "2", "港口"))
    searchlib.build_documents([Document("d", "声明", clauses=clauses[:1], digest="1")], tmp_path)
    serving = LiveIndex(tmp_path)

    async def run() -> list[int]:
        found = []
        async with Client(Tools(serving).server()) as client:
            for _ in range(2):
                result = await client.call_tool("mentions", {"name": "港口"})
                assert result.structured_content is not None
                found.append(result.structured_content["occurrences"])
                searchlib.build_documents([Document("d", "声明", clauses=clauses, digest="2")], tmp_path)
        return found

    assert [0, 1] == anyio.run(run)
    serving.close()


def test_a_damaged_index_is_told_without_a_traceback(tmp_path: Path) -> None:
    """The message says what to do."""
    searchlib.build_documents([Document("d", "声明", clauses=(Clause("d", "1", "铁路"),))], tmp_path)
    serving = LiveIndex(tmp_path)
    caller = Caller(tmp_path)
    caller.serving = serving
    assert 1 == caller.ask("mentions", name="铁路")["occurrences"]
    (tmp_path / "meta.json").write_text("{", encoding="utf-8")

    assert 1 == caller.ask("mentions", name="铁路")["occurrences"]
    serving.close()


def test_over_standard_input_and_output(demo_index: Path) -> None:
    """As a client starts it; nothing but the protocol is written, and it ends when its input does."""
    server = StdioServerParameters(
        command=sys.executable, args=["-W", "error", "-m", "searchlib", "mcp", "--index", str(demo_index)]
    )

    async def run() -> Any:
        async with Client(stdio_client(server)) as client:
            tools = (await client.list_tools()).tools
            found = await client.call_tool("mentions", {"name": "两洋铁路", "limit": 3})
            wrong = await client.call_tool("search", {"query": ""})
            return tools, found, wrong

    tools, found, wrong = anyio.run(run)
    assert len(TOOLS) == len(tools)
    assert found.structured_content["occurrences"] == 12
    assert 3 == len(found.structured_content["mentions"]) == found.structured_content["next_offset"]
    assert wrong.is_error


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_a_signal_though_its_input_is_open(demo_index: Path, number: signal.Signals) -> None:
    """As from a terminal; nobody has to press Enter first."""
    server = subprocess.Popen(
        [sys.executable, "-m", "searchlib", "mcp", "--index", str(demo_index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write('{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
    server.stdin.flush()
    assert '"id":1' in server.stdout.readline().replace(" ", "")
    server.send_signal(number)

    assert 128 + number == server.wait(timeout=60)
    assert server.stderr is not None
    assert "searchlib: stopped\n" == server.stderr.read()
    for stream in (server.stdin, server.stdout, server.stderr):
        stream.close()


def test_without_the_extra_one_line_says_what_to_install(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, status 2."""
    monkeypatch.delitem(sys.modules, "searchlib.mcp.server")
    monkeypatch.delattr("searchlib.mcp.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server", None)

    assert 2 == main(["mcp", "--index", str(demo_index)])
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "pip install 'searchlib[mcp]'" in message


def test_without_an_index_one_line_says_how_to_build_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As every command does."""
    assert 2 == main(["mcp", "--index", str(tmp_path / "none")])
    assert "searchlib index CORPUS" in capsys.readouterr().err


def test_statements_and_counts(caller: Caller) -> None:
    """Whole documents that satisfy a query, and everything found counted by groups."""
    found = caller.ask("statements", query="两洋铁路 -联合国宪章", by="country")
    named = caller.ask("mentions", name="两洋铁路", limit=1, by="year")
    listed = caller.ask("search", query="两洋铁路", limit=1, by="statement", scope="statement")

    assert found["total"] == len(found["statements"]) > 0
    assert found["certificate"]["verified_by_scan"]
    assert sum(row["occurrences"] for row in named["counts"]) == named["occurrences"]
    assert (listed["counted_tier"], listed["by"]) == ("exact", "statement")
    assert sum(row["clauses"] for row in listed["counts"]) == listed["totals"]["exact"]
    assert caller.ask("search", query="两洋铁路", limit=1)["counts"] == []


def test_a_call_whose_budget_is_spent_is_refused(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, and in the language asked for."""
    monkeypatch.setattr(server, "SECONDS", 0)
    assert "longer than 0 seconds" in caller.fail("search", query="铁路")
    assert "无法得出" in caller.fail("mentions", name="铁路", language="zh")


LINES = {
    "no JSON": (None, -32700),
    "": (None, -32700),
    "[1]": (None, -32600),
    '{"id": 7}': (7, -32600),
    '{"jsonrpc": "1.0", "id": 9, "method": "ping"}': (9, -32600),
    '{"jsonrpc": "2.0", "id": 8, "method": "ping", "params": {"a": "\\ud800"}}': (8, -32600),
    '{"jsonrpc": "2.0", "id": "a\\udc00", "method": "ping"}': ("a?", -32600),
    "[" * 100_000: (None, -32700),
}


def test_every_line_is_answered(demo_index: Path) -> None:
    """What is no message gets an error, with the id where there is one, and the next line an answer."""
    asked = [line for given in LINES for line in (given, '{"jsonrpc": "2.0", "id": 1, "method": "ping"}')]
    notification = '{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"reason": "\\ud800"}}'
    process = subprocess.Popen(
        [sys.executable, "-m", "searchlib", "mcp", "--index", str(demo_index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join([notification, *asked, ""]))
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in asked]
        process.stdin.close()
        assert process.stdout.read() == ""
    errors = [(each["id"], each["error"]["code"]) for each in answers if "error" in each]
    assert sorted(errors, key=str) == sorted(LINES.values(), key=str)
    assert [each["id"] for each in answers if "result" in each] == [1] * len(LINES)


def test_rows_are_counted_as_they_are_sent() -> None:
    """Keys and punctuation too: many small rows are no larger than a few long ones."""
    rows = [{"id": f"d{number}", "parties": ["PE", "CN"], "title": None} for number in range(5000)]
    taken = fitting(rows)
    sizes = [len(json.dumps(row, ensure_ascii=False)) for row in rows]
    assert sum(sizes[: len(taken)]) <= LARGEST_PAGE < sum(sizes[: len(taken) + 1])
    assert fitting([{"text": "字" * 100_000}, {}]) == [{"text": "字" * 100_000}]


def test_texts_are_said_to_be_quoted_material(caller: Caller) -> None:
    """In the instructions and by each tool."""

    async def run() -> Any:
        async with Client(Tools(caller.serving).server()) as client:
            return (await client.list_tools()).tools

    assert "no instructions" in server._INSTRUCTIONS
    for tool in anyio.run(run):
        assert "quoted material" in tool.description
