"""Simulated power losses: data that was not synced is lost, cut, filled with zeros or present, in any
combination.

One run of some commits is recorded, operation by operation. A loss at any moment leaves of every file what
was synced and something of the rest, and of every folder the names that were synced and some of the others:
either the first so many of them, as journals keep, or any of them, which is all that POSIX promises.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import searchlib
from faults.report import Tally
from faults.storage import Operation, watched
from faults.worlds import Contents, History, contents, difference, expected, put, same

NAME = "power"
PROMISE = "simulated power losses: the last acknowledged generation opens, whole, and can be updated"
SHORT, FULL = 30, 2_000

_COMMITS = 4


@dataclass(slots=True)
class _File:
    """The writes to one file, in order, and how much of it was synced when."""

    base: bytes = b""
    writes: list[tuple[int, int, bytes]] = field(default_factory=list)
    """Moment, offset (negative: at the end) and bytes; no bytes: cut at the offset."""
    syncs: list[int] = field(default_factory=list)

    def after(self, moment: int, draw: random.Random) -> bytes:
        """Return the possible content of the disk after a loss at ``moment``."""
        synced = max((sync for sync in self.syncs if sync < moment), default=-1)
        data = bytearray(self.base)
        loose = [write for write in self.writes if synced < write[0] < moment]
        kept = draw.choice((0, len(loose), draw.randrange(len(loose) + 1)))
        fate = draw.choice(("lost", "zeros", "half", "garbage"))
        for write in self.writes:
            if write[0] <= synced or write in loose[:kept]:
                _apply(data, write[1], write[2])
            elif write in loose:
                _apply(data, write[1], _remains(write[2], fate, draw))
        return bytes(data)


@dataclass(slots=True)
class Recording:
    """The files by number, and the changes of names with their moments and folders."""

    root: Path
    files: dict[int, _File] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    names: list[tuple[int, str, str, str, int]] = field(default_factory=list)
    """Moment, operation, path, second path, number of the file."""
    folders: dict[str, list[int]] = field(default_factory=dict)
    """Moments at which each folder was synced."""
    at_first: dict[str, int] = field(default_factory=dict)
    """The files there were when the recording began, by path below ``root``."""
    moment: int = 0

    @classmethod
    def of(cls, root: Path) -> Recording:
        """Return a recording of the folder in its present state, which counts as synced."""
        found = cls(root)
        for path in sorted(root.rglob("*")):
            if path.is_file():
                found.files[len(found.files)] = _File(path.read_bytes())
                found.numbers[str(path)] = len(found.files) - 1
                found.at_first[str(path.relative_to(root))] = len(found.files) - 1
        return found

    def step(self, operation: Operation) -> None:
        """Record one operation below the folder."""
        if not operation.path.startswith(str(self.root)):
            return
        self.moment += 1
        number = self.numbers.get(operation.path, -1)
        match operation.name:
            case "open" if operation.changes and number < 0:
                number = len(self.files)
                self.files[number] = _File()
                self.numbers[operation.path] = number
                self._name(operation, number)
            case "open" if operation.changes and operation.truncates:
                self.files[number].writes.append((self.moment, 0, b""))
            case "write" if number >= 0:
                self.files[number].writes.append((self.moment, operation.offset, operation.data))
            case "truncate" if number >= 0:
                self.files[number].writes.append((self.moment, operation.offset, b""))
            case "fsync":
                if number >= 0:
                    self.files[number].syncs.append(self.moment)
                else:
                    self.folders.setdefault(operation.path, []).append(self.moment)
            case "rename":
                self._name(operation, number)
                self._renamed(operation.path, operation.target)
            case "link":
                self._name(operation, number)
                self.numbers[operation.target] = number
            case "unlink":
                self._name(operation, number)
                self.numbers.pop(operation.path, None)
            case "mkdir" | "rmdir":
                self._name(operation, -1)
            case _:
                return

    def _name(self, operation: Operation, number: int) -> None:
        self.names.append((self.moment, operation.name, operation.path, operation.target, number))

    def _renamed(self, source: str, target: str) -> None:
        for path in [each for each in self.numbers if each == source or each.startswith(f"{source}/")]:
            self.numbers[target + path[len(source) :]] = self.numbers.pop(path)

    def lose(self, base: Path, moment: int, draw: random.Random) -> None:
        """Turn ``base``, a copy of the initial folder, into the result of a loss at ``moment``."""
        tree = dict(self.at_first)
        folders = {str(path.relative_to(base)) for path in base.rglob("*") if path.is_dir()}
        loose = [name for name in self.names if name[0] < moment and not self._is_synced(name, moment)]
        in_order = draw.random() < 0.5
        kept = set(loose[: draw.randrange(len(loose) + 1)])
        if not in_order:
            kept = {name for name in loose if draw.random() < 0.5}
        for name in self.names:
            if name[0] < moment and (name not in loose or name in kept):
                self._do(name, tree, folders)
        shutil.rmtree(base)
        base.mkdir()
        for folder in sorted(folders):
            if self._has_parents(folder, folders):
                (base / folder).mkdir(parents=True, exist_ok=True)
        for file, number in tree.items():
            if self._has_parents(file, folders):
                (base / file).write_bytes(self.files[number].after(moment, draw))

    def _is_synced(self, name: tuple[int, str, str, str, int], moment: int) -> bool:
        made, operation, path, target, _ = name
        changed = {"link": (target,), "rename": (path, target)}.get(operation, (path,))
        return all(
            any(made < sync < moment for sync in self.folders.get(str(Path(each).parent), ()))
            for each in changed
        )

    def _do(self, name: tuple[int, str, str, str, int], tree: dict[str, int], folders: set[str]) -> None:
        """Apply one change of names, if its preconditions hold."""
        _, operation, path, target, number = name
        here = path.removeprefix(f"{self.root}/")
        there = target.removeprefix(f"{self.root}/")
        if operation == "open":
            tree[here] = number
        elif operation == "link":
            tree[there] = number
        elif operation == "unlink":
            tree.pop(here, None)
        elif operation == "mkdir":
            folders.add(here)
        elif operation == "rmdir":
            folders.discard(here)
        elif here in tree:
            tree[there] = tree.pop(here)
        elif here in folders:
            for each in [each for each in tree if each.startswith(f"{here}/")]:
                tree[there + each[len(here) :]] = tree.pop(each)
            folders.discard(here)
            folders.add(there)
        elif operation == "rename" and number >= 0:  # its first name was never on the disk, its last one is
            tree[there] = number

    @staticmethod
    def _has_parents(name: str, folders: set[str]) -> bool:
        return all(str(parent) in folders for parent in list(Path(name).parents)[:-1])


def run(size: int, seed: int, tally: Tally) -> None:
    """Simulate ``size`` losses at moments spread over recordings of several commits each."""
    outcomes = {"the last acknowledged": 0, "the one being published": 0}
    recordings = max(1, size // 200)
    operations = 0
    for number in range(recordings):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            history = History(f"power {seed} {number}", files=4)
            put(root / "corpus", history.state(0))
            searchlib.build(root / "corpus", root / "index")
            put(root / "corpus", history.state(1))
            searchlib.build(root / "corpus", root / "index")
            shutil.copytree(root / "index", root / "base")
            recording = Recording.of(root / "index")
            acknowledged = _record(recording, root, history)
            operations += recording.moment
            wanted = [expected(history.state(each)) for each in range(1, _COMMITS + 2)]
            for loss in range(number, size, recordings):
                draw = random.Random(f"power {seed} {loss}")
                shutil.rmtree(root / "lost", ignore_errors=True)
                shutil.copytree(root / "base", root / "lost")
                moment = draw.randrange(1, recording.moment + 2)
                recording.lose(root / "lost", moment, draw)
                last = sum(reported < moment for reported in acknowledged)
                tally.case(_look(root / "lost", wanted, last, f"loss {loss} at {moment}", outcomes))
                if loss % 20 == 0:
                    tally.case(_build_upon(root, wanted, f"loss {loss} at {moment}"))
    tally.figures["operations recorded"] = f"{operations:,}"
    for outcome, count in outcomes.items():
        tally.figures[outcome] = f"{count:,}"


def _record(recording: Recording, root: Path, history: History) -> list[int]:
    """Record several commits; return the moments at which each was acknowledged."""
    acknowledged = []
    for number in range(2, _COMMITS + 2):
        put(root / "corpus", history.state(number))
        with watched(recording.step):
            searchlib.build(root / "corpus", root / "index")
        acknowledged.append(recording.moment)
    return acknowledged


def _look(index: Path, wanted: list[Contents], last: int, where: str, outcomes: dict[str, int]) -> str | None:
    """Return what is wrong with the index, which must be the last acknowledged one or the next."""
    try:
        found = contents(index)
    except Exception as error:
        return f"{where}: {type(error).__name__}: {error}"
    if same(found, wanted[last]):
        outcomes["the last acknowledged"] += 1
        return None
    if same(found, wanted[min(last + 1, _COMMITS)]):
        outcomes["the one being published"] += 1
        return None
    return f"{where}: {difference(found, wanted[last])}, {last} were acknowledged"


def _build_upon(root: Path, wanted: list[Contents], where: str) -> str | None:
    try:
        searchlib.build(root / "corpus", root / "lost")
        found = contents(root / "lost")
    except Exception as error:
        return f"{where}: cannot be built upon: {type(error).__name__}: {error}"
    return None if same(found, wanted[-1]) else f"{where}: built upon, it {difference(found, wanted[-1])}"


def _apply(data: bytearray, offset: int, piece: bytes) -> None:
    if not piece:
        del data[offset:]
        return
    start = len(data) if offset < 0 else offset
    data.extend(bytes(max(0, start - len(data))))
    data[start : start + len(piece)] = piece


def _remains(piece: bytes, fate: str, draw: random.Random) -> bytes:
    """Return what remains of a write that was not synced; at least one byte, since an empty write would
    truncate."""
    if fate == "zeros":
        return bytes(len(piece))
    if fate == "half":
        return piece[: max(1, len(piece) // 2)]
    if fate == "garbage":
        return draw.randbytes(len(piece))
    return b""
