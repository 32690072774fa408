"""Dossiers as files: the libraries that read each format find the same, every Chinese character intact."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt

import searchlib
from searchlib.analysis.dossier import dossier
from searchlib.cli import main
from searchlib.model import Clause, Document, Kind

TEXT = "双方推进𠮷林“两洋铁路”項目<b>|*，=1+1 兩洋鐵路。"
TITLE = "联合声明 | <甲> *乙*"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts with everything that a format could take for markup."""
    folder = tmp_path_factory.mktemp("dossier") / "index"
    documents = [
        Document(
            name,
            TITLE,
            Kind.JOINT_STATEMENT,
            date=date(year, 5, 22),
            digest=name,
            parties=("CN", "PE"),
            clauses=(Clause(name, "title", TITLE), Clause(name, "8", text, "八、")),
        )
        for name, year, text in (("a", 2015, TEXT), ("b", 2016, "贸易。"))
    ]
    searchlib.build_documents(documents, folder)
    return folder


def written(index: Path, tmp_path: Path, form: str, *more: str) -> Path:
    """The file that the command writes."""
    path = tmp_path / f"dossier.{form}"
    assert main(["dossier", "两洋铁路", "--out", str(path), "--index", str(index), *more]) == 0
    return path


def test_word_opens_it(index: Path, tmp_path: Path) -> None:
    """Headings, tables with every count, each mention with its citation; the fonts are for Chinese."""
    document = docx.Document(str(written(index, tmp_path, "docx", "--width", "99")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]

    assert texts[0] == "两洋铁路：提及档案"
    assert [text.split("\n")[0] for text in texts if "— 《" in text] == [TEXT, TEXT]
    assert ["两洋铁路", "2"] in cells
    (silent,) = [row for row in cells if "末次提及之后" in row]
    assert silent[:5] == ["2016-05-22", TITLE, "中国–秘鲁", "末次提及之后", "2"]
    bold = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]
    assert bold == ["两洋铁路", "兩洋鐵路"]
    assert "宋体" in document.styles["Normal"].element.rPr.rFonts.attrib.values()


def test_excel_opens_it(index: Path, tmp_path: Path) -> None:
    """A sheet for each part; texts are texts, and numbers numbers."""
    openpyxl = pytest.importorskip("openpyxl", reason="reads the workbook back; it is in the extra dev")
    book = openpyxl.load_workbook(written(index, tmp_path, "xlsx", "--width", "99"))
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}

    assert list(rows) == ["mentions", "statements", "years", "parties", "names", "silent", "certificate"]
    head, *mentions = rows["mentions"]
    assert [dict(zip(head, row, strict=True))["match"] for row in mentions] == ["两洋铁路", "兩洋鐵路"]
    assert [dict(zip(head, row, strict=True))["title"] for row in mentions] == [TITLE] * 2
    years = [dict(zip(rows["years"][0], row, strict=True)) for row in rows["years"][1:]]
    assert [(row["key"], row["mentions"], row["names"]) for row in years] == [("2015", 2, "两洋铁路 2")]
    assert ("两洋铁路", 2) in rows["names"]
    assert [row[0] for row in rows["silent"][1:]] == ["b"]


def test_spreadsheets_open_the_csv(index: Path, tmp_path: Path) -> None:
    """UTF-8 with a byte order mark; nothing is a formula."""
    content = written(index, tmp_path, "csv", "--width", "99").read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert [row["before"] + row["match"] + row["after"] for row in rows] == [TEXT] * 2
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_json_has_it_all(index: Path, tmp_path: Path) -> None:
    """The whole dossier as one value, and the mentions as lines."""
    found = json.loads(written(index, tmp_path, "json").read_text("utf-8"))
    lines = written(index, tmp_path, "jsonl").read_text("utf-8").splitlines()

    assert (found["project"], found["whole"]["mentions"]) == ("two-ocean-railway", 2)
    assert [each["silence"] for each in found["silent"]] == ["after"]
    assert found["mentions"] == [json.loads(line) for line in lines]
    assert found["certificate"]["verified_by_scan"]


class Reader(HTMLParser):
    """Tags, and the text within each kind."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        """It ends, the innermost first."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text belongs to every open element."""
        for tag in set(self.open):
            self.texts[tag][-1] += data


def test_browsers_open_the_page(index: Path, tmp_path: Path) -> None:
    """Well-formed, without script and addresses of other sites; texts stay texts."""
    page = written(index, tmp_path, "html", "--width", "99").read_text("utf-8")
    reader = Reader()
    reader.feed(page)

    assert reader.open == []
    assert "b" not in reader.tags
    assert not {"script", "link", "img", "iframe"} & set(reader.tags)
    assert [text.split("《")[0] for text in reader.texts["blockquote"]] == [TEXT] * 2
    assert reader.texts["mark"] == ["两洋铁路", "兩洋鐵路"]
    assert '<html lang="zh-Hans">' in page


def test_markdown_means_it(index: Path, tmp_path: Path) -> None:
    """As CommonMark with tables understands it, cells and quotations are the texts."""
    text = written(index, tmp_path, "md", "--width", "99").read_text("utf-8")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inlines = [
        "".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"
    ]

    assert inlines.count(TEXT) == 2
    assert TITLE in inlines
    assert sum(token.type == "table_open" for token in tokens) == 5


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "参与方相同而未提及的文件"), ("en", "Texts of the same parties")]
)
def test_both_languages(index: Path, tmp_path: Path, language: str, said: str) -> None:
    """Files are in Chinese unless asked otherwise."""
    assert said in written(index, tmp_path, "md", "--language", language).read_text("utf-8")
    assert "参与方" in written(index, tmp_path, "md").read_text("utf-8")


def test_what_cannot_be_written_is_said(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Word file is no text, and a suffix may be none of the formats."""
    assert main(["dossier", "两洋铁路", "--format", "docx", "--index", str(index)]) == 2
    assert "--out FILE" in capsys.readouterr().err
    assert main(["dossier", "两洋铁路", "--out", str(tmp_path / "a.pdf"), "--index", str(index)]) == 2
    assert "a.pdf is no format" in capsys.readouterr().err


def test_nothing_is_said_of_nothing(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The certificate stands by itself."""
    assert main(["dossier", "港口", "--index", str(index)]) == 1
    printed = capsys.readouterr()
    assert "not mentioned" in printed.out
    assert "4 clauses were searched" in printed.out
    with searchlib.open(index) as library:
        assert dossier(library, "港口").statements == ()
