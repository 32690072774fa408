"""PDF and Word files: their text, and what makes them unreadable."""

from __future__ import annotations

import builtins
import io
import logging
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document as new_document
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

from searchlib.corpus.formats.docx import docx_text
from searchlib.corpus.formats.docx_numbers import Numbering
from searchlib.corpus.formats.pdf import pdf_text
from searchlib.corpus.read import read_file
from searchlib.errors import UnreadableFile


def made_pdf(pages: Sequence[Sequence[str]], to_unicode: bool = True) -> bytes:
    """A PDF whose pages show the given lines, in a font that names its characters by UTF-16 or not at all."""
    encoding = "/UniGB-UTF16-H" if to_unicode else "/Identity-H"
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong /Encoding {encoding}"
        " /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong /DW 1000 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in lines)
        stream = f"BT /F1 12 Tf 50 700 Td {shown} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _assembled(objects)


def _assembled(objects: Sequence[str]) -> bytes:
    data = b"%PDF-1.5\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return data + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    ).encode("ascii")


PDF = made_pdf([["两洋铁路项目", "对双方具有重要意义", "- 1 -"], ["第2页", "兩洋鐵路 𠮷"]])


def test_text_of_a_pdf() -> None:
    """Lines of all pages in order; page numbers are furniture."""
    assert [line.strip() for line in pdf_text(PDF, "a.pdf").split("\n")] == [
        "两洋铁路项目",
        "对双方具有重要意义",
        "兩洋鐵路 𠮷",
    ]


def encrypted(password: str) -> bytes:
    """The PDF, to be opened with ``password``."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PDF)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_pdf_protected_without_password() -> None:
    """A PDF that anyone may open is read, encrypted or not."""
    assert "两洋铁路项目" in pdf_text(encrypted(""), "a.pdf")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is a damaged PDF"),
        (b"%PDF-1.5\nnothing", "is a PDF that is cut off"),
        (PDF[: len(PDF) // 2], "is a PDF that is cut off"),
        (b"<html>not found</html>", "is a damaged PDF"),
        (encrypted("secret"), "is an encrypted PDF"),
        (made_pdf([[], []]), "holds no text; a scanned PDF"),
        (made_pdf([["\ue000\ue001\ue002\ue003"]]), "do not say which characters"),
    ],
)
def test_unreadable_pdf(
    data: bytes, reason: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A PDF without readable text is one error with a reason; its library stays silent."""
    with pytest.raises(UnreadableFile) as caught:
        pdf_text(data, "a.pdf")

    assert caught.value.file == "a.pdf"
    assert reason in caught.value.reason
    assert "\n" not in caught.value.reason
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_pdf_reader_logs_again_afterwards() -> None:
    """Silence lasts only while a file is read."""
    level = logging.getLogger("pypdf").level
    pdf_text(PDF, "a.pdf")

    assert level == logging.getLogger("pypdf").level


WORD = nsdecls("w")


def made_docx(fill: Callable[[Document], None]) -> bytes:
    """A Word file with what ``fill`` puts into it."""
    document = new_document()
    fill(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _statement(document: Document) -> None:
    document.add_heading("中秘联合声明", 0)
    paragraph = document.add_paragraph("一、双方")
    paragraph.add_run("强调𠮷").bold = True
    for xml in (
        f'<w:smartTag {WORD} w:element="chsdate"><w:r><w:t>2015年5月22日</w:t></w:r></w:smartTag>',
        f"<w:ins {WORD}><w:r><w:t>插入</w:t></w:r></w:ins>",
        f"<w:del {WORD}><w:r><w:delText>删除</w:delText></w:r></w:del>",
        f"<w:sdt {WORD}><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>",
        f"<w:r {WORD}><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:instrText>PAGE</w:instrText></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    document.add_paragraph("  ")
    table = document.add_table(2, 2)
    for cell, text in zip(table.rows[0].cells, ("国家", "首都"), strict=True):
        cell.text = text
    table.cell(1, 0).text = "秘鲁"
    table.cell(1, 1).paragraphs[0].text = "利马"
    table.cell(1, 1).add_paragraph("钱凯")
    document.add_paragraph("尾")


def test_text_of_a_word_file() -> None:
    """Paragraphs with everything a reader sees in them; rows of plain cells on one line."""
    assert docx_text(made_docx(_statement), "a.docx").split("\n\n") == [
        "中秘联合声明",
        "一、双方强调𠮷2015年5月22日插入控件\t甲\n乙",
        "国家\t首都",
        "秘鲁",
        "利马",
        "钱凯",
        "尾",
    ]


def test_text_boxes_and_nested_tables_count_once() -> None:
    """A text box has a second copy for old programs; a table in a cell is read with it."""
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"

    def fill(document: Document) -> None:
        document.add_paragraph("前")._p.append(
            parse_xml(
                f'<w:r {WORD} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
                f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
            )
        )
        outer = document.add_table(1, 1).cell(0, 0)
        inner = outer.add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "甲", "乙"

    assert docx_text(made_docx(fill), "a.docx").split("\n\n") == ["前", "框", "甲\t乙"]


def _one_line(document: Document) -> None:
    document.add_paragraph("正文")


def test_footnotes_follow_the_body() -> None:
    """What is printed as a footnote is text too."""
    note = "<w:footnote><w:p><w:r><w:t>注：钱凯港</w:t></w:r></w:p></w:footnote>"
    data = made_docx(_one_line)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
                    b'officeDocument/2006/relationships/footnotes"/></Relationships>',
                )
            target.writestr(name, content)
        target.writestr("word/footnotes.xml", f"<w:footnotes {WORD}>{note}</w:footnotes>")

    assert docx_text(stream.getvalue(), "a.docx") == "正文\n\n注：钱凯港"


NUMBERING = f"""<w:numbering {WORD}>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="8"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf06c"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%2-%1"/><w:pStyle w:val="Heading2"/></w:lvl>
</w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="20"/></w:lvlOverride></w:num>
<w:num w:numId="7"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"""


def test_automatic_numbers_are_printed() -> None:
    """A number that Word counts stands before the text, as on the page; an empty paragraph takes none."""
    rules = [(5, 0), (5, 1), (5, 1), (5, 2), (5, 0), (5, 1), (6, 0), (7, 0), (0, 0), (99, 0), (5, 0)]
    numbering = Numbering(parse_xml(NUMBERING), None)
    printed = []
    for list_id, level in rules:
        paragraph = parse_xml(
            f'<w:p {WORD}><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/>'
            "</w:numPr></w:pPr></w:p>"
        )
        printed.append(numbering.number_of(paragraph))

    assert printed == [
        "第八条 ",
        "（一）",
        "（二）",
        "1. ",
        "第九条 ",
        "（一）",
        "第二十条 ",
        "● ",
        "",
        "",
        "第十条 ",
    ]


def test_numbers_of_styles() -> None:
    """A style may carry the list, and be based on one that does; its level is where the list names it."""
    styles = parse_xml(
        f'<w:styles {WORD}><w:style w:styleId="Heading2"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr>'
        "</w:pPr></w:style>"
        f'<w:style w:styleId="Mine"><w:basedOn w:val="Heading2"/></w:style>'
        f'<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style></w:styles>'
    )
    numbering = Numbering(parse_xml(NUMBERING), styles)

    def number(style: str) -> str:
        return numbering.number_of(parse_xml(f'<w:p {WORD}><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'))

    assert [number(style) for style in ("Heading2", "Heading2", "Mine", "Loop")] == [
        "I-1 ",
        "II-1 ",
        "● ",
        "",
    ]


def test_numbered_list_in_a_file() -> None:
    """Word's own numbered list comes out with its numbers."""

    def fill(document: Document) -> None:
        for text in ("甲", "", "乙"):
            document.add_paragraph(text, style="List Number")

    assert docx_text(made_docx(fill), "a.docx") == "1. 甲\n\n2. 乙"


DOCX = made_docx(_statement)


def _zip_bomb() -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("x", "w", force_zip64=True) as part,
    ):
        for _ in range(1025):
            part.write(b"\x00" * (1 << 20))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is a damaged Word file"),
        (DOCX[: len(DOCX) // 2], "is a Word file that is cut off"),
        (DOCX.replace(b"word/document.xml", b"word/nothing.xml!"), "is a damaged Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "is encrypted, or an old .doc"),
        (_zip_bomb(), "unpacks to more than"),
    ],
)  # fmt: skip
def test_unreadable_word_file(data: bytes, reason: str) -> None:
    """A Word file that cannot be read is one error with a reason."""
    with pytest.raises(UnreadableFile) as caught:
        docx_text(data, "a.docx")

    assert caught.value.file == "a.docx"
    assert reason in caught.value.reason
    assert "\n" not in caught.value.reason


@pytest.mark.parametrize(("read", "library"), [(pdf_text, "pypdf"), (docx_text, "docx")])
def test_missing_library(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[bytes, str], str], library: str
) -> None:
    """Without the optional library the file is unreadable, and the reason says what to install."""
    load = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> ModuleType:
        if name.split(".")[0] == library:
            raise ImportError(name)
        return load(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)

    with pytest.raises(UnreadableFile, match="install the extra"):
        read(b"", "a")


def test_read_as_files(tmp_path: Path) -> None:
    """A corpus file in either format is read like any other."""
    (tmp_path / "声明.PDF").write_bytes(PDF)
    (tmp_path / "声明.docx").write_bytes(DOCX)

    pdf, word = (read_file(tmp_path / name, tmp_path) for name in ("声明.PDF", "声明.docx"))

    assert (pdf.encoding, word.encoding) == ("pdf", "docx")
    assert "两洋铁路项目" in pdf.text
    assert "中秘联合声明" in word.text
