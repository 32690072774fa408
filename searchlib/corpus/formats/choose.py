"""Which format a file is in: by what it holds first, by its name where that does not tell."""

from __future__ import annotations

import re

from searchlib.corpus.blocks import Page
from searchlib.corpus.formats.bulletin import bulletin_items
from searchlib.corpus.formats.govcn import govcn_pages, is_govcn
from searchlib.corpus.formats.law import is_law, law_pages
from searchlib.corpus.formats.plain import plain_pages
from searchlib.corpus.formats.running import without_running_lines
from searchlib.corpus.formats.wraps import is_wrapped
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
    name = file.lower()
    if name.endswith(_HTML_NAMES) or _HTML.match(text):
        from searchlib.corpus.formats.html import html_pages  # loaded where there is a page of the kind

        return html_pages(mapped)
    if _FRONT_MATTER.match(text):
        return _markdown_pages(mapped)
    mapped = without_running_lines(mapped)
    text = mapped.text
    if is_law(text):
        return law_pages(mapped)
    if is_govcn(text):
        return govcn_pages(mapped)
    if name.endswith(_MARKDOWN_NAMES) or _MARKDOWN_TITLE.match(text):
        return _markdown_pages(mapped)
    if not is_wrapped(text):
        return plain_pages(mapped)
    from searchlib.corpus.formats.newspaper import newspaper_pages

    return newspaper_pages(mapped)


def _markdown_pages(mapped: Mapped) -> tuple[Page, ...]:
    from searchlib.corpus.formats.markdown import markdown_pages

    return markdown_pages(mapped)
