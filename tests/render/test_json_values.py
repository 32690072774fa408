"""The shapes other programs rely on."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Clause, Document, Hit, Span, Tier, Verification
from searchlib.render import json_values, report_values
from searchlib.render.cited_values import clause_json
from searchlib.render.csv_json import (
    columns_of,
    csv_lines,
    json_lines,
    json_text,
)
from searchlib.render.json_values import Json
from tests.support.answers import (
    BUILD,
    CHANGED,
    DIFFERENT,
    DOCUMENTS,
    JOINT_STATEMENT,
    NO_MENTIONS,
    PROJECTS,
    RESULTS,
    STATISTICS,
    VERIFIED,
    clause,
    golden,
    mentions,
)

HIT = "clause_id document_id title date parties number path headings citation text source spans tier score"
MENTION = "clause_id document_id title date number name before match after span source"
DOCUMENT = "document_id title kind date date_is published parties place publisher url script clauses source"
CERTIFICATE = (
    "index corpus clauses_searched verified_by_scan forms files files_skipped characters characters_left_out"
)
BARE = Document("d", None)


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        (json_values.search_json(RESULTS), "query understood taken totals did_you_mean hits"),
        (json_values.search_json(RESULTS)["totals"], "exact words some"),
        (json_values.hit_json(RESULTS.hits[0]), HIT),
        (
            json_values.mentions_json(mentions()),
            "name names occurrences clauses statements first last certificate mentions",
        ),
        (json_values.mentions_json(mentions())["certificate"], CERTIFICATE),
        (json_values.mention_json(mentions().mentions[0]), MENTION),
        (json_values.mention_json(mentions().mentions[0])["source"], "file start end"),
        (json_values.documents_json(DOCUMENTS), "documents"),
        (json_values.document_json(JOINT_STATEMENT), DOCUMENT),
        (json_values.show_json(JOINT_STATEMENT, JOINT_STATEMENT.clauses), "document clauses"),
        (
            clause_json(JOINT_STATEMENT.clauses[0], JOINT_STATEMENT),
            "clause_id path place number headings citation source text",
        ),
        (report_values.verification_json(DIFFERENT), "ok compared differences"),
        (report_values.build_report_json(BUILD), "documents clauses added changed removed skipped seconds"),
    ],
)
def test_every_agreed_key_is_there(value: Json, keys: str) -> None:
    """The contract's keys are all present; further ones may be."""
    assert isinstance(value, dict)
    assert set(keys.split()) <= set(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("search.json", json_values.search_json(RESULTS)),
        ("mentions.json", json_values.mentions_json(mentions())),
        ("list.json", json_values.documents_json(DOCUMENTS)),
        ("show.json", json_values.show_json(JOINT_STATEMENT, JOINT_STATEMENT.clauses)),
        ("verify.json", report_values.verification_json(DIFFERENT)),
        ("index.json", report_values.build_report_json(BUILD)),
        ("index-changed.json", report_values.build_report_json(CHANGED)),
        ("stats.json", report_values.statistics_json(STATISTICS)),
        ("project.json", json_values.project_json(PROJECTS[0], mentions())),
    ],
)
def test_json_is_as_agreed(name: str, value: Json) -> None:
    """Every JSON answer is the one that was looked at and approved."""
    golden(name)(json_text(value))


def test_what_is_not_known_is_null() -> None:
    """A document that says nothing of itself has nulls and empty lists, never guesses."""
    row = json_values.document_json(BARE)
    expected = {
        "document_id": "d",
        "short_titles": [],
        "kind": "other",
        "parties": [],
        "issuers": [],
        "clauses": 0,
    }

    assert expected == {key: value for key, value in row.items() if value is not None}


def test_a_clause_without_a_number_has_null() -> None:
    """The path stays, the number is null, the headings are empty."""
    row = json_values.hit_json(Hit(Clause("d", "p1", "两洋"), BARE, (), Tier.SOME, 0.0))
    expected = {"number": None, "path": "p1", "headings": [], "spans": [], "tier": "some"}

    assert expected == {key: row[key] for key in expected}


def test_no_mention_has_null_dates() -> None:
    """An empty answer keeps its shape and its certificate."""
    answer = json_values.mentions_json(NO_MENTIONS)
    expected = {"occurrences": 0, "first": None, "last": None, "mentions": []}

    assert expected == {key: answer[key] for key in expected}
    assert answer["certificate"]


@pytest.mark.parametrize(("outcome", "ok"), [(VERIFIED, True), (DIFFERENT, False)])
def test_verification_is_ok_without_differences(outcome: Verification, ok: bool) -> None:
    """`ok` says whether there are any."""
    answer = report_values.verification_json(outcome)

    assert (ok, len(outcome.differences)) == (answer["ok"], len(answer["differences"]))


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_json_gives_back_text_and_spans(text: str, pairs: list[tuple[int, int]]) -> None:
    """Text survives JSON whatever its characters; spans are pairs of code-point offsets into it."""
    spans = tuple(Span(min(pair), max(pair)) for pair in pairs)
    found = Hit(Clause("d", "1", text), BARE, spans, Tier.EXACT, 0.5)
    read = json.loads(json_text(json_values.hit_json(found)))

    assert (text, [[span.start, span.end] for span in spans]) == (read["text"], read["spans"])


def test_a_span_gives_the_match() -> None:
    """`text[start:end]` of a mention's span is what matched, also behind characters outside the BMP."""
    for found in mentions():
        row = json_values.mention_json(found)
        start, end = row["span"]
        text = clause(found.clause.id)[0].text

        assert row["match"] == text[start:end]


def test_json_is_readable_text() -> None:
    """Chinese is written as Chinese, not as escapes."""
    assert "兩洋鐵路" in json_text(json_values.search_json(RESULTS))


def test_json_lines_are_objects_of_one_line() -> None:
    """Each line is one whole JSON object, line feeds in texts notwithstanding."""
    rows = [json_values.hit_json(found) for found in RESULTS.hits]
    lines = list(json_lines(rows))

    assert rows == [json.loads(line) for line in lines]
    assert [1] * len(rows) == [line.count("\n") for line in lines]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([json_values.hit_json(found) for found in RESULTS.hits], columns_of("HitJson")),
        ([json_values.mention_json(found) for found in mentions()], columns_of("MentionJson")),
        ([json_values.document_json(each) for each in DOCUMENTS], columns_of("DocumentJson")),
        ([clause_json(each, JOINT_STATEMENT) for each in JOINT_STATEMENT.clauses], columns_of("ClauseJson")),
        ([json_values.project_json(PROJECTS[0], mentions())], columns_of("ProjectJson")),
    ],
    ids=["hits", "mentions", "documents", "clauses", "projects"],
)
def test_csv_has_a_column_for_everything(rows: list[dict[str, Json]], columns: tuple[str, ...]) -> None:
    """Every key of the JSON rows is a column, and every column comes from one."""
    keys = {
        f"{key}_{part}"
        for row in rows
        for key, value in row.items()
        if isinstance(value, dict)
        for part in value
    }
    keys |= {key for row in rows for key in row} - {"source"}

    assert keys | {name for name in columns if name.startswith("source_")} == set(columns)


def test_csv_can_be_read_back() -> None:
    """Quotes, line feeds and commas in texts stay in their cell; lists are written with `; `."""
    found = replace(RESULTS.hits[0], clause=Clause("d", "1", 'a,"b"\r\n两', headings=("甲", "乙")))
    lines = "".join(csv_lines([json_values.hit_json(found)], columns_of("HitJson"), mark=False))
    (row,) = csv.DictReader(StringIO(lines, newline=""))
    spans = "; ".join(f"{span.start}:{span.end}" for span in found.spans)
    expected = {
        "text": 'a,"b"\r\n两',
        "headings": "甲; 乙",
        "parties": "CN; PE",
        "number": "",
        "spans": spans,
    }

    assert expected == {name: row[name] for name in expected}


def test_csv_tells_excel_that_it_is_utf_8() -> None:
    """A byte order mark comes first unless it is not wanted, and lines end with CR LF."""
    expected = (
        "\ufeffclause_id,path,place,number,headings,citation,source_file,source_start,source_end,text\r\n"
    )

    assert expected == "".join(csv_lines([], columns_of("ClauseJson")))
    assert expected[1:] == "".join(csv_lines([], columns_of("ClauseJson"), mark=False))


def test_a_csv_mention_has_its_place_in_the_file() -> None:
    """File and offsets are columns of their own, empty where they are not known."""
    lines = "".join(
        csv_lines(map(json_values.mention_json, mentions()), columns_of("MentionJson"), mark=False)
    )
    first, *_, last = csv.DictReader(StringIO(lines, newline=""))
    expected = {"source_file": "statements/秘鲁.txt", "source_start": "2000", "source_end": "2004"}

    assert expected == {column: first[column] for column in expected}
    assert dict.fromkeys(expected, "") == {column: last[column] for column in expected}
