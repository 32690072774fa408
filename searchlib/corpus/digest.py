"""The state of a corpus folder: the content of each file.

Times are no part of it; they only tell which files need not be read again (`searchlib/corpus/seen.py`).
A file's digest covers everything that its documents depend on besides the rules of reading: its bytes, the
sidecar beside it, and for PDF and DOCX the library that extracts the text.
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
from searchlib.corpus.archives import ARCHIVE, archive_above
from searchlib.corpus.listing import listing
from searchlib.corpus.names import SIDECAR_ENDING, suffix_of, without_suffix
from searchlib.corpus.opening import opened
from searchlib.corpus.seen import FileFacts, SeenFiles
from searchlib.errors import UnreadableFile
from searchlib.model import Skipped
from searchlib.settings import Settings, read_settings

_READ_BY = {".pdf": "pypdf", ".docx": "python-docx"}
LIBRARIES = {"babel": "babel", "opencc": "opencc-python-reimplemented", "yaml": "PyYAML"}
"""Import name → distribution of the libraries that the reading of every file depends on; NumPy only stores."""

_UNREADABLE = "unreadable: "
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
        """Return the path of a file."""
        return self.root / file


def corpus_state(root: Path, seen: SeenFiles | None = None) -> CorpusState:
    """Return the present state of the folder ``root``; raises CorpusMissing if it does not exist.

    Files that are as they were ``seen`` are not read; without it every file is.
    """
    found = listing(root)
    names = [name for name, entry in found.items() if not isinstance(entry, Skipped)]
    skipped = tuple(entry for entry in found.values() if isinstance(entry, Skipped))
    return CorpusState(root, dict(zip(names, file_digests(names, root, seen), strict=True)), skipped)


def file_digests(names: list[str], root: Path, seen: SeenFiles | None = None) -> list[str]:
    """Return the digest of each file, by path relative to ``root``; for an unreadable file its error.

    Those that are as they were ``seen`` are not read. Threads help with the others, because neither reading
    nor hashing keeps the interpreter.
    """
    siblings = _Siblings(root)
    if seen is not None:
        return _seen_or_hashed(names, root, siblings, seen)
    return _hashed(names, root, siblings)


def _seen_or_hashed(names: list[str], root: Path, siblings: _Siblings, seen: SeenFiles) -> list[str]:
    facts = {name: _facts(name, siblings, seen) for name in names}
    digests = {name: seen.digest(name, facts[name]) for name in names}
    others = [name for name in names if digests[name] is None]
    for name, digest in zip(others, _hashed(others, root, siblings), strict=True):
        digests[name] = digest
        if not digest.startswith(_UNREADABLE):
            seen.add(name, facts[name], digest)
    return [digest for digest in digests.values() if digest is not None]


def _facts(file: str, siblings: _Siblings, seen: SeenFiles) -> FileFacts | None:
    """Return what is said of everything that :func:`_digest` reads; None for a member of an archive."""
    if f"{ARCHIVE}/" in file.lower():
        return None
    folder, slash, name = file.rpartition("/")
    beside = (f"{folder}{slash}{sidecar}" for sidecar in siblings.of_file(folder, name))
    reader = _READ_BY.get(suffix_of(name))
    return seen.facts((file, *beside), _version(reader) if reader else "")


def _hashed(names: list[str], root: Path, siblings: _Siblings) -> list[str]:
    pieces = [names[at : at + _AT_A_TIME] for at in range(0, len(names), _AT_A_TIME)]

    def digests(piece: list[str]) -> list[str]:
        return [_digest(name, root, siblings) for name in piece]

    if len(pieces) < 2:
        return digests(names)
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        return [digest for piece in threads.map(digests, pieces) for digest in piece]


def files_digest(files: Mapping[str, str], skipped: Iterable[Skipped]) -> str:
    """Return one SHA-256 for the whole folder."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{len(name)} {name} {content}\n".encode("utf-8", "surrogatepass"))
    for each in skipped:
        digest.update(f"{len(each.file)} {each.file} - {each.reason}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def reading_fingerprint() -> str:
    """Return the SHA-256 of everything that determines how files are read: the version of the rules, the
    libraries they use, the edition of Unicode, and the limits of time and memory where they are set."""
    versions = [f"{name} {_version(name)}" for name in LIBRARIES.values()]
    limits = read_settings()
    set_limits = (limits.max_seconds, limits.max_memory)
    if set_limits != (Settings().max_seconds, Settings().max_memory):
        versions += map(str, set_limits)
    read_by = " ".join((str(reading_version.READING_VERSION), unicodedata.unidata_version, *versions))
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

    def of_file(self, folder: str, name: str) -> list[str]:
        """Return the sidecars of a file, by name and in order."""
        beside = self.of(folder)
        return (
            sorted({name + SIDECAR_ENDING, without_suffix(name) + SIDECAR_ENDING} & beside) if beside else []
        )


def _digest(file: str, root: Path, siblings: _Siblings) -> str:
    digest = hashlib.sha256()
    folder, slash, name = file.rpartition("/")
    try:
        archive = archive_above(root / file, root)
        if archive is None:
            _add(digest, root / file, root)
        else:
            from searchlib.corpus.read import member_bytes  # with every format; most corpora have no archive

            digest.update(member_bytes(root / file, archive, root, file))
            # What is stated beside the archive holds for its members.
            folder, slash, name = archive.relative_to(root).as_posix().rpartition("/")
    except UnreadableFile as error:
        return f"{_UNREADABLE}{error.reason}"
    if reader := _READ_BY.get(suffix_of(file.rpartition("/")[2])):
        digest.update(f"\0{_version(reader)}".encode())
    for sidecar in siblings.of_file(folder, name):
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
        if os.fstat(descriptor).st_size > read_settings().max_file:
            digest.update(b"\0too large")  # it is read once the limit is raised


@cache
def _version(package: str) -> str:
    from importlib import metadata  # takes 20 ms, and most corpora need it once

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"
