"""Books (.epub): the pages of the spine one after another, as one HTML text below the book's title."""

from __future__ import annotations

import html
import posixpath
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

from searchlib.corpus.archives import DAMAGED
from searchlib.corpus.encodings import decode
from searchlib.corpus.formats.html_tokens import TokenSort, attributes_of, tokens_of
from searchlib.errors import UnreadableFile

_MOST_PAGES = 5000
_MOST_UNPACKED = 100 << 20


def epub_text(data: bytes, file: str) -> str:
    """The HTML of all pages in reading order.

    Raises UnreadableFile where the book is damaged, locked, too large, or has no page.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = {member.filename: member for member in archive.infolist()}
            if "META-INF/rights.xml" in names or "META-INF/encryption.xml" in names and _is_locked(archive):
                raise UnreadableFile(file, "file.locked-book")
            package, pages = _spine(archive)
            size = sum(names[page].file_size for page in pages)
            if len(pages) > _MOST_PAGES or size > _MOST_UNPACKED:
                raise UnreadableFile(file, "file.too-large-book", n=len(pages), size=size >> 20)
            texts = [decode(archive.read(page), file, "utf-8").text for page in pages]
    except (*DAMAGED, KeyError) as error:
        raise UnreadableFile(file, "file.damaged-book", problem=str(error)) from error
    if not texts:
        raise UnreadableFile(file, "file.empty-book")
    return "\n".join((f"<title>{html.escape(_title(package))}</title>", *texts))


def _is_locked(archive: ZipFile) -> bool:
    """Whether more than fonts is encrypted."""
    listed = archive.read("META-INF/encryption.xml")
    return b"html" in listed.lower().replace(b"http", b"").replace(b"xmlenc", b"")


def _spine(archive: ZipFile) -> tuple[str, list[str]]:
    """The package document, and the names of the pages in reading order."""
    container = archive.read("META-INF/container.xml").decode("utf-8", "replace")
    place = next(value["full-path"] for value in _elements(container, "rootfile") if "full-path" in value)
    package = archive.read(place).decode("utf-8-sig", "replace")
    items = {value.get("id", ""): value for value in _elements(package, "item")}
    folder = posixpath.dirname(place)
    pages = []
    for entry in _elements(package, "itemref"):
        item = items.get(entry.get("idref", ""), {})
        if "html" in item.get("media-type", "") and item.get("properties", "") != "nav":
            pages.append(posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))))
    return package, pages


def _elements(text: str, name: str) -> list[dict[str, str]]:
    """The attributes of the start tags called ``name``, whatever their prefix."""
    found = []
    for token in tokens_of(text):
        if token.sort is TokenSort.START and token.name.rpartition(":")[2] == name:
            places = attributes_of(text, token)
            found.append({key: html.unescape(text[slice(*place)]) for key, place in places.items()})
    return found


def _title(package: str) -> str:
    tokens = tokens_of(package)
    for token, following in zip(tokens, tokens[1:], strict=False):
        if token.name.rpartition(":")[2] == "title" and token.sort is TokenSort.START and following.sort is not TokenSort.END:
            return " ".join(html.unescape(package[following.start : following.end]).split())
    return ""
