"""Every long loop looks at the budget, by a clock that can be set; what is spent is refused whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.analysis.boilerplate import own_words
from searchlib.analysis.collocates import collocates_of, neighbours_of
from searchlib.analysis.concordance import concordance
from searchlib.analysis.dossier import dossier
from searchlib.analysis.formulas import formula
from searchlib.budget import Budget, check_budget, checked, limited_by
from searchlib.errors import CHINESE, BudgetSpent, worded
from searchlib.model import Clause, Document, SearchRequest
from searchlib.search.library import Library


class Clock:
    """Every look at it costs a second."""

    def __init__(self) -> None:
        self.looks = -1

    def __call__(self) -> float:
        self.looks += 1
        return float(self.looks)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Some hundred clauses of invented text."""
    folder = tmp_path_factory.mktemp("budget")
    texts = [f"第{number}项：两洋铁路与钱凯港合作，双方同意推进。" for number in range(60)]
    documents = []
    for number in range(6):
        identifier = f"d{number}"
        clauses = tuple(Clause(identifier, str(at), text) for at, text in enumerate(texts))
        documents.append(Document(identifier, "合作声明", digest=identifier, clauses=clauses))
    searchlib.build_documents(documents, folder)
    with searchlib.open(folder) as opened:
        yield opened


ASKED: dict[str, Callable[[Library], Any]] = {
    "near": lambda library: library.search("(铁路 OR 同意) NEAR/20 (钱凯港 OR 推进)"),
    "alternatives": lambda library: library.search("铁路 OR 合作 OR 同意 OR 推进"),
    "words": lambda library: library.search("铁路 港口"),
    "grouped": lambda library: library.search("铁路", group=True, limit=None),
    "hits": lambda library: list(library.hits(SearchRequest("铁路", None))),
    "tallies": lambda library: library.tallies("铁路", fields=("year", "kind")),
    "mentions": lambda library: library.mentions("铁路", scan=False),
    "scan": lambda library: library.mentions("铁路", scan=True),
    "concordance": lambda library: concordance(library, "铁路", order="R1 L1"),
    "neighbours": lambda library: neighbours_of(library, library.places("铁路")),
    "collocates": lambda library: collocates_of(library, library.places("铁路")),
    "dossier": lambda library: dossier(library, "铁路", scan=False),
    "formula": lambda library: formula(library, "两洋铁路与钱凯港"),
    "boilerplate": lambda library: own_words(library, "d1#3"),
    "statements": lambda library: library.statements("铁路 钱凯港", scan=True),
    "counts": lambda library: library.mention_counts("铁路", "statement"),
    "document": lambda library: library.document("d1"),
}


@pytest.mark.parametrize("name", ASKED)
def test_every_long_loop_looks_at_the_budget(library: Library, name: str) -> None:
    """However much is done when the time is over, nothing of the answer is given; with enough it is whole."""
    ask = ASKED[name]
    expected, clock = ask(library), Clock()
    with limited_by(Budget(10.0**9, clock)):
        assert ask(library) == expected
    looks = clock.looks
    assert looks >= 3
    for seconds in {1, looks // 2, looks}:
        with limited_by(Budget(seconds, Clock())), pytest.raises(BudgetSpent):
            ask(library)
    assert ask(library) == expected


def test_a_budget_ends_with_its_block() -> None:
    """Also where it is spent, and one inside another counts alone."""
    with limited_by(Budget(0)):
        with limited_by(Budget()):
            check_budget()
        with pytest.raises(BudgetSpent):
            check_budget()
    check_budget()


def test_rows_are_refused_when_they_are_read_too_late() -> None:
    """The clock is looked at every 256 rows."""
    clock = Clock()
    rows = checked(range(1000))
    with limited_by(Budget(2, clock)):
        read = []
        with pytest.raises(BudgetSpent):
            read.extend(next(rows) for _ in range(1000))
    assert clock.looks == 2


def test_a_look_too_soon_after_another_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next one after the pause is not."""
    looks: list[float] = []
    now = 100.0
    monkeypatch.setattr("searchlib.budget.monotonic", lambda: now)
    budget = Budget(None, looked=lambda: looks.append(now), pause=1.0)
    for now in (100.0, 100.4, 100.9, 101.0, 101.1, 103.0):  # noqa: B007 - the clock reads it
        budget.check()
    assert looks == [100.0, 101.0, 103.0]


def test_the_refusal_says_how_long_it_took() -> None:
    """In both languages."""
    with pytest.raises(BudgetSpent) as caught, limited_by(Budget(0.5, iter([0.0, 9.0]).__next__)):
        check_budget()
    assert "0.5 seconds" in str(caught.value)
    assert "0.5 秒" in worded(caught.value, CHINESE)


def test_the_command_line_has_no_limit_unless_it_is_given_one(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--time-limit`` ends a command with status 2 and no answer."""
    from searchlib.cli import main

    clause = Clause("d", "1", "两洋铁路")
    searchlib.build_documents([Document("d", "声明", digest="d", clauses=(clause,))], tmp_path)
    asked = ["--index", str(tmp_path), "--format", "json"]
    for command in ("search", "mentions"):
        assert main([command, "铁路", *asked]) == 0
        assert json.loads(capsys.readouterr().out)
        assert main([command, "铁路", *asked, "--time-limit", "0.000001"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "1e-06 seconds" in err
        assert main([command, "铁路", "--time-limit", "0"]) == 2
        capsys.readouterr()
