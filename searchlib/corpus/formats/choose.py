"""Which format a file is in: by what it holds first, by its name where that does not tell."""

from __future__ import annotations

import re

from searchlib.corpus.blocks import Page
from searchlib.corpus.formats.bulletin import bulletin_items
from searchlib.corpus.formats.govcn import govcn_pages, is_govcn
from searchlib.corpus.formats.law import INFO_END, is_law, law_pages
from searchlib.corpus.formats.law_hk import hong_kong_pages, is_hong_kong_law
from searchlib.corpus.formats.plain import plain_pages
from searchlib.corpus.formats.page_edges import without_page_breaks
from searchlib.corpus.formats.running import without_running_lines
from searchlib.corpus.formats.wraps import is_wrapped
from searchlib.corpus.law_roles import as_law
from searchlib.corpus.mapped import Mapped

_DECLARATION = re.compile(r"\s*+(?:<\?xml[^>]*+>\s*+)?")
_BLANKS = re.compile(r"\s*+")
_HTML = re.compile(r"<(?:!doctype\s++html|html|head|body)\b", re.I)
_FRONT_MATTER = re.compile(r"(?:---[ \t]*+\r?\n[\w-]++[ \t]*+:|\+\+\+[ \t]*+\r?\n)")
_MARKDOWN_TITLE = re.compile(r"\s*+#{1,2}[ \t]++\S")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
# Of these the name tells less: they also hold plain text.
_SERVED_NAMES = (".jsp", ".aspx", ".php", ".mht", ".mhtml", ".eml", ".epub")
_ELEMENT = re.compile(r"<(?:p|div|br|table|span|h[1-6]|title|meta)\b[^<>]{0,500}>", re.I)
_MARKDOWN_NAMES = (".md", ".markdown")


def pages_of(file: str, text: str) -> tuple[Page, ...]:
    """The documents of one file as blocks; none when it holds no document.

    Raises MetadataError for malformed front matter.
    """
    return pages_of_text(file.lower(), Mapped.of(text))


def pages_of_text(name: str, mapped: Mapped) -> tuple[Page, ...]:
    """As ``pages_of`` for a text that stands anywhere in a file; ``name`` is in lower case."""
    return tuple(item for page in _pages(name, mapped) for item in bulletin_items(page))


def _pages(name: str, mapped: Mapped) -> tuple[Page, ...]:
    text = mapped.text
    if is_html(name, text):
        from searchlib.corpus.formats.html import html_pages  # loaded where there is a page of the kind

        return tuple(map(as_law, html_pages(mapped)))
    mapped = without_page_breaks(mapped)
    if _FRONT_MATTER.match(mapped.text):
        return tuple(map(as_law, _markdown_pages(mapped)))
    mapped = without_running_lines(mapped)
    if is_law(mapped.text) and (INFO_END in text or not is_govcn(mapped.text)):
        return law_pages(mapped)
    return tuple(map(as_law, _text_pages(name, mapped)))


def _text_pages(name: str, mapped: Mapped) -> tuple[Page, ...]:
    """Return the pages of every other format but that of law files."""
    text = mapped.text
    if is_hong_kong_law(text):
        return hong_kong_pages(mapped)
    if is_govcn(text):
        return govcn_pages(mapped)
    if name.endswith(_MARKDOWN_NAMES) or _MARKDOWN_TITLE.match(text):
        return _markdown_pages(mapped)
    if not is_wrapped(text):
        return plain_pages(mapped)
    from searchlib.corpus.formats.newspaper import newspaper_pages

    return newspaper_pages(mapped)


def is_html(name: str, text: str) -> bool:
    """Whether a text is a page of HTML, by the file's name in lower case or by how the text begins."""
    if name.endswith(_HTML_NAMES) or begins_html(text):
        return True
    return name.endswith(_SERVED_NAMES) and _ELEMENT.search(text) is not None


def begins_html(text: str) -> bool:
    """Whether a text begins like a page of HTML; comments and an XML declaration may stand before it."""
    declared = _DECLARATION.match(text)
    at = declared.end() if declared else 0
    while text.startswith("<!--", at):
        end = text.find("-->", at + 2)
        blanks = _BLANKS.match(text, end + 3)
        if end < 0 or blanks is None:
            return False
        at = blanks.end()
    return _HTML.match(text, at) is not None


def _markdown_pages(mapped: Mapped) -> tuple[Page, ...]:
    from searchlib.corpus.formats.markdown import markdown_pages

    return markdown_pages(mapped)
