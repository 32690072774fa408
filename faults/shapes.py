"""The shapes of commits: the state of the folder before and after, and the kind of build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import searchlib
from faults.worlds import History, State, put


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of commit: ``change`` turns the previous state of the folder into the next one."""

    name: str
    change: Callable[[State, State], State]
    rebuild: bool = False

    def prepare(self, folder: Path, seed: int) -> None:
        """Create a corpus with an index of several commits, then change the corpus."""
        history = History(f"shape {seed}", files=4)
        for number in range(3):
            put(folder / "corpus", history.state(number))
            searchlib.build(folder / "corpus", folder / "index")
        before = history.state(2)
        fresh = {f"新{name}": text for name, text in History(f"fresh {seed}", files=3).state(0).items()}
        put(folder / "old", before)
        put(folder / "corpus", self.change(before, fresh))

    def commit(self, folder: Path) -> None:
        """Update the index from the corpus."""
        searchlib.build(folder / "corpus", folder / "index", rebuild=self.rebuild)

    def old(self, folder: Path) -> State:
        """Return the files before."""
        return _read(folder / "old")

    def new(self, folder: Path) -> State:
        """Return the files after."""
        return _read(folder / "corpus")


SHAPES = (
    Shape("add", lambda before, fresh: {**before, **fresh}),
    Shape("change", lambda before, fresh: {**before, **dict(zip(before, fresh.values(), strict=False))}),
    Shape("remove", lambda before, _fresh: dict(list(before.items())[2:])),
    Shape("rebuild", lambda before, _fresh: before, rebuild=True),
)


def shapes_for(size: int) -> tuple[Shape, ...]:
    """Return all shapes; for few cases only a change and a rebuild, which cover the operations of the
    others."""
    return SHAPES if size >= 100 else SHAPES[1::2]


def _read(folder: Path) -> State:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
