"""From a folder of files to documents: the whole way in, file by file.

A file that cannot be read, is malformed or holds no document comes as :class:`~searchlib.model.Skipped` with
the reason, in its place among the others; nothing is left out without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from searchlib.corpus.collector import uncollected
from searchlib.corpus.archives import archive_above
from searchlib.corpus.blocks import Metadata
from searchlib.corpus.formats.choose import is_html, pages_of
from searchlib.corpus.brokenpage import refuse_broken_page
from searchlib.corpus.identity import Ids
from searchlib.corpus.leftout import Omission, noting
from searchlib.corpus.limits import TOO_SLOW, LimitReached, code_for, interrupted, is_watched, limit_values
from searchlib.corpus.listing import walk
from searchlib.corpus.opening import why
from searchlib.corpus.names import RECORD_SUFFIXES, printable, suffix_of
from searchlib.corpus.read import FileText, read_file
from searchlib.corpus.records import record_pages
from searchlib.corpus.sidecar import columns_for, sidecar_for
from searchlib.corpus.split import split
from searchlib.errors import CorpusError, UnreadableFile
from searchlib.model import Document, Skipped
from searchlib.settings import read_settings


def load_corpus(root: Path) -> Iterator[Document | Skipped]:
    """Every document below ``root`` in order of path, then of place in the file, each with an id of its own.

    Raises CorpusMissing when ``root`` is not a folder that can be listed.
    """
    ids = Ids()
    for entry in walk(root):
        for found in load_entry(entry, root):
            yield found if isinstance(found, Skipped) else ids.admit(found)


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file: its decoded text, its documents, and the pieces of the text that its reader left out."""

    text: FileText
    documents: tuple[Document, ...]
    left_out: tuple[Omission, ...]


def load_file(path: Path, root: Path) -> tuple[Document, ...]:
    """The documents of one file, as ``load_with_text`` finds them."""
    return load_with_text(path, root).documents


def load_with_text(path: Path, root: Path) -> LoadedFile:
    """One file with its documents, whose ids are distinct among themselves.

    Raises UnreadableFile when it cannot be read or holds no document, MetadataError for malformed front
    matter or a malformed sidecar.
    """
    text = read_file(path, root)
    beside = archive_above(path, root) or path
    stated = sidecar_for(beside)
    with noting() as left_out:
        if suffix_of(path.name) in RECORD_SUFFIXES:
            documents = _of_records(text, suffix_of(path.name), stated, columns_for(beside))
        else:
            documents = _documents(text, stated, whole=True)
    if not documents:
        raise UnreadableFile(text.file, "file.no-document")
    return LoadedFile(text, documents, tuple(left_out))


def _of_records(
    text: FileText, suffix: str, stated: Metadata | None, columns: Mapping[str, str] | None
) -> tuple[Document, ...]:
    ids = Ids()
    found = (split(page, text.file, stated) for page in record_pages(text.file, suffix, text.text, columns))
    return tuple(ids.admit(document) for document in found if document is not None)


def load_entry(entry: Path | Skipped, root: Path) -> Iterator[Document | Skipped]:
    """The documents of one entry of the folder, with the ids their content gives; or why there are none."""
    found = load_whole(entry, root)
    yield from (found,) if isinstance(found, Skipped) else found.documents


def load_whole(entry: Path | Skipped, root: Path) -> LoadedFile | Skipped:
    """One entry of the folder with its text, its documents and what was left out; or why there are none."""
    if isinstance(entry, Skipped):
        return entry
    limits = read_settings()
    try:
        with interrupted(limits.seconds_for(size_of(entry, root)), limits.max_memory), uncollected():
            return load_with_text(entry, root)
    except LimitReached as reached:
        if is_watched():  # the limit is that of whoever called
            raise
        return given_up(entry, root, reached)
    except UnreadableFile as error:
        return Skipped(error.file, error.reason, _is_passing(error))
    except CorpusError as error:
        return Skipped(_named(entry, root), str(error), _is_passing(error))
    except OSError as error:
        return Skipped(_named(entry, root), why(_named(entry, root), error).reason, passing=True)
    except MemoryError as error:
        return given_up(entry, root, error)


def given_up(entry: Path, root: Path, error: BaseException | int | None) -> Skipped:
    """A file whose reading took more than it may, or whose reader ended with this exit status."""
    code = code_for(error)
    values = limit_values(size_of(entry, root), read_settings())
    reason = UnreadableFile("", code, status=error, **values).reason
    return Skipped(_named(entry, root), reason, passing=not isinstance(error, LimitReached) and code != TOO_SLOW)


def size_of(entry: Path, root: Path) -> int:
    """The bytes of a file; those of the archive for a member; 0 where they are not known."""
    try:
        return (archive_above(entry, root) or entry).stat().st_size
    except OSError:
        return 0


def _named(entry: Path, root: Path) -> str:
    return printable(entry.relative_to(root).as_posix())


def _is_passing(error: CorpusError) -> bool:
    """Whether the disk or the system failed, and not the file."""
    return isinstance(error.__cause__, OSError)


def load_text(text: str, file: str = "") -> tuple[Document, ...]:
    """The documents of a text that is already decoded; ``file`` is the name their sources give."""
    return _documents(FileText(file, text, "utf-8", ""), None)


def _documents(text: FileText, stated: Metadata | None, whole: bool = False) -> tuple[Document, ...]:
    """The documents of a text; of a ``whole`` page of HTML it is an error to hold no text or to be cut off."""
    ids = Ids()
    pages = pages_of(text.file, text.text)
    if whole and is_html(text.file.lower(), text.text):
        refuse_broken_page(pages, text)
    found = (split(page, text.file, stated) for page in pages)
    return tuple(ids.admit(document) for document in found if document is not None)
