"""``list`` and ``show``: filters, orders, limits, and documents by their titles."""

import json
from pathlib import Path

import pytest

from searchlib.cli import main

Written = pytest.CaptureFixture[str]


@pytest.fixture
def listed(demo_index: Path, capsys: Written) -> object:
    """Return the ids that ``list`` gives for its arguments."""

    def ids(*arguments: str) -> list[str]:
        capsys.readouterr()
        main(["list", *arguments, "--format", "jsonl", "--index", str(demo_index)])
        return [json.loads(line)["document_id"] for line in capsys.readouterr().out.splitlines()]

    return ids


@pytest.mark.parametrize(
    ("options", "query"),
    [
        (["--kind", "law"], ["kind:law"]),
        (["--kind", "law", "--kind", "report"], ["kind:law OR kind:report"]),
        (["--country", "秘鲁", "--year", "2015..2016"], ["country:PE", "year:2015..2016"]),
        (["--title", "联合声明", "--title", "秘鲁"], ["title:联合声明", "title:秘鲁"]),
        (["--title", 'a"b'], ['title:"a\\"b"']),
        (["--script", "hant"], ["script:hant"]),
        (["--country", "秘鲁", "-两洋铁路"], ["country:秘鲁", "-两洋铁路"]),
    ],
)
def test_options_are_filters_by_name(options: list[str], query: list[str], listed: object) -> None:
    """What they give is what the query with these filters gives, in the same order."""
    assert callable(listed)
    every = listed()
    found = listed(*options)

    assert found == listed(*query)
    assert found == [each for each in every if each in set(found)]
    assert len(found) < len(every)


def test_orders_are_orders(listed: object) -> None:
    """All documents in each; oldest first without one."""
    assert callable(listed)
    every = listed()
    for order in ("date", "newest", "title", "clauses", "kind", "id"):
        assert sorted(listed("--sort", order)) == sorted(every)
    assert listed("--sort", "date") == every
    assert listed("--sort", "id") == sorted(every)
    dated = [each for each in listed("--sort", "newest") if each[:2] == "20"]
    assert [each[:10] for each in dated] == sorted((each[:10] for each in dated), reverse=True)


def test_the_rest_is_counted(demo_index: Path, listed: object, capsys: Written) -> None:
    """As text; 0 shows all, also where the environment has a limit."""
    assert callable(listed)
    total = len(listed())
    assert main(["list", "--limit", "3", "--index", str(demo_index)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert (len(shown), shown[-1]) == (1 + 3 + 2, f"… {total - 3} more: --limit 0 shows all")
    assert listed("-n", "3") == listed()[:3]
    assert listed("-n", "0") == listed()


def test_mentions_have_a_limit_and_count_all(demo_index: Path, capsys: Written) -> None:
    """The counts and the certificate are of all mentions, whatever is listed."""
    asked = ["mentions", "两洋铁路", "--index", str(demo_index)]
    main([*asked, "--limit", "5", "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    main([*asked, "--limit", "5", "--format", "csv"])
    rows = capsys.readouterr().out.count("\r\n") - 1
    main([*asked, "--limit", "5"])
    text = capsys.readouterr().out

    assert (answer["occurrences"], len(answer["mentions"]), rows) == (12, 5, 5)
    assert "… 7 more: --limit 0 shows all" in text
    assert text.count("【") == 5
    assert "12 occurrences in 8 clauses" in text


def test_names_that_are_not_found_are_counted_in_one_line(demo_index: Path, capsys: Written) -> None:
    """And listed when asked for."""
    asked = ["mentions", "两洋铁路", "--index", str(demo_index)]
    main(asked)
    assert "11 other names not found (--names)" in capsys.readouterr().out
    main([*asked, "--names"])
    assert "not found as: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("check", "scanned"),
    [([], "not checked against a plain scan"), (["--check"], "; checked against a plain scan")],
)
def test_a_long_corpus_is_scanned_when_asked(
    check: list[str], scanned: str, demo_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: Written
) -> None:
    """Without the scan the answer says why there is none, and which option makes one."""
    monkeypatch.setattr("searchlib.search.certificate.SCAN_LIMIT", 100)
    main(["mentions", "两洋铁路", *check, "--index", str(demo_index)])
    text = capsys.readouterr().out

    assert scanned in text
    assert ("which takes longer (--check does it)" in text) == (not check)


@pytest.mark.parametrize(
    "title",
    [
        ["中华人民共和国政府和秘鲁共和国政府联合声明（摘要）"],
        ["秘鲁", "政府联合声明"],
        ["秘魯 政府聯合聲明"],
        ["中秘2015年联合声明"],
    ],
)
def test_show_opens_by_title(title: list[str], demo_index: Path, capsys: Written) -> None:
    """The whole one, words that only one title has, in either script, or a short title."""
    assert main(["show", *title, "--index", str(demo_index)]) == 0
    assert "id           2015-05-22-cn-pe-joint-statement" in capsys.readouterr().out


def test_show_tells_which_titles_match(demo_index: Path, capsys: Written) -> None:
    """Where several do."""
    assert main(["show", "秘鲁", "声明", "--index", str(demo_index)]) == 2
    message = capsys.readouterr().err

    assert "3 documents have '秘鲁 声明' in their titles: " in message
    assert "2016-09-13-cn-pe-joint-statement" in message
