"""What text a file of the corpus is.

The beginning is looked at before the rest is read, and no more is read than the settings allow.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from searchlib.corpus.archives import archive_above, members, read_member
from searchlib.corpus.encodings import decode
from searchlib.corpus.foreign import refuse_foreign
from searchlib.corpus.formats.docx import docx_text
from searchlib.corpus.formats.epub import epub_text
from searchlib.corpus.formats.mail import mail_text
from searchlib.corpus.formats.pdf import pdf_text
from searchlib.corpus.garbage import refuse_garbage
from searchlib.corpus.names import HTML_SUFFIXES, TEXT_SUFFIXES, printable, suffix_of
from searchlib.corpus.opening import opened
from searchlib.errors import UnreadableFile
from searchlib.settings import read_settings

_FIRST_BLOCK = 1 << 16
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{1,40})""", re.I
)
# Blanks str.strip() leaves: zero-width characters and a byte order mark in the middle of nowhere.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


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


def read_file(path: Path, root: Path) -> FileText:
    """The text of one corpus file.

    Raises UnreadableFile, naming the file and the reason, for anything that is not a readable text.
    """
    file = printable(_relative(path, root))
    suffix = suffix_of(path.name)
    archive = archive_above(path, root)
    data = _bytes_of(path, root, file, suffix) if archive is None else member_bytes(path, archive, root, file)
    if suffix in TEXT_SUFFIXES:
        refuse_foreign(data[:_FIRST_BLOCK], file)
    text, encoding = _text_of(data, suffix, file)
    if not text.strip().strip(_INVISIBLE).strip():
        raise UnreadableFile(file, "file.no-text")
    refuse_garbage(text, file)
    return FileText(file, text, encoding, hashlib.sha256(data).hexdigest())


def _bytes_of(path: Path, root: Path, file: str, suffix: str) -> bytes:
    """The bytes of a file; its beginning is looked at before the rest is read."""
    with opened(path, root, file) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as stream:
        beginning = stream.read(_FIRST_BLOCK)
        if suffix in TEXT_SUFFIXES:
            refuse_foreign(beginning, file)
        refuse_large(os.fstat(descriptor).st_size, file)
        data = beginning + stream.read(read_settings().max_file)
        refuse_large(len(data), file)
        return data


def member_bytes(path: Path, archive: Path, root: Path, file: str) -> bytes:
    """The bytes of a member of an archive, which ``path`` names as if the archive were a folder."""
    name = path.relative_to(archive).as_posix()
    with opened(archive, root, file) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as stream:
        member = members(stream, file).get(name)
        if member is None:
            raise UnreadableFile(file, "file.vanished")
        refuse_large(member.file_size, file)
        data = read_member(stream, member, file, read_settings().max_file)
    refuse_large(len(data), file)
    return data


def _text_of(data: bytes, suffix: str, file: str) -> tuple[str, str]:
    """The text of a file's bytes, and the encoding or format it was taken out of."""
    if suffix == ".pdf":
        return pdf_text(data, file), "pdf"
    if suffix == ".docx":
        return docx_text(data, file), "docx"
    if suffix == ".epub":
        return epub_text(data, file), "epub"
    if suffix in {".eml", ".mht", ".mhtml"}:
        return mail_text(data, file, suffix != ".eml"), "mail"
    decoded = decode(data, file, _declared(data) if suffix in HTML_SUFFIXES else None)
    return decoded.text, decoded.encoding


def refuse_large(size: int, file: str) -> None:
    """Raise UnreadableFile for a file of more bytes than the settings allow."""
    limit = read_settings().max_file
    if size > limit:
        raise UnreadableFile(
            file,
            "file.too-large",
            size=-(-size >> 20),
            most=limit >> 20,
        )


def _declared(data: bytes) -> str | None:
    """The encoding an HTML page claims to be in."""
    claim = _DECLARED.search(data[:4096])
    return claim[1].decode("ascii", "ignore") if claim else None


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
