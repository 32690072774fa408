"""Messages, parameters, addresses, problems: the small parts."""

from __future__ import annotations

import inspect
import re
import string
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from searchlib import errors
from searchlib.query.ast import Phrase
from searchlib.query.parser import parse
from searchlib.query.rewrite import exact
from searchlib.web.limits import LONGEST_QUERY
from searchlib.web.messages import load_messages
from searchlib.web.page_state import PageState, View, statement_path
from searchlib.web.parameters import BadParameter, Parameters
from searchlib.web.problems import KINDS, problem_of
from tests.web.conftest import Site

ROWS = tomllib.loads(files("searchlib.web").joinpath("messages.toml").read_text("utf-8"))
TEMPLATES = {
    entry.name: entry.read_text("utf-8") for entry in files("searchlib.web").joinpath("templates").iterdir()
}
ROOT = Path(__file__).parents[2]
FAMILIES = (
    "api.kind.",
    "api.tag.",
    "file.",
    "formula.",
    "kwic.beside.",
    "kwic.by.",
    "kwic.show.",
    "lead.",
    "names.evidence.",
    "quote.",
    "tier.",
    "why.",
    "kind.",
    "level.",
    "script.",
    "facet.",
    "source.",
    "problem.",
    "view.",
    "sort.",
    "nav.",
    "fate.",
    "turn.",
    "compare.rows.",
    "lineage.unit.",
    "cite.",
    "texts.by.",
    "timeline.scale.",
    "project.note.",
    "keys.",
)
"""Keys that are put together of a name and a value, besides those of the day of a statement."""

DAYS = {"statement.signed", "statement.published", "statement.date"}


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", ROWS)
def test_messages_say_the_same_in_both_languages(key: str) -> None:
    """Both languages, with the same values in them."""
    row = ROWS[key]

    assert len(row) in (2, 3)
    assert all(each.strip() for each in row)
    assert fields(row[0]) - {"n"} == fields(row[1]) - {"n"}
    assert fields(row[-1]) - {"n"} == fields(row[1]) - {"n"}
    assert not re.search("[\u4e00-\u9fff]", row[1])


def test_every_message_is_used_and_every_use_has_a_message() -> None:
    """No key is missing, none is left over."""
    code = "".join(TEMPLATES.values())
    code += "".join(
        entry.read_text("utf-8") for entry in files("searchlib.web").iterdir() if entry.name.endswith(".py")
    )
    code += "".join(
        entry.read_text("utf-8")
        for entry in files("searchlib.web").joinpath("views").iterdir()
        if entry.name.endswith(".py")
    )
    used = set(re.findall(r'\bt\("([\w.-]+)"', code)) | set(re.findall(r'self\("([\w.-]+)"\)', code))
    quoted = set(re.findall(r'"([\w.-]+)"', code))

    assert {key for key in used - ROWS.keys() if not key.endswith(".")} == set()
    assert {key for key in ROWS.keys() - quoted - DAYS if not key.startswith(FAMILIES)} == set()


def test_every_kind_of_problem_has_its_words() -> None:
    """A page and the help for each; the help lists them all."""
    kinds = {kind for _, kind in KINDS.values()} | {"method", "host", "too-long", "bad-request"}

    assert {kind for kind in kinds if f"problem.{kind}" not in ROWS} == set()
    for page in ("help_en.html", "help_zh.html"):
        assert {kind for kind in kinds if f'"{kind}"' not in TEMPLATES[page]} == set()


@pytest.mark.parametrize(("count", "said"), [(0, "0 clauses"), (1, "1 clause"), (1234, "1,234 clauses")])
def test_one_is_told_apart(count: int, said: str) -> None:
    """English has a form for one."""
    assert said == load_messages()["en"]("clauses", count)


def test_every_error_class_has_a_status() -> None:
    """No class of the tree is forgotten; what is unknown is a fault of the server."""
    classes = {
        each
        for _, each in inspect.getmembers(errors, inspect.isclass)
        if issubclass(each, errors.SearchlibError)
    }

    assert classes - KINDS.keys() == set()
    assert {status for status, _ in KINDS.values()} <= {400, 404, 500, 501, 503}
    assert (500, "internal") == (problem_of(KeyError("x")).status, problem_of(KeyError("x")).kind)


def test_messages_of_the_server_do_not_leave_it() -> None:
    """An error about files of the server is told without their names."""
    found = problem_of(errors.IndexDamaged("index.damaged-meta", file="/home/someone/index", problem=""))

    assert "someone" not in found.detail
    assert found.headers == {"Retry-After": "1"}


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (b"a=%ff", "UTF-8"),
        (b"\xff=1", "UTF-8"),
        (b"a=1&a=2", "twice"),
        (b"&".join(b"p%d=" % at for at in range(33)), "more than"),
    ],
)
def test_query_strings_are_read_strictly(query: bytes, reason: str) -> None:
    """What cannot be meant is refused."""
    with pytest.raises(BadParameter, match=reason):
        Parameters.read(query)


@pytest.mark.parametrize(
    "value", ["", "1e3", "+5", "-1", " 5", "5 ", "٣", "1_0", "0x1", "99999999999", "1.0", "11"]
)
def test_whole_numbers_are_whole_numbers(value: str) -> None:
    """Digits within the range and nothing else."""
    with pytest.raises(BadParameter, match="whole number"):
        Parameters({"n": value}).whole("n", 1, 1, 10)


def test_a_query_that_is_too_long_to_be_told_so_is_refused() -> None:
    """Longer than twice what is understood."""
    with pytest.raises(BadParameter, match="characters"):
        PageState.read(Parameters({"q": "a" * (LONGEST_QUERY + 1)}))


def test_a_state_is_its_address() -> None:
    """What is written into an address is read out of it; defaults are left out."""
    state = PageState.read(Parameters.read(b"q=%E9%93%81&view=kwic&page=3&group=1&lang=en&at=8"))

    assert state == PageState.read(Parameters.read(state.address().partition("?")[2].encode()))
    assert "/" == PageState().address()
    assert "/?q=%E9%93%81&view=kwic&group=1&at=8&lang=en" == state.address(page=1)
    assert "/x?q=a%26b" == PageState(q="a&b").address("/x")
    assert View.KWIC is state.view


def test_ids_are_one_step_of_a_path() -> None:
    """Whatever they hold."""
    assert "/statements/a%2F..%2F%3Fb%23c" == statement_path("a/../?b#c")


def refused() -> list[str]:
    """Every query that the documentation says cannot be understood, and a few that it does not name."""
    page = (ROOT / "docs" / "query-syntax.md").read_text(encoding="utf-8")
    table = page.partition("| typed | column | because |")[2]
    typed = [row.replace("\\|", "|") for row in re.findall(r"^\| `(.*?)` \| \d+ \|", table, re.MULTILINE)]
    more = ["a" * 600, "a" * 5000, "a " * 70, "(" * 20 + "a" + ")" * 20, "a\x01", "\ud800"]
    return [*typed, *more]


@pytest.mark.parametrize("typed", refused())
def test_every_reason_is_said_in_chinese_too(typed: str) -> None:
    """With everything that was typed in it."""
    with pytest.raises(errors.QueryError) as caught:
        exact(parse(typed), lambda name: (name,))

    chinese = errors.worded(caught.value, errors.CHINESE, errors.Audience.PAGE)
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert str(caught.value) != chinese


def test_a_name_that_says_nothing_is_told_in_chinese() -> None:
    """What the rewriting of a query refuses, too."""
    with pytest.raises(errors.QueryError) as caught:
        exact(Phrase(""), lambda name: (name,))

    assert errors.reason_of(caught.value, errors.CHINESE).endswith("请写一个词")


def test_an_unknown_project_is_told_in_chinese(site: Site) -> None:
    """With names that look alike."""
    page = site.get("/?q=@两洋铁陆&lang=zh").text

    assert "没有名叫" in page
    assert "两洋铁路" in page
    assert "第 4 个字符处" in site.get("/?q=铁路 country:火星&lang=zh").text
