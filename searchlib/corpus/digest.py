"""Has anything in the corpus folder changed? Told by content, never by file times."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from searchlib.corpus.read import walk
from searchlib.model import Skipped


@dataclass(frozen=True, slots=True)
class CorpusState:
    """SHA-256 over names and bytes of everything that a build reads, and the number of files to index."""

    digest: str
    files: int


def corpus_state(root: Path) -> CorpusState:
    """The state of the folder ``root`` now; raises CorpusMissing when it is not there."""
    digest = hashlib.sha256()
    count = 0
    for path in walk(root):
        if isinstance(path, Skipped):
            _add(digest, path.file, path.reason.encode())
        else:
            count += 1
            _add(digest, path.relative_to(root).as_posix(), _content(path))
    for path in sorted((*root.rglob("*.meta.toml"), *root.glob("projects.toml"))):
        _add(digest, path.relative_to(root).as_posix(), _content(path))
    return CorpusState(digest.hexdigest(), count)


def _add(digest: hashlib._Hash, name: str, content: bytes) -> None:
    digest.update(f"{len(name)} {len(content)} ".encode() + name.encode("utf-8", "surrogateescape") + content)


def _content(path: Path) -> bytes:
    """A file that cannot be read now counts by its error; the build itself names it."""
    try:
        return path.read_bytes() if path.is_file() else b"not a file"
    except OSError as error:
        return str(error.errno).encode()
