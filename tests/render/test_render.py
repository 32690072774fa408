"""Text answers as a reader sees them, without a command line around them."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Clause, Document, Hit, Mention, SearchResults, Span, Tier, Totals
from searchlib.render.columns import cells, wrapped
from searchlib.render.document import part_lines, statement_lines
from searchlib.render.hits import search_lines
from searchlib.render.mentions import certificate_line, mention_lines
from searchlib.render.reports import build_lines, check_lines, saved_lines, verification_lines
from searchlib.render.tables import (
    counts_table,
    documents_table,
    project_lines,
    projects_table,
    statistics_tables,
    table_lines,
)
from searchlib.render.terminal import Look, choose_marks
from searchlib.search.count_by import By
from searchlib.search.mentions import kwic
from searchlib.text.spans import find
from tests.support.answers import (
    BUILD,
    CHANGED,
    CHECKED,
    DAMAGED,
    DIFFERENT,
    DOCUMENTS,
    JOINT_STATEMENT,
    LAW,
    NO_MENTIONS,
    PROJECTS,
    RAILWAY,
    RESULTS,
    STATISTICS,
    VERIFIED,
    counts,
    golden,
    mention,
    mentions,
)
from tests.support.marked import COLOUR, PLAIN, TEXTS

SHOWN = JOINT_STATEMENT.clauses[1:4]
"""A clause with one neighbour on each side."""


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("search.txt", lambda: search_lines(RESULTS, PLAIN)),
        ("search-grouped.txt", lambda: search_lines(RESULTS, PLAIN, group=True)),
        ("search-colour.txt", lambda: search_lines(RESULTS, COLOUR)),
        ("mentions.txt", lambda: mention_lines(mentions(), PLAIN)),
        ("mentions-72-columns.txt", lambda: mention_lines(mentions(), Look(columns=72))),
        ("mentions-colour.txt", lambda: mention_lines(mentions(), COLOUR)),
        ("mentions-none.txt", lambda: mention_lines(NO_MENTIONS, PLAIN)),
        ("by-year.txt", lambda: counts_table(counts(By.YEAR), PLAIN)),
        ("by-country.txt", lambda: counts_table(counts(By.COUNTRY), PLAIN)),
        ("by-statement.txt", lambda: counts_table(counts(By.STATEMENT), PLAIN)),
        ("show-statement.txt", lambda: statement_lines(JOINT_STATEMENT, PLAIN)),
        ("show-law.txt", lambda: statement_lines(LAW, PLAIN)),
        ("show-clause.txt", lambda: part_lines(JOINT_STATEMENT, SHOWN, PLAIN, SHOWN[1].id)),
        ("list.txt", lambda: documents_table(DOCUMENTS, PLAIN)),
        ("list-80-columns.txt", lambda: documents_table(DOCUMENTS, Look(columns=80))),
        ("stats.txt", lambda: statistics_tables(STATISTICS, PLAIN)),
        (
            "projects.txt",
            lambda: projects_table([(PROJECTS[0], mentions()), (PROJECTS[1], NO_MENTIONS)], PLAIN),
        ),
        ("project.txt", lambda: project_lines(PROJECTS[0], mentions(), PLAIN)),
        ("verify.txt", lambda: verification_lines(VERIFIED, PLAIN)),
        ("verify-different.txt", lambda: verification_lines(DIFFERENT, PLAIN)),
        ("index.txt", lambda: build_lines(BUILD)),
        ("index-changed.txt", lambda: build_lines(CHANGED)),
        ("check.txt", lambda: check_lines(CHECKED, Path("index"))),
        ("check-damaged.txt", lambda: check_lines(DAMAGED, Path("index"))),
        ("save.txt", lambda: saved_lines([("railway", "两洋铁路", 3), ("law", "第8条", 12)], PLAIN)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_text_looks_as_agreed(name: str, lines: Callable[[], list[str]]) -> None:
    """Every text answer is the one that was looked at and approved."""
    golden(name)("\n".join(lines()) + "\n")


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_matches_stand_in_one_column(contexts: list[tuple[str, str]]) -> None:
    """Whatever stands before them, all matches of an answer begin in the same cell of their line."""
    lines = [
        replace(line, before=before, match="两洋", after=after)
        for (before, after), line in zip(contexts, [mention("law#2.3.8", "两洋")[0].line] * 5, strict=False)
    ]
    found = tuple(replace(mention("law#2.3.8", "两洋")[0], line=line, name="两洋") for line in lines)
    answer = replace(mentions(), mentions=found)
    marks = choose_marks((line.before + line.match + line.after for line in lines), PLAIN)
    match = f"{marks.opening}两洋{marks.closing}"
    rows = [line for line in mention_lines(answer, PLAIN) if match in line]

    assert len(contexts) == len(rows)
    assert len({cells(row.partition(match)[0]) for row in rows}) == 1


@pytest.mark.parametrize("columns", [72, 80, 100, 120])
def test_mentions_fit_the_screen(columns: int) -> None:
    """No KWIC line is wider than the terminal; statements' headings and the certificate may wrap."""
    lines = [line for line in mention_lines(mentions(width=60), Look(columns=columns)) if "【" in line]

    assert len(lines) == 8
    assert all(cells(line) <= columns for line in lines)


@pytest.mark.parametrize(
    ("verified", "phrase"),
    [(True, "; checked against a plain scan"), (False, "; not checked against a plain scan")],
)
def test_the_certificate_says_whether_a_scan_agreed(verified: bool, phrase: str) -> None:
    """An answer that no scan vouches for does not claim one."""
    answer = mentions()
    answer = replace(answer, certificate=replace(answer.certificate, verified_by_scan=verified))

    assert phrase in certificate_line(answer)


def test_a_clause_without_marks_and_facts_is_rendered() -> None:
    """A hit by title alone, of a document nothing is known of, still reads well."""
    clause = Clause("d", "p1", "𠮷" * 500)
    found = Hit(clause, Document("d", None), (), Tier.EXACT, 0.0)
    lines = list(search_lines(SearchResults("x", "x", Totals(1), (found,)), PLAIN))

    assert " 1. no date · untitled" in lines
    assert f"    {'𠮷' * 120}…" in lines


@pytest.mark.parametrize(
    ("look", "opening", "closing"), [(PLAIN, "«", "»"), (COLOUR, "\x1b[1;31m", "\x1b[0m")]
)
def test_words_in_titles_and_headings_are_marked(look: Look, opening: str, closing: str) -> None:
    """A hit whose text has none of the words shows where they stand; its id and number stay as they are."""
    clause = Clause("铁路", "铁路", "如果可行", headings=("【兩洋鐵路】", "其他"))
    found = Hit(clause, Document("铁路", "关于铁路的声明"), (), Tier.EXACT, 0.0)
    results = SearchResults("铁路", "铁路", Totals(1), (found,))
    lines = list(search_lines(replace(results, needles={Tier.EXACT: ("铁路",)}), look))
    shown = "\n".join(lines)

    assert f"{opening}铁路{closing}" in shown.split("\n")[-3]
    assert f"{opening}鐵路{closing}" in shown.split("\n")[-2]
    assert 2 == shown.count(opening)


def test_texts_cannot_steer_the_terminal() -> None:
    """Escapes in titles, numbers, headings and texts are shown as pictures in every text answer."""
    evil = "\x1b]0;两洋\x07\u202e\x9b31m"
    clause = Clause(f"d{evil}", "1", f"{evil}两洋", number=evil, headings=(evil,))
    document = Document(
        f"d{evil}", evil, parties=("CN",), place=evil, url=evil, clauses=(clause,), clause_count=1
    )
    found = Hit(clause, document, (Span(0, 2),), Tier.EXACT, 1.0)
    results = SearchResults(evil, evil, Totals(1), (found,))
    lines = [
        *search_lines(results, PLAIN),
        *statement_lines(document, PLAIN),
        *documents_table([document], PLAIN),
        *mention_lines(replace(mentions(), name=evil, names=(evil, evil)), PLAIN),
    ]

    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", "".join(lines))


def test_tables_take_text_literally() -> None:
    """Brackets and colons in titles are not read as styles or pictures."""
    expected = [
        "title                          n",
        "[bold]两洋[/bold] :smile:      7",
        "a                          1,234",
    ]

    assert expected == table_lines(("title", "n"), [("[bold]两洋[/bold] :smile:", 7), ("a", 1234)], PLAIN)


@pytest.mark.parametrize("columns", [24, 40, 60, 72, 80, 100, 120])
def test_no_row_goes_past_the_terminal(columns: int) -> None:
    """Titles are cut in columns and wrap where they have lines of their own; ids are whole everywhere."""
    title = "中华人民共和国政府和秘鲁共和国政府关于 Two-Ocean Railway 的联合声明"
    document = Document("2015-05-22-cn-pe-joint-statement-联合声明", title, parties=("CN", "PE"))
    lines = documents_table([document, replace(document, title="𠮷" * 90)], Look(columns=columns))

    assert columns >= max(cells(line) for line in lines if document.id not in line)
    assert 2 == sum(document.id in line for line in lines)
    assert 90 == "".join(lines).count("𠮷") or any(line.count("…") for line in lines)
    assert title.replace(" ", "") in "".join(lines).replace(" ", "") or columns > 80


@given(st.text("两洋a \u0301-", max_size=30), st.integers(2, 12))
def test_wrapping_loses_only_blanks(text: str, width: int) -> None:
    """Every line fits and every other character is there."""
    lines = wrapped(text, width)

    assert width >= max(map(cells, lines))
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")


def test_one_long_name_leaves_the_other_lines_on_the_screen() -> None:
    """Only its own line wraps; and the same name in another normal form is not told again."""
    long = "".join(f"Puerto {n} " for n in range(20)).strip()
    text = f"甲方在{'港' * 60}两洋铁路{'路' * 60}，{long}，Bioceánico。"
    clause, document = Clause("d", "1", unicodedata.normalize("NFD", text)), Document("d", "声明")
    found = tuple(
        Mention(clause, document, name, span, kwic(clause.text, span, 20), None)
        for name in (RAILWAY, long, "Bioceánico")
        for span in find(clause.text, unicodedata.normalize("NFD", name))
    )
    answer = replace(mentions(), mentions=found, names=(RAILWAY, long, "Bioceánico"))
    lines = [line for line in mention_lines(answer, Look(columns=60)) if line.startswith("  ")]

    assert [True, False, True] == [cells(line) <= 60 for line in lines]
    assert not any(" = " in line for line in lines)
