"""What commands ask of the library for the arguments they are called with."""

from pathlib import Path

import pytest

import searchlib
import searchlib.search.live
from searchlib.cli import main
from tests.support.answers import (
    BUILD,
    RAILWAY,
    AnsweringLibrary,
)


@pytest.mark.parametrize(
    ("arguments", "query", "options"),
    [
        (["两洋铁路"], "两洋铁路", {}),
        (["两洋铁路", "可行性"], "两洋铁路 可行性", {}),
        (["--", "-两洋铁路", "钱凯港"], "-两洋铁路 钱凯港", {}),
        (["铁路", "-两洋铁路", "--limit", "3"], "铁路 -两洋铁路", {"limit": 3}),
        (['-"铁路"', "-@两洋铁路", "-(甲|乙)", "-country:PE"], '-"铁路" -@两洋铁路 -(甲|乙) -country:PE', {}),
        (["x", "--limit", "3"], "x", {"limit": 3}),
        (["x", "-n", "3"], "x", {"limit": 3}),
        (["x", "--all"], "x", {"limit": None}),
        (["x", "--exact"], "x", {"exact": True}),
        (["x", "--sort", "date"], "x", {"sort": "date"}),
        (["x", "--group", "statement"], "x", {"group": True}),
        (["𠮷", "--sort", "corpus", "--all"], "𠮷", {"sort": "corpus", "limit": None}),
    ],
)
def test_search_asks_for_what_was_typed(
    arguments: list[str], query: str, options: dict[str, object], library: AnsweringLibrary
) -> None:
    """Arguments are joined by blanks; options become the library's."""
    main(["search", *arguments])
    defaults = {"limit": 10, "exact": False, "sort": "relevance", "group": False, "scope": "clause"}

    assert [(query, defaults | options)] == library.asked


def test_mentions_asks_for_the_width(library: AnsweringLibrary) -> None:
    """The context is as wide as asked for, and the library decides about the scan."""
    main(["mentions", RAILWAY, "--width", "7"])

    assert library.asked == [(RAILWAY, {"width": 7, "scan": None})]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "index"),
        ([], {"SEARCHLIB_INDEX": "elsewhere"}, "elsewhere"),
        (["--index", "here"], {"SEARCHLIB_INDEX": "elsewhere"}, "here"),
    ],
)
def test_the_index_folder_is_the_one_named(
    arguments: list[str], environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option comes before the environment, the environment before the default."""
    opened = []
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(searchlib, "open", lambda index: opened.append(index) or AnsweringLibrary())
    main(["list", *arguments])

    assert [Path(expected)] == opened


def test_index_passes_on_corpus_and_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    """Corpus and index have defaults; without a terminal nobody watches the progress."""
    calls = []
    monkeypatch.setattr(
        searchlib, "build", lambda *folders, **options: calls.append((folders, options)) or BUILD
    )
    main(["index"])
    main(["index", "文件", "--rebuild", "--index", "i"])

    assert [
        (
            (Path("corpus"), Path("index")),
            {"rebuild": False, "full_check": False, "progress": None, "engine": None},
        ),
        ((Path("文件"), Path("i")), {"rebuild": True, "full_check": False, "progress": None, "engine": None}),
    ] == calls
