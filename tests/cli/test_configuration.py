"""The configuration file and the environment: what holds, in which order, and what a mistake says."""

import re
from pathlib import Path

import pytest

from searchlib.cli import COMMANDS, group, main
from searchlib.cli.configuration import SHARED_KEYS, usual_path
from tests.support.answers import AnsweringLibrary

Written = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration file that ``SEARCHLIB_CONFIG`` names."""
    path = tmp_path / "配置.toml"
    monkeypatch.setenv("SEARCHLIB_CONFIG", str(path))
    path.write_text("", encoding="utf-8")
    return path


def limit_of(library: AnsweringLibrary) -> object:
    """The limit with which the library was asked last."""
    return library.asked[-1][1]["limit"]


def test_each_source_outweighs_the_next(
    file: Path, library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Option, variable of the command, variable of all, section, top of the file, default."""
    main(["search", "x"])
    found = [limit_of(library)]
    file.write_text("limit = 3\n", encoding="utf-8")
    main(["search", "x"])
    found.append(limit_of(library))
    file.write_text("limit = 3\n[search]\nlimit = 4\n", encoding="utf-8")
    main(["search", "x"])
    found.append(limit_of(library))
    monkeypatch.setenv("SEARCHLIB_LIMIT", "5")
    main(["search", "x"])
    found.append(limit_of(library))
    monkeypatch.setenv("SEARCHLIB_SEARCH_LIMIT", "6")
    main(["search", "x"])
    found.append(limit_of(library))
    main(["search", "x", "--limit", "7"])
    found.append(limit_of(library))
    main(["search", "x", "--all"])
    found.append(limit_of(library))

    assert found == [10, 3, 4, 5, 6, 7, None]


def test_switches_and_lists_come_from_the_file(
    file: Path, library: AnsweringLibrary, capsys: Written
) -> None:
    """True and false for switches, a list for what may be repeated."""
    file.write_text(
        'quiet = true\n[search]\nexact = true\n[projects]\nkind = ["country"]\n', encoding="utf-8"
    )
    assert main(["search", "x"]) == 0
    assert "understood" not in capsys.readouterr().out
    assert library.asked[-1][1]["exact"] is True
    assert main(["projects"]) == 1  # there is no country among them


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limmit = 3", "limmit in the configuration file {file} means nothing; `searchlib config` lists"),
        ("limmit = 3", "did you mean limit?"),
        ("[serach]\nlimit = 3", "did you mean search?"),
        ("search = 3", "search in the configuration file {file} means nothing"),
        ("[search]\nlimits = 3", "search.limits in the configuration file {file} means nothing"),
        ("[search]\nlimits = 3", "did you mean search.limit"),
        ("[search]\nhelp = true", "search.help in the configuration file {file} means nothing"),
        (
            "[search]\nlimit = 'x'",
            "search.limit in the configuration file {file} cannot have this value: 'x' is",
        ),
        ("[search]\nlimit = true", "cannot have this value: one value"),
        ("[search]\nexact = 1", "cannot have this value: true or false"),
        ("lang = 'fr'", "'fr' is not one of"),
        ("[search]\nlimit = [1]", "cannot have this value"),
        ("limit =", "the configuration file {file} cannot be read: Invalid value (at end of document)"),
    ],
)
def test_a_mistake_in_the_file_is_named(
    text: str, message: str, file: Path, library: AnsweringLibrary, capsys: Written
) -> None:
    """File and key, what it must be, and the nearest that there is; nothing is answered."""
    file.write_text(text, encoding="utf-8")

    assert main(["search", "x"]) == 2
    written = capsys.readouterr()
    assert message.format(file=file) in written.err
    assert (written.out, library.asked, written.err.count("\n")) == ("", [], 1)


def test_a_file_that_is_named_must_be_there(
    file: Path, tmp_path: Path, library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch, capsys: Written
) -> None:
    """The usual one need not be. The option outweighs the variable."""
    assert main(["list", "--config", str(tmp_path / "none.toml")]) == 2
    assert "there is no configuration file" in capsys.readouterr().err
    file.write_bytes(b"\xff")
    assert main(["list"]) == 2
    assert "not UTF-8" in capsys.readouterr().err
    assert main(["list", "--config", "/dev/null"]) == 0
    assert main(["--config", "/dev/null", "list"]) == 0
    monkeypatch.delenv("SEARCHLIB_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert main(["list"]) == 0


def test_the_usual_file_is_read(
    tmp_path: Path, library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in the configuration folder of the user."""
    monkeypatch.delenv("SEARCHLIB_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    if not usual_path().is_relative_to(tmp_path):
        pytest.skip("this system has another configuration folder")
    usual_path().parent.mkdir()
    usual_path().write_text("[search]\nlimit = 2\n", encoding="utf-8")
    main(["search", "x"])

    assert limit_of(library) == 2


def test_config_tells_what_holds_and_from_where(
    file: Path, library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch, capsys: Written
) -> None:
    """Every option of a command, or those of all commands."""
    file.write_text('index = "~/文库"\n[search]\nsort = "date"\n', encoding="utf-8")
    monkeypatch.setenv("SEARCHLIB_SEARCH_LIMIT", "6")
    monkeypatch.setenv("HOME", "/home/reader")
    assert main(["config", "search"]) == 0
    rows = [re.split(r"  +", line) for line in capsys.readouterr().out.splitlines()]
    assert ["configuration file", str(file)] in rows
    assert ["index", "/home/reader/文库", f"{file}: index"] in rows
    assert ["sort", "date", f"{file}: search.sort"] in rows
    assert ["limit", "6", "SEARCHLIB_SEARCH_LIMIT"] in rows
    assert ["exact", "false", "default"] in rows

    assert main(["--color", "never", "config", "search", "--lang", "zh", "--no-pager"]) == 0
    rows = [re.split(r"  +", line) for line in capsys.readouterr().out.splitlines()]
    assert [["color", "never", "键入"], ["lang", "zh", "键入"], ["pager", "–", "键入"]] == [
        row for name in ("color", "lang", "pager") for row in rows if row[0] == name
    ]

    assert main(["config"]) == 0
    shown = [line.split()[0] for line in capsys.readouterr().out.splitlines()[3:]]
    assert sorted(shown) == sorted(SHARED_KEYS)


def test_config_finds_every_mistake(file: Path, capsys: Written) -> None:
    """Also in the section of a command that is not used today."""
    file.write_text("[lineage]\nunits = 'clause'\n", encoding="utf-8")

    assert main(["config"]) == 2
    assert "did you mean lineage.unit?" in capsys.readouterr().err
    assert main(["config", "serach"]) == 2
    assert "Did you mean 'search'?" in capsys.readouterr().err


def test_a_bad_value_of_a_variable_names_the_variable(
    library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch, capsys: Written
) -> None:
    """Whoever set it last year will not find it otherwise."""
    monkeypatch.setenv("SEARCHLIB_SEARCH_LIMIT", "many")

    assert main(["search", "x"]) == 2
    assert "(from the variable SEARCHLIB_SEARCH_LIMIT)" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_has_a_variable(name: str) -> None:
    """Named after the command and the option."""
    command = group.get_command(group.make_context("searchlib", [], resilient_parsing=True), name)
    assert command is not None
    for option in command.params:
        if option.param_type_name == "option" and option.name != "help":
            assert isinstance(option.envvar, list)
            assert option.envvar[0].startswith(f"SEARCHLIB_{name.upper()}_")
