"""What is in the corpus folder now, file by file, told by content and never by file times.

A file's digest covers everything that its documents depend on besides the rules of reading: its bytes, the
sidecar beside it, and for PDF and DOCX the library that takes the text out.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from searchlib.corpus.read import SIDECAR_ENDING, opened, suffix_of, walk
from searchlib.errors import UnreadableFile
from searchlib.model import Skipped

_READ_BY = {".pdf": "pypdf", ".docx": "python-docx"}
_HELPERS = ("babel", "PyYAML")
_CHUNK = 1 << 18
_AT_A_TIME = 64


@dataclass(frozen=True, slots=True)
class CorpusState:
    """The files to read with the digest of each, in corpus order, and what cannot be one.

    ``digest`` is a SHA-256 over all of it.
    """

    root: Path
    files: Mapping[str, str]
    skipped: tuple[Skipped, ...]
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", files_digest(self.files, self.skipped))

    def path(self, file: str) -> Path:
        """Where a file lies."""
        return self.root / file


def corpus_state(root: Path) -> CorpusState:
    """The state of the folder ``root`` now; raises CorpusMissing when it is not there."""
    entries = list(walk(root))
    paths = [entry for entry in entries if not isinstance(entry, Skipped)]
    digests = file_digests(paths, root)
    names = [path.relative_to(root).as_posix() for path in paths]
    skipped = tuple(entry for entry in entries if isinstance(entry, Skipped))
    return CorpusState(root, dict(zip(names, digests, strict=True)), skipped)


def file_digests(paths: list[Path], root: Path) -> list[str]:
    """The digest of each file; one that cannot be read has its error instead.

    Threads help while the disk is slow: neither reading nor hashing keeps the interpreter.
    """
    siblings = _Siblings()
    pieces = [paths[at : at + _AT_A_TIME] for at in range(0, len(paths), _AT_A_TIME)]
    if len(pieces) < 2:
        return _digests(paths, root, siblings)
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        done = threads.map(lambda piece: _digests(piece, root, siblings), pieces)
        return [digest for piece in done for digest in piece]


def files_digest(files: Mapping[str, str], skipped: Iterable[Skipped]) -> str:
    """One SHA-256 for a whole folder."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{len(name)} {name} {content}\n".encode("utf-8", "surrogatepass"))
    for each in skipped:
        digest.update(f"{len(each.file)} {each.file} - {each.reason}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def reading_fingerprint() -> str:
    """SHA-256 over the rules of reading: the sources of this package's readers and the helpers they use."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.toml"))):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    digest.update(" ".join(map(_version, _HELPERS)).encode())
    return digest.hexdigest()


class _Siblings:
    """The names in a folder, listed once."""

    def __init__(self) -> None:
        self._names: dict[Path, frozenset[str]] = {}

    def of(self, path: Path) -> frozenset[str]:
        folder = path.parent
        names = self._names.get(folder)
        if names is None:
            try:
                names = frozenset(name for name in os.listdir(folder) if name.endswith(SIDECAR_ENDING))
            except OSError:
                names = frozenset()
            self._names[folder] = names
        return names


def _digests(paths: list[Path], root: Path, siblings: _Siblings) -> list[str]:
    return [_digest(path, root, siblings) for path in paths]


def _digest(path: Path, root: Path, siblings: _Siblings) -> str:
    digest = hashlib.sha256()
    try:
        _add(digest, path, root)
    except UnreadableFile as error:
        return f"unreadable: {error.reason}"
    suffix = suffix_of(path.name)
    if reader := _READ_BY.get(suffix):
        digest.update(f"\0{_version(reader)}".encode())
    bare = path.name[: len(path.name) - len(suffix)]
    for name in sorted({path.name + SIDECAR_ENDING, bare + SIDECAR_ENDING} & siblings.of(path)):
        sidecar = path.with_name(name)
        digest.update(f"\0{name}\0".encode("utf-8", "surrogatepass"))
        try:
            if sidecar.is_symlink():
                digest.update(b"link")
            else:
                _add(digest, sidecar, root)
        except UnreadableFile as error:
            digest.update(error.reason.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _add(digest: hashlib._Hash, path: Path, root: Path) -> None:
    with opened(path, root, path.name) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)


@cache
def _version(package: str) -> str:
    from importlib import metadata  # costs 20 ms, and most corpora need it once

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"
