"""Publish a generation: it is built beside the visible one and made visible by one rename."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from searchlib.engine.choose import engine_of
from searchlib.errors import IndexBusy, IndexError_, SearchlibError
from searchlib.facts import cachetag
from searchlib.storage.durable import (
    clear_unfinished,
    link_or_copy,
    make_private,
    make_private_path,
    replace_synced,
    sync_names,
    write_synced,
)
from searchlib.storage.lock import LOCK, locked
from searchlib.storage.manifest import MANIFEST, Manifest, seal
from searchlib.storage.meta import FORMAT, META, IndexMeta, decode_meta, encode_meta, read_meta
from searchlib.storage.seen_files import SEEN

_GENERATION = re.compile(r"generation-[0-9a-f]{16}")


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the right to build in ``index``, which is created if need be, and clear what killed builds left.

    Raises IndexBusy at once where another build runs, IndexError_ for a folder that is used for other things
    or cannot be used.
    """
    _refuse_foreign(index)
    if not index.is_dir():
        with suppress(FileExistsError):  # another first build may come between
            make_private_path(index)
    with locked(index):
        _tag(index)
        _clear(index)
        yield


@contextmanager
def new_generation(index: Path, base: Path | None = None, files: Manifest | None = None) -> Iterator[Path]:
    """A folder to build into; it vanishes unless :func:`publish` made it the visible one.

    It is empty, or holds ``files`` of the generation ``base`` as links: those may be replaced or removed, but
    never written into.
    """
    folder = index / f"generation-{secrets.token_hex(8)}"
    make_private(folder)
    try:
        if base is not None:
            for name in files or ():
                link_or_copy(base / name, folder / name)
        yield folder
    except OSError as error:
        if error.filename is None and error.errno is not None:  # a full disk does not say where
            error.filename = str(folder)
        raise
    finally:
        if not _may_be_visible(index, folder):
            _discard(folder)


def publish(
    index: Path, meta: IndexMeta, base: Path | None = None, files: Manifest | None = None
) -> IndexMeta:
    """Make the generation that ``meta`` names the visible one, then clear away those before the last.

    ``base`` and ``files`` are those given to :func:`new_generation`. Returns ``meta`` as it was written.
    Raises IndexBusy if another machine, which the lock did not reach, has published meanwhile; OSError if a
    file cannot be read or written, and nothing has changed.
    """
    before = visible_generation(index)
    if base is not None and before != base.name:
        raise IndexBusy("index.changed-meanwhile", index=index)
    generation = index / meta.generation
    digest = seal(generation, base, files)
    meta = replace(meta, number=_next_number(index), previous=before, manifest=digest)
    content = encode_meta(meta)
    write_synced(generation / META, content)
    sync_names(generation)
    sync_names(index)
    show(index, content)
    _clear(index)
    return meta


def show(index: Path, content: bytes) -> None:
    """Replace ``meta.json``, and with it the visible generation, in one durable step."""
    replace_synced(index / META, content)


def visible_generation(index: Path) -> str | None:
    """Return the name of the visible generation; None if there is none or ``meta.json`` is damaged.

    Raises OSError when ``meta.json`` is there and cannot be read.
    """
    name = _pointers(index)[0]
    return name if name and _GENERATION.fullmatch(name) else None


def generations(index: Path) -> list[Path]:
    """Return all generation folders, finished or not."""
    return sorted(path for path in index.iterdir() if _GENERATION.fullmatch(path.name))


def _may_be_visible(index: Path, generation: Path) -> bool:
    """Whether ``generation`` is the visible one, or a finished one while nobody can say which that is."""
    try:
        shown = visible_generation(index)
    except OSError:
        shown = None
    if shown is not None:
        return shown == generation.name
    return (index / META).exists() and (generation / MANIFEST).exists()


def _pointers(index: Path) -> tuple[str | None, str | None]:
    """The visible generation and the one before it; see :func:`visible_generation`.

    A name is taken for one only where the checksum fits; other formats may have none.
    """
    try:
        values = json.loads((index / META).read_bytes().decode("utf-8"))
        if values["format"] == FORMAT:
            decode_meta(dict(values))
        names = values["generation"], values.get("previous")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None, None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None, None
    generation, previous = (name if isinstance(name, str) else None for name in names)
    return generation, previous


def _discard(generation: Path) -> None:
    """Remove a generation. What it has outside of its folder and cannot be removed now, the next build of the
    engine removes."""
    with suppress(SearchlibError, OSError):
        engine_of(generation).remove_index(generation)
    shutil.rmtree(generation, ignore_errors=True)


def _next_number(index: Path) -> int:
    """One more than any generation has; clocks have no part in it."""
    try:
        return 1 + read_meta(index).number
    except (SearchlibError, OSError):
        return 1 + max(map(_number, generations(index)), default=0)


def _number(generation: Path) -> int:
    try:
        return read_meta(generation).number
    except (SearchlibError, OSError):
        return 0


def _refuse_foreign(index: Path) -> None:
    """Raise for a path that is no folder, and for a folder that holds other things and no index."""
    if not index.is_dir():
        if index.exists() or index.is_symlink():
            raise IndexError_("index.not-a-folder", index=index)
        return
    names = sorted(path.name for path in index.iterdir() if not path.name.startswith("."))
    if names and LOCK not in names and not visible_generation(index):
        raise IndexError_("index.other-things", index=index, name=names[0])


def _tag(index: Path) -> None:
    """Say that ``index`` is a cache; what is there and is no tag is replaced."""
    path = index / cachetag.NAME
    if cachetag.is_tagged(index) or (path.is_dir() and not path.is_symlink()):
        return
    path.unlink(missing_ok=True)
    write_synced(path, cachetag.CONTENT)
    sync_names(index)


def _clear(index: Path) -> None:
    """Remove what is neither visible nor the one before it, and what builds left that were killed.

    Where ``meta.json`` cannot be read, is damaged or names a generation that is not there, every finished
    generation stays: one of them is the index.
    """
    try:
        kept = _pointers(index)
    except OSError:
        kept = None, None
    found = generations(index)
    is_known = kept[0] in {folder.name for folder in found}
    for folder in found:
        if folder.name not in kept and (is_known or not (folder / MANIFEST).exists()):
            _discard(folder)
    clear_unfinished(index / META)
    clear_unfinished(index / SEEN)
