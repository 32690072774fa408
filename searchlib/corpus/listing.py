"""Which files a corpus holds.

Nothing met in a folder can stop a build: whatever is no readable text file is named with the reason. The members of
an archive are listed as if it were a folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Set
from pathlib import Path

from searchlib.corpus.archives import ARCHIVE, members, why_not_member
from searchlib.corpus.foreign import why_not_read
from searchlib.corpus.names import (
    REGISTRY, SIDECAR_ENDING, SUFFIXES, is_undecodable, printable, suffix_of, why_undecodable, without_suffix,
)
from searchlib.corpus.opening import opened, why, why_not_followed, why_not_regular
from searchlib.errors import CorpusMissing, UnreadableFile
from searchlib.facts import cachetag
from searchlib.model import Skipped

# What says at the top of the folder what the folder is; License agreement 2015.txt is a text.
_ABOUT_THE_CORPUS = re.compile(r"(?i:README|LICEN[CS]E)(?i:\.(?:md|txt))?|LICEN[CS]E-[\w.-]+")


def walk(root: Path) -> Iterator[Path | Skipped]:
    """Every corpus file below ``root`` in order of relative path, and in its place what cannot be one."""
    return iter(listing(root).values())


def listing(root: Path) -> dict[str, Path | Skipped]:
    """The same by relative path, in order.

    Hidden names, sidecars of a file, the registry at the top, a README or LICENSE beside it and folders tagged as
    caches (an index) are left out.
    Raises CorpusMissing when ``root`` is not a folder that can be listed.
    """
    check_corpus(root)
    found: dict[str, Path | Skipped] = {}
    folders = [(root, "")]
    while folders:
        folder, above = folders.pop()
        try:
            with os.scandir(folder) as names:
                entries = list(names)
        except OSError as error:
            if folder == root:
                raise _unlisted(root, error) from error
            name = above.removesuffix("/")
            found[above] = _skipped(UnreadableFile(name, "file.unlisted", problem=why(name, error)))
            continue
        owners = {owner for entry in entries for owner in (entry.name, without_suffix(entry.name))}
        for entry in entries:
            path, name = folder / entry.name, above + entry.name
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and not cachetag.is_tagged(path):
                    folders.append((path, f"{name}/"))
            elif _is_orphan(entry.name, owners):
                found[name] = _skipped(UnreadableFile(name, "file.orphan"))
            elif not _is_left_out(entry.name, at_top=not above):
                judged = _judge(entry, path, name, root)
                if isinstance(judged, Path) and suffix_of(name) == ARCHIVE:
                    found |= _members_of(judged, name, root)
                else:
                    found[name] = judged
    return {name: found[name] for name in sorted(found)}


def check_corpus(root: Path) -> None:
    """Raise CorpusMissing when ``root`` is not a folder that can be listed."""
    if not root.is_dir():
        raise CorpusMissing("corpus.not-a-folder" if root.exists() else "corpus.missing", folder=root)
    try:
        os.scandir(root).close()
    except OSError as error:
        raise _unlisted(root, error) from error


def _is_orphan(name: str, owners: Set[str]) -> bool:
    """Whether a sidecar has none of ``owners`` to belong to."""
    return (
        name.endswith(SIDECAR_ENDING)
        and not name.startswith(".")
        and name.removesuffix(SIDECAR_ENDING) not in owners
    )


def _is_left_out(name: str, at_top: bool) -> bool:
    """Whether the name says that this is no text of the corpus; ``~$`` is a lock file of Word."""
    if name.startswith((".", "~$")) or name.endswith(SIDECAR_ENDING):
        return True
    return at_top and (name == REGISTRY or _ABOUT_THE_CORPUS.fullmatch(name) is not None)


def _judge(entry: os.DirEntry[str], path: Path, name: str, root: Path) -> Path | Skipped:
    """The path of a file worth reading, or why it is not; ``name`` is its path relative to the corpus."""
    if is_undecodable(name):
        return _skipped(why_undecodable(name))
    fault = None
    try:
        if entry.is_symlink():
            fault = why_not_followed(path, root, name)
        elif not entry.is_file(follow_symlinks=False):  # which the listing itself tells
            fault = why_not_regular(entry.stat(follow_symlinks=False).st_mode, name)
    except OSError as error:
        fault = why(name, error)
    suffix = suffix_of(entry.name)
    if fault is None and suffix not in SUFFIXES:
        fault = why_not_read(name, suffix)
    return path if fault is None else _skipped(fault)


def _members_of(archive: Path, name: str, root: Path) -> dict[str, Path | Skipped]:
    """The members of an archive by relative path, as if it were a folder; or why there are none."""
    try:
        with opened(archive, root, name) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as stream:
            listed = members(stream, printable(name))
    except UnreadableFile as error:
        return {name: Skipped(error.file, error.reason, isinstance(error.__cause__, OSError))}
    found: dict[str, Path | Skipped] = {}
    for member, info in listed.items():
        suffix = suffix_of(member.rpartition("/")[2])
        whole = f"{name}/{member}"
        fault = why_not_member(whole, member, info, suffix)
        if fault is None and member.endswith(SIDECAR_ENDING):
            fault = UnreadableFile(whole, "file.sidecar-in-archive")
        if fault is None and suffix not in SUFFIXES:
            fault = why_not_read(whole, suffix)
        found[whole] = archive / member if fault is None else _skipped(fault)
    return found or {name: _skipped(UnreadableFile(name, "file.empty-archive"))}


def _unlisted(root: Path, error: OSError) -> CorpusMissing:
    return CorpusMissing("corpus.unlisted", folder=root, problem=why(str(root), error))


def _skipped(fault: UnreadableFile) -> Skipped:
    return Skipped(printable(fault.file), fault.reason)
