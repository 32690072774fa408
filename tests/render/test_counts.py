"""Mentions counted by country, year and statement."""

from searchlib.search.counts import By, Count, count_by
from tests.support.answers import (
    JOINT_STATEMENT,
    mentioning,
)


def test_countries_are_counted_for_each_party() -> None:
    """A mention in a statement of two countries counts for both; unknown parties come last."""
    expected = (Count("CN", None, 6, 3, 2), Count("PE", None, 4, 2, 1), Count(None, None, 2, 2, 1))

    assert expected == count_by(mentioning(), By.COUNTRY)


def test_years_are_counted_in_order_of_time() -> None:
    """The year of the statement counts; undated statements come last."""
    expected = (Count("2015", None, 4, 2, 1), Count("2019", None, 2, 1, 1), Count(None, None, 2, 2, 1))

    assert expected == count_by(reversed(mentioning()), By.YEAR)


def test_statements_are_counted_in_order_of_appearance() -> None:
    """Each statement is counted by its id and told by its title."""
    counts = count_by(mentioning(), By.STATEMENT)

    assert [JOINT_STATEMENT.id, "law", "chancay"] == [count.key for count in counts]
    assert [JOINT_STATEMENT.title, 4, 2, 1] == [
        counts[0].label,
        counts[0].occurrences,
        counts[0].clauses,
        counts[0].statements,
    ]
