"""The answers to realistic questions are the stored ones, and as good.

``python tools/renew_answers.py`` prints what has changed and stores it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import searchlib
from tests.support.corpora import build_named
from tests.support.questions import (
    CORPORA,
    SHOWN,
    Answered,
    answer,
    baseline,
    changes,
    questions,
    score,
)

LEAST = {"seeds": 28, "corpus": 20, "laws": 22}
"""Good answers of each corpus; a change that gives fewer is a decision, written here."""


@pytest.mark.parametrize("corpus", CORPORA)
def test_answers_are_the_stored_ones(corpus: str, tmp_path: Path) -> None:
    """Ranked ids, totals, and what is told besides; and no fewer are good."""
    index = build_named(corpus, tmp_path)
    if index is None:
        pytest.skip(f"the real texts of {corpus} (../shared) are not beside the project")
    with searchlib.open(index) as library:
        now = {each.asked: answer(library, each) for each in questions() if each.corpus == corpus}

    assert [] == changes(baseline(corpus), now), "run tools/renew_answers.py and look at what changed"
    assert score(now.values())[0] >= LEAST[corpus]


def test_every_kind_of_question_is_asked() -> None:
    """Some eighty, of all kinds, and each has a right answer."""
    every = questions()
    kinds = Counter(each.kind for each in every)
    kind_names = {"name", "reference", "numeral", "sentence", "keywords", "wildcard", "wrong", "region"}

    assert len(every) >= 80
    assert kinds.keys() == kind_names
    assert all(each.right or each.offers or each.nowhere or each.missing or each.text_first for each in every)
    for corpus in CORPORA:
        assert [each.asked for each in every if each.corpus == corpus] == list(baseline(corpus))


def test_a_change_is_told() -> None:
    """Better and worse are by the place of the first right clause, and by what is told besides."""
    first = Answered((1, 0, 0), ("a#1", "b#1"), 1, told=True)
    second = Answered((1, 0, 0), ("b#1", "a#1"), 2, told=True)
    untold = Answered((1, 0, 0), ("a#1", "b#1"), 1, told=False)
    gone = Answered((1, 0, 0), ("b#1",), 0, told=True)

    assert changes({"q": first}, {"q": first}) == []
    assert changes({"q": first}, {"q": second})[0].startswith("worse")
    assert changes({"q": second}, {"q": first})[0].startswith("better")
    for worse in (untold, gone):
        assert changes({"q": first}, {"q": worse})[0].startswith("worse")
    assert "  - a#1" in changes({"q": first}, {"q": gone})
    assert changes({}, {"q": first})[0].startswith("new")
    assert changes({"q": first}, {}) == ["gone       q"]
    assert score([first, second, untold, gone]) == (1, 2, 4)
    assert SHOWN == 5
