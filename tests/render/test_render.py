"""What the reader sees, without a command line around it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Clause, Document, Hit, Mention, SearchResults, Span, Tier, Totals
from searchlib.render.columns import cells, clip, clip_start, pad, pad_start, wrapped
from searchlib.render.document import part_lines, statement_lines
from searchlib.render.excerpt import Measure, windows, within
from searchlib.render.hits import excerpt, search_lines
from searchlib.render.html import escaped, marked_html
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
from searchlib.render.terminal import BRACKETS, Look, Marks, choose_marks, made_visible, marked, on_one_line
from searchlib.search.counts import By, Count, count_by
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
    golden,
    mention,
    mentioning,
    mentions,
)

PLAIN, COLOUR = Look(), Look(colour=True)
SGR = re.compile(r"\x1b\[[0-9;]*m")
TEXTS = st.text(
    st.sampled_from("两洋铁路兩鐵𠮷𰻞e\u0301 a<>&\"'【】«»⟦⟧‹›…\n\t\x1b\u202e\u3000，。"), max_size=60
)


@st.composite
def marked_texts(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> tuple[str, list[Span]]:
    """A text and spans of it in any order, overlapping and empty ones too."""
    text = draw(texts)
    ends = st.integers(0, len(text))
    return text, [Span(min(pair), max(pair)) for pair in draw(st.lists(st.tuples(ends, ends), max_size=6))]


def covered(text: str, spans: list[Span]) -> str:
    """The characters of ``text`` that some span covers."""
    return "".join(each for at, each in enumerate(text) if any(s.start <= at < s.end for s in spans))


# Marks


@given(marked_texts())
def test_taking_the_marks_away_gives_back_the_text(sample: tuple[str, list[Span]]) -> None:
    """Brackets never stand in the text they mark, so removing them removes nothing else."""
    text, spans = sample
    marks = choose_marks([text], PLAIN)
    rendered = marked(text, spans, marks)

    assert made_visible(text) == rendered.replace(marks.opening, "").replace(marks.closing, "")


@given(marked_texts())
def test_taking_the_colour_away_gives_back_the_text(sample: tuple[str, list[Span]]) -> None:
    """Nothing in a text looks like a colour code, because escapes are shown and not sent."""
    text, spans = sample

    assert made_visible(text) == SGR.sub("", marked(text, spans, choose_marks([text], COLOUR)))


@given(marked_texts())
def test_marked_characters_are_those_of_the_spans(sample: tuple[str, list[Span]]) -> None:
    """What stands between the marks is what the spans cover."""
    text, spans = sample
    marks = choose_marks([text], PLAIN)
    between = re.escape(marks.opening) + "(.*?)" + re.escape(marks.closing)
    found = "".join(re.findall(between, marked(text, spans, marks), flags=re.DOTALL))

    assert covered(made_visible(text), spans) == found


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], "【】"),
        (["两洋铁路"], "【】"),
        (["两洋铁路", "【公報】"], "«»"),
        (["只有半个】"], "«»"),
        (["【«"], "⟦⟧"),
        (["".join(opening for opening, _ in BRACKETS)], "\ue000\ue001"),
        (["【«⟦‹\ue001"], "\ue002\ue003"),
    ],
)
def test_an_answer_is_marked_with_a_pair_its_texts_do_not_have(texts: list[str], expected: str) -> None:
    """The first pair of which neither character occurs is taken."""
    marks = choose_marks(texts, PLAIN)

    assert expected == marks.opening + marks.closing


@given(st.text())
def test_shown_text_keeps_its_length_and_steers_no_terminal(text: str) -> None:
    """One character stays one character; none is a control character, half a pair or a turn of direction."""
    shown = made_visible(text)

    assert len(text) == len(shown)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert len(on_one_line(text).splitlines()) <= 1


@pytest.mark.parametrize("text", ["两洋鐵路", "𠮷𰻞", "第八条\n\t（一）", "é", "a\u200bb", "●　■"])
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    """Line feeds, tabs, wide blanks and characters outside the BMP are no danger."""
    assert text == made_visible(text)


# HTML


class _Reader(HTMLParser):
    """What a browser would read: the text, the text inside marks, and every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.inside, self.tags = "", "", set[str]()
        self._marked = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(f"{tag}{attributes}")
        self._marked = True

    def handle_endtag(self, tag: str) -> None:
        self._marked = False

    def handle_data(self, data: str) -> None:
        self.text += data
        self.inside += data if self._marked else ""

    def handle_comment(self, data: str) -> None:
        self.tags.add("comment")

    def handle_decl(self, decl: str) -> None:
        self.tags.add("declaration")


@given(marked_texts(st.one_of(TEXTS, st.text(st.sampled_from("<>&\"'/!-=mark;#x两"), max_size=40))))
def test_html_holds_the_text_and_no_tag_but_marks(sample: tuple[str, list[Span]]) -> None:
    """Whatever the text, a browser reads the very text, marked where the spans are."""
    text, spans = sample
    read = _Reader(marked_html(text, spans))

    assert (text, covered(text, spans)) == (read.text, read.inside)
    assert read.tags <= {"mark[]"}


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "</mark><svg/onload=alert(1)>",
        "&lt;script&gt;",
        "<!--两洋--><![CDATA[铁路]]>",
        "</textarea></title></style>",
        "𠮷<b>",
    ],
)
@pytest.mark.parametrize("spans", [[], [Span(0, 1)], [Span(0, 3), Span(4, 5)]])
def test_no_payload_leaves_its_element_or_attribute(payload: str, spans: list[Span]) -> None:
    """Neither in an element nor in a quoted attribute does any text become markup."""
    page = marked_html(payload, spans)
    attribute = _Reader(f'<a title="{escaped(payload)}"></a>')

    assert payload == _Reader(page).text
    assert not set("\"'") & set(page)
    assert {f"a{[('title', payload)]}"} == attribute.tags


# Columns


@given(st.text(st.sampled_from("两洋𠮷a é●…，\u200b\u3000"), max_size=20), st.integers(0, 30))
def test_clipped_text_fits_and_is_part_of_the_text(text: str, width: int) -> None:
    """Clipping keeps the near end and never takes more cells than there are."""
    start, end = clip(text, width), clip_start(text, width)

    assert text.startswith(start)
    assert text.endswith(end)
    assert max(cells(start), cells(end)) <= width


@pytest.mark.parametrize(
    ("text", "width", "after", "before"),
    [
        ("八、", 6, "八、  ", "  八、"),
        ("𠮷", 3, "𠮷 ", " 𠮷"),
        ("a1", 2, "a1", "a1"),
        ("两洋", 1, "两洋", "两洋"),
    ],
)
def test_padding_counts_cells(text: str, width: int, after: str, before: str) -> None:
    """A Han character takes two cells, also outside the BMP."""
    assert (after, before) == (pad(text, width), pad_start(text, width))


# Fragments


@given(
    marked_texts(st.text(st.sampled_from("两洋铁路𠮷"), max_size=200)), st.integers(0, 9), st.integers(1, 4)
)
def test_windows_show_whole_matches_in_order(sample: tuple[str, list[Span]], around: int, most: int) -> None:
    """Windows are apart, inside the text, and no match is cut in two."""
    text, spans = sample
    shown = windows(text, spans, Measure(whole=20, around=around, most=most))

    assert 1 <= len(shown) <= most
    assert all(before.end < after.start for before, after in pairwise(shown))
    assert shown[-1].end <= len(text)
    for span in spans:
        inside = [window for window in shown if window.start < span.end and span.start < window.end]
        assert all(window.start <= span.start and span.end <= window.end for window in inside if len(span))


def test_spans_within_a_window_count_from_its_start() -> None:
    """The shifted spans index the window's text."""
    assert (Span(1, 3),) == within((Span(0, 2), Span(5, 7), Span(9, 12)), Span(4, 10))


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("两洋铁路", (Span(0, 4),), "【两洋铁路】"),
        ("一二三四五六七八九十", (Span(0, 1),), "【一】二三…"),
        ("一二三四五六七八九十", (Span(9, 10),), "…八九【十】"),
        ("一二三四五六七八九十", (Span(0, 1), Span(9, 10)), "【一】二三…八九【十】"),
        ("一二三四五六七八九十", (), "一二三四…"),
        (
            "一二三四五六七八九十甲乙丙丁戊",
            (Span(0, 1), Span(7, 8), Span(14, 15)),
            "【一】二三…六七【八】九十… (1 more in this clause)",
        ),
    ],
)
def test_long_text_is_cut_to_fragments(text: str, spans: tuple[Span, ...], expected: str) -> None:
    """An ellipsis stands for what is left out, and matches that are not shown are counted."""
    assert expected == excerpt(text, spans, Marks("【", "】"), Measure(whole=5, around=2, most=2))


# Text answers


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
        ("by-year.txt", lambda: counts_table(count_by(mentioning(), By.YEAR), By.YEAR, PLAIN)),
        ("by-country.txt", lambda: counts_table(count_by(mentioning(), By.COUNTRY), By.COUNTRY, PLAIN)),
        ("by-statement.txt", lambda: counts_table(count_by(mentioning(), By.STATEMENT), By.STATEMENT, PLAIN)),
        ("show-statement.txt", lambda: statement_lines(JOINT_STATEMENT, PLAIN)),
        ("show-law.txt", lambda: statement_lines(LAW, PLAIN)),
        (
            "show-clause.txt",
            lambda: part_lines(
                JOINT_STATEMENT, JOINT_STATEMENT.clauses[1:4], PLAIN, JOINT_STATEMENT.clauses[2].id
            ),
        ),
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
    """Titles and ids wrap; where there is no room for columns, each has lines of its own."""
    title = "中华人民共和国政府和秘鲁共和国政府关于 Two-Ocean Railway 的联合声明"
    document = Document("2015-05-22-cn-pe-joint-statement-联合声明", title, parties=("CN", "PE"))
    lines = documents_table([document, replace(document, title="𠮷" * 90)], Look(columns=columns))

    assert columns >= max(map(cells, lines))
    assert title.replace(" ", "") in "".join(lines).replace(" ", "") or columns > 60
    assert 180 == "".join(lines).count("𠮷") * 2


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


# Counts


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
