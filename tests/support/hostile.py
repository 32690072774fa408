"""A folder with everything that may lie in one: texts in many encodings, odd names, and what is no text."""

import os
import re
import socket
from pathlib import Path

CLAUSE = "八、双方将共同推进两洋铁路项目可行性基础研究，加强在基础设施领域的合作。"


TRADITIONAL = "八、雙方將共同推進兩洋鐵路項目可行性研究，加強在基礎設施領域的合作。"


STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no line on a terminal may hold."""


READABLE = {
    "plain.txt": CLAUSE.encode(),
    "gb18030.html": f"<html><body><p>{CLAUSE}</p></body></html>".encode("gb18030"),
    "gb18030.md": f"# 标题\n\n{CLAUSE}\n".encode("gb18030"),
    "gb18030": CLAUSE.encode("gb18030"),
    "big5.txt": TRADITIONAL.encode("big5"),
    "utf16.txt": CLAUSE.encode("utf-16"),
    "utf16le.txt": CLAUSE.encode("utf-16-le"),
    "utf16be.txt": CLAUSE.encode("utf-16-be"),
    "bom.txt": CLAUSE.encode("utf-8-sig"),
    "line\nfeed\x1b[31m.txt": f"换行。{CLAUSE}".encode(),
    "txt\u202eexe.txt": f"反向。{CLAUSE}".encode(),
    "escapes.txt": f"红\x1b[31m色\u202e反\x9b2J{CLAUSE * 9}".encode(),
    "copy of plain.txt": CLAUSE.encode(),
    "License agreement.txt": f"许可协议。{CLAUSE}".encode(),
    "LICENSE/in a folder.txt": f"文件夹。{CLAUSE}".encode(),
    "folder.meta.toml/a.txt": f"旁注。{CLAUSE}".encode(),
}


UNREADABLE = {
    "binary.txt": (bytes(range(256)) * 9, "is not text"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(range(200)), "is a picture"),
    "cut.txt": (CLAUSE.encode()[:-2], "cut off inside a character"),
    "empty.txt": (b"", "holds no text"),
    "blank.txt": ("　\n \u200b\n".encode(), "holds no text"),
    "table.csv": (b"a,b\n", "its columns are: a, b"),
}


ODD = {
    "fifo.txt": "a FIFO",
    "socket.txt": "a socket",
    "dangling.txt": "a broken link",
    "loop.txt": "leads back to itself",
    "outside.txt": "outside the corpus",
    "zero.txt": "outside the corpus",
    "twice.txt": "read under its own name",
    "bad\\xff.txt": "not valid UTF-8",
}


def write(path: Path, content: str | bytes) -> Path:
    """Write a file and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def make_corpus(root: Path) -> Path:
    """Write everything that may lie in a folder into ``root``."""
    for name, content in READABLE.items():
        write(root / name, content)
    for name, (content, _) in UNREADABLE.items():
        write(root / name, content)
    (root / "empty folder").mkdir()
    os.mkfifo(root / "fifo.txt")
    os.mkfifo(root / "plain.meta.toml")
    for name, target in (
        ("dangling.txt", "nowhere"),
        ("loop.txt", "loop.txt"),
        ("outside.txt", "/etc/passwd"),
        ("zero.txt", "/dev/zero"),
        ("twice.txt", "plain.txt"),
    ):
        (root / name).symlink_to(target)
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(root)  # the name of a socket may have a hundred bytes only
        listening.bind("socket.txt")
        os.chdir(here)
    Path(os.fsdecode(os.fsencode(root) + b"/bad\xff.txt")).write_text(CLAUSE, encoding="utf-8")
    return root
