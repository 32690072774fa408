"""The folder of a built index: one generation visible at a time, made known by ``meta.json``.

A build writes a new generation folder beside the old one and then replaces ``meta.json`` in one step;
readers see the old index or the new one, never a mixture. One build runs at a time. Nothing in the folder
that a build did not put there is ever written over or removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Any

from filelock import FileLock, Timeout

from searchlib.corpus import cachetag
from searchlib.errors import IndexBusy, IndexDamaged, IndexError_, IndexMissing, IndexStale
from searchlib.model import Skipped

FORMAT = 2
META = "meta.json"
_LOCK = "build.lock"
_FILES = "files.json"
"""In every generation that became visible: its other files with their SHA-256. One without it was killed."""
_GENERATION = re.compile(r"generation-[0-9a-f]{16}")
_UNFINISHED_META = re.compile(re.escape(META) + r"\.[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class IndexMeta:
    """What an index says of itself.

    ``analyzer`` and ``corpus`` are SHA-256 digests (of the analyzer, of document ids and contents), ``files``
    one over the corpus files as bytes; ``folder`` is the corpus folder, None for ready-made documents;
    ``characters`` counts code points of clause texts; ``projects`` is the registry as plain values.
    """

    format: int
    analyzer: str
    generation: str
    corpus: str
    files: str
    folder: str | None
    documents: int
    clauses: int
    characters: int
    built: str
    projects: list[dict[str, Any]]
    skipped: tuple[Skipped, ...]

    @property
    def digest(self) -> str:
        """Names this index: equal for equal corpora, analyzers and formats."""
        return hashlib.sha256(f"{self.format} {self.analyzer} {self.corpus}".encode()).hexdigest()


_KINDS: Mapping[str, type | UnionType] = MappingProxyType(
    {
        **dict.fromkeys(("format", "documents", "clauses", "characters"), int),
        **dict.fromkeys(("analyzer", "generation", "corpus", "files", "built"), str),
        **dict.fromkeys(("projects", "skipped"), list),
        "folder": str | None,
    }
)
"""What each value in ``meta.json`` must be."""


def read_meta(index: Path) -> IndexMeta:
    """What ``index`` says of itself; raises IndexMissing, IndexStale (another format) or IndexDamaged."""
    try:
        content = (index / META).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            f"there is no index in '{index}'; build one with `searchlib index CORPUS`"
        ) from None
    except (UnicodeDecodeError, IsADirectoryError) as error:
        raise _damaged(index, str(error)) from None
    try:
        values = json.loads(content)
        written = values["format"]
        if written != FORMAT:
            raise IndexStale(
                f"the index in '{index}' has format {written}, this version reads {FORMAT}; "
                "build it again with `searchlib index CORPUS --rebuild`"
            )
        return _meta_of(values)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(index, f"{type(error).__name__}: {error}") from None


def _meta_of(values: dict[str, Any]) -> IndexMeta:
    """The metadata in ``values``; raises ValueError, KeyError or TypeError where they are none."""
    for name, kind in _KINDS.items():
        if not isinstance(values[name], kind) or isinstance(values[name], bool):
            raise TypeError(f"{name} is {values[name]!r}")
    datetime.fromisoformat(values["built"])
    skipped = tuple(Skipped(str(row["file"]), str(row["reason"])) for row in values["skipped"])
    return IndexMeta(
        skipped=skipped, **{f.name: values[f.name] for f in fields(IndexMeta) if f.name != "skipped"}
    )


def _damaged(index: Path, reason: str) -> IndexDamaged:
    return IndexDamaged(
        f"'{index / META}' is damaged ({reason}); build it again with `searchlib index CORPUS --rebuild`"
    )


def generation_folder(index: Path, meta: IndexMeta) -> Path:
    """Where the engine's files of the visible generation are; raises IndexDamaged when they are gone."""
    folder = index / Path(meta.generation).name
    if not folder.is_dir():
        raise IndexDamaged(
            f"the index in '{index}' has lost its folder {meta.generation}; "
            "build it again with `searchlib index CORPUS --rebuild`"
        )
    return folder


def check_files(generation: Path) -> None:
    """Raise IndexDamaged unless every file of ``generation`` holds what was written into it."""
    try:
        digests = json.loads((generation / _FILES).read_text(encoding="utf-8"))
        for name, digest in digests.items():
            with (generation / Path(name).name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise ValueError(f"'{name}' is not as it was written")
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise IndexDamaged(
            f"the index in '{generation.parent}' is damaged ({error}); "
            "build it again with `searchlib index CORPUS --rebuild`"
        ) from None


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the right to build in ``index``, which is created if need be, and clear what killed builds left.

    Raises IndexBusy at once where another build runs, IndexError_ for a folder that is used for other things
    or cannot be used.
    """
    _refuse_foreign(index)
    lock = FileLock(index / _LOCK)
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise IndexBusy(f"another build is running in '{index}'; wait for it and try again") from None
    except NotImplementedError as error:
        raise IndexError_(f"'{index}' cannot be locked ({error}); choose a folder on a local disk") from error
    try:
        cachetag.tag(index)
        _clear(index)
        yield
    finally:
        lock.release()


@contextmanager
def new_generation(index: Path) -> Iterator[Path]:
    """An empty folder to build into; it vanishes unless :func:`publish` made it the visible one."""
    folder = index / f"generation-{secrets.token_hex(8)}"
    folder.mkdir()
    try:
        yield folder
    except OSError as error:
        if error.filename is None and error.errno is not None:  # a full disk does not say where
            error.filename = str(folder)
        raise
    finally:
        if _visible(index) != folder.name:
            shutil.rmtree(folder, ignore_errors=True)


def publish(index: Path, meta: IndexMeta) -> None:
    """Make the generation that ``meta`` names the visible one, then clear away those before the last."""
    previous = _visible(index)
    content = json.dumps(asdict(meta), ensure_ascii=False, indent=1)
    fresh = index / f"{META}.{secrets.token_hex(4)}"
    try:
        _seal(index / meta.generation)
        _write_synced(fresh, content)
        fresh.replace(index / META)
        _sync_names(index)
    finally:
        fresh.unlink(missing_ok=True)
    for folder in _generations(index):
        if folder.name not in (meta.generation, previous):
            shutil.rmtree(folder, ignore_errors=True)


def _refuse_foreign(index: Path) -> None:
    """Raise for a path that is no folder, and for a folder that holds other things and no index."""
    if not index.is_dir():
        if index.exists() or index.is_symlink():
            raise IndexError_(f"'{index}' is not a folder; name a new folder for the index")
        return
    names = sorted(path.name for path in index.iterdir() if not path.name.startswith("."))
    if names and _LOCK not in names and not _GENERATION.fullmatch(_visible(index) or ""):
        raise IndexError_(
            f"'{index}' is no index and holds other things ('{names[0]}'); name a new folder for the index"
        )


def _clear(index: Path) -> None:
    """Remove what builds left that were killed; the visible generation and the one before it stay."""
    visible = _visible(index)
    for folder in _generations(index):
        if folder.name != visible and not (folder / _FILES).exists():
            shutil.rmtree(folder, ignore_errors=True)
    for path in index.iterdir():
        if _UNFINISHED_META.fullmatch(path.name):
            path.unlink()


def _generations(index: Path) -> list[Path]:
    return [path for path in index.iterdir() if _GENERATION.fullmatch(path.name)]


def _seal(generation: Path) -> None:
    """Write everything in ``generation`` to the disk itself, so that no power cut leaves a name without its
    contents, and note what each file holds."""
    digests = {}
    for path in sorted(generation.iterdir()):
        if path.name == _FILES or not path.is_file():
            continue
        with path.open("rb+") as file:
            digests[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
    _write_synced(generation / _FILES, json.dumps(digests, indent=1))
    _sync_names(generation)


def _write_synced(path: Path, content: str) -> None:
    # A folder's name that is no UTF-8 holds lone surrogates; as escapes JSON gives them back.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_names(folder: Path) -> None:
    """Make the names in ``folder`` last; only POSIX can and needs to."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _visible(index: Path) -> str | None:
    try:
        generation = json.loads((index / META).read_text(encoding="utf-8"))["generation"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return generation if isinstance(generation, str) else None
