"""Help in Chinese: every text of every command has one, and the lists keep their columns."""

import re
from collections.abc import Iterator

import click
import pytest

from searchlib.cli import COMMANDS, group, main
from searchlib.cli import help_pages as pages
from searchlib.cli.common import CommandContext
from searchlib.cli.manner import Manner, manner, speak
from searchlib.errors import CHINESE, TRADITIONAL
from searchlib.render.columns import cells, filled
from searchlib.render.messages import chinese_help
from searchlib.traditional import traditional

PAGES = ((), *((name,) for name in COMMANDS), ("help",))
RANGE = re.compile(r"(?:[\d.]+<=)?x(?:>=?|<=?)[\d.]+")
"""A range as click notes it; it is the same in every language."""

PROSE = re.compile(r"(?<![\w@.-])[A-Za-z]?[a-z]+(?: [a-z]+){2}(?![\w.-])")
"""Three English words in a row."""

EXAMPLE = re.compile(r" {4}searchlib ")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What ``--lang`` says holds for the process."""
    before = manner()
    yield
    speak(before)


def page(arguments: tuple[str, ...], language: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The help as it is printed."""
    assert main(["--lang", language, *arguments, "--help"]) == 0
    return capsys.readouterr().out


def asked_for(command: click.Command, name: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The English texts that the help of a command is made of; names of values that are no words left out."""
    asked: set[str] = set()

    def noted(text: str, _: str) -> str:
        asked.add(text)
        return text

    with monkeypatch.context() as patched:
        patched.setattr(pages, "explained", noted)
        speak(Manner(language=CHINESE))
        command.get_help(in_context(command, name))
    return {text for text in asked if not RANGE.fullmatch(text) and not text.startswith("  searchlib ")}


def in_context(command: click.Command, name: str) -> click.Context:
    """The context in which a command is called."""
    parent = CommandContext(group, info_name="searchlib", help_option_names=["-h", "--help"])
    return CommandContext(command, parent, name) if name else parent


def known(name: str) -> click.Command:
    """The command, with all its options."""
    found = group.get_command(in_context(group, ""), name) if name else group
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["", *COMMANDS, "help"])
def test_every_text_of_the_help_is_there_in_chinese(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph, an option or an argument that is not would be English in the middle of Chinese."""
    asked = asked_for(known(name), name, monkeypatch)

    assert {"Usage: ", "Options:", "Show this message and exit."} <= asked
    assert sorted(asked - chinese_help().keys()) == []


def test_an_option_without_chinese_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its help and the name of its value."""
    option = click.Option(["--fold"], metavar="PLACE", help="Fold what nobody unfolds.", default="here")
    command = click.Command("fold", params=[option], help="Fold all.\n\nIn one\nparagraph.")

    assert asked_for(command, "fold", monkeypatch) - chinese_help().keys() == {
        "PLACE",
        "Fold what nobody unfolds.",
        "Fold all.",
        "In one paragraph.",
    }


def test_no_chinese_help_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is of a text that some help has."""
    asked = set().union(*(asked_for(known(name), name, monkeypatch) for name in ("", *COMMANDS, "help")))

    assert sorted(chinese_help().keys() - asked) == []


def test_both_texts_name_the_same_options_and_values() -> None:
    """What can be typed is the same in both."""
    typed = re.compile(r"(?<![\w-])--[a-z-]+|searchlib [a-z]+|'searchlib\[.*?\]'|\w+\.toml|\{\w+\}|/\w+z")
    differing = [
        english
        for english, chinese in chinese_help().items()
        if set(typed.findall(english)) != set(typed.findall(chinese))
    ]

    assert len(chinese_help()) > 100
    assert differing == []


@pytest.mark.parametrize("language", [CHINESE, TRADITIONAL])
@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_help_in_chinese_has_no_english_sentence(
    arguments: tuple[str, ...],
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At 80 columns no line is wider, the second columns stand below one another, and examples are as in
    English."""
    monkeypatch.setenv("COLUMNS", "80")
    if arguments == ("help",):
        printed = known("help").get_help(in_context(known("help"), "help"))
        english = printed
    else:
        english = page(arguments, "en", capsys)
        printed = page(arguments, language, capsys)
    lines = [line for line in printed.splitlines() if not EXAMPLE.match(line)]
    told = ("用法：", "选项：") if language == CHINESE else ("用法：", "選項：")

    if arguments != ("help",):
        assert all(word in printed for word in told)
        assert [line for line in lines if PROSE.search(line)] == []
    assert [line for line in lines if cells(line) > 80] == []
    assert [line for line in printed.splitlines() if EXAMPLE.match(line)] == [
        line for line in english.splitlines() if EXAMPLE.match(line)
    ]
    listed = [re.match(r"  (-.*?\S)(?:  +(\S.*))?$", line) for line in lines]
    columns = {cells(found[0]) - cells(found[2]) for found in listed if found and found[2]}
    assert len(columns) == 1


def test_traditional_help_is_in_traditional_characters(capsys: pytest.CaptureFixture[str]) -> None:
    """By the conversion of messages; examples are as they are typed."""
    printed = page(("search",), TRADITIONAL, capsys)
    words = "".join(line for line in printed.splitlines() if not EXAMPLE.match(line))

    assert "預設值：relevance" in printed
    assert "searchlib search 两洋铁路 可行性" in printed
    assert traditional(words) == words


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "zh_TW.UTF-8", "zh_HK", "en_GB.UTF-8"])
def test_the_locale_chooses_the_language(
    locale: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without ``--lang`` or its variable."""
    monkeypatch.delenv("SEARCHLIB_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert main(["check", "--help"]) == 0
    words = {"zh_CN.UTF-8": "选项：", "en_GB.UTF-8": "Options:"}

    assert words.get(locale, "選項：") in capsys.readouterr().out


def test_lines_end_where_chinese_may_be_divided() -> None:
    """Not before closing punctuation, not after opening one, not within a word."""
    text = "检索词中 ? 代表一个字符（两?铁路），见 searchlib projects；“短语”不分开。"
    for width in range(10, 60):
        lines = filled(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(line[0] not in "，。；：）”" and line[-1] not in "（“" for line in lines)
        assert all(cells(line) <= width for line in lines) or width < 14
        assert sum("searchlib" in line for line in lines) == 1
