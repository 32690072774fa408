"""Files that once took a reader beyond its bounds, and their neighbours: other names, lengths and pieces."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from faults.mutants import SUFFIXES, Mutants, pdf_file, word_file
from faults.patterns import HEADS, RUNS

LARGEST = 100_000
"""Bytes of a small file."""

_LINE = "中华人民共和国和秘鲁共和国双方将共同推进两洋铁路项目可行性基础研究并在平等互利的基础上加强合作"


@dataclass(frozen=True, slots=True)
class Attack:
    """A file: its name and content; ``holes`` are bytes of nothing at its end, which take no disk."""

    name: str
    data: bytes
    holes: int = 0

    def write(self, folder: Path) -> Path:
        """Write the file into a folder."""
        path = folder / self.name
        with path.open("wb") as file:
            file.write(self.data)
            if self.holes:
                file.truncate(len(self.data) + self.holes)
        return path


def known() -> Iterator[Attack]:
    """Yield the files that are known to have been too much, and others of their kind."""
    for times in (18, 40, 2_000):
        for line in ("公报之一\r\n", "#c\r\n", "line = 1\r\n", "key: value\r\n", "- 甲\r\n", "\r\r\n"):
            for rule in ("---\r\n", "+++\r\n", "---\r\nDate: 2015-05-22\r\n", "+++\r\ndate = 2015-05-22\r\n"):
                yield Attack("rule.txt", (rule + line * times).encode())
        for comment in ("<!---->", "<!-- a -->\n", "<!--", "<!-- -- -->", "<!-->-->", "<?a?>", "<!a>"):
            for after in ("公报", "# 标题\n\n一、好。\n", "<html><p>甲</p>"):
                yield Attack("comments.md", (comment * times + after).encode())
    for name in ("字" * 81, "字" * 83, "x" * 251, "字" * 82 + ".."):
        yield Attack(f"{name}.txt"[-255:], "公报\n\n一、好。\n".encode())
    for separator in ("\n", "\r\n", "\n\n", "\n　　", "，\n"):
        yield Attack("verse.txt", f"公报\n\n{(_LINE + separator) * 400}".encode())
    for run in ("　", " ", "&nbsp;", "\xa0", "\t", "\u200b"):
        for before, after in (
            ("<html><head><title>", "x</title></head><body><p>甲。</p>"),
            ("<html><body><h1>", "x</h1><p>甲。</p>"),
            ("# ", "x\n\n甲。\n"),
            ("a|b\n-|-", "|x\n"),
            ("[a](", "x\n"),
            ("公报\n\n", "x。\n"),
        ):
            yield Attack(
                "run.html" if before.startswith("<") else "run.md", (before + run * 16_000 + after).encode()
            )
    for line in ("甲\n", "a = 1\n", "<pre>\n", "第一章 甲\n", "字体：大 中 小", "打印本页 "):
        for after in ("第1條\n", "第一条 甲\n", "第一章 甲\n", "字"):
            for name in ("loose.md", "loose.txt", "loose.html", "loose.eml"):
                yield Attack(name, ("公报\n\n" + line * 3_000 + after * 3_000).encode())
    for head in ("{}\n\n", "# {}\n\n", "## 一\n\n# {}\n\n", "<title>{}</title><h1>{}</h1>", "title: {}\n\n"):
        for name in ("head.md", "head.txt", "head.html"):
            yield Attack(name, (head.replace("{}", "甲乙" * 5_000) + "甲。\n\n" * 4_000).encode())
    yield Attack("nothing.txt", b"", holes=1 << 30)
    yield Attack("begins as text.txt", "公报\n\n一、好。\n".encode() * 9_000, holes=1 << 30)
    yield Attack("nothing.pdf", b"%PDF-1.4\n", holes=1 << 30)
    for paragraph, count in (("<w:p><w:r><w:t>甲</w:t></w:r></w:p>", 5_000_000), ("<w:p/>", 9_000_000)):
        yield Attack("paragraphs.docx", _word(paragraph, count))
    yield Attack("runs.docx", _word("<w:p>" + "<w:r><w:t>甲</w:t></w:r>" * 2_000 + "</w:p>", 40))
    yield Attack("deep.docx", _word("<w:tbl><w:tr><w:tc>" * 2_000 + "</w:tc></w:tr></w:tbl>" * 2_000, 1))
    for operator in (b"q ", b"() Tj ", b"BT ", b"[", b"<<", b"1 0 0 1 0 0 cm ", b"/F1 1 Tf "):
        yield Attack("operators.pdf", _pdf(operator * 400_000))
    for piece in ("{", "[", '{"a":', '[{"a": "', '"', "1" * 90_000, "[" * 90_000):
        yield Attack("deep.json", (piece * (90_000 // len(piece))).encode())
        yield Attack("deep.jsonl", (piece * (90_000 // len(piece))).encode())
    for row in ("甲,", '"', '"甲"\n', ",", "\n", "甲" * 50 + ","):
        yield Attack("rows.csv", ("title,text\n" + row * (90_000 // len(row.encode()))).encode())
    for field in (
        "Subject: =?utf-8?b?",
        "Received: a\n",
        " a\n",
        "Content-Type: multipart/mixed; boundary=a\n",
    ):
        yield Attack("fields.eml", (field * (90_000 // len(field)) + "\n\n公报\n").encode())


def kinds(seed: int, count: int) -> Iterator[Attack]:
    """Yield mutated small files of every kind that is read, many of them with a piece that is repeated."""
    mutants = Mutants(seed)
    for number in range(count):
        draw = random.Random(f"{seed} {number}")
        suffix = draw.choice((*SUFFIXES, ".csv", ".json", ".jsonl", ".eml", ".mht", ".epub", ".xhtml"))
        data = _content(draw, mutants, suffix)
        yield Attack(f"{number}{suffix}", data[:LARGEST])


def _content(draw: random.Random, mutants: Mutants, suffix: str) -> bytes:
    match draw.randrange(4):
        case 0:
            data = mutants.content(draw, suffix)
        case 1:
            data = _repeated(draw, mutants.content(draw, suffix))
        case 2:
            data = _runs(draw, suffix)
        case _:
            data = _spliced(draw, mutants.content(draw, suffix), _runs(draw, suffix))
    return data if draw.random() < 0.7 else _repeated(draw, data)


def _repeated(draw: random.Random, data: bytes) -> bytes:
    """Return ``data`` with one piece of it so often that the file is as large as it may be."""
    if not data:
        return data
    at = draw.randrange(len(data))
    piece = data[at : at + draw.choice((1, 2, 3, 7, 30, 200))]
    times = draw.choice((10, 1_000, LARGEST)) // len(piece) + 1
    return data[:at] + piece * times + data[at:]


def _runs(draw: random.Random, suffix: str) -> bytes:
    """Return runs of what means something to a reader, after a beginning that chooses it."""
    head = draw.choice(
        HEADS.get(f"a{suffix}", ("", "公报\n\n", "# 公报\n\n", "<html><body>", "---\nDate: 2015-05-22\n"))
    )
    room = draw.choice((2_000, 20_000, LARGEST // 3))
    chosen = draw.choices(RUNS, k=draw.choice((1, 1, 2, 3, 9)))
    pieces = [run * draw.randrange(1, room // len(run) + 2) for run in chosen]
    return (head + "".join(pieces)[:room]).encode("utf-8", "surrogatepass")


def _spliced(draw: random.Random, data: bytes, other: bytes) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + other + data[at:]


def _word(paragraph: str, count: int) -> bytes:
    """Return a Word file whose paragraph stands there so often."""
    small = word_file(random.Random(1))
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small)) as read,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written,
    ):
        for name in read.namelist():
            part = read.read(name)
            if not name.endswith("document.xml"):
                written.writestr(name, part)
                continue
            head, body, _ = part.partition(b"<w:body>")
            with written.open(name, "w", force_zip64=True) as member:
                member.write(head + body)
                times = max(1, (1 << 20) // len(paragraph))
                for _ in range(0, count, times):
                    member.write(paragraph.encode() * min(times, count))
                member.write(b"</w:body></w:document>")
    return stream.getvalue()


def _pdf(operators: bytes) -> bytes:
    """Return a small PDF whose only page has these operators."""
    packed = zlib.compress(operators, 9)
    sound = pdf_file(random.Random(1))
    before, _, rest = sound.partition(b"5 0 obj\n")
    _, _, after = rest.partition(b"endobj\n")
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\n" % (len(packed), packed)
    return before + b"5 0 obj\n" + stream + b"endobj\n" + after
