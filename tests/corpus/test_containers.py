"""Archives, messages, saved pages, books and files of records: what is in them is read, and traceable."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from searchlib.corpus.digest import corpus_state
from searchlib.corpus.load import load_corpus
from searchlib.corpus.read import read_file
from searchlib.model import Document, Skipped, Span

TEXT = "渡口联合公报\n\n一、双方重申友谊。\n二、双方同意建设渡口。\n"
PAGE = (
    "<html><head><title>渡口公报</title></head><body><h1>渡口公报</h1><p>一、双方重申友谊。</p></body></html>"
)


def packed(path: Path, **members: str | bytes) -> Path:
    """An archive with these members; ``__`` in a name is a slash, ``_`` a dot."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def read(root: Path) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The texts of the clauses by file, and why files were skipped.

    Each clause's characters must stand where its source says.
    """
    texts: dict[str, list[str]] = {}
    skipped: dict[str, str] = {}
    for found in load_corpus(root):
        if isinstance(found, Skipped):
            skipped[found.file] = found.reason
            continue
        assert found.source is not None
        source = read_file(root / found.source.file, root).text
        for clause in found.clauses:
            assert clause.source is not None
            for at, character in enumerate(clause.text):
                start, end = clause.source.locate(Span(at, at + 1))
                stands = source[start:end]
                assert stands == character or "\\" in stands or stands == '""' or character in " \n\t", clause
        texts.setdefault(found.source.file, []).extend(clause.text for clause in found.clauses)
    return texts, skipped


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    """Each member is a file; what is not read is named, what systems leave behind is not."""
    packed(
        tmp_path / "a.zip",
        子__一_txt=TEXT,
        二_html=PAGE,
        三_png=b"1",
        in_zip=b"PK",
        s_meta_toml="",
        _DS="",
    )

    texts, skipped = read(tmp_path)

    assert texts == {
        "a.zip/二.html": ["渡口公报", "一、双方重申友谊。"],
        "a.zip/子/一.txt": ["渡口联合公报", "一、双方重申友谊。", "二、双方同意建设渡口。"],
    }
    assert list(skipped) == ["a.zip/in.zip", "a.zip/s.meta.toml", "a.zip/三.png"]
    assert "unpack it" in skipped["a.zip/in.zip"]


def test_names_in_gbk(tmp_path: Path) -> None:
    """Archives made by Chinese systems do not say in which encoding their names are."""
    name = "公报.txt".encode("gbk").decode("cp437")
    packed(tmp_path / "a.zip").unlink()
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("XXXX.txt", TEXT)
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"XXXX.txt", name.encode("cp437")))

    assert list(read(tmp_path)[0]) == ["a.zip/公报.txt"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A member that unpacks to many times its size is named and not read."""
    packed(tmp_path / "a.zip", bomb_txt="甲" * 4_000_000, good_txt=TEXT)

    texts, skipped = read(tmp_path)

    assert list(texts) == ["a.zip/good.txt"]
    assert "unpacks to more than 200 times its size" in skipped["a.zip/bomb.txt"]


def test_a_damaged_archive(tmp_path: Path) -> None:
    """One that is cut off is named as a whole, a spoiled member alone."""
    whole = packed(tmp_path / "a.zip", one_txt=TEXT, two_txt=TEXT * 2).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    at = whole.index(b"one.txt") + len(b"one.txt") + 5
    (tmp_path / "a.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])

    texts, skipped = read(tmp_path)

    assert list(texts) == ["a.zip/two.txt"]
    assert "damaged or cut off" in skipped["cut.zip"]
    assert "is damaged in its archive" in skipped["a.zip/one.txt"]


def test_a_member_changes(tmp_path: Path) -> None:
    """A member's digest is that of its content, and of what is stated beside the archive."""
    packed(tmp_path / "a.zip", one_txt=TEXT, two_txt=TEXT)
    before = corpus_state(tmp_path).files
    packed(tmp_path / "a.zip", one_txt=TEXT, two_txt=TEXT * 2)
    after = corpus_state(tmp_path).files
    (tmp_path / "a.meta.toml").write_text('publisher = "新华社"\n', encoding="utf-8")
    stated = corpus_state(tmp_path).files

    assert before["a.zip/one.txt"] == after["a.zip/one.txt"] != stated["a.zip/one.txt"]
    assert before["a.zip/two.txt"] != after["a.zip/two.txt"]
    assert {one.publisher for one in load_corpus(tmp_path) if isinstance(one, Document)} == {"新华社"}


def message(fill: Callable[[EmailMessage], None]) -> bytes:
    """A message about a ferry, sent on 22 May 2015."""
    made = EmailMessage()
    made["Subject"] = "渡口公报"
    made["Date"] = "Fri, 22 May 2015 10:00:00 +0800"
    fill(made)
    return bytes(made)


def test_a_message(tmp_path: Path) -> None:
    """Subject, day and body of a message; of a page saved as one file its HTML."""
    plain = message(lambda made: made.set_content("一、双方重申友谊。\n"))
    page = message(lambda made: made.set_content(PAGE, subtype="html", cte="quoted-printable"))
    (tmp_path / "a.eml").write_bytes(plain)
    (tmp_path / "b.eml").write_bytes(page)
    (tmp_path / "c.mht").write_bytes(page)

    first, second, third = (one for one in load_corpus(tmp_path) if isinstance(one, Document))

    assert [clause.text for clause in first.clauses] == ["渡口公报", "2015-05-22", "一、双方重申友谊。"]
    assert [clause.text for clause in second.clauses] == ["渡口公报", "一、双方重申友谊。"]
    assert [str(one.published) for one in (first, second, third)] == ["2015-05-22", "2015-05-22", "None"]
    assert read(tmp_path)[1] == {}


def test_an_attachment_is_not_lost_in_silence(tmp_path: Path) -> None:
    """A message with another file in it is named, with what to do."""

    def fill(made: EmailMessage) -> None:
        made.set_content("见附件。\n")
        made.add_attachment(b"x", maintype="application", subtype="msword", filename="甲.doc")

    (tmp_path / "a.eml").write_bytes(message(fill))

    assert "has files attached (1: 甲.doc)" in read(tmp_path)[1]["a.eml"]


def test_a_book(tmp_path: Path) -> None:
    """Its pages come in the order of the spine, below its title."""
    items = "".join(f'<item id="{one}" href="{one}.xhtml" media-type="application/xhtml+xml"/>' for one in "ab")
    with ZipFile(tmp_path / "a.epub", "w") as book:
        book.writestr("META-INF/container.xml", '<container><rootfile full-path="O/c.opf"/></container>')
        book.writestr(
            "O/c.opf",
            f"<package><dc:title>渡口志</dc:title><manifest>{items}</manifest>"
            '<spine><itemref idref="b"/><itemref idref="a"/></spine></package>',
        )
        book.writestr("O/a.xhtml", "<html><body><h2>第二节</h2><p>后来建港。</p></body></html>")
        book.writestr("O/b.xhtml", "<html><body><h2>第一节</h2><p>先建渡口。</p></body></html>")

    assert read(tmp_path)[0] == {"a.epub": ["渡口志", "第一节", "先建渡口。", "第二节", "后来建港。"]}


COLUMNS = '[columns]\ntitle = "t"\ntext = "body.c"\ndate = "d"\nurl = "u"\n'


def test_records_of_json(tmp_path: Path) -> None:
    """The array of objects is found, values in objects have dotted names, escapes are read, lists are lines."""
    records = [
        {"t": "渡口公报", "body": {"c": "一、双方“重申”\t友谊。\n二、𠀀。"}, "d": "2015-05-22", "u": "https://e.org/1"},
        {"t": "港口公报", "body": {"c": ["第一段。", "第二段。"]}, "d": None},
    ]
    (tmp_path / "a.json").write_text(json.dumps({"total": 2, "data": records}), encoding="utf-8")
    (tmp_path / "a.meta.toml").write_text(COLUMNS, encoding="utf-8")
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    (tmp_path / "b.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "b.meta.toml").write_text(COLUMNS, encoding="utf-8")

    texts, skipped = read(tmp_path)
    first = next(one for one in load_corpus(tmp_path) if isinstance(one, Document))

    assert skipped == {}
    assert texts["a.json"] == texts["b.jsonl"]
    assert texts["a.json"][-3:] == ["港口公报", "第一段。", "第二段。"]
    assert (str(first.date), first.url, first.title) == ("2015-05-22", "https://e.org/1", "渡口公报")


def test_records_of_csv(tmp_path: Path) -> None:
    """Quoted cells hold commas, line ends and doubled quotation marks; other separators are recognised."""
    (tmp_path / "a.csv").write_text(
        't,c\n"甲""引""公报","双方同意：\n一、合作，贸易。"\n乙公报,双方合作。\n', encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text("t;c\r\n甲公报;双方同意，合作。\r\n", encoding="utf-8")
    for name in "ab":
        (tmp_path / f"{name}.meta.toml").write_text('[columns]\ntitle = "t"\ntext = "c"\n', encoding="utf-8")

    texts, skipped = read(tmp_path)

    assert skipped == {}
    assert texts["a.csv"] == ['甲"引"公报', "双方同意：", "一、合作，贸易。", "乙公报", "双方合作。"]
    assert texts["b.csv"] == ["甲公报", "双方同意，合作。"]


@pytest.mark.parametrize(
    ("name", "content", "sidecar", "reason"),
    [
        ("a.json", '[{"k": "甲"}]', None, "its columns are: k"),
        ("a.json", '[{"k": "甲"}]', '[columns]\ntext = "z"\n', "has no column z"),
        ("a.json", '[{"k": "甲"}]', '[columns]\ntitle = "k"\n', "does not say which column is the text"),
        ("a.json", '[{"k": "甲"}]', '[columns]\ncolour = "k"\n', "columns must be a table of names"),
        ("a.json", '[{"k": "甲', '[columns]\ntext = "k"\n', "line 1, column 8: is not JSON"),
        ("a.jsonl", '{"k": 1}\n{"k"\n', '[columns]\ntext = "k"\n', "line 2, column 5: is not JSON"),
        ("a.csv", "k,d\n甲,昨天\n", '[columns]\ntext = "k"\ndate = "d"\n', "line 2: '昨天' is no day"),
    ],
)
def test_records_that_cannot_be_read(tmp_path: Path, name: str, content: str, sidecar: str | None, reason: str) -> None:
    """The reason says where, and what to state in the sidecar."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    if sidecar:
        (tmp_path / "a.meta.toml").write_text(sidecar, encoding="utf-8")

    assert reason in read(tmp_path)[1][name]
