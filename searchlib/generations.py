"""The folder of a built index: one generation visible at a time, made known by ``meta.json``.

A build writes a new generation folder beside the old one and then replaces ``meta.json`` in one step;
readers see the old index or the new one, never a mixture. One build runs at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from searchlib.errors import IndexBusy, IndexDamaged, IndexMissing, IndexStale
from searchlib.model import Skipped

FORMAT = 1
META = "meta.json"
_LOCK = "build.lock"
_PREFIX = "generation-"


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


def read_meta(index: Path) -> IndexMeta:
    """What ``index`` says of itself; raises IndexMissing, IndexStale (another format) or IndexDamaged."""
    try:
        content = (index / META).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            f"there is no index in '{index}'; build one with `searchlib index CORPUS`"
        ) from None
    try:
        values = json.loads(content)
        written = values["format"]
        if written != FORMAT:
            raise IndexStale(
                f"the index in '{index}' has format {written}, this version reads {FORMAT}; "
                "build it again with `searchlib index CORPUS --rebuild`"
            )
        skipped = tuple(Skipped(**row) for row in values.pop("skipped"))
        return IndexMeta(
            skipped=skipped, **{f.name: values[f.name] for f in fields(IndexMeta) if f.name != "skipped"}
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(
            f"'{index / META}' is damaged ({error}); build it again with `searchlib index CORPUS --rebuild`"
        ) from None


def generation_folder(index: Path, meta: IndexMeta) -> Path:
    """Where the engine's files of the visible generation are; raises IndexDamaged when they are gone."""
    folder = index / Path(meta.generation).name
    if not folder.is_dir():
        raise IndexDamaged(
            f"the index in '{index}' has lost its folder {meta.generation}; "
            "build it again with `searchlib index CORPUS --rebuild`"
        )
    return folder


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the right to build in ``index``, which is created if need be; raises IndexBusy at once."""
    index.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise IndexBusy(f"another build is running in '{index}'; wait for it and try again") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def new_generation(index: Path) -> Iterator[Path]:
    """An empty folder to build into; it vanishes unless :func:`publish` made it the visible one."""
    folder = index / f"{_PREFIX}{secrets.token_hex(8)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        if _visible(index) != folder.name:
            shutil.rmtree(folder, ignore_errors=True)


def publish(index: Path, meta: IndexMeta) -> None:
    """Make the generation that ``meta`` names the visible one, then clear away those before the last."""
    previous = _visible(index)
    content = json.dumps(asdict(meta), ensure_ascii=False, indent=1)
    fresh = index / f"{META}.{secrets.token_hex(4)}"
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(index / META)
    finally:
        fresh.unlink(missing_ok=True)
    for folder in index.glob(f"{_PREFIX}*"):
        if folder.name not in (meta.generation, previous):
            shutil.rmtree(folder, ignore_errors=True)


def _visible(index: Path) -> str | None:
    try:
        generation: str = json.loads((index / META).read_text(encoding="utf-8"))["generation"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return generation
