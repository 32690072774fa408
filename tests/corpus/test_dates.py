"""Days are read in every way of writing; what is no day is none."""

from datetime import date

import pytest

from searchlib.corpus.dates import compact_date, find_dates, first_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015年5月22日", ["2015-05-22"]),
        ("２００９年６月２９日", ["2009-06-29"]),
        ("二0一三年七月十六日于北京", ["2013-07-16"]),
        ("二〇〇二年十二月三十一日", ["2002-12-31"]),
        ("一九九九年十月一日", ["1999-10-01"]),
        ("2013年 4月 6日", ["2013-04-06"]),
        ("中華民國一百十二年二月十五日", ["2023-02-15"]),
        ("中華民國112年2月15日", ["2023-02-15"]),
        ("中華民國元年一月一日", ["1912-01-01"]),
        ("中华人民共和国2019年6月13日", ["2019-06-13"]),
        ("2016-09-13[字体", ["2016-09-13"]),
        ("2016/9/13 与 2016.09.14", ["2016-09-13", "2016-09-14"]),
        ("𠮷2015年5月22日", ["2015-05-22"]),
        ("14日晚，當地時間11月14日", []),
        ("2024年11月", []),
        ("2015年2月30日", []),
        ("2016-09/13", []),
        ("112年2月15日", []),
        ("1.2.2013", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    """Full dates in every way of writing; a day without a year, or an impossible one, is none."""
    assert expected == [day.isoformat() for day, _, _ in find_dates(text)]


def test_a_date_knows_its_span() -> None:
    """The span is that of the printed date."""
    text = "于二0一三年七月十六日𠮷"
    ((_, start, end),) = find_dates(text)

    assert text[start:end] == "二0一三年七月十六日"


def test_first_and_compact_dates() -> None:
    """The first of several dates; eight figures are one only as a whole."""
    expected = (date(2015, 5, 22), None, date(2026, 7, 22), None, None)
    found = (
        first_date("2015年5月22日至2016年5月22日"),
        first_date("五月"),
        compact_date(" 20260722 "),
        compact_date("20260231"),
        compact_date("2026072"),
    )

    assert expected == found
