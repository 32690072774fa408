"""Questions as people type them, asked of the example files: numerals, wildcards and punctuation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib import Library

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The example files, indexed."""
    index = tmp_path_factory.mktemp("seeds") / "index"
    searchlib.build(shared / "seeds", index)
    with searchlib.open(index) as library:
        yield library


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("第24次", 2),
        ("建交四十五周年", 2),
        ("第八十届", 2),
        ("8000", 1),
        ("2015-05-22", 2),
        ("二〇一五年五月二十二日", 2),
        ("两?铁路", 3),
        ("一带?路", 15),
        ("两洋铁路？", 3),
        ("两洋铁路。", 3),
        ("两洋铁路，", 3),
        ("两洋铁路；", 3),
        ("两洋铁路?", 3),
    ],
)
def test_searches(seeds: Library, query: str, clauses: int) -> None:
    """So many clauses hold it exactly."""
    assert clauses == seeds.search(query).totals.exact


@pytest.mark.parametrize(
    ("name", "mentions"),
    [("6日", 7), ('="6日"', 9), ("六日", 7), ("45亿", 2), ("11月14日", 4), ("两?铁路", 6)],
)
def test_mentions(seeds: Library, name: str, mentions: int) -> None:
    """So often it is mentioned, as a plain scan finds too."""
    found = seeds.mentions(name)

    assert mentions == found.occurrences
    assert found.certificate.verified_by_scan
