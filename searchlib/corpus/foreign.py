"""Formats that searchlib does not read, told by suffix and by the first bytes, and what to do about each."""

from __future__ import annotations

from searchlib.errors import UnreadableFile

_WORD = ".doc .docm .dot .wps .wpt .odt .rtf .pages .wri .hwp .xps"
_TABLE = ".xls .xlsx .xlsm .et .ods .numbers"
_SLIDES = ".ppt .pptx .pps .dps .odp .key"
_PAGES = ".ofd .ceb .cebx .caj .djvu .ps .mobi .azw .azw3 .chm"
_IMAGE = ".jpg .jpeg .png .gif .bmp .tif .tiff .webp .heic .svg"
_SOUND = ".mp3 .mp4 .wav .avi .mov .mkv .flv .m4a .wmv"
_ARCHIVE = ".rar .7z .tar .gz .tgz .bz2 .xz"
_TABLES_OF_VALUES = ".tsv .xml .yaml .yml .parquet .sqlite .db"
_ADVICE = {
    _WORD: "file.save-as-docx",
    _TABLE: "file.save-as-csv",
    _SLIDES: "file.save-as-pdf-or-text",
    _PAGES: "file.print-as-pdf",
    _IMAGE: "file.picture-format",
    _SOUND: "file.write-down",
    _ARCHIVE: "file.unpack",
    _TABLES_OF_VALUES: "file.save-as-records",
}
_CODES = {suffix: code for suffixes, code in _ADVICE.items() for suffix in suffixes.split()}
_BEGINNINGS = (
    (b"%PDF-", "file.is-pdf"),
    (b"{\\rtf", "file.is-rtf"),
    (b"PK\x03\x04", "file.is-zip"),
    (b"\xd0\xcf\x11\xe0", "file.is-old-office"),
    (b"\x89PNG", "file.is-picture"),
    (b"\xff\xd8\xff", "file.is-picture"),
    (b"GIF8", "file.is-picture"),
    (b"\x1f\x8b", "file.is-gzip"),
    (b"Rar!", "file.is-other-archive"),
    (b"7z\xbc\xaf", "file.is-other-archive"),
)
# UTF-32 has three in four where all is ASCII.
_MOST_NULS = 0.8


def why_not_read(file: str, suffix: str) -> UnreadableFile:
    """Return why a file with such a suffix is not read, and what to do.

    >>> why_not_read("a.doc", ".doc").reason
    'not a format searchlib reads: .doc; save it as .docx'
    """
    code = _CODES.get(suffix)
    if code is None:
        return UnreadableFile(file, "file.unknown-format", suffix=suffix)
    return UnreadableFile(file, code, suffix=suffix)


def refuse_foreign(data: bytes, file: str) -> None:
    """Raise for a known format under a text file's name, told by the beginning of its bytes.

    Some PDF and all RTF would pass as text.
    """
    for beginning, code in _BEGINNINGS:
        if data.startswith(beginning):
            raise UnreadableFile(file, code)
    if data.count(0) > _MOST_NULS * len(data):
        raise UnreadableFile(file, "file.nul-bytes", byte=data.index(0))
