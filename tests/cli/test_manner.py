"""How the program speaks: quietly, in colour, in a language; before the command and after it."""

from pathlib import Path

import pytest

from searchlib.cli import main
from searchlib.cli.manner import language_of
from searchlib.settings import read_settings
from tests.support.answers import RAILWAY, AnsweringLibrary
from tests.support.program import run

Written = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "notes"),
    [
        (["search", RAILWAY], "understood"),
        (["mentions", RAILWAY], "plain scan"),
        (["mentions", RAILWAY, "--by", "year"], "plain scan"),
        (["search", RAILWAY, "--by", "year"], "understood"),
        (["statements", RAILWAY], "understood"),
        (["list", "--limit", "1"], "more: --limit 0"),
        (["show", "law"], "kind  "),
    ],
)
def test_quiet_is_results_alone(
    arguments: list[str], notes: str, library: AnsweringLibrary, capsys: Written
) -> None:
    """What is said about them is left out, and no empty line stands for it; the results are all there."""
    assert main(arguments) == 0
    usual = capsys.readouterr().out
    for asked in ([*arguments, "-q"], ["--quiet", *arguments]):
        assert main(asked) == 0
        quiet = capsys.readouterr()
        assert (notes in usual, notes in quiet.out, quiet.err) == (True, False, "")
        assert quiet.out.strip()
        assert not quiet.out.startswith("\n")
        assert set(quiet.out.splitlines()) <= set(usual.splitlines())


def test_quiet_says_nothing_where_nothing_is_found(library: AnsweringLibrary, capsys: Written) -> None:
    """The status says it; an error is said."""
    assert main(["search", "两洋铁陆", "-q"]) == 1
    assert main(["mentions", "两洋铁陆", "-q"]) == 1
    assert main(["list", "--title", "铁陆", "-q"]) in (0, 1)
    assert capsys.readouterr().err == ""
    assert main(["show", "nothing", "-q"]) == 2
    assert "nothing" in capsys.readouterr().err
    assert main(["index", "-q"]) == 1
    written = capsys.readouterr()
    assert ("skipped" in written.err, written.out) == (True, "")


@pytest.mark.parametrize(
    ("option", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "auto"], {"CLICOLOR_FORCE": "1"}, True),
        ([], {"CLICOLOR_FORCE": "1"}, True),
        ([], {"CLICOLOR_FORCE": "0"}, False),
        ([], {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
        ([], {"SEARCHLIB_COLOR": "always"}, True),
    ],
)
def test_colour_is_asked_for(
    option: list[str],
    environment: dict[str, str],
    coloured: bool,
    library: AnsweringLibrary,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Written,
) -> None:
    """The option outweighs the variables, NO_COLOR the others."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for arguments in (["search", RAILWAY, *option], [*option, "search", RAILWAY]):
        main(arguments)
        assert coloured == ("\x1b[" in capsys.readouterr().out)


def test_what_stands_before_the_command_outweighs_the_file(
    tmp_path: Path, library: AnsweringLibrary, capsys: Written
) -> None:
    """It is typed; a section of the file is not."""
    file = tmp_path / "c.toml"
    file.write_text("lang = 'zh'\n[search]\nlang = 'zh-Hant'\ncolor = 'always'\n", encoding="utf-8")
    asked = ["--config", str(file), "--lang", "en", "--color", "never", "search", RAILWAY]
    main(asked)
    shown = capsys.readouterr().out

    assert shown.startswith("understood: ")
    assert "\x1b[" not in shown
    main(["--config", str(file), "search", RAILWAY])
    assert "理解為：" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_HK.UTF-8", "LANG": "en_GB.UTF-8"}, "zh-Hant"),
        ({"LC_ALL": "zh_TW.Big5"}, "zh-Hant"),
        ({"LC_ALL": "zh"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "SEARCHLIB_LANG": "zh"}, "zh"),
        ({"LANG": "zha_CN"}, "en"),
        ({"LANG": "POSIX"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], language: str) -> None:
    """The first of the variables that is set, ours before them; the locale need not be installed."""
    assert language_of(read_settings(environment).locale) == language


@pytest.mark.parametrize(
    ("locale", "understood", "missing", "help_text"),
    [
        ("zh_CN.UTF-8", "理解为：", "没有找到", "列出名称或项目的每一处"),
        ("zh_TW.UTF-8", "理解為：", "沒有找到", "列出名稱或項目的每一處"),
        ("C.UTF-8", "understood: ", "nothing found", "Every mention of a name"),
    ],
)
def test_results_notes_and_help_are_in_the_language(
    locale: str, understood: str, missing: str, help_text: str, index: Path
) -> None:
    """In a process of its own, with the locale as the environment has it; texts stay as they are."""
    found = run("search", RAILWAY, "--index", str(index), LC_ALL=locale).stdout.decode()
    nothing = run("search", "没有的词语", "--index", str(index), LC_ALL=locale).stderr.decode()
    listed = run("--help", LC_ALL=locale).stdout.decode()

    assert found.startswith(understood)
    assert "中华人民共和国政府和秘鲁共和国政府联合声明" in found
    assert missing in nothing
    assert "没有的词语" in nothing
    assert help_text in listed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", "(合作 OR"], "括号 ( 没有配对"),
        (["serach"], "没有命令 serach。是不是 search？见 searchlib --help"),
        (["search", "x", "--limt", "3"], "没有选项 --limt。是不是 --limit"),
        (["search", "x", "--limit", "y"], "应是 0 以上的整数"),
        (["search", "x", "--sort", "y"], "可用 relevance，date，corpus"),
        (["compare"], "缺少 A。"),
        (["show", "nothing"], "索引中没有文件 'nothing'"),
        (["search", "x", "--all", "-n", "2"], "--all 和 --limit 不能同用。见 searchlib search --help"),
        (["search", "\x00"], "第 2 个参数含有 NUL 字符"),
    ],
)
def test_errors_are_in_the_language(
    arguments: list[str], message: str, index: Path, monkeypatch: pytest.MonkeyPatch, capsys: Written
) -> None:
    """Those of the library and those of the call."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("SEARCHLIB_INDEX", str(index))

    assert main(arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "caret"),
    [
        (["search", "(合作 OR"], 2),
        (["search", "合作", "(铁路"], 2 + 5),
        (["statements", "铁路 year:abc"], 2 + 5),
        (["kwic", "铁路 )"], 2 + 5),
        (["list", "--year", "abc"], 2),
        (["save", "name", "铁路 )"], 2 + 5),
    ],
)
def test_an_error_in_a_query_is_pointed_at(
    arguments: list[str], caret: int, index: Path, capsys: Written
) -> None:
    """Below the message, in cells of the terminal, for every command that reads a query."""
    assert main([*arguments, "--index", str(index)]) == 2
    _message, query, pointer = capsys.readouterr().err.splitlines()

    assert query.strip()
    assert pointer == " " * caret + "^"
