"""The text of a PDF, page after page, as lines.

Only the text layer counts: a scanned page has none, and searchlib does no character recognition. The
optional library pypdf does the reading; whatever it stumbles over becomes one named reason.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from searchlib.corpus.formats.page_edges import page_lines
from searchlib.corpus.likeness import strange_share
from searchlib.errors import UnreadableFile

if TYPE_CHECKING:
    from pypdf import PdfReader

_HYPHEN = re.compile(r"(?<=[A-Za-z]{2})[-\u2010\xad]\n(?=[a-z])")
# Fonts that do not say which characters they show give private-use characters or U+FFFD throughout.
_MOST_STRANGE = 0.1


def pdf_text(data: bytes, file: str) -> str:
    """The text layer of all pages, in order, without what each page repeats at its edges; pages end in one line feed.

    Raises UnreadableFile when pypdf is missing, or the PDF is encrypted, damaged or without text.
    """
    try:
        from pypdf import PdfReader  # an extra: most corpora hold no PDF
    except ImportError as error:
        raise UnreadableFile(file, "file.needs-pdf") from error
    with _silence():
        try:
            reader = PdfReader(BytesIO(data))
            _unlock(reader, file)
            pages = [page.extract_text() for page in reader.pages]
        except (UnreadableFile, MemoryError):
            raise
        except Exception as error:
            # A damaged PDF can make its reader fail in any way at all, down to a RecursionError.
            if _is_cut(data):
                raise UnreadableFile(file, "file.cut-pdf") from error
            raise UnreadableFile(file, "file.damaged-pdf", problem=_brief(error)) from error
    if _is_cut(data):
        raise UnreadableFile(file, "file.cut-pdf")
    text = _joined([_without_surrogates(page) for page in pages])
    if not text.strip():
        raise UnreadableFile(file, "file.scanned-pdf")
    if strange_share(text) > _MOST_STRANGE:
        raise UnreadableFile(file, "file.unreadable-fonts")
    return text


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pypdf's log lines and warnings about odd files off the terminal."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)  # its modules' loggers inherit this level
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def _unlock(reader: PdfReader, file: str) -> None:
    """Open a PDF that is encrypted without a password, as many published ones are."""
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except Exception as error:
        raise UnreadableFile(file, "file.encrypted-pdf", problem=_brief(error)) from error
    if not opened:
        raise UnreadableFile(file, "file.locked-pdf")


def _is_cut(data: bytes) -> bool:
    """Whether a PDF lacks its end: what follows the last end mark, if there is one, begins further objects."""
    end = data.rfind(b"%%EOF")
    return data.startswith(b"%PDF") and (end < 0 or b" obj" in data[end:])


def _joined(pages: Sequence[str]) -> str:
    """The pages as one text without running headers, footers and page numbers; words broken by a hyphen are whole."""
    lines = [page.split("\n") for page in pages]
    kept = page_lines(lines)
    text = "\n".join(page[number] for page, numbers in zip(lines, kept, strict=True) for number in numbers)
    return _HYPHEN.sub("", text)


def _without_surrogates(text: str) -> str:
    """With halves of characters, which broken font tables give, shown as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _brief(error: Exception) -> str:
    """The library's own words, in one line of at most 120 characters."""
    words = " ".join(str(error).split())
    return (words or type(error).__name__)[:120]
