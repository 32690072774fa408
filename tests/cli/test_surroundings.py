"""Users without rights, locales without UTF-8, strict interpreters."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import searchlib
from tests.support.hostile import CLAUSE, ODD, READABLE, STEERING, UNREADABLE, write
from tests.support.program import run


def test_unreadable_files_make_the_status_1(hostile_corpus: Path, tmp_path: Path) -> None:
    """A line for each on standard error, none of which steers the terminal, and the report on the other."""
    done = run("index", str(hostile_corpus), "--index", str(tmp_path / "index"))
    lines = done.stderr.decode().splitlines()

    assert (1, len(UNREADABLE) + len(ODD)) == (done.returncode, len(lines))
    assert all(line.startswith("searchlib: skipped ") for line in lines)
    assert f"{len(READABLE)} documents" in done.stdout.decode()
    assert [] == STEERING.findall(done.stderr.decode().replace("\n", ""))


def test_another_user_is_told_what_may_not_be_read() -> None:
    """A closed file and a closed folder are named, the rest is indexed, and others may search the index."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write(folder / "corpus" / "open.txt", CLAUSE)
        closed = [write(folder / "corpus" / "closed.txt", CLAUSE)]
        closed.append(write(folder / "corpus" / "closed" / "a.txt", CLAUSE).parent)
        (folder / "theirs").mkdir()
        (folder / "theirs").chmod(0o777)
        for path in closed:
            path.chmod(0)
        done = as_nobody("index", f"{folder}/corpus", "--index", f"{folder}/theirs/index")
        searched = as_nobody("mentions", "两洋铁路", "--index", f"{folder}/theirs/index")
        refused = as_nobody("index", f"{folder}/corpus", "--index", f"{folder}/mine")
        for path in closed:
            path.chmod(0o755)

    assert (1, 0, 2) == (done.returncode, searched.returncode, refused.returncode)
    assert [
        "searchlib: skipped closed: cannot be listed: may not be read (permission denied)",
        "searchlib: skipped closed.txt: may not be read (permission denied)",
    ] == done.stderr.decode().splitlines()
    assert "Permission denied; check who may read and write there" in refused.stderr.decode()


def as_nobody(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a user without rights; as oneself where one is not root."""
    command = [sys.executable, "-P", "-m", "searchlib", *arguments]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root may read everything, and there is no setpriv to become another user with")
        command = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    home = str(Path(searchlib.__file__).parent.parent)
    environment = {**os.environ, "PYTHONPATH": home, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, cwd="/", env=environment)
    if b"searchlib: " not in done.stderr and done.returncode != 0:
        pytest.skip(f"another user cannot run this checkout: {done.stderr.decode()[-200:]}")
    return done


def test_names_of_files_need_a_locale_that_knows_them(tmp_path: Path) -> None:
    """Where Python was told to read names as ASCII, the message says so instead of blaming the name."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    write(tmp_path / "corpus" / "声明.txt", CLAUSE)
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("index", "corpus", "--index", "index", cwd=tmp_path, **ascii_only)
    asked = run("mentions", "两洋铁路", "--index", "index", cwd=tmp_path, **ascii_only)

    assert (1, 2) == (done.returncode, asked.returncode)
    for line in (done.stderr.decode(), asked.stderr.decode()):
        assert "set PYTHONUTF8=1" in line
        assert line.count("\n") == 1


@pytest.mark.parametrize("options", [("-W", "error", "-X", "dev", "-bb"), ("-O",), ("-I",)])
def test_the_interpreter_may_be_strict(options: tuple[str, ...], tmp_path: Path) -> None:
    """Warnings as errors, no assertions, no environment: building and asking say nothing unasked."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    index = str(tmp_path / "index")
    for command in (["index", str(tmp_path / "corpus")], ["mentions", "两洋铁路"], ["verify"]):
        done = run(*command, "--index", index, options=options, cwd=tmp_path)
        assert (0, b"") == (done.returncode, done.stderr)
