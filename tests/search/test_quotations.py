"""Quotations of any length: verbatim, differing character by character, or not found with what is nearest."""

import time
from collections.abc import Iterator

import pytest

import searchlib
from searchlib.errors import QueryError
from searchlib.model import Clause, Document, Quotation, Script, Tier, Verdict
from searchlib.search.limits import LONGEST_CHECKED
from searchlib.text.quotations import QuotedBy, quotations_in, unquoted

FIRST = "双方重申遵守二〇一四年签署的关于高原铁路的谅解备忘录，并愿加快前期研究。"
SECOND = "雙方決定成立工作組，\n每年輪流在兩國首都舉行會議，就重大項目交換意見。"
THIRD = "　　本声明一式两份，以中文、西班牙文写成，两种文本同等作准。"
LONG = "".join(f"第{n}项：双方同意在第{n * 7}号领域推进合作，由第{n * 13}司局负责落实。" for n in range(120))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Library]:
    """Two documents, one with Traditional text."""
    folder = tmp_path_factory.mktemp("quotations")
    clauses = (FIRST, SECOND, THIRD, LONG)
    documents = [
        Document(
            "d",
            "甲国和乙国联合声明",
            script=Script.MIXED,
            clauses=tuple(Clause("d", str(n), text) for n, text in enumerate(clauses, 1)),
        ),
        Document("e", "评论", clauses=(Clause("e", "1", "有人说：加快前期研究。"),)),
    ]
    searchlib.build_documents(documents, folder)
    with searchlib.open(folder) as opened:
        yield opened


def check(library: searchlib.Library, text: str) -> Quotation:
    """The one quotation of a text."""
    (found,) = library.quotations(text)
    return found


def deviations(found: Quotation) -> list[tuple[str, str]]:
    """What is quoted and what is printed, for each difference."""
    return [(each.quoted, each.printed) for part in found.parts for each in part.deviations]


@pytest.mark.parametrize(
    ("text", "clause", "printed"),
    [
        (FIRST, "d#1", FIRST),
        ("谅解备忘录", "d#1", "谅解备忘录"),
        ("諒解備忘錄", "d#1", "谅解备忘录"),
        ("双方决定成立工作组，每年轮流", "d#2", "雙方決定成立工作組，\n每年輪流"),
        ("高 原 铁 路", "d#1", "高原铁路"),
        (LONG, "d#4", LONG),
        (LONG[700:4700], "d#4", LONG[700:4700]),
    ],
)
def test_verbatim(library: searchlib.Library, text: str, clause: str, printed: str) -> None:
    """Script, width and blanks make no difference; the span is of the original text."""
    found = check(library, text)

    assert (found.verdict, found.likeness) == (Verdict.VERBATIM, 1.0)
    (part,) = found.parts
    assert (part.clause.id, part.printed) == (clause, printed)


@pytest.mark.parametrize(
    ("text", "clause", "expected"),
    [
        (FIRST.replace("签署", "签属"), "d#1", [("属", "署")]),
        (FIRST.replace("谅解", ""), "d#1", [("", "谅解")]),
        (FIRST.replace("铁路", "铁路项目"), "d#1", [("项目", "")]),
        (FIRST.replace("，", "、"), "d#1", [("、", "，")]),
        ("有方重申遵守二〇一四年签署", "d#1", [("有", "双")]),
        ("并愿加快前期研九。", "d#1", [("九", "究")]),
        ("每年輪流在两国首都举行会议，就重大项目交流意见", "d#2", [("流", "换")]),
        ("本声明一式三份，以中文、西班牙文和英文写成", "d#3", [("三", "两"), ("和英文", "")]),
        ("高原铁道", "d#1", [("道", "路")]),
    ],
)
def test_differences(
    library: searchlib.Library, text: str, clause: str, expected: list[tuple[str, str]]
) -> None:
    """Each difference with its characters and its place on both sides."""
    found = check(library, text)

    assert found.verdict is Verdict.DIFFERS
    (part,) = found.parts
    assert part.clause.id == clause
    shown = [(each.quoted, each.printed) for each in part.deviations]
    assert [(quoted, printed.replace("換", "换")) for quoted, printed in shown] == expected
    for each in part.deviations:
        assert text[each.quoted_span.start : each.quoted_span.end] == each.quoted
        assert part.clause.text[each.span.start : each.span.end] == each.printed


@pytest.mark.parametrize("wrong", [False, True])
def test_a_text_over_several_clauses(library: searchlib.Library, wrong: bool) -> None:
    """Each clause with its part, in the order of the text, which they cover without a gap."""
    text = f"{FIRST}\n{SECOND}\n{THIRD}"
    given = text.replace("輪流", "轮番").replace("作准", "做准") if wrong else text
    found = check(library, given)

    assert [part.clause.id for part in found.parts] == ["d#1", "d#2", "d#3"]
    assert found.verdict is (Verdict.DIFFERS if wrong else Verdict.VERBATIM)
    assert deviations(found) == ([("番", "流"), ("做", "作")] if wrong else [])
    assert "".join(given[part.quoted_span.start : part.quoted_span.end] for part in found.parts).replace(
        "\n", ""
    ) == given.replace("\n", "").replace("　", "")


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("今日天晴宜出游远足", None), ("有关高原机场的谈判没有结果", "d#1"), ("鿿鿿鿿", None)],
)
def test_not_found(library: searchlib.Library, text: str, nearest: str | None) -> None:
    """Little or nothing of it stands there; the nearest clause is named where there is one."""
    found = check(library, text)

    assert found.verdict is Verdict.NOT_FOUND
    assert nearest == (found.parts[0].clause.id if found.parts else None)


def test_further_places_are_counted(library: searchlib.Library) -> None:
    """The first in corpus order is shown."""
    assert check(library, "加快前期研究").elsewhere == 1


@pytest.mark.parametrize(
    ("text", "by", "quoted"),
    [
        ("说“甲「乙」”和「丙」", None, ["甲「乙」", "丙"]),
        ("《甲》第一条", None, ["甲"]),
        ("甲\n\n  乙  \n", None, ["甲", "乙"]),
        ("“甲”\n乙", QuotedBy.LINES, ["“甲”", "乙"]),
        ("甲\n乙", QuotedBy.MARKS, []),
        ("“甲", None, ["“甲"]),
        ("“甲「乙”丙」", None, ["甲「乙"]),
        ("”甲“乙”", None, ["乙"]),
        ("", None, []),
        ("“ ”", None, []),
    ],
)
def test_quotations_of_a_text(text: str, by: QuotedBy | None, quoted: list[str]) -> None:
    """Marks if there are any, else lines; a quotation inside another one is part of it."""
    assert quoted == [text[span.start : span.end] for span in quotations_in(text, by)]


@pytest.mark.parametrize(
    ("text", "bare"),
    [("“甲”", "甲"), (" 甲 ", "甲"), ("“甲”和“乙”", "“甲”和“乙”"), ("「甲", "「甲"), ("", "")],
)
def test_marks_around_the_whole(text: str, bare: str) -> None:
    """One pair of marks around a quotation is not part of it."""
    span = unquoted(text)

    assert bare == text[span.start : span.end]


def test_a_report_of_many(library: searchlib.Library) -> None:
    """One report, with the line and offset of each."""
    text = "文章说“加快前期研究”，\n又说「签属的关于高原铁路」，\n还说『今日天晴宜出游远足』。"
    report = library.quotations(text, None)

    assert [(each.line, text[each.start : each.start + len(each.text)]) for each in report] == [
        (1, "加快前期研究"),
        (2, "签属的关于高原铁路"),
        (3, "今日天晴宜出游远足"),
    ]
    assert [report.count(verdict) for verdict in Verdict] == [1, 1, 1]


@pytest.mark.parametrize(
    "text", ["甲" * 50_000, "双方" * 30_000, "。" * 50_000, LONG * 12, "“「" * 40_000, "」" * 80_000]
)
def test_the_cost_grows_with_the_text_only(library: searchlib.Library, text: str) -> None:
    """Repetition, signs and marks without partners take no longer than other text; generous by far."""
    begun = time.process_time()
    library.quotations(text)
    library.quotations(text, None)

    assert time.process_time() - begun < 60


def test_too_long_a_text_is_refused(library: searchlib.Library) -> None:
    """The error tells the limit."""
    with pytest.raises(QueryError, match=r"1,000,000|1000000"):
        library.quotations("甲" * (LONGEST_CHECKED + 1))


@pytest.mark.parametrize("blanks", ["", " "])
def test_a_pasted_text_finds_its_clause(library: searchlib.Library, blanks: str) -> None:
    """Longer than any query, with or without blanks: the clause it comes from, exact."""
    cut = LONG.index("双方", 1200)
    text = blanks.join((LONG[:cut], LONG[cut:2400]))
    results = library.search(text)

    assert [(hit.clause.id, hit.tier) for hit in results] == [("d#4", Tier.EXACT)]
    assert results.totals.exact == 1
    assert list(library.hits(searchlib.SearchRequest(text))) == list(results.hits)
    near = library.search(text.replace("司局", "部门"))
    assert [(hit.clause.id, hit.tier) for hit in near] == [("d#4", Tier.SOME)]
    assert library.search(text.replace("司局", "部门"), exact=True).totals.exact == 0
