"""Damage to every file of an index: answers are right or refused, never silently wrong."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import searchlib
from faults.probes import fingerprint
from faults.report import Tally
from faults.worlds import History, put
from searchlib.errors import IndexDamaged, IndexError_, IndexMissing, IndexStale
from searchlib.storage.meta import META, SAVED, generation_folder, read_meta

NAME = "damage"
PROMISE = (
    "flips, cuts, zeroed blocks, losses and mix-ups in every file of an index: 0 silent wrong answers, "
    "refused as damaged with the command that repairs it, and no generation that is whole is lost"
)
SHORT, FULL = 30, 10_000

_REMEDIES = ("searchlib.build", "save your queries again")
_POINTERS = 10
"""Damages to the file that names the visible generation, after each of which the newest is restored."""


def run(size: int, seed: int, tally: Tally) -> None:
    """Apply ``size`` damages, one at a time, to a copy of an index of several commits."""
    counts: dict[str, int] = {}
    before: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        history = History(f"damage {seed}", files=8)
        for number in range(4):
            put(root / "corpus", history.state(number))
            searchlib.build(root / "corpus", root / "index")
            searchlib.save_query(f"问{number}", "两洋铁路", root / "index")
            before[read_meta(root / "index").generation] = _found(root / "index")
        files = _files(root / "index")
        right = _answers(root / "index")
        for number in range(size):
            draw = random.Random(f"damage {seed} {number}")
            path, kind = draw.choice(files), draw.choice(sorted(KINDS))
            _copy(root / "index", root / "copy", path)
            damaged = root / "copy" / path.relative_to(root / "index")
            where = f"{number}: {kind} of {path.relative_to(root / 'index')}"
            if not KINDS[kind](damaged, draw):
                counts["no change"] = counts.get("no change", 0) + 1
                continue
            outcome, problem = _ask(root / "copy", right, where)
            counts[outcome] = counts.get(outcome, 0) + 1
            tally.case(problem)
            if number % 10 == 0:
                tally.case(*_told(root, outcome, where))
            if number % 50 == 0:
                tally.case(*_mended(root, before, path, outcome, where))
        for number in range(max(_POINTERS, size // 20)):
            tally.case(*_found_again(root, before, random.Random(f"pointer {seed} {number}"), number))
        tally.figures["files"] = f"{len(set(files))}"
    for outcome, count in sorted(counts.items()):
        tally.figures[outcome] = f"{count:,}"


def _files(index: Path) -> list[Path]:
    """Return all files; those that readers need occur more often."""
    files = sorted(path for path in index.rglob("*") if path.is_file())
    visible = generation_folder(index, read_meta(index))
    needed = [
        path for path in files if path.parent == visible or (path.name == META and path.parent == index)
    ]
    return [*files, *needed * 4]


def _copy(index: Path, copy: Path, changed: Path) -> None:
    """Copy an index with hard links, except for one file."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(
        index, copy, copy_function=lambda source, target: _same_or_own(source, target, str(changed))
    )


def _same_or_own(source: str, target: str, changed: str) -> None:
    if source == changed or source.endswith(".lock"):
        shutil.copyfile(source, target)
    else:
        os.link(source, target)


def _answers(index: Path) -> str:
    return f"{_found(index)} {searchlib.saved_queries(index)}"


def _found(index: Path) -> str:
    with searchlib.open(index) as library:
        return str(fingerprint(library))


def _ask(index: Path, right: str, where: str) -> tuple[str, str | None]:
    """Ask the questions; return the outcome and what is wrong with it."""
    try:
        answers = _answers(index)
    except IndexDamaged as error:
        named = "\n" not in str(error) and any(each in str(error) for each in _REMEDIES)
        return "refused as damaged", None if named else f"{where}: no way out is named: {error}"
    except (IndexStale, IndexMissing) as error:
        named = any(each in str(error) for each in _REMEDIES)
        return "refused as another format or missing", None if named else f"{where}: {error}"
    except Exception as error:
        return "other errors", f"{where}: {type(error).__name__}: {error}"
    if answers == right:
        return "right all the same", None
    return "wrong", f"{where}: answered wrongly, without a word"


def _told(root: Path, outcome: str, where: str) -> list[str]:
    """Return whether the report of `check` fits the outcome; saved queries are read or refused."""
    try:
        sound = searchlib.check(root / "copy").ok
        searchlib.saved_queries(root / "copy")
    except (IndexDamaged, IndexStale, IndexMissing):
        sound = outcome == "right all the same"  # only files beside the index
    except Exception as error:
        return [f"{where}: check: {type(error).__name__}: {error}"]
    right = outcome == "right all the same"
    return [] if sound == right else [f"{where}: {outcome}, but check says {'sound' if sound else 'damaged'}"]


def _mended(root: Path, before: Mapping[str, str], path: Path, outcome: str, where: str) -> list[str]:
    """Check that the program reports the damage with its place, and that restoring and rebuilding give whole
    indexes.

    Saved queries are no part of an index: damaged ones are a warning, and hinder neither.
    """
    copy = root / "copy"
    command = [sys.executable, "-m", "searchlib", "check", "--index", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    problems = []
    status = 1 if path.name == SAVED else 2
    if done.returncode != status and outcome != "right all the same":
        problems.append(f"check ends with {done.returncode}: {(done.stdout + done.stderr)[-300:]}")
    if any(word in done.stderr for word in ("internal error", "Traceback", "No such command")):
        problems.append(f"check: {done.stderr[-300:]}")
    problems += _restored(root, before, path)
    try:
        searchlib.build(root / "corpus", copy, rebuild=True)
        if _found(copy) != _found(root / "index"):
            problems.append("rebuilt, it answers otherwise")
    except IndexError_ as error:
        problems.append(f"cannot be built again: {error}")
    return [f"{where}: {problem}" for problem in problems]


def _restored(root: Path, before: Mapping[str, str], path: Path) -> list[str]:
    """Check that restoring selects the newest generation that the damage to ``path`` has not touched."""
    metas = [read_meta(folder) for folder in (root / "index").glob("generation-*") if folder != path.parent]
    newest = max(metas, key=lambda meta: meta.number).generation
    try:
        searchlib.restore(root / "copy")
        shown = read_meta(root / "copy").generation
        found = _found(root / "copy")
    except IndexError_ as error:
        return [f"cannot be restored: {error}"]
    if shown != newest:
        return [f"restored, it shows {shown}, not {newest}"]
    return [] if found == before[newest] else ["restored, it answers as it never did"]


def _found_again(root: Path, before: Mapping[str, str], draw: random.Random, number: int) -> list[str]:
    """Check that no whole generation is lost, whatever happens to the file that names the visible one."""
    path = root / "index" / META
    kind = draw.choice(sorted(KINDS)) if number % 2 else "misnaming"
    _copy(root / "index", root / "copy", path)
    damaged = root / "copy" / META
    if kind == "misnaming":
        _misname(damaged, draw)
    elif not KINDS[kind](damaged, draw):
        return []
    return [f"pointer {number}: {kind} of {META}: {problem}" for problem in _restored(root, before, path)]


def _misname(path: Path, draw: random.Random) -> None:
    """Replace a digit in the name of a generation; everything stays well-formed."""
    values = json.loads(path.read_bytes())
    name = values[draw.choice(("generation", "previous"))]
    at = draw.randrange(len(name) - 16, len(name))
    wrong = name[:at] + draw.choice(sorted(set("0123456789abcdef") - {name[at]})) + name[at + 1 :]
    path.write_bytes(path.read_bytes().replace(name.encode(), wrong.encode()))


def _flip(path: Path, draw: random.Random) -> bool:
    data = bytearray(path.read_bytes())
    if not data:
        return False
    for _ in range(draw.choice((1, 1, 1, 2, 40))):
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    path.write_bytes(data)
    return True


def _cut(path: Path, draw: random.Random) -> bool:
    size = path.stat().st_size
    if size:
        os.truncate(path, draw.choice((0, size - 1, draw.randrange(size))))
    return size > 0


def _zero(path: Path, draw: random.Random) -> bool:
    data = bytearray(path.read_bytes())
    length = draw.choice((1, 16, 512, 4096))
    start = draw.randrange(max(1, len(data)))
    if not any(data[start : start + length]):
        return False
    data[start : start + length] = bytes(len(data[start : start + length]))
    path.write_bytes(data)
    return True


def _lengthen(path: Path, draw: random.Random) -> bool:
    with path.open("ab") as file:
        file.write(draw.choice((b"\x00", b"{}", bytes(512), b"\xff" * 64)))
    return True


def _lose(path: Path, _draw: random.Random) -> bool:
    if path.name == SAVED:  # without the file there are no saved queries, which is no damage
        return False
    path.unlink()
    return True


def _swap(path: Path, draw: random.Random) -> bool:
    """Replace a file by another one of the index, for instance by the same file of the previous generation.

    The ``meta.json`` of that generation would make it the visible one again, whole and as it was: no damage.
    """
    everywhere = path.parent.parent.rglob(path.name) if path.name != META else ()
    others = [each for each in everywhere if each.is_file() and each.read_bytes() != path.read_bytes()]
    others = others or [each for each in path.parent.iterdir() if each.is_file() and each != path]
    if not others:
        return False
    data = draw.choice(sorted(others)).read_bytes()
    if data == path.read_bytes():
        return False
    path.write_bytes(data)
    return True


def _shift(path: Path, draw: random.Random) -> bool:
    """Move a piece of the file: the same bytes in another order."""
    data = path.read_bytes()
    if len(data) < 64:
        return False
    start, end = sorted(draw.sample(range(len(data)), 2))
    end = min(end, start + 600)
    rest = data[:start] + data[end:]
    at = draw.randrange(len(rest))
    moved = rest[:at] + data[start:end] + rest[at:]
    path.write_bytes(moved)
    return moved != data


KINDS: Mapping[str, Callable[[Path, random.Random], bool]] = MappingProxyType(
    {
        "flip": _flip,
        "cut": _cut,
        "zeroing": _zero,
        "lengthening": _lengthen,
        "loss": _lose,
        "mix-up": _swap,
        "shift": _shift,
    }
)
"""Each damages a file and returns whether anything changed."""
