"""The state of a corpus folder, file by file, by content and never by file times.

A file's digest covers everything that its documents depend on besides the rules of reading: its bytes, the
sidecar beside it, and for PDF and DOCX the library that takes the text out.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from searchlib.corpus import reading_version
from searchlib.corpus.read import SIDECAR_ENDING, listing, opened, suffix_of
from searchlib.errors import UnreadableFile
from searchlib.model import Skipped

_READ_BY = {".pdf": "pypdf", ".docx": "python-docx"}
LIBRARIES = {"babel": "babel", "opencc": "opencc-python-reimplemented", "yaml": "PyYAML"}
"""Import name → distribution of what the rules of reading rely on for every file; NumPy only stores."""

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
    found = listing(root)
    names = [name for name, entry in found.items() if not isinstance(entry, Skipped)]
    skipped = tuple(entry for entry in found.values() if isinstance(entry, Skipped))
    return CorpusState(root, dict(zip(names, file_digests(names, root), strict=True)), skipped)


def file_digests(names: list[str], root: Path) -> list[str]:
    """The digest of each file, by path relative to ``root``; one that cannot be read has its error instead.

    Threads help, because neither reading nor hashing keeps the interpreter.
    """
    siblings = _Siblings(root)
    pieces = [names[at : at + _AT_A_TIME] for at in range(0, len(names), _AT_A_TIME)]

    def digests(piece: list[str]) -> list[str]:
        return [_digest(name, root, siblings) for name in piece]

    if len(pieces) < 2:
        return digests(names)
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        return [digest for piece in threads.map(digests, pieces) for digest in piece]


def files_digest(files: Mapping[str, str], skipped: Iterable[Skipped]) -> str:
    """One SHA-256 for a whole folder."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{len(name)} {name} {content}\n".encode("utf-8", "surrogatepass"))
    for each in skipped:
        digest.update(f"{len(each.file)} {each.file} - {each.reason}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def reading_fingerprint() -> str:
    """Return the SHA-256 over what all files are read by: the version of the rules, the libraries they use,
    and the edition of Unicode."""
    versions = (f"{name} {_version(name)}" for name in LIBRARIES.values())
    read_by = " ".join((str(reading_version.VERSION), unicodedata.unidata_version, *versions))
    return hashlib.sha256(read_by.encode()).hexdigest()


class _Siblings:
    """The sidecars in each folder below ``root``, listed once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: dict[str, frozenset[str]] = {}

    def of(self, folder: str) -> frozenset[str]:
        names = self._names.get(folder)
        if names is None:
            try:
                listed = os.listdir(self._root / folder)
            except OSError:
                listed = []
            names = frozenset(name for name in listed if name.endswith(SIDECAR_ENDING))
            self._names[folder] = names
        return names


def _digest(file: str, root: Path, siblings: _Siblings) -> str:
    digest = hashlib.sha256()
    folder, slash, name = file.rpartition("/")
    try:
        _add(digest, root / file, root)
    except UnreadableFile as error:
        return f"unreadable: {error.reason}"
    suffix = suffix_of(name)
    if reader := _READ_BY.get(suffix):
        digest.update(f"\0{_version(reader)}".encode())
    if beside := siblings.of(folder):
        bare = name[: len(name) - len(suffix)]
        for sidecar in sorted({name + SIDECAR_ENDING, bare + SIDECAR_ENDING} & beside):
            _add_sidecar(digest, root / f"{folder}{slash}{sidecar}", root)
    return digest.hexdigest()


def _add_sidecar(digest: hashlib._Hash, path: Path, root: Path) -> None:
    digest.update(f"\0{path.name}\0".encode("utf-8", "surrogatepass"))
    try:
        if path.is_symlink():
            digest.update(b"link")
        else:
            _add(digest, path, root)
    except UnreadableFile as error:
        digest.update(error.reason.encode("utf-8", "surrogatepass"))


def _add(digest: hashlib._Hash, path: Path, root: Path) -> None:
    with opened(path, root, path.name) as descriptor:
        while chunk := os.read(descriptor, _CHUNK):
            digest.update(chunk)


@cache
def _version(package: str) -> str:
    from importlib import metadata  # costs 20 ms, and most corpora need it once

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"
