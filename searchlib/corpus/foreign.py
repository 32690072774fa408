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
_REMEDIES = {
    _WORD: "save it as .docx",
    _TABLE: "save it as .csv",
    _SLIDES: "save it as .pdf or .txt",
    _PAGES: "save or print it as .pdf with its text",
    _IMAGE: "a picture needs character recognition (OCR); save the text as .txt",
    _SOUND: "write down what is said in it and save that as .txt",
    _ARCHIVE: "unpack it here, or pack it again as .zip",
    _TABLES_OF_VALUES: "save it as .csv or .jsonl",
}
_REMEDY = {suffix: remedy for suffixes, remedy in _REMEDIES.items() for suffix in suffixes.split()}
_BEGINNINGS = (
    (b"%PDF-", "is a PDF under another name; give it the suffix .pdf"),
    (b"{\\rtf", "is RTF; save it as .docx or .txt"),
    (b"PK\x03\x04", "is a ZIP archive; if it is a Word file, give it the suffix .docx, else .zip or .epub"),
    (b"\xd0\xcf\x11\xe0", "is an old Office file such as .doc; save it as .docx"),
    (b"\x89PNG", "is a picture; a picture needs character recognition (OCR)"),
    (b"\xff\xd8\xff", "is a picture; a picture needs character recognition (OCR)"),
    (b"GIF8", "is a picture; a picture needs character recognition (OCR)"),
    (b"\x1f\x8b", "is compressed with gzip; unpack it"),
    (b"Rar!", "is a RAR archive; unpack it here, or pack it again as .zip"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it here, or pack it again as .zip"),
)
# UTF-32 has three in four where all is ASCII.
_MOST_NULS = 0.8


def why_not_read(suffix: str) -> str:
    """Why files with a suffix are not read, and what to do.

    >>> why_not_read(".doc")
    'not a format searchlib reads: .doc; save it as .docx'
    """
    remedy = _REMEDY.get(suffix)
    return f"not a format searchlib reads: {suffix}" + (f"; {remedy}" if remedy else "")


def refuse_foreign(data: bytes, file: str) -> None:
    """Raise for a known format under a text file's name, told by the beginning of its bytes.

    Some PDF and all RTF would pass as text.
    """
    for beginning, reason in _BEGINNINGS:
        if data.startswith(beginning):
            raise UnreadableFile(file, reason)
    if data.count(0) > _MOST_NULS * len(data):
        raise UnreadableFile(file, f"is not text: it holds NUL bytes (first at byte {data.index(0)})")
