"""Which format a file is in: by what it holds first, by its name where that does not tell."""

from __future__ import annotations

import re

from searchlib.corpus.blocks import Page
from searchlib.corpus.formats.bulletin import bulletin_items
from searchlib.corpus.formats.govcn import govcn_pages, is_govcn
from searchlib.corpus.formats.law import INFO_END, is_law, law_pages
from searchlib.corpus.formats.law_hk import hong_kong_pages, is_hong_kong_law
from searchlib.corpus.formats.plain import plain_pages
from searchlib.corpus.formats.running import without_running_lines
from searchlib.corpus.formats.wraps import is_wrapped
from searchlib.corpus.law_roles import as_law
from searchlib.corpus.mapped import Mapped

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_FRONT_MATTER = re.compile(r"(?:---[ \t]*\r?\n[\w-]+[ \t]*:|\+\+\+[ \t]*\r?\n)")
_MARKDOWN_TITLE = re.compile(r"\s*#{1,2}[ \t]+\S")
_HTML_NAMES = (".html", ".htm", ".xhtml")
_MARKDOWN_NAMES = (".md", ".markdown")


def pages_of(file: str, text: str) -> tuple[Page, ...]:
    """The documents of one file as blocks; none when it holds no document.

    Raises MetadataError for malformed front matter.
    """
    return tuple(item for page in _pages(file, text) for item in bulletin_items(page))


def _pages(file: str, text: str) -> tuple[Page, ...]:
    mapped = Mapped.of(text)
    if _is_html(file, text) or _FRONT_MATTER.match(text):
        return tuple(map(as_law, _marked_up_pages(file, mapped)))
    mapped = without_running_lines(mapped)
    if is_law(mapped.text) and (INFO_END in text or not is_govcn(mapped.text)):
        return law_pages(mapped)
    return tuple(map(as_law, _text_pages(file, mapped)))


def _is_html(file: str, text: str) -> bool:
    return file.lower().endswith(_HTML_NAMES) or _HTML.match(text) is not None


def _marked_up_pages(file: str, mapped: Mapped) -> tuple[Page, ...]:
    """Return the pages of HTML, or of Markdown below front matter."""
    if not _is_html(file, mapped.text):
        return _markdown_pages(mapped)
    from searchlib.corpus.formats.html import html_pages  # loaded where there is a page of the kind

    return html_pages(mapped)


def _text_pages(file: str, mapped: Mapped) -> tuple[Page, ...]:
    """Return the pages of every other format but that of law files."""
    text = mapped.text
    if is_hong_kong_law(text):
        return hong_kong_pages(mapped)
    if is_govcn(text):
        return govcn_pages(mapped)
    if file.lower().endswith(_MARKDOWN_NAMES) or _MARKDOWN_TITLE.match(text):
        return _markdown_pages(mapped)
    if not is_wrapped(text):
        return plain_pages(mapped)
    from searchlib.corpus.formats.newspaper import newspaper_pages

    return newspaper_pages(mapped)


def _markdown_pages(mapped: Mapped) -> tuple[Page, ...]:
    from searchlib.corpus.formats.markdown import markdown_pages

    return markdown_pages(mapped)
