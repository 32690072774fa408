"""Facets, timelines, suggestions, narrowing: pure readings of answers and queries."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from searchlib.engine.base import Tally, ValueCount
from searchlib.model import Clause, DateIs, Document, Hit, Kind, Mention, Span, Tier
from searchlib.projects import Project
from searchlib.query.ast import Filter
from searchlib.query.parser import parse
from searchlib.query.refine import filters_of, open_to_filters, remove_filter
from searchlib.render.citation import citation
from searchlib.render.markdown import Wording, markdown_line, mentions_markdown, search_markdown
from searchlib.render.xlsx import xlsx
from searchlib.search.counts import facets, timeline
from searchlib.search.mentions import kwic
from searchlib.search.suggest import SuggestionSource, Vocabulary, similar_projects, unfinished


def years(*rows: tuple[str, int], undated: int = 0) -> Tally:
    """A tally that knows years."""
    return Tally(
        sum(count for _, count in rows) + undated,
        1,
        fields={"year": tuple(ValueCount(*row, 1) for row in rows)},
    )


def test_facets_add_the_tiers_up() -> None:
    """Years newest first, other values commonest first, ties by value."""
    one = Tally(3, 1, fields={"year": (ValueCount("2013", 3, 1),), "kind": (ValueCount("law", 3, 1),)})
    two = Tally(4, 2, fields={"year": (ValueCount("2015", 4, 2),), "kind": (ValueCount("communique", 3, 1),)})

    found = {facet.field: facet.values for facet in facets((one, two))}
    assert {"year": (("2015", 4), ("2013", 3)), "kind": (("communique", 3), ("law", 3))} == found


def test_a_timeline_has_no_gaps_and_keeps_tiers_apart() -> None:
    """Every year between the first and the last."""
    found = timeline({Tier.EXACT: years(("2013", 2), ("2016", 1), undated=5), Tier.WORDS: years(("2015", 4))})

    assert [2013, 2014, 2015, 2016] == [period.first for period in found.periods]
    assert [2, 0, 4, 1] == [period.total for period in found.periods]
    assert [0, 0, 4, 0] == [period.clauses[Tier.WORDS] for period in found.periods]
    assert 5 == found.undated


@pytest.mark.parametrize(
    ("first", "last", "bars"), [("1900", "2024", 13), ("1000", "2024", 103), ("1000", "9999", 90)]
)
def test_long_timelines_take_decades_or_centuries(first: str, last: str, bars: int) -> None:
    """Never more bars than fit, and nothing is lost."""
    found = timeline({Tier.EXACT: years((first, 2), (last, 3))})

    assert bars == len(found.periods)
    assert 5 == sum(period.total for period in found.periods)
    assert found.periods[0].first <= int(first)
    assert int(last) <= found.periods[-1].last


def test_a_timeline_of_nothing_is_empty() -> None:
    """No dates, no bars."""
    assert ((), 2) == ((found := timeline({Tier.EXACT: years(undated=2)})).periods, found.undated)


QUERIES = [
    "铁路",
    "铁路 港",
    "铁路 OR 港",
    "铁路 港 OR 口",
    '"两洋 铁路"',
    "NOT 铁路",
    "kind:law",
    "a NEAR/3 b",
    "@两洋铁路",
    "(a OR b) c",
]


@pytest.mark.parametrize("typed", QUERIES)
@pytest.mark.parametrize("value", ["新华社", "two words", 'a"b', "(x)", "-x", "OR", "a:b", "\\"])
def test_a_filter_is_added_and_taken_back(typed: str, value: str) -> None:
    """The narrowed query is the query and the filter; without it, it is the query again."""
    query, added = parse(typed), Filter("publisher", value)
    narrowed = f"{open_to_filters(typed, query)} {added}"

    assert added in filters_of(parse(narrowed))
    assert query == parse(remove_filter(narrowed, parse(narrowed), added))


def test_what_was_typed_stays_as_it_was() -> None:
    """No canonical spelling where the reader's own will do."""
    assert "铁路  可行性 country:PE" == f"{open_to_filters('铁路  可行性', parse('铁路  可行性'))} country:PE"
    assert "铁路  可行性" == remove_filter(
        "铁路  可行性 country:PE", parse("铁路  可行性 country:PE"), Filter("country", "PE")
    )
    assert "" == remove_filter("country:PE", parse("country:PE"), Filter("country", "PE"))


@given(st.text(max_size=40))
def test_suggesting_takes_any_text(typed: str) -> None:
    """What comes before the last word stays, and nothing raises."""
    before, word = unfinished(typed)

    assert typed == before + word
    assert all(each.query.startswith(before) for each in VOCABULARY.suggest(typed))


VOCABULARY = Vocabulary(
    (Project("two-ocean-railway", ("两洋铁路", "Two-Ocean Railway")),),
    (Document("d1", "两洋铁路联合声明"), Document("d2", "两洋铁路联合声明"), Document("d3", None)),
    (("PE", "秘鲁"), ("PE", "Peru")),
    lambda prefix, limit: [(f"{prefix}路", 3)][:limit],
)


def test_suggestions_are_of_four_kinds() -> None:
    """Projects, titles once, terms; countries by either name; @ asks for projects alone."""
    assert [SuggestionSource.PROJECT, SuggestionSource.TITLE, SuggestionSource.TERM] == [
        each.source for each in VOCABULARY.suggest("港 兩洋")
    ]
    assert ["港 @两洋铁路", '港 "两洋铁路联合声明"', "港 两洋路"] == [
        each.query for each in VOCABULARY.suggest("港 兩洋")
    ]
    assert ['@"Two-Ocean Railway"', "ocean路"] == [each.query for each in VOCABULARY.suggest("ocean")]
    assert ["洋路"] == [each.query for each in VOCABULARY.suggest("洋")]
    assert "country:PE" == VOCABULARY.suggest("per")[0].query
    assert ['@"Two-Ocean Railway"'] == [each.query for each in VOCABULARY.suggest("@two")]
    assert () == VOCABULARY.suggest("港 ")
    assert () == VOCABULARY.suggest('"港')


def test_names_are_suggested_only_where_they_are_alike() -> None:
    """Letters are alike by chance sooner than characters, and what is excluded is not looked for."""
    projects = (Project("one", ("两洋铁路", "Bioceanic Railway")), Project("two", ("FOCAC", "CPEC")))

    assert ["Bioceanic Railway"] == similar_projects("Bioceánico", projects)
    assert [] == similar_projects("Peru", projects)
    assert [] == similar_projects("港口 -两洋", projects)


def test_citations_leave_out_what_is_not_known() -> None:
    """Nothing is guessed, and the id is always there."""
    law = Document(
        "law", "土地管理法", date=date(2019, 8, 26), date_is=DateIs.PUBLISHED, publisher="全国人大"
    )

    assert "《土地管理法》，第八条，2019年8月26日发布，全国人大。law#8" == citation(
        law, Clause("law", "8", "x", "第八条")
    )
    assert "《土地管理法》, paragraph 2, published 26 August 2019, 全国人大. law#p2" == citation(
        law, Clause("law", "p2", "x"), "en"
    )
    assert "。d" == citation(Document("d", None))


def test_citations_tell_clauses_of_one_number_apart() -> None:
    """By the order of the numbers; a bullet is counted, and of a law the day alone is said."""
    law = Document("law", "刑法", Kind.LAW, date(2023, 12, 29))
    again = Clause("law", "8~2", "八", "八、")
    assert "《刑法》，第八条（第2组编号），2023年12月29日。law#8~2" == citation(law, again)
    assert "《刑法》, list item 4, 29 December 2023. law#i4" == citation(
        law, Clause("law", "i4", "●　小", "●"), "en"
    )


MARKDOWN = MarkdownIt("commonmark").enable("strikethrough")
MARKUP = st.text(st.sampled_from("*_`<>[]()#+-=.!|~&;:/\\\"'{}一。a1 "), max_size=24)


def shown(source: str) -> str:
    """The text of a quotation or heading of one line, which has to have nothing else in it."""
    tokens = MARKDOWN.parse(source)
    (inline,) = (token for token in tokens if token.type == "inline")
    assert {"blockquote", "paragraph", "heading"} >= {
        token.type.rpartition("_")[0] for token in tokens if token is not inline
    }
    assert {"text"} >= {child.type for child in inline.children or ()}
    return inline.content and "".join(child.content for child in inline.children or ())


@given(MARKUP.filter(str.strip))
@example("1. a")
@example("    code")
@example("---")
@example("&lt; a_b _c_ [x](y) ~~z~~ <b> http://x-1.y/?a_b")
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    """Read again, a quoted line and a heading are the text and nothing else."""
    assert text.strip() == shown(f"> {markdown_line(text)}")
    only = Hit(Clause("d", "1", "一"), Document("d", text), (), Tier.EXACT, 0.0)
    heading = list(search_markdown("x", "x", [only], WORDING))[2]
    assert text.strip() == shown(heading.strip("\n"))


WORDING = Wording("zh", {tier: str(tier) for tier in Tier}, "无标题")


def test_markdown_leaves_addresses_ids_and_days_alone() -> None:
    """They are to be copied; an address is a link as it stands, if it is one of the web."""
    document = Document("d-1.2", "声明", date=date(2014, 7, 17), url="http://a-b.example/c_d?e=1&f=2#g")
    hit = Hit(Clause("d-1.2", "8", "2014-07-17 (a) #1 c_d!"), document, (), Tier.EXACT, 0.0)
    written = "".join(search_markdown("x", "x", [hit], WORDING))

    assert "> 2014-07-17 (a) #1 c_d!\n" in written
    assert "<http://a-b.example/c_d?e=1&f=2#g>。d-1.2" in written
    for url in ("javascript:alert(1)", "http://a b", "http://a><script>"):
        bad = replace(hit, document=replace(document, url=url))
        assert f"<{url[:4]}" not in "".join(search_markdown("x", "x", [bad], WORDING)).replace("\\<", "")


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(0, 2), "> **一二**三四…\n"),
        (Span(3, 5), "> …二三**四五**六七…\n"),
        (Span(7, 9), "> …六七**八九**\n"),
    ],
)
def test_mentions_in_markdown_say_where_the_clause_goes_on(span: Span, expected: str) -> None:
    """A part of a clause is not taken for the whole."""
    clause = Clause("d", "1", "一二三四五六七八九")
    found = Mention(clause, Document("d", "声明"), "x", span, kwic(clause.text, span, 2), None)

    assert expected in "".join(mentions_markdown("x", "x", [found], WORDING))


def test_matches_over_a_line_end_are_bold_on_both_lines() -> None:
    """Every line is a quoted paragraph of its own, and begins as no list."""
    hit = Hit(Clause("d", "1", "- 两\n洋- "), Document("d", None), (Span(2, 5),), Tier.EXACT, 0.0)

    assert "> \\- **两**\n>\n> **洋**- \n" in "".join(search_markdown("x", "x", [hit], WORDING))


def test_a_workbook_loses_nothing_of_a_long_text() -> None:
    """What a cell cannot hold goes on beside it."""
    text = "𠀀" + "一" * 40_000 + "二"
    book = zipfile.ZipFile(
        io.BytesIO(
            xlsx([{"text": text, "score": 1.5, "ok": True, "none": None}], ("text", "score", "ok", "none"))
        )
    )
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    strings = ["".join(each.itertext()) for each in sheet.iter(f"{space}is")]

    assert text == "".join(each for each in strings if each[:1] in ("𠀀", "一"))
    assert all(len(each.encode("utf-16-le")) // 2 <= 32_767 for each in strings)
    assert {"text", "score", "True"} <= set(strings)
