"""Accept a name: add it to the ``projects.toml`` of the corpus, changing nothing else in the file."""

from __future__ import annotations

import json
import re
import secrets
import tomllib
from collections.abc import Iterator
from pathlib import Path

from searchlib.errors import MetadataError
from searchlib.facts.entries import name_key
from searchlib.projects import Project, Registry

FILE = "projects.toml"
"""The name of the file, at the top of a corpus folder."""

_ENTRY = re.compile(r"^\[\[project\]\][^\n]*\n", re.MULTILINE)
_NAMES = re.compile(r"^[ \t]*names[ \t]*=[ \t]*\[", re.MULTILINE)
_STRING = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|\]')


def accept_name(folder: Path, project: Project, name: str) -> Path:
    """Add ``name`` to the names of ``project`` in the ``projects.toml`` of the corpus in ``folder``.

    The file is made if there is none; an entry of the project is made in it if it has none. Comments and
    everything else stay as they are. The index has the name after the next build. Returns the path of the
    file. Raises MetadataError for a name that is taken or that is none, a file that is malformed, and one
    that cannot be edited or written.
    """
    path = folder / FILE
    if not name_key(name):
        raise MetadataError("names.no-letter", name=name)
    owner = Registry.load(path).find(name)  # which raises for a malformed file
    if owner is not None:
        code = "names.known" if owner.id == project.id else "names.taken"
        raise MetadataError(code, name=name, project=project.id, other=owner.id)
    text = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    changed = with_name(text, project.id, name, str(path))
    try:
        _replace(path, changed)
    except OSError as error:
        raise MetadataError("names.cannot-write", file=path, problem=error.strerror or str(error)) from error
    Registry.load(path)
    return path


def with_name(text: str, project_id: str, name: str, file: str = FILE) -> str:
    """Return the text of a registry with one more name of a project; raise MetadataError if that is no such.

    >>> print(with_name('[[project]]\\nid = "a"\\nnames = ["甲"]  # one\\n', "a", "乙"), end="")
    [[project]]
    id = "a"
    names = ["甲", "乙"]  # one
    """
    before = tomllib.loads(text).get("project", [])
    quoted = json.dumps(name, ensure_ascii=False)
    wanted = [dict(entry) for entry in before]
    place = next((at for at, entry in enumerate(wanted) if entry.get("id") == project_id), None)
    if place is None:
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        changed = f'{text}{gap}[[project]]\nid = "{project_id}"\nnames = [{quoted}]\n'
        wanted.append({"id": project_id, "names": [name]})
    else:
        changed = _inserted(text, list(_entries(text)), place, quoted)
        wanted[place]["names"] = [*wanted[place]["names"], name]
    try:
        is_right = tomllib.loads(changed).get("project") == wanted
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise MetadataError("names.cannot-edit", file=file, id=project_id)
    return changed


def _entries(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each entry begins and ends."""
    heads = [found.span() for found in _ENTRY.finditer(text)]
    following = [*(start for start, _ in heads[1:]), len(text)]
    yield from ((start, end) for (_, start), end in zip(heads, following, strict=False))


def _inserted(text: str, entries: list[tuple[int, int]], place: int, quoted: str) -> str:
    """Return ``text`` with a string more in the names of an entry; unchanged where they are not found.

    It comes directly after the last string, in a list of several lines on a line of its own.
    """
    opening = _NAMES.search(text, *entries[place]) if place < len(entries) else None
    if opening is None:
        return text
    last = opening.end()
    for found in _STRING.finditer(text, opening.end(), entries[place][1]):
        if found[0] == "]":
            between = f"\n{_indent(text, last)}" if "\n" in text[opening.end() : found.start()] else " "
            comma = "," if last > opening.end() else ""
            return f"{text[:last]}{comma}{between if comma else ''}{quoted}{text[last:]}"
        if found[0].startswith(("#", '"""', "'''")):
            continue
        last = found.end()
    return text


def _indent(text: str, at: int) -> str:
    """Return the blanks that the line of ``at`` begins with."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _replace(path: Path, text: str) -> None:
    """Replace the file in one step; it keeps who may read it."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        fresh.write_bytes(text.encode("utf-8"))
        if path.exists():
            fresh.chmod(path.stat().st_mode)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
