"""Mutated files, as damaged disks, faulty programs and attackers produce them."""

from __future__ import annotations

import gzip
import io
import os
import random
import socket
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from faults.texts import demo_files, printed, real_files, statement

ENCODINGS = (
    *("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"),
    *("gb18030", "gb18030", "gbk", "big5", "big5hkscs", "cp950", "euc-jp", "euc-kr", "latin-1", "utf-7"),
)
SUFFIXES = (
    ".txt",
    ".txt",
    ".txt",
    ".md",
    ".md",
    ".html",
    ".htm",
    "",
    ".markdown",
    ".TXT",
    ".HTML",
    ".docx",
    ".pdf",
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x84\x31\x95\x33")
_SPOILS = (
    *(b"\x00", b"\x00" * 9, b"\xed\xa0\x80", b"\xed\xb0\x80\xed\xa0\x80"),
    *(b"\xff", b"\xc0\x80", b"\x1a", b"\x1b[2J"),
    *(b"\xe4\xb8", b"\x81", b"\r", b"\x0b\x0c", b"\xe2\x80\xae"),
    *(b"\xef\xbf\xbe", b"\xf4\x90\x80\x80", b"\x7f" * 30),
)
_MARKUP = (
    *("---\ntitle: [\n---\n", "---\ndate: 2015-13-45\n---\n"),
    *("+++\ntitle = \n+++\n", "---\n" * 50, "---\ntitle: x\n"),
    *("<html><body>", "<p" * 500, "<!--", "<![CDATA["),
    *("<div>" * 2000, "&#x110000;&#0;&bogus;&#xD800;", "</p></p>"),
    *("> " * 500, "* " * 300, "# " * 50, "[" * 400, "**" * 300),
    *("|" * 200, "`" * 99, "\n\n\n\n", "\x85\u2028\u2029"),
    *("第一条", "第" + "一" * 200 + "条", "（一）" * 200),
    *("一、" * 200, "第零条 第一百零八条之一 ", "●" * 300),
    *("\U00020000" * 60, "\ue000\ue001", "\ufffd" * 9, "\u202e", "e\u0301" * 40, "\ufdfa" * 20, "𠮷" * 30),
)


class Mutants:
    """A generator of mutated files; ``sources`` are the valid files it starts from."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(f"mutants {seed}")
        paths = [*demo_files(), *real_files(40, draw, largest=12_000)]
        self.sources: Sequence[bytes] = [path.read_bytes() for path in paths]

    def content(self, draw: random.Random, suffix: str) -> bytes:
        """Return the bytes of one file, valid or not."""
        if suffix.lower() == ".docx":
            return _spoiled(draw, word_file(draw), draw.choice((0, 1, 1, 3)))
        if suffix.lower() == ".pdf":
            return _spoiled(draw, pdf_file(draw), draw.choice((0, 1, 1, 3)))
        if draw.random() < 0.04:
            return nothing(draw)
        if draw.random() < 0.35:
            return _spoiled(draw, draw.choice(self.sources), draw.choice((0, 1, 1, 2, 5)))
        text = statement(draw, f"第{draw.randrange(10**6)}号", draw.randrange(0, 7))
        if draw.random() < 0.4:
            text = printed(draw, text)
        for _ in range(draw.choice((0, 0, 1, 2, 4))):
            at = draw.randrange(len(text) + 1)
            text = text[:at] + draw.choice(_MARKUP) + text[at:]
        if suffix.lower() in (".html", ".htm") and draw.random() < 0.7:
            text = (
                f"<html><head><meta charset={draw.choice(ENCODINGS)}></head><body><p>{text}</p></body></html>"
            )
        data = text.encode(draw.choice(ENCODINGS), draw.choice(("ignore", "replace", "xmlcharrefreplace")))
        return _spoiled(draw, data, draw.choice((0, 0, 1, 1, 2, 6)))


def _spoiled(draw: random.Random, data: bytes, times: int) -> bytes:
    """Return ``data`` cut, bit-flipped, filled, doubled or mixed with another encoding, ``times`` times."""
    for _ in range(times):
        at = draw.randrange(len(data) + 1)
        match draw.randrange(8):
            case 0:
                data = data[:at]
            case 1:
                data = data[at:]
            case 2:
                data = data[:at] + draw.choice(_SPOILS) + data[at:]
            case 3:
                data = draw.choice(_MARKS) + data
            case 4:
                end = min(len(data), at + draw.choice((1, 64, 512)))
                data = data[:at] + bytes(end - at) + data[end:]
            case 5:
                data = data[:at] + statement(draw, "混").encode(draw.choice(ENCODINGS), "ignore") + data[at:]
            case 6:
                data = data[:at] + data[at : at + 200] * draw.choice((2, 50)) + data[at:]
            case _:
                spoiled = bytearray(data)
                for _ in range(draw.choice((1, 1, 10, 100)) if data else 0):
                    spoiled[draw.randrange(len(spoiled))] ^= 1 << draw.randrange(8)
                data = bytes(spoiled)
    return data


def nothing(draw: random.Random) -> bytes:
    """Yield empty files and archives."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        if draw.random() < 0.5:
            written.writestr("nothing", b"")
    blanks = (
        b"",
        b"\n",
        b" " * 999,
        "　\u200b\ufeff\n".encode(),
        b"\x00" * 4096,
        b"\xff\xfe",
        b"<p></p>",
        b"---\n---\n",
    )
    return draw.choice(
        (*blanks, archive.getvalue(), gzip.compress(b""), b"PK\x05\x06" + bytes(18), b"{\\rtf1}")
    )


def word_file(draw: random.Random) -> bytes:
    """Return a small Word file with the paragraphs of an invented statement."""
    space = "http://schemas.openxmlformats.org"
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in statement(draw, "文").split("\n")
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{space}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{paragraphs}'
        "</w:body></w:document>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def pdf_file(draw: random.Random) -> bytes:
    """Return a small PDF of one page, in a font that maps its characters to UTF-16."""
    lines = statement(draw, "页", 3).split("\n")
    stream = "BT /F1 12 Tf 50 700 Td " + " ".join(
        f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in lines
    )
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong /Encoding /UniGB-UTF16-H /DescendantFonts"
        " [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        " /Resources << /Font << /F1 3 0 R >> >> >>",
        f"<< /Length {len(stream) + 3} >>\nstream\n{stream} ET\nendstream",
    )
    body = "".join(f"{number} 0 obj\n{content}\nendobj\n" for number, content in enumerate(objects, 1))
    return f"%PDF-1.5\n{body}trailer << /Size 6 /Root 1 0 R >>\n%%EOF".encode("ascii")


def name_of(draw: random.Random, number: int) -> bytes:
    """Return a file name: any bytes that a file system accepts."""
    suffix = draw.choice(SUFFIXES).encode()
    match draw.randrange(14):
        case 0:
            return (
                bytes(draw.choice(range(1, 256)) for _ in range(9)).replace(b"/", b"_")
                + b"%d" % number
                + suffix
            )
        case 1:
            return f"{number} \n\x1b[31m\t".encode() + suffix
        case 2:
            return f"{number} ".encode() + "长".encode() * 75 + suffix
        case 3:
            return f"{number} \u202e\u200b🚄".encode() + suffix
        case 4:
            return b"%d.%s" % (number, draw.choice((b"zip", b"csv", b"exe", b"doc", b"2015", b"")))
        case 5:
            return f"2015.05.22 声明{number}".encode() + suffix
        case _:
            return f"{number} 声明".encode() + suffix


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(path.parent)  # the path of a socket is limited to about a hundred bytes
        try:
            listening.bind(path.name)
        finally:
            os.chdir(here)


def _closed(path: Path) -> None:
    path.write_text("不让读", encoding="utf-8")
    path.chmod(0)


NODES: Mapping[str, Callable[[Path], None]] = MappingProxyType(
    {
        "outside.txt": _link("/etc/passwd"),
        "device.txt": _link("/dev/zero"),
        "above.txt": _link("../../index/meta.json"),
        "dangling.txt": _link("nowhere.txt"),
        "loop.txt": _link("loop.txt"),
        "folder link.txt": _link("."),
        "hidden link.txt": _link(".hidden.txt"),
        "fifo.txt": lambda path: os.mkfifo(path),
        "socket.txt": _socket,
        "closed.txt": _closed,
        "folder.txt": lambda path: path.mkdir(),
    }
)
"""Name → how to make what is no ordinary file."""
