"""Which files a corpus holds, and what text each of them is.

Nothing met in a corpus folder can stop a build: whatever is no readable text file is named with the
reason. Reading never blocks (a FIFO is not opened) and never leaves the folder (links are resolved first).
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from searchlib.facts import cachetag
from searchlib.corpus.archives import ARCHIVE, archive_above, members, read_member, why_not_member
from searchlib.corpus.encodings import decode
from searchlib.corpus.foreign import refuse_foreign, why_not_read
from searchlib.corpus.garbage import refuse_garbage
from searchlib.corpus.formats.docx import docx_text
from searchlib.corpus.formats.epub import epub_text
from searchlib.corpus.formats.mail import mail_text
from searchlib.corpus.formats.pdf import pdf_text
from searchlib.errors import CorpusMissing, UnreadableFile
from searchlib.model import Skipped
from searchlib.settings import read_settings

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".jsp", ".aspx", ".php"})
RECORD_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".csv"})
TEXT_SUFFIXES = HTML_SUFFIXES | RECORD_SUFFIXES | {"", ".txt", ".text", ".md", ".markdown"}
SUFFIXES = TEXT_SUFFIXES | {".pdf", ".docx", ".eml", ".mht", ".mhtml", ".epub", ARCHIVE}
_FIRST_BLOCK = 1 << 16
SIDECAR_ENDING = ".meta.toml"
REGISTRY = "projects.toml"

# 2013.04.06 联合声明 has a dot but no suffix: a suffix is short, ASCII, and not a number.
_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,8}")
# What says at the top of the folder what the folder is; License agreement 2015.txt is a text.
_ABOUT_THE_CORPUS = re.compile(r"(?i:README|LICEN[CS]E)(?i:\.(?:md|txt))?|LICEN[CS]E-[\w.-]+")
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{1,40})""", re.I
)
# Blanks str.strip() leaves: zero-width characters and a byte order mark in the middle of nowhere.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class FileText:
    """One file as text: its path relative to the corpus, the decoded text, and the SHA-256 of its bytes.

    ``text`` has no byte order mark; its line ends are those of the file. For PDF and DOCX ``encoding`` is
    ``pdf`` or ``docx``, and ``text`` is what was taken out of the file.
    """

    file: str
    text: str
    encoding: str
    digest: str


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
            found[above] = _skipped(above.removesuffix("/"), f"cannot be listed: {_why(error)}")
            continue
        owners = {owner for entry in entries for owner in (entry.name, without_suffix(entry.name))}
        for entry in entries:
            path, name = folder / entry.name, above + entry.name
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and not cachetag.is_tagged(path):
                    folders.append((path, f"{name}/"))
            elif _is_orphan(entry.name, owners):
                found[name] = _skipped(name, "states facts of a file that is not there; rename it with its file")
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
        what = "is not a folder" if root.exists() else "does not exist"
        raise CorpusMissing(f"the corpus folder {root} {what}; give the folder that holds the texts")
    try:
        os.scandir(root).close()
    except OSError as error:
        raise _unlisted(root, error) from error


def read_file(path: Path, root: Path) -> FileText:
    """The text of one corpus file.

    Raises UnreadableFile, naming the file and the reason, for anything that is not a readable text.
    """
    file = printable(_relative(path, root))
    suffix = suffix_of(path.name)
    archive = archive_above(path, root)
    data = _bytes_of(path, root, file, suffix) if archive is None else member_bytes(path, archive, root, file)
    if suffix in TEXT_SUFFIXES:
        refuse_foreign(data[:_FIRST_BLOCK], file)
    text, encoding = _text_of(data, suffix, file)
    if not text.strip().strip(_INVISIBLE).strip():
        raise UnreadableFile(file, "holds no text")
    refuse_garbage(text, file)
    return FileText(file, text, encoding, hashlib.sha256(data).hexdigest())


def _bytes_of(path: Path, root: Path, file: str, suffix: str) -> bytes:
    """The bytes of a file; its beginning is looked at before the rest is read."""
    with opened(path, root, file) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as stream:
        beginning = stream.read(_FIRST_BLOCK)
        if suffix in TEXT_SUFFIXES:
            refuse_foreign(beginning, file)
        refuse_large(os.fstat(descriptor).st_size, file)
        data = beginning + stream.read(read_settings().max_file)
        refuse_large(len(data), file)
        return data


def member_bytes(path: Path, archive: Path, root: Path, file: str) -> bytes:
    """The bytes of a member of an archive, which ``path`` names as if the archive were a folder."""
    name = path.relative_to(archive).as_posix()
    with opened(archive, root, file) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as stream:
        member = members(stream, file).get(name)
        if member is None:
            raise UnreadableFile(file, "vanished from its archive while the corpus was read")
        refuse_large(member.file_size, file)
        data = read_member(stream, member, file, read_settings().max_file)
    refuse_large(len(data), file)
    return data


def _text_of(data: bytes, suffix: str, file: str) -> tuple[str, str]:
    """The text of a file's bytes, and the encoding or format it was taken out of."""
    if suffix == ".pdf":
        return pdf_text(data, file), "pdf"
    if suffix == ".docx":
        return docx_text(data, file), "docx"
    if suffix == ".epub":
        return epub_text(data, file), "epub"
    if suffix in {".eml", ".mht", ".mhtml"}:
        return mail_text(data, file, suffix != ".eml"), "mail"
    decoded = decode(data, file, _declared(data) if suffix in HTML_SUFFIXES else None)
    return decoded.text, decoded.encoding


def refuse_large(size: int, file: str) -> None:
    """Raise UnreadableFile for a file of more bytes than the settings allow."""
    limit = read_settings().max_file
    if size > limit:
        raise UnreadableFile(
            file,
            f"has {size / 2**20:,.1f} MB, more than {limit >> 20:,}; split it, or raise the limit: "
            f"SEARCHLIB_MAX_FILE={-(-size >> 20)}",
        )


def suffix_of(name: str) -> str:
    """The file name's suffix in lower case with its dot, or the empty string.

    >>> suffix_of("联合声明.HTML"), suffix_of("2013.04.06 联合声明"), suffix_of("公报.2013")
    ('.html', '', '')
    """
    stem, dot, end = name.lower().rpartition(".")
    return dot + end if stem and _SUFFIX.fullmatch(dot + end) else ""


def without_suffix(name: str) -> str:
    """``name`` without what :func:`suffix_of` gives."""
    return name[: len(name) - len(suffix_of(name))]


def _is_orphan(name: str, owners: Set[str]) -> bool:
    """Whether a sidecar has none of ``owners`` to belong to."""
    return (
        name.endswith(SIDECAR_ENDING)
        and not name.startswith(".")
        and name.removesuffix(SIDECAR_ENDING) not in owners
    )


def printable(name: str) -> str:
    """A file name as it can be shown and stored: bytes that are not UTF-8 become ``\\xNN``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace") if _is_undecodable(name) else name


def _is_left_out(name: str, at_top: bool) -> bool:
    """Whether the name says that this is no text of the corpus; ``~$`` is a lock file of Word."""
    if name.startswith((".", "~$")) or name.endswith(SIDECAR_ENDING):
        return True
    return at_top and (name == REGISTRY or _ABOUT_THE_CORPUS.fullmatch(name) is not None)


def _judge(entry: os.DirEntry[str], path: Path, name: str, root: Path) -> Path | Skipped:
    """The path of a file worth reading, or why it is not; ``name`` is its path relative to the corpus."""
    if _is_undecodable(name):
        return _skipped(name, _why_undecodable(name))
    reason = None
    try:
        if entry.is_symlink():
            reason = _why_not_followed(path, root)
        elif not entry.is_file(follow_symlinks=False):  # which the listing itself tells
            reason = _why_not_regular(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        reason = _why(error)
    suffix = suffix_of(entry.name)
    if reason is None and suffix not in SUFFIXES:
        reason = why_not_read(suffix)
    return path if reason is None else _skipped(name, reason)


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
        reason = why_not_member(member, info, suffix)
        if reason is None and member.endswith(SIDECAR_ENDING):
            reason = "a sidecar inside an archive has no effect; put it beside the archive"
        if reason is None and suffix not in SUFFIXES:
            reason = why_not_read(suffix)
        whole = f"{name}/{member}"
        found[whole] = archive / member if reason is None else _skipped(whole, reason)
    return found or {name: _skipped(name, "is an archive without files")}


def _why_not_followed(path: Path, root: Path) -> str | None:
    """Why a link is not read, or None for one to a hidden file of the corpus.

    A link to a visible file is not read either: its text would count twice.
    """
    try:
        target = path.resolve(strict=True)
        top = root.resolve(strict=True)
    except RuntimeError:  # what a loop of links was until Python 3.13
        return "a link that leads back to itself"
    except OSError as error:
        return "a link that leads back to itself" if error.errno == errno.ELOOP else "a broken link"
    if not target.is_relative_to(top):
        return "a link to something outside the corpus folder"
    inside = target.relative_to(top)
    if target.is_dir():
        return "a link to a folder; put the folder itself here"
    if not any(part.startswith(".") for part in inside.parts):
        return f"a link to {inside.as_posix()}, which is read under its own name"
    return _why_not_regular(target.stat().st_mode)


def _why_not_regular(mode: int) -> str | None:
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISFIFO, "a FIFO"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))
    return next((f"{name}, not a file" for test, name in kinds if test(mode)), "not a regular file")


@contextmanager
def opened(path: Path, root: Path, file: str) -> Iterator[int]:
    """A regular file, open: its descriptor. A link is resolved here and may not lead out of the corpus.

    Raises UnreadableFile under the name ``file``, also for what goes wrong while it is being read.
    """
    try:
        descriptor = _open(path, root, file)
        try:
            # Asked of the open file: what lay under the name a moment ago may have been replaced.
            reason = _why_not_regular(os.fstat(descriptor).st_mode)
            if reason is not None:
                raise UnreadableFile(file, reason)
            yield descriptor
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UnreadableFile(file, _why(error)) from error


def _open(path: Path, root: Path, file: str) -> int:
    if hasattr(os, "O_NOFOLLOW") or not path.is_symlink():
        try:
            return os.open(path, _OPEN_FLAGS)
        except OSError:
            if not path.is_symlink():
                raise
    reason = _why_not_followed(path, root)
    if reason is not None:
        raise UnreadableFile(file, reason)
    return os.open(path.resolve(strict=True), _OPEN_FLAGS)


def _declared(data: bytes) -> str | None:
    """The encoding an HTML page claims to be in."""
    claim = _DECLARED.search(data[:4096])
    return claim[1].decode("ascii", "ignore") if claim else None


def _unlisted(root: Path, error: OSError) -> CorpusMissing:
    return CorpusMissing(f"the corpus folder {root} cannot be listed: {_why(error)}")


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _skipped(name: str, reason: str) -> Skipped:
    return Skipped(printable(name), reason)


def _is_undecodable(name: str) -> bool:
    """Whether the operating system gave bytes that are not UTF-8, shown as lone surrogates."""
    if name.isascii():
        return False
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _why_undecodable(name: str) -> str:
    """Whether the name is at fault, or a locale in which Python takes no name for UTF-8."""
    try:
        os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return "its name is not valid UTF-8; rename it"
    return f"its name cannot be read in this locale ({sys.getfilesystemencoding()}); set PYTHONUTF8=1"


def _why(error: OSError) -> str:
    """The operating system's reason in plain words."""
    if isinstance(error, PermissionError):
        return "may not be read (permission denied)"
    if isinstance(error, FileNotFoundError):
        return "vanished while the corpus was read"
    return (error.strerror or type(error).__name__).lower()
