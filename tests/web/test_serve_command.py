"""``searchlib serve`` as it is typed."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from searchlib.cli import main


def test_without_the_extra_one_line_says_what_to_install(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, status 2."""
    for name in [each for each in sys.modules if each.startswith("searchlib.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("searchlib.web", raising=False)
    monkeypatch.setitem(sys.modules, "starlette.types", None)

    assert 2 == main(["serve", "--index", str(demo_index)])
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "pip install 'searchlib[web]'" in message


def test_without_an_index_one_line_says_how_to_build_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As every command does."""
    assert 2 == main(["serve", "--index", str(tmp_path / "none")])
    assert "searchlib index CORPUS" in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(demo_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And what to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert 2 == main(["serve", "--index", str(demo_index), "--port", str(port)])
    message = capsys.readouterr().err
    assert f"127.0.0.1 port {port}" in message
    assert "--port" in message


def test_a_host_that_is_none_is_named(demo_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After the warning that others could have reached it."""
    assert 2 == main(["serve", "--index", str(demo_index), "--host", "192.0.2.1", "--port", "0"])
    warning, error = capsys.readouterr().err.splitlines()
    assert "warning" in warning
    assert "192.0.2.1" in error


@pytest.mark.parametrize("title", ["--title", "SEARCHLIB_TITLE"])
def test_the_collection_has_a_name(demo_index: Path, title: str) -> None:
    """From the option, or from the environment."""
    command = [sys.executable, "-m", "searchlib", "serve", "--port", "0", "--index", str(demo_index)]
    name = " 联合声明 "
    server = subprocess.Popen(
        [*command, title, name] if title.startswith("-") else command,
        env=os.environ | ({} if title.startswith("-") else {title: name}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert server.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
    assert address is not None
    with urllib.request.urlopen(address[0], timeout=60) as answer:
        page = answer.read().decode()
    server.terminate()
    server.communicate(timeout=60)

    assert "<title>联合声明</title>" in page


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_serves_until_it_is_stopped(demo_index: Path, workers: str) -> None:
    """It says where, answers there, and ends with the signal without noise."""
    command = [sys.executable, "-W", "error", "-m", "searchlib", "serve", "--port", "0", "--workers", workers]
    server = subprocess.Popen(
        [*command, "--index", str(demo_index)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert server.stdout is not None
    line = server.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert address is not None, line
    assert "225 clauses of 16 documents" in line
    with urllib.request.urlopen(f"{address[0]}api/v1/search?q=a", timeout=60) as answer:
        assert answer.status == 200
    server.send_signal(signal.SIGTERM)
    _, noise = server.communicate(timeout=60)

    assert "searchlib: stopped\n" == noise
    assert 143 == server.returncode


def test_only_the_finder_that_warns_is_taken_back() -> None:
    """pygal's own; those of other libraries stay where they are."""
    code = """
import sys

class Old:
    def find_module(self, name, path=None):
        return None

sys.meta_path.append(own := Old())
import searchlib.web.chart
print(own in sys.meta_path, "PluginImportFixer" in {type(each).__name__ for each in sys.meta_path})
"""
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed == "True False\n"
