"""Hide one registered name of each project in turn: how often is it among the first ten that are found?

usage: python bench/names.py INDEX … [--most 10] [--show]

A name is hidden if it stands somewhere in the index where no other name of its project is found, and some
other name of the project is in the same script. Names that differ only in what is ignored when a reader asks
are the same.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

import searchlib
from searchlib.analysis.unlisted import unlisted_names
from searchlib.facts.entries import name_key
from searchlib.projects import EntryKind, Project

_HAN = re.compile("[\u4e00-\u9fff]")


def hidden_names(library: searchlib.Library, project: Project) -> list[str]:
    """Return the names that can be hidden."""
    found = []
    for name in project.names:
        rest = _without(project, name)
        alike = [other for other in rest if bool(_HAN.search(other)) == bool(_HAN.search(name))]
        own = _places(library, (name,)) if alike else set()
        known = _places(library, rest) if own else set()
        if any(not _is_within(place, known) for place in own):
            found.append(name)
    return found


def _is_within(place: tuple[int, int, int], known: set[tuple[int, int, int]]) -> bool:
    number, start, end = place
    return any(each[0] == number and each[1] <= start and end <= each[2] for each in known)


def _without(project: Project, name: str) -> tuple[str, ...]:
    return tuple(other for other in project.names if name_key(other) != name_key(name))


def _places(library: searchlib.Library, names: tuple[str, ...]) -> set[tuple[int, int, int]]:
    """Return record number, start and end of every place of some names."""
    found = library.places_of_names(names).found
    return set(zip(map(int, found.numbers), map(int, found.starts), map(int, found.ends), strict=True))


def rank_of(library: searchlib.Library, project: Project, name: str, most: int) -> int | None:
    """Return the rank of ``name`` when it is hidden, from 1; None if it is not among the first ``most``."""
    rest = _without(project, name)
    found = unlisted_names(library, replace(project, names=rest), most=most)
    ranks = [rank for rank, each in enumerate(found.names, 1) if name_key(each.name) == name_key(name)]
    return ranks[0] if ranks else None


def main() -> None:
    """Print one line for each index and kind of entry, and the names that were not found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("index", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=10)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for index in options.index:
        with searchlib.open(index) as library:
            for kind in (EntryKind.PROJECT, EntryKind.ORGANISATION):
                hidden = [
                    (project, name)
                    for project in library.projects
                    if project.kind is kind
                    for name in hidden_names(library, project)
                ]
                ranks = [rank_of(library, project, name, options.most) for project, name in hidden]
                found = sum(rank is not None for rank in ranks)
                first = sum(rank == 1 for rank in ranks)
                told = f"{len(hidden)} names hidden, {found} found, {first} of them first"
                print(f"{index.name}: {kind}s: {told}")
                for (project, name), rank in zip(hidden, ranks, strict=True) if options.show else ():
                    print(f"  {rank or '–'}  {name}  ({project.id})")


if __name__ == "__main__":
    main()
