"""The manifest of a generation: its files with sizes and checksums; without one it is unfinished."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from searchlib.errors import IndexDamaged
from searchlib.storage.checksums import checksum, checksum_of_file
from searchlib.storage.durable import sync_file, sync_names, write_synced
from searchlib.storage.meta import META, IndexMeta

MANIFEST = "manifest.json"

Manifest = Mapping[str, tuple[int, str]]
"""File name → size in bytes and checksum."""


def seal(generation: Path, base: Path | None = None, known: Manifest | None = None) -> str:
    """Sync everything in ``generation`` to disk and write its manifest; return the manifest's checksum.

    Files that are links to those of the generation ``base`` were synced before; their entries are taken from
    ``known``.
    """
    files: dict[str, tuple[int, str]] = {}
    for path in sorted(generation.iterdir()):
        if path.name in (MANIFEST, META) or not path.is_file():
            continue
        entry = (known or {}).get(path.name)
        if entry is None or base is None or not _is_link(path, base / path.name):
            sync_file(path)
            entry = _entry(path)
        files[path.name] = entry
    content = json.dumps({"files": files}, indent=1).encode()
    write_synced(generation / MANIFEST, content)
    sync_names(generation)
    return checksum(content)


def read_manifest(generation: Path, meta: IndexMeta) -> Manifest:
    """Read the files that belong to ``generation``; raises IndexDamaged if the manifest itself is damaged."""
    try:
        content = (generation / MANIFEST).read_bytes()
        if checksum(content) != meta.manifest:
            raise ValueError("its checksum does not fit")
        files = json.loads(content)["files"]
        return {Path(name).name: (int(size), str(digest)) for name, (size, digest) in files.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(generation, MANIFEST, error) from None


def damaged(generation: Path, name: str, reason: object) -> IndexDamaged:
    """Return the error about one file of a generation."""
    said = reason.strerror if isinstance(reason, OSError) and reason.strerror else reason
    file = Path(generation.name, name).as_posix()
    return IndexDamaged("index.damaged-file", index=generation.parent, file=file, problem=str(said))


def _entry(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size, checksum_of_file(file.fileno())


def _is_link(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except FileNotFoundError:
        return False
