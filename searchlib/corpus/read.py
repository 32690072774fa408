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
from searchlib.corpus.encodings import decode
from searchlib.corpus.formats.docx import docx_text
from searchlib.corpus.formats.pdf import pdf_text
from searchlib.errors import CorpusMissing, UnreadableFile
from searchlib.model import Skipped

TEXT_SUFFIXES = frozenset({"", ".txt", ".md", ".markdown", ".html", ".htm"})
SUFFIXES = TEXT_SUFFIXES | {".pdf", ".docx"}
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
_FOREIGN = (
    (b"%PDF-", "file.is-pdf"),
    (b"{\\rtf", "file.is-rtf"),
    (b"PK\x03\x04", "file.is-zip"),
)
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
            name = above.removesuffix("/")
            found[above] = _skipped(UnreadableFile(name, "file.unlisted", problem=_why(name, error)))
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
                found[name] = _judge(entry, path, name, root)
    return {name: found[name] for name in sorted(found)}


def check_corpus(root: Path) -> None:
    """Raise CorpusMissing when ``root`` is not a folder that can be listed."""
    if not root.is_dir():
        raise CorpusMissing("corpus.not-a-folder" if root.exists() else "corpus.missing", folder=root)
    try:
        os.scandir(root).close()
    except OSError as error:
        raise _unlisted(root, error) from error


def read_file(path: Path, root: Path) -> FileText:
    """The text of one corpus file.

    Raises UnreadableFile, naming the file and the reason, for anything that is not a readable text.
    """
    file = printable(_relative(path, root))
    with opened(path, root, file) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as stream:
        data = stream.read()
    suffix = suffix_of(path.name)
    if suffix == ".pdf":
        text, encoding = pdf_text(data, file), "pdf"
    elif suffix == ".docx":
        text, encoding = docx_text(data, file), "docx"
    else:
        _refuse_foreign(data, file)
        decoded = decode(data, file, _declared(data) if suffix in {".html", ".htm"} else None)
        text, encoding = decoded.text, decoded.encoding
    if not text.strip().strip(_INVISIBLE).strip():
        raise UnreadableFile(file, "file.no-text")
    return FileText(file, text, encoding, hashlib.sha256(data).hexdigest())


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
        return _skipped(_why_undecodable(name))
    fault = None
    try:
        if entry.is_symlink():
            fault = _why_not_followed(path, root, name)
        elif not entry.is_file(follow_symlinks=False):  # which the listing itself tells
            fault = _why_not_regular(entry.stat(follow_symlinks=False).st_mode, name)
    except OSError as error:
        fault = _why(name, error)
    suffix = suffix_of(entry.name)
    if fault is None and suffix not in SUFFIXES:
        fault = UnreadableFile(name, "file.unknown-format", suffix=suffix)
    return path if fault is None else _skipped(fault)


def _why_not_followed(path: Path, root: Path, file: str) -> UnreadableFile | None:
    """Why a link is not read, or None for one to a hidden file of the corpus.

    A link to a visible file is not read either: its text would count twice.
    """
    try:
        target = path.resolve(strict=True)
        top = root.resolve(strict=True)
    except RuntimeError:  # what a loop of links was until Python 3.13
        return UnreadableFile(file, "file.link-loop")
    except OSError as error:
        return UnreadableFile(file, "file.link-loop" if error.errno == errno.ELOOP else "file.link-broken")
    if not target.is_relative_to(top):
        return UnreadableFile(file, "file.link-outside")
    inside = target.relative_to(top)
    if target.is_dir():
        return UnreadableFile(file, "file.link-to-folder")
    if not any(part.startswith(".") for part in inside.parts):
        return UnreadableFile(file, "file.link-to-text", target=inside.as_posix())
    return _why_not_regular(target.stat().st_mode, file)


def _why_not_regular(mode: int, file: str) -> UnreadableFile | None:
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISFIFO, "file.fifo"), (stat.S_ISSOCK, "file.socket"), (stat.S_ISCHR, "file.device"))
    return UnreadableFile(file, next((code for test, code in kinds if test(mode)), "file.not-regular"))


@contextmanager
def opened(path: Path, root: Path, file: str) -> Iterator[int]:
    """A regular file, open: its descriptor. A link is resolved here and may not lead out of the corpus.

    Raises UnreadableFile under the name ``file``, also for what goes wrong while it is being read.
    """
    try:
        descriptor = _open(path, root, file)
        try:
            # Asked of the open file: what lay under the name a moment ago may have been replaced.
            fault = _why_not_regular(os.fstat(descriptor).st_mode, file)
            if fault is not None:
                raise fault
            yield descriptor
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _why(file, error) from error


def _open(path: Path, root: Path, file: str) -> int:
    if hasattr(os, "O_NOFOLLOW") or not path.is_symlink():
        try:
            return os.open(path, _OPEN_FLAGS)
        except OSError:
            if not path.is_symlink():
                raise
    fault = _why_not_followed(path, root, file)
    if fault is not None:
        raise fault
    return os.open(path.resolve(strict=True), _OPEN_FLAGS)


def _refuse_foreign(data: bytes, file: str) -> None:
    """Raise for a known format under a text file's name; some PDF and all RTF would pass as text."""
    for beginning, code in _FOREIGN:
        if data.startswith(beginning):
            raise UnreadableFile(file, code)


def _declared(data: bytes) -> str | None:
    """The encoding an HTML page claims to be in."""
    claim = _DECLARED.search(data[:4096])
    return claim[1].decode("ascii", "ignore") if claim else None


def _unlisted(root: Path, error: OSError) -> CorpusMissing:
    return CorpusMissing("corpus.unlisted", folder=root, problem=_why(str(root), error))


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _skipped(fault: UnreadableFile) -> Skipped:
    return Skipped(printable(fault.file), fault.reason)


def _is_undecodable(name: str) -> bool:
    """Whether the operating system gave bytes that are not UTF-8, shown as lone surrogates."""
    if name.isascii():
        return False
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _why_undecodable(name: str) -> UnreadableFile:
    """Whether the name is at fault, or a locale in which Python takes no name for UTF-8."""
    try:
        os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return UnreadableFile(name, "file.name-not-utf8")
    return UnreadableFile(name, "file.name-in-locale", encoding=sys.getfilesystemencoding())


def _why(file: str, error: OSError) -> UnreadableFile:
    """The operating system's reason."""
    if isinstance(error, PermissionError):
        return UnreadableFile(file, "file.forbidden")
    if isinstance(error, FileNotFoundError):
        return UnreadableFile(file, "file.vanished")
    return UnreadableFile(file, "file.system", problem=(error.strerror or type(error).__name__).lower())
