"""Every error has a code, and the table of messages says each in both languages."""

from __future__ import annotations

import ast
import pickle
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from searchlib import errors
from searchlib.errors import CHINESE, ENGLISH, Audience, worded

PACKAGE = Path(errors.__file__).parent
TABLE = tomllib.loads((PACKAGE / "errors.toml").read_text(encoding="utf-8"))
CODES: Mapping[str, list[str]] = TABLE["errors"]
REMEDIES: Mapping[str, Mapping[str, list[str] | str]] = TABLE["remedies"]
CODE = re.compile(r"[a-z]+\.[a-z0-9-]+")
OF_THE_COMMAND_LINE = {"command", "option", "corpus", "index"}
"""What the wording of a remedy adds itself."""

OF_HELPERS = {
    "UnreadableFile": {"file"},
    **{each: {"filter", "known"} for each in ("_refuse", "_range", "_days")},
    "_damaged": {"file"},
    "_unpaired": {"mark"},
}
"""Values that a constructor or a helper adds to those of the call."""


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def modules() -> list[ast.Module]:
    """The code of the package."""
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]


def texts_in(node: ast.AST) -> Iterator[str]:
    """The strings of an expression, without those of calls within it."""
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from texts_in(child)


def calls() -> Iterator[tuple[str, list[str], set[str]]]:
    """Every call in the package that may be given a code: its function, strings, and names of values.

    ``code = … if … else …`` before a call counts as if it stood in it.
    """
    for tree in modules():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Module)):
            assigned = [
                text
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code"
                for text in texts_in(node.value)
            ]
            for node in ast.walk(function):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                arguments = node.args[:3]
                found = [text for argument in arguments for text in texts_in(argument)]
                if not isinstance(function, ast.Module) and "code" in {
                    getattr(a, "id", "") for a in arguments
                }:
                    found += assigned
                given = {keyword.arg for keyword in node.keywords if keyword.arg} | OF_HELPERS.get(
                    name, set()
                )
                yield (
                    name,
                    found,
                    given | ({"name"} if name == "BadParameter" and len(arguments) > 1 else set()),
                )


def constants() -> set[str]:
    """Every string in the code of the package."""
    return {
        node.value
        for tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_text_in_both_languages(code: str) -> None:
    """They name the same values, and advise nothing to be run in a shell."""
    chinese, english, *remedies = CODES[code]

    assert re.search("[\u4e00-\u9fff]", chinese) or not re.search("[a-z]", re.sub("{.*?}", "", english))
    assert english.isascii() or code.startswith("query.") or "…" in english
    assert fields(chinese) == fields(english)
    assert "`" not in chinese + english
    assert set(remedies) <= REMEDIES.keys()


@pytest.mark.parametrize("remedy", REMEDIES)
def test_every_remedy_is_worded_for_the_library(remedy: str) -> None:
    """The others have texts of their own where it is not the same; only the command line names commands."""
    row = REMEDIES[remedy]
    audiences = {str(each) for each in Audience}

    assert row.keys() - {"run"} <= audiences
    assert ("run" in row) == ("command" in row and "{command}" in row["command"][0])
    for audience in row.keys() & audiences:
        chinese, english = row[audience]
        assert fields(chinese) == fields(english)
        assert ("`" in english) == ("{command}" in english)
        assert audience == Audience.COMMAND or "`" not in chinese + english


def test_every_code_is_raised_somewhere() -> None:
    """No text is left over; none is asked for that is not there."""
    assert set() == CODES.keys() - constants()
    classes = {name for name, each in vars(errors).items() if isinstance(each, type)} | {"BadParameter"}
    raised = {text for name, found, _ in calls() if name in classes for text in found}
    assert set() == {each for each in raised if CODE.fullmatch(each)} - CODES.keys()


def test_every_value_of_a_text_is_given_where_it_is_raised() -> None:
    """Also what the remedies of the text name."""
    missing = {}
    for function, code, given in ((name, each, given) for name, found, given in calls() for each in found):
        if code not in CODES:
            continue
        chinese, _, *remedies = CODES[code]
        needed = fields(chinese)
        for remedy in remedies:
            for texts in REMEDIES[remedy].values():
                for text in [texts] if isinstance(texts, str) else texts:
                    needed |= fields(text) - OF_THE_COMMAND_LINE
        if needed - given:
            missing[code, function] = needed - given

    assert {} == missing


def test_every_audience_is_told_in_both_languages() -> None:
    """What happened is the same; what to do about it is not."""
    error = errors.NotInIndex("project.unknown", name="两羊铁路").with_remedy(
        "alike", alike=("两洋铁路", "钱凯港")
    )

    assert (
        "no project is called '两羊铁路'; `searchlib projects --index 'my index'` lists all of them; "
        "did you mean 两洋铁路 or 钱凯港?"
    ) == worded(error, ENGLISH, Audience.COMMAND, Path("my index"))
    assert ("没有名叫 '两羊铁路' 的项目；项目页列出全部项目；是不是 两洋铁路或钱凯港？") == worded(
        error, CHINESE, Audience.PAGE
    )
    assert "Library.projects" in str(error)


@pytest.mark.parametrize(
    "error",
    [
        errors.UnreadableFile("a.txt", "file.is-pdf"),
        errors.IndexMissing("index.missing", index=Path("index")),
        errors.MissingExtra("extra.watch", requirement="searchlib[watch]"),
        errors.QueryError("query.empty", 0),
        errors.MetadataError("registry.in-file", file="a", problem=errors.MetadataError("registry.bad-id")),
        errors.IndexDamaged("index.cut-short", file="a").with_remedy(
            "restore", index=Path("i"), built="2024"
        ),
    ],
    ids=lambda error: error.code,
)
def test_errors_come_whole_out_of_another_process(error: errors.SearchlibError) -> None:
    """With code, values and message."""
    found = pickle.loads(pickle.dumps(error))

    assert type(error) is type(found)
    assert (error.code, str(error), worded(error, CHINESE)) == (
        found.code,
        str(found),
        worded(found, CHINESE),
    )
    assert vars(error).keys() == vars(found).keys()


def test_a_column_is_told_from_one() -> None:
    """In words that fit the surface."""
    error = errors.QueryError("query.unclosed-quotation", 2, mark="“")

    assert str(error).endswith("(column 3)")
    assert worded(error, CHINESE, Audience.TOOL).endswith("（检索式第 3 个字符）")
    assert "column" not in error.reason
