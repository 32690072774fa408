"""Help: every command explains itself, with examples that can be typed."""

import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest

import searchlib
import searchlib.search.live
from searchlib.cli import COMMANDS, group, main
from searchlib.mcp import server as tools
from searchlib.web import server
from tests.support.answers import (
    RAILWAY,
    AnsweringLibrary,
)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Help has an example that names the program, and begins as the list of commands says."""
    with click.Context(group) as context:
        command = group.get_command(context, name)
    status = main([name, "--help"])
    printed = capsys.readouterr().out

    assert command is not None
    assert (0, COMMANDS[name][1]) == (status, (command.help or "").split("\n")[0])
    assert re.search(rf"Examples?:\n +searchlib {name}", printed)
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option))


READING = ("kwic", "dossier", "formula", "names", "compare", "lineage")
"""Commands that read something out of many answers: their examples are of the demo corpus."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo corpus, which may be changed, and its index."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(Path(__file__).parents[2] / "corpus", folder / "corpus")
    searchlib.build(folder / "corpus", folder / "index")
    return folder


@pytest.mark.parametrize("name", READING)
def test_examples_of_analyses_can_be_typed(
    name: str, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is answered from the demo corpus, and writes its file where it is called."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEARCHLIB_INDEX", str(demo / "index"))
    with click.Context(group) as context:
        command = group.get_command(context, name)
    assert command is not None
    examples = re.findall(rf"^ *searchlib ({name}\b.*)$", command.help or "", flags=re.MULTILINE)
    statuses = [main(shlex.split(example.partition(" > ")[0])) for example in examples]

    assert examples
    assert [status for status in statuses if status > 1] == []


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - set(READING)))
def test_examples_in_the_help_can_be_typed(
    name: str, library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each example is understood as it stands, shell redirections aside; nothing is really served."""
    monkeypatch.setattr(server, "listen", lambda _: socket.create_server(("127.0.0.1", 0)))
    monkeypatch.setattr(server, "serve_http", lambda *_: None)
    monkeypatch.setattr(tools, "serve_tools", lambda *_: None)
    monkeypatch.setattr(searchlib.search.live, "LiveIndex", lambda _: None)
    with click.Context(group) as context:
        command = group.get_command(context, name)
    assert command is not None
    examples = re.findall(rf"^ *searchlib ({name}\b.*)$", command.help or "", flags=re.MULTILINE)
    statuses = [main(shlex.split(example.partition(" > ")[0])) for example in examples]

    assert examples
    assert all(status < 2 for status in statuses)


def test_help_and_search_load_no_tables(index: Path) -> None:
    """A search and the help start without rich's tables and progress bars."""
    code = (
        "import sys; from searchlib.cli import main; main(sys.argv[1:]);"
        "print(sorted({'rich.table', 'rich.console', 'rich.progress'} & set(sys.modules)), file=sys.stderr)"
    )
    for arguments in (["--help"], ["search", RAILWAY, "--index", str(index)]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, check=True, timeout=60
        )
        assert done.stderr.decode().strip() == "[]"


@pytest.mark.parametrize("arguments", [["-h"], ["help"], []])
def test_help_is_found_as_people_ask(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The short option, the command and no argument at all say the same."""
    assert main(arguments) == 0
    asked = capsys.readouterr().out
    main(["--help"])

    assert asked == capsys.readouterr().out


def test_the_short_option_is_known_without_the_group() -> None:
    """A command that is first used by itself has it too, then and later."""
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert command.context_settings["help_option_names"] == ["-h", "--help"]


def test_help_of_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    """``help search`` is ``search --help``."""
    assert main(["help", "mentions"]) == 0
    asked = capsys.readouterr().out
    status = main(["mentions", "-h"])
    printed = capsys.readouterr()

    assert (status, printed.err, printed.out) == (0, "", asked)
    assert main(["help", "metnions"]) == 2
    assert "Did you mean 'mentions'?" in capsys.readouterr().err


def test_an_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """As an unknown option does."""
    assert main(["serach", "x"]) == 2
    assert "Did you mean 'search'?" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each shell gets its script, and what a word may become."""
    monkeypatch.setenv("_SEARCHLIB_COMPLETE", f"{shell}_source")
    main([])
    assert "_SEARCHLIB_COMPLETE" in capsys.readouterr().out

    monkeypatch.setenv("_SEARCHLIB_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "searchlib search --so")
    monkeypatch.setenv("COMP_CWORD", "--so" if shell == "fish" else "2")
    assert main([]) == 0
    assert "--sort" in capsys.readouterr().out
