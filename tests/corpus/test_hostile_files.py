"""Files that once hung or stopped a build: each costs at most itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.stretching import Stretch, grows_too_fast
from searchlib.corpus import load
from searchlib.corpus.load import load_corpus, load_text
from searchlib.model import Document, Skipped


def test_a_name_too_long_for_a_sidecar(tmp_path: Path) -> None:
    """A file whose sidecar's name the system would refuse has none; it is read like the others."""
    (tmp_path / ("字" * 83 + ".txt")).write_text("联合公报\n\n双方重申友谊。\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("会谈纪要\n\n双方同意合作。\n", encoding="utf-8")

    found = list(load_corpus(tmp_path))

    assert [one.title for one in found if isinstance(one, Document)] == ["会谈纪要", "联合公报"]


def test_an_error_of_the_system_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system refuses while one file is read, and where memory runs out, the others are read."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"公报\n\n{name}：双方重申友谊。\n", encoding="utf-8")
    errors = {"a.txt": OSError(5, "Input/output error"), "b.txt": MemoryError()}
    read = load.sidecar_for

    def failing(path: Path) -> object:
        if error := errors.get(path.name):
            raise error
        return read(path)

    monkeypatch.setattr(load, "sidecar_for", failing)
    first, second, third = load_corpus(tmp_path)

    assert isinstance(first, Skipped)
    assert (first.file, first.reason, first.passing) == ("a.txt", "input/output error", True)
    assert isinstance(second, Skipped)
    assert "of memory to read" in second.reason
    assert isinstance(third, Document)


@pytest.mark.parametrize(
    "text",
    [
        "---\r\nDate: 2015-05-22\r\n" + "双方重申友谊。\r\n" * 60,
        "---\r\n" + "#c\r\n" * 60 + "甲。",
        "+++\r\n" + "line = 1\r\n" * 60,
        "<!---->" * 60 + "公报",
        "<!-- a -->\n" * 60 + "# 公报\n\n双方重申友谊。",
    ],
)
def test_rules_and_comments_at_the_head(text: str) -> None:
    """What looks like the beginning of front matter or of a page, and is none, costs no time."""
    assert load_text(text, "a.txt")


def test_what_a_page_prints_between_words_may_stand_there_often() -> None:
    """The sizes of letters to choose from, a thousand times in one line: each is left out."""
    (document,) = load_text("公报\n\n" + "双方重申友谊字体：大 中 小" * 2_000, "a.txt")
    assert {clause.text for clause in document.clauses[1:]} == {"双方重申友谊"}
    assert len(document.clauses) == 2_001


def test_lines_before_articles_cost_no_more_than_themselves() -> None:
    """Loose lines, each of which could be a heading that lost its number."""
    lines = Stretch("公报\n\n", "甲\n第1條 乙。\n")
    assert grows_too_fast(lambda text: load_text(text, "a.md"), lines, (10_000, 50_000)) is None


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("form", ["{}\n\n", "# {}\n\n", "<html><head><title>{}</title></head><h1>{}</h1><p>"])
def test_a_line_too_long_for_a_heading_is_a_paragraph(name: str, form: str) -> None:
    """No clause below is indexed with all of it; nothing of it is lost."""
    long = "甲乙" * 2_000
    documents = load_text(form.replace("{}", long) + "双方重申友谊。", name)
    for document in documents:
        assert len(document.title or "") < 1_000
        assert all(len(heading) < 1_000 for clause in document.clauses for heading in clause.headings)
    assert long in "".join(clause.text for document in documents for clause in document.clauses)
