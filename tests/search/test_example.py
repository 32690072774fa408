"""The example of a query that an index answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib
from searchlib.budget import Budget, limited_by
from searchlib.errors import BudgetSpent
from searchlib.model import Document
from searchlib.query.parser import parse
from searchlib.search.cached import CachedLibrary
from searchlib.search.example import Example, example
from searchlib.text.analyzer import Analyzer

CUT = Analyzer().cut


def titled(*titles: str | None, clauses: int = 10) -> list[Document]:
    """Documents with these titles."""
    return [Document(f"d{at}", title, clause_count=clauses) for at, title in enumerate(titles)]


def counting(found: dict[str, int]) -> Callable[[str], int]:
    """A count that knows these queries."""
    return lambda query: found.get(query, 0)


def test_a_word_of_many_titles_is_taken() -> None:
    """Not of all of them, which says nothing, and one that finds something."""
    documents = titled(
        *(f"{place}铁路条例" for place in ("甲", "乙", "丙")), *("环境保护条例" for _ in range(40))
    )
    found = example((), documents, CUT, (), counting({"条例": 43, "铁路": 3, "环境保护": 40}))
    assert found == Example("铁路", 3)


def test_what_finds_too_much_is_a_last_resort() -> None:
    """A query that a tenth of all clauses hold is no example where there is a better one."""
    documents = titled("铁路条例", "野生动物", clauses=1000)
    assert example((), documents, CUT, (), counting({"铁路": 900, "野生动物": 12})) == Example("野生动物", 12)
    assert example((), documents, CUT, (), counting({"铁路": 900})) == Example("铁路", 900)


def test_without_titles_the_text_is_read() -> None:
    """Word by word, until one is found."""
    assert example((), titled(None), CUT, ["双方加强铁路。"], counting({"铁路": 1})) == Example("铁路", 1)


def test_where_nothing_is_found_there_is_no_example() -> None:
    """No placeholder without a hit."""
    assert example((), titled("铁路条例"), CUT, ["双方"], counting({})) is None
    assert example((), [], CUT, [], counting({})) is None


@given(st.lists(st.text(max_size=20), max_size=4), st.text(max_size=30))
def test_an_example_is_a_query_that_was_counted(titles: list[str], text: str) -> None:
    """Whatever titles hold: what is offered can be parsed and has as many clauses as it says."""
    counted: dict[str, int] = {}

    def count(query: str) -> int:
        parse(query)
        return counted.setdefault(query, len(query) % 3)

    found = example((), titled(*titles), CUT, [text], count)
    assert found is None or (counted[found.query] == found.clauses > 0)
    assert found is not None or not any(counted.values())


def test_the_tables_of_an_index_are_made_whatever_the_budget(library_index: Path) -> None:
    """An answer that asks first may have too little time for them; it would otherwise never be there."""
    spent = Budget(0.0)
    with searchlib.open(library_index) as library:
        cached = CachedLibrary(library)
        with limited_by(spent):
            assert len(cached.projects) > 100
            assert cached.example is not None
            with pytest.raises(BudgetSpent):
                spent.check()
