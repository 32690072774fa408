"""The text of a Word file (.docx): one paragraph per line, a blank line between paragraphs.

python-docx opens the package; the text is taken from its XML, because the library's own view of a paragraph
leaves out content controls, smart tags (in which older Word puts dates) and tracked insertions. A table
gives one line per row with tabs between the cells; footnotes and endnotes follow the body. Numbers that Word
counts automatically are printed in their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from searchlib.corpus.formats.docx_numbers import WORD, Numbering
from searchlib.errors import UnreadableFile

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# What a reader of the page does not see: deleted text, field codes, the reading beside a character, and
# the copy of a text box that is there for programs too old to show it.
_UNSEEN = frozenset(WORD + name for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "rt"))
_BOX = WORD + "txbxContent"
_NOTES = ("footnotes", "endnotes")
# A package of a few kilobytes may unpack to gigabytes; no document of words comes near this.
_MOST_UNPACKED = 1 << 30
_END_OF_ZIP = b"PK\x05\x06"
_LONGEST_END = 1 << 16
_MOST_XML = 100 << 20
_MOST_PARAGRAPHS = 500_000


def docx_text(data: bytes, file: str) -> str:
    """All paragraphs, table rows and notes of the document, in order.

    Raises UnreadableFile when python-docx is missing, or the file is encrypted, damaged or no Word file.
    """
    try:
        from docx import Document  # an extra: most corpora hold no Word file
        from docx.oxml import parse_xml
    except ImportError as error:
        raise UnreadableFile(file, "file.needs-docx") from error
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(file, "file.old-word")
    try:
        with ZipFile(BytesIO(data)) as package:
            _refuse_large(package, file)
        document = Document(BytesIO(data))
        parts = _parts(document, parse_xml)
        numbering = Numbering(parts.get("numbering"), parts.get("styles"))
        roots = [document.element.body, *(parts[name] for name in _NOTES if name in parts)]
        blocks = [block for root in roots for block in _blocks(root, numbering)]
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        # A damaged package can make the ZIP, XML and Word readers fail in any way at all.
        if data.startswith(b"PK") and _END_OF_ZIP not in data[-_LONGEST_END:]:
            raise UnreadableFile(file, "file.cut-docx") from error
        raise UnreadableFile(file, "file.damaged-docx", problem=_brief(error)) from error
    return "\n\n".join(blocks)


def _refuse_large(package: ZipFile, file: str) -> None:
    """Raise for a package whose XML would take more memory and time than a document of words is worth."""
    parts = package.infolist()
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise UnreadableFile(file, "file.too-large-docx")
    xml = [part for part in parts if part.filename.endswith(".xml")]
    size = sum(part.file_size for part in xml)
    if size > _MOST_XML:
        raise UnreadableFile(file, "file.much-xml", size=size >> 20, most=_MOST_XML >> 20)
    for part in xml:
        if part.file_size > _MOST_PARAGRAPHS * len("<w:p/>"):
            data = package.read(part)
            count = data.count(b":p>") + data.count(b":p ") + data.count(b":p/")
            if count > 2 * _MOST_PARAGRAPHS:  # with their end tags
                raise UnreadableFile(
                    file, "file.many-paragraphs", most=_MOST_PARAGRAPHS
                )


# lxml's elements have no types here, so they pass as Any through the functions below.
def _parts(document: Any, parse: Callable[[bytes], Any]) -> dict[str, Any]:
    """The XML of the parts beside the body, by the last word of their relationship (styles, footnotes)."""
    wanted = {*_NOTES, "numbering", "styles"}
    return {
        name: parse(relation.target_part.blob)
        for relation in document.part.rels.values()
        if (name := relation.reltype.rpartition("/")[2]) in wanted and not relation.is_external
    }


def _blocks(root: Any, numbering: Numbering) -> Iterator[str]:
    """The non-empty paragraphs and table rows below ``root``, in the order of the page."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == WORD + "p":
            text = _line(element)
            if text:
                yield numbering.number_of(element) + text
            waiting.extend(reversed(_nearest(element, _BOX)))
        elif element.tag == WORD + "tr":
            yield from _row([list(_blocks(cell, numbering)) for cell in _nearest(element, WORD + "tc")])
        elif element.tag not in _UNSEEN and element.tag != _FALLBACK:
            waiting.extend(reversed(element))


def _line(paragraph: Any) -> str:
    """What is stored of one paragraph, text boxes aside."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = str(element.tag).removeprefix(WORD)
        if name == "t":
            pieces.append(element.text or "")
        elif name in _CHARACTERS:
            pieces.append(_CHARACTERS[name])
        elif element.tag not in _UNSEEN and element.tag not in {_FALLBACK, _BOX}:
            waiting.extend(reversed(element))
    return "".join(pieces).strip(" \t\n")


def _row(cells: list[list[str]]) -> list[str]:
    """One line for a row of plain cells; a cell of several paragraphs is layout, and they stay apart."""
    if any(len(cell) > 1 for cell in cells):
        return [block for cell in cells for block in cell]
    row = "\t".join(" ".join(block.replace("\n", " ") for block in cell) for cell in cells)
    return [row] if row.strip() else []


def _nearest(root: Any, tag: str) -> list[Any]:
    """The elements called ``tag`` below ``root`` that are not inside another one of them, each once."""
    found = []
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            found.append(element)
        elif element.tag != _FALLBACK:
            waiting.extend(reversed(element))
    return found


def _brief(error: Exception) -> str:
    """The library's own words, in one line of at most 120 characters."""
    words = " ".join(str(error).split())
    return (words or type(error).__name__)[:120]
