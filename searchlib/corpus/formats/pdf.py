"""The text of a PDF, page after page, as lines.

Only the text layer counts: a scanned page has none, and searchlib does no character recognition. The
optional library pypdf does the reading; whatever it stumbles over becomes one named reason.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from searchlib.corpus.likeness import strange_share
from searchlib.errors import UnreadableFile

if TYPE_CHECKING:
    from pypdf import PdfReader

# 3 · - 3 - · — 3 — · 第3页 共12页 · 3/12, alone on a page's first or last line.
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–―·\s]*\d{1,4}[-—–―·\s]*|第?\s*\d{1,4}\s*[页頁](?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*[页頁])?"
    r"|\d{1,4}\s*/\s*\d{1,4})\s*"
)
# Fonts that do not say which characters they show give private-use characters or U+FFFD throughout.
_MOST_STRANGE = 0.1


def pdf_text(data: bytes, file: str) -> str:
    """The text layer of all pages, in order, with page numbers left out; pages end in one line feed.

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
        except UnreadableFile:
            raise
        except Exception as error:
            # A damaged PDF can make its reader fail in any way at all, down to a RecursionError.
            raise UnreadableFile(file, "file.damaged-pdf", problem=_brief(error)) from error
    text = "\n".join(_without_page_numbers(_without_surrogates(page)) for page in pages)
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


def _without_page_numbers(page: str) -> str:
    lines = page.split("\n")
    while lines and (not lines[-1].strip() or _PAGE_NUMBER.fullmatch(lines[-1])):
        lines.pop()
    while lines and (not lines[0].strip() or _PAGE_NUMBER.fullmatch(lines[0])):
        lines.pop(0)
    return "\n".join(lines)


def _without_surrogates(text: str) -> str:
    """With halves of characters, which broken font tables give, shown as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _brief(error: Exception) -> str:
    """The library's own words, in one line of at most 120 characters."""
    words = " ".join(str(error).split())
    return (words or type(error).__name__)[:120]
