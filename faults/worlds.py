"""Folders that change step by step, and the expected content of the index after each step."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import searchlib
from faults.texts import statement
from searchlib.corpus.load import load_text

State: TypeAlias = "Mapping[str, str]"
"""The files of a folder: relative path → text."""

Contents: TypeAlias = "dict[str, list[tuple[str, ...]]]"
"""File → the clause texts of each of its documents."""


class History:
    """States of a folder, each made from the previous one by adding, changing, renaming and removing files.

    ``sources`` are texts to use; without any, they are invented. The same seed gives the same states.
    """

    def __init__(self, seed: str, files: int = 5, sources: Sequence[str] = ()) -> None:
        self._draw = random.Random(f"history {seed}")
        self._sources = sources
        self._made = 0
        first = {self._name(): self._text() for _ in range(files)}
        self._states: list[State] = [first]

    def state(self, number: int) -> State:
        """Return the state with this number, from 0."""
        while len(self._states) <= number:
            self._states.append(self._next(dict(self._states[-1])))
        return self._states[number]

    def _next(self, state: dict[str, str]) -> State:
        for _ in range(self._draw.choice((1, 1, 2, 4))):
            name = self._draw.choice(sorted(state))
            match self._draw.choice("aaccrrmx"):
                case "a":
                    state[self._name()] = self._text()
                case "c":
                    state[name] = self._changed(state[name])
                case "r":
                    state[self._name()] = state.pop(name)
                case "m":
                    state[self._name()] = state[name]
                case _:
                    if len(state) > 2:
                        del state[name]
        return state

    def _name(self) -> str:
        self._made += 1
        folder = self._draw.choice(("", "", "甲/", "乙/丙/"))
        return f"{folder}{self._made:04}.{self._draw.choice(('txt', 'txt', 'md'))}"

    def _text(self) -> str:
        if self._sources and self._draw.random() < 0.8:
            return self._draw.choice(self._sources)
        return statement(self._draw, f"第{self._draw.randrange(10**9)}号", self._draw.randrange(1, 6))

    def _changed(self, text: str) -> str:
        """Return a text with a paragraph added, removed or changed."""
        lines = text.split("\n")
        at = self._draw.randrange(len(lines))
        match self._draw.randrange(3):
            case 0:
                lines.insert(at, f"\n补充{self._draw.randrange(10**9)}：推进两洋铁路。\n")
            case 1:
                lines[at] = lines[at][::-1]
            case _:
                lines.pop(at)
        changed = "\n".join(lines)
        return changed if changed.strip() else text


def put(folder: Path, state: State) -> None:
    """Make ``folder`` contain exactly ``state``; unchanged files are not touched."""
    for name, text in state.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in state:
            path.unlink()


def expected(state: State) -> Contents:
    """Return the expected content of an index of ``state``."""
    return {name: found for name, text in state.items() if (found := list(_texts(name, text)))}


@lru_cache(4096)
def _texts(name: str, text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(clause.text for clause in document.clauses) for document in load_text(text, name))


def contents(index: Path) -> Contents:
    """Return the content of the index; raises what opening raises. A duplicate document appears twice."""
    found: Contents = {}
    with searchlib.open(index) as library:
        for listed in library.documents():
            document = library.document(listed.id)
            file = document.source.file if document.source else ""
            found.setdefault(file, []).append(tuple(clause.text for clause in document.clauses))
        clauses = sum(len(texts) for documents in found.values() for texts in documents)
        if clauses != library.engine.clause_count:
            found["clauses"] = [(str(library.engine.clause_count),)]
    return found


def same(found: Contents, wanted: Contents) -> bool:
    """Return whether both contain the same documents of the same files."""
    return {file: sorted(texts) for file, texts in found.items()} == {
        file: sorted(texts) for file, texts in wanted.items()
    }


def difference(found: Contents, *wanted: Contents) -> str:
    """Return the difference of ``found`` from the nearest of ``wanted``, in one line."""
    lines = []
    for each in wanted:
        apart = [
            file
            for file in found.keys() | each.keys()
            if sorted(found.get(file, ())) != sorted(each.get(file, ()))
        ]
        lines.append(f"{len(apart)} files ({', '.join(sorted(apart)[:3])})")
    return f"differs in {' or in '.join(lines)}"
