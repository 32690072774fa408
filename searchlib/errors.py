"""What can go wrong, and what to do about it.

Every error of this package is one of these; its message says what happened and what to do next::

    SearchlibError
    ├── CorpusError            something in the corpus folder cannot be used
    │   ├── CorpusMissing      the folder is not there, or holds no document
    │   ├── UnreadableFile     one file cannot be read or decoded
    │   └── MetadataError      front matter, a sidecar or a registry is malformed
    ├── QueryError             the query cannot be understood; knows the column
    ├── IndexError_            something about the built index
    │   ├── IndexMissing       nothing has been built there
    │   ├── IndexStale         built by another version, dictionary or fold table
    │   ├── IndexDamaged       files are missing or do not fit together
    │   └── IndexBusy          another build is running
    ├── NotInIndex             no such document or project
    │   └── NoSuchClause       the document has no such clause or section
    └── MissingExtra           an optional library is not installed
"""

REBUILD = "build it again with `searchlib index CORPUS --rebuild`"
"""What to do about an index that cannot be used."""


class SearchlibError(Exception):
    """Root of the tree; catching it catches everything this package raises on purpose."""


class CorpusError(SearchlibError):
    """Something in the corpus folder cannot be used."""


class CorpusMissing(CorpusError, FileNotFoundError):
    """The corpus folder does not exist, is not a folder, or holds no document."""


class UnreadableFile(CorpusError):
    """One file cannot be read; ``file`` is its path and ``reason`` says why, in one line."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class MetadataError(CorpusError, ValueError):
    """Front matter, a ``NAME.meta.toml`` or a ``projects.toml`` is malformed."""


class QueryError(SearchlibError, ValueError):
    """The query cannot be understood.

    ``column`` counts code points of the query from 0; the message shows it from 1.
    """

    def __init__(self, reason: str, column: int | None = None) -> None:
        where = "" if column is None else f" (column {column + 1})"
        super().__init__(f"{reason}{where}")
        self.reason = reason
        self.column = column


class IndexError_(SearchlibError):
    """Something about the built index; the underscore keeps the builtin ``IndexError`` visible."""


class IndexMissing(IndexError_, FileNotFoundError):
    """There is no index in the folder."""


class IndexStale(IndexError_):
    """The index was made by another format, dictionary or fold table than the running one."""


class IndexDamaged(IndexError_):
    """Files of the index are missing or do not fit together.

    ``reason`` says what is damaged and ``remedy`` what to do about it; without one ``reason`` says both.
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason}; {remedy}" if remedy else reason)
        self.reason = reason
        self.remedy = remedy


class IndexBusy(IndexError_):
    """Another process is building this index."""


class NotInIndex(SearchlibError, LookupError):
    """The index holds no such document, clause or project."""


class NoSuchClause(NotInIndex):
    """The document is there; what was asked for is no clause or section of it."""

    def __init__(self, document_id: str, path: str) -> None:
        super().__init__(f"no clause '{path}' in '{document_id}'; `searchlib show {document_id}` lists them")
        self.document_id = document_id
        self.path = path


class MissingExtra(SearchlibError, ImportError):
    """An optional library is needed for this input; the message names the extra to install."""
