"""The worked notebook: what it shows is what its cells give, and its form is that of notebooks."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import searchlib
from tools import update_notebook

NOTEBOOK: dict[str, Any] = json.loads(update_notebook.NOTEBOOK.read_text(encoding="utf-8"))
CODE = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


def test_every_cell_shows_what_it_gives() -> None:
    """Run again in a new folder (`python tools/update_notebook.py` after a change)."""
    renewed = update_notebook.run(NOTEBOOK)

    assert len(CODE) > 8
    for before, after in zip(NOTEBOOK["cells"], renewed["cells"], strict=True):
        assert before == after, before["id"]


def test_the_form_is_that_of_notebooks() -> None:
    """nbformat 4.5: every cell has an id of its own, and texts are lists of lines."""
    ids = [cell["id"] for cell in NOTEBOOK["cells"]]

    assert (4, 5) == (NOTEBOOK["nbformat"], NOTEBOOK["nbformat_minor"])
    assert len(set(ids)) == len(ids)
    assert all(isinstance(cell["source"], list) for cell in NOTEBOOK["cells"])
    assert all(set(cell) >= {"outputs", "execution_count", "metadata"} for cell in CODE)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_answers_are_data_frames(library: str, demo_index: Path) -> None:
    """With one row for each dict, and days as days; without the library the extra is named."""
    with searchlib.open(demo_index) as opened:
        mentions = opened.mentions("两洋铁路")
        if find_spec(library) is None:
            with pytest.raises(ImportError, match=rf"searchlib\[{library}\]"):
                getattr(mentions, f"to_{library}")()
            return
        frame = getattr(mentions, f"to_{library}")()
    assert len(mentions.to_dicts()) == len(frame)
    assert list(mentions.to_dicts()[0]) == list(frame.columns)
    assert "date" in str(frame["date"].dtype).lower()


def test_representations_are_short(demo_index: Path) -> None:
    """One line, whatever is in the answer; and tables escape what they show."""
    with searchlib.open(demo_index) as library:
        answers = [
            library.search("铁路"),
            library.mentions("铁路"),
            library.statements("铁路"),
            searchlib.compare(library, "中吉2018年联合声明", "中吉2019年联合声明"),
            searchlib.lineage(library, "PE"),
        ]
        shown = [library, *answers, answers[0][0], answers[1][0], *library.documents()]
        tables = [answer._repr_html_() for answer in answers]

    assert all(len(repr(each)) < 260 and "\n" not in repr(each) for each in shown)
    assert repr(library).startswith("<Library ")
    assert all(table.startswith("<table") and table.count("<tr>") > 2 for table in tables)


def test_a_slice_is_said_of_the_whole_answer(demo_index: Path) -> None:
    """Its mentions are a window, its counts are not."""
    with searchlib.open(demo_index) as library:
        mentions = library.mentions("铁路")

    part = mentions[2:5]
    assert (3, len(mentions), mentions.clauses) == (len(part), part.occurrences, part.clauses)
    assert part[0] == mentions[2] == mentions[2:][0]
    assert list(mentions[:0]) == []


def test_dir_names_what_is_public() -> None:
    """Every public name, and nothing that is only used inside."""
    assert {name for name in dir(searchlib) if not name.startswith("__")} == set(searchlib.__all__)
    assert {"cite", "compare", "lineage", "Comparison", "Lineage"} <= set(dir(searchlib))
