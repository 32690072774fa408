"""Files made where the interface is Traditional: our words in its characters, what is quoted in its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

import searchlib
from searchlib.cli import main
from searchlib.cli.manner import manner, speak
from searchlib.model import Clause, DateIs, Document, Kind
from searchlib.render.csv_json import columns_of
from searchlib.render.heads import heads, in_script
from searchlib.text.views import conversions
from tests.support.messages import tables_in_source

NAME = "两洋铁路"
TITLE = "关于两洋铁路的联合声明"
TEXT = "八、双方推进两洋铁路项目，继续讨论。"
HEADING = "基础设施合作"
SIMPLIFIED = {key for key, said in conversions("STCharacters.txt") if len(key) == 1 and key not in said} - {
    "秘"
}
"""Characters that are never written in Traditional texts; 秘 is, in 秘魯."""


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What ``--lang`` says holds for the process."""
    before = manner()
    yield
    speak(before)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One statement in Simplified characters, signed on a day in a place."""
    folder = tmp_path_factory.mktemp("traditional") / "index"
    clauses = (
        Clause("a", "title", TITLE),
        Clause("a", "h1", f"{HEADING}（{NAME}）"),
        Clause("a", "8", TEXT, "八、", (HEADING,)),
    )
    statement = Document(
        "a",
        TITLE,
        Kind.JOINT_STATEMENT,
        date=date(2015, 5, 22),
        date_is=DateIs.SIGNED,
        place="北京",
        digest="a",
        parties=("CN", "PE"),
        clauses=clauses,
    )
    searchlib.build_documents([statement], folder)
    return folder


def left_over(text: str) -> set[str]:
    """The Simplified characters of what is ours: quoted texts, titles and names taken away."""
    for quoted in (TITLE, TEXT, "中秘2015年联合声明", "中秘联合声明", f"{HEADING}（{NAME}）", HEADING, NAME):
        text = text.replace(quoted, "")
    return set(text) & SIMPLIFIED


def run(capsysbinary: pytest.CaptureFixture[bytes], index: Path, *arguments: str) -> bytes:
    """What the program writes where the interface is Traditional."""
    capsysbinary.readouterr()
    assert main(["--lang", "zh-Hant", *arguments, "--index", str(index)]) == 0
    return capsysbinary.readouterr().out


def test_columns_are_headed_in_traditional_characters() -> None:
    """Every table; keys are those of CSV in English only."""
    for columns in tables_in_source():
        assert set("".join(heads(columns, "zh-Hant"))) & SIMPLIFIED == set()
    assert heads(columns_of("HitJson"), "zh")[:4] == ("条款编号", "文件编号", "标题", "日期")
    assert heads(columns_of("HitJson"), "zh-Hant")[:4] == ("條款編號", "文件編號", "標題", "日期")


def test_the_program_writes_workbooks_with_heads_for_readers(
    index: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The citation and the place are said in Traditional characters; text, title and id are as they were."""
    written = run(capsysbinary, index, "search", NAME, "--all", "--format", "xlsx")
    head, *rows = openpyxl.load_workbook(BytesIO(written)).active.iter_rows(values_only=True)
    (row,) = (found for each in rows if (found := dict(zip(head, each, strict=True)))["路徑"] == "8")

    assert (row["標題"], row["文字"], row["條款編號"], row["匹配級別"]) == (TITLE, TEXT, "a#8", "exact")
    assert row["引文出處"] == f"《{TITLE}》，第八條，2015年5月22日簽署於北京。"
    assert row["位置"] == "第八條"
    assert {place for each in rows if (place := dict(zip(head, each, strict=True))["位置"])} == {
        "標題",
        f"小標題「{HEADING}（{NAME}）」",
        "第八條",
    }
    assert left_over(" ".join(map(str, head))) == set()


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_formats_for_programs_are_the_same_in_every_language(
    form: str, index: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Their keys are an API, and so are their values."""
    asked = ("search", NAME, "--format", form, "--index", str(index))
    traditional = run(capsysbinary, index, *asked[:4])
    main(["--lang", "en", *asked])

    assert traditional == capsysbinary.readouterr().out
    assert b"clause_id" in traditional


@pytest.mark.parametrize("command", ["search", "mentions", "list", "statements"])
def test_markdown_is_in_traditional_characters(
    command: str, index: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Headings, totals, certificate, heads of tables and citations."""
    written = run(capsysbinary, index, command, NAME, "--format", "markdown").decode()

    assert TITLE in written
    assert left_over(written.replace("**", "")) == set()
    assert "簽署於" in written or "| 文件編號 |" in written


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_dossier_is_in_traditional_characters(
    form: str, index: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Every word of ours; names of countries are those of Taiwan."""
    written = run(capsysbinary, index, "dossier", NAME, "--format", form).decode()
    ours = re.sub(r"\*\*|【|】|</?mark>", "", written)

    assert "中國–秘魯" in written
    assert f"{NAME}：提及檔案" in written
    assert TITLE in written
    assert [line for line in ours.splitlines() if left_over(line) and "未見的名稱" not in line] == []


def test_word_and_excel_dossiers_are_in_traditional_characters(
    index: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Headings and heads of tables; sheets and their heads."""
    for form in ("docx", "xlsx"):
        run(capsysbinary, index, "dossier", NAME, "--out", str(tmp_path / f"d.{form}"))
    document = docx.Document(str(tmp_path / "d.docx"))
    shown = [each.text for each in document.paragraphs]
    cells = [cell.text for table in document.tables for cell in table.rows[0].cells]
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")

    assert [text for text in shown if left_over(text) and not text.startswith("未見的名稱")] == []
    assert {"完整性證明", "每一處"} <= set(shown)
    assert "新細明體" in document.styles["Normal"].element.rPr.rFonts.attrib.values()
    assert left_over("".join(cells)) == set()
    assert book.sheetnames == ["提及", "文件", "年份", "參與方", "名稱", "未提及", "完整性證明"]
    assert [left_over("".join(map(str, next(sheet.values)))) for sheet in book] == [set()] * 7


def test_rows_are_changed_only_where_we_speak() -> None:
    """A place where something was signed is the text's; the place of a clause is said by us."""
    document = [{"place": "罗马", "citation": None}]
    assert list(in_script(document, ("place", "citation"), "zh-Hant")) == document
    turn = {"clause_ids": ["a#h1"], "places": ["小标题“签署”"]}
    (changed,) = in_script([turn], ("clause_ids", "places"), "zh-Hant")
    assert json.dumps(changed, ensure_ascii=False) == '{"clause_ids": ["a#h1"], "places": ["小標題「签署」"]}'
    assert list(in_script([turn], ("clause_ids", "places"), "zh")) == [turn]
