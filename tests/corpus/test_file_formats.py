"""What docs/file-formats.md shows is what is read: examples, paths, keys and reasons, in both languages."""

import doctest
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from searchlib.facts import cachetag
from searchlib.corpus.blocks import Metadata
from searchlib.corpus.load import load_corpus, load_text
from searchlib.corpus.names import SUFFIXES
from searchlib.model import Clause, Document, Skipped

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {name: (DOCS / name).read_text("utf-8") for name in ("file-formats.md", "file-formats.zh-CN.md")}
ENGLISH, CHINESE = PAGES.values()
STATEMENT = "中华人民共和国和秘鲁共和国联合声明。".encode()
BYTES = {
    "empty.txt": b"",
    "menu.txt": "打印本页".encode(),
    "scan.jpg": b"\xff\xd8\xff",
    "cut.txt": STATEMENT[:-2],
    "latin.txt": "Relaciones de cooperación y amistad en América".encode("latin-1"),
    "spoiled.txt": "双方重申，在两国的合作中相互尊重。".encode().decode("gb18030", "ignore").encode(),
    "old.doc": b"\xd0\xcf\x11\xe0",
    "report.txt": b"%PDF-1.7",
    "old.docx": b"\xd0\xcf\x11\xe0",
    "post.md": "---\ntitle: [一\n---\n正文。\n".encode(),
    "lost.meta.toml": b"title = '\xe4\xb8\x80'\n",
}
"""What the files are in the table of skipped files; links and the FIFO are made by the test."""

PIECE = re.compile(
    r"^```(?:text|toml) (?P<file>\S+)\n(?P<content>.*?)^```$"
    r"|^(?:Document|文件) `(?P<id>[^`]+)`[：:] ?(?P<facts>[^\n]*)$"
    r"|^\| `(?P<path>[\w.~-]+)` \| (?P<rest>[^|\n]*\|[^|\n]*\|[^|\n]*) \|$",
    re.DOTALL | re.MULTILINE,
)
FACT = re.compile(r"`(\w+): ([^`]+)`")


@dataclass(frozen=True)
class Expected:
    """One document as the page shows it: its id, some facts, and path, number, headings, text of clauses."""

    id: str
    facts: dict[str, str]
    rows: list[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Example:
    """Files of a page and the documents they are said to give."""

    files: dict[str, str]
    documents: list[Expected]


def examples(page: str) -> Iterator[Example]:
    """The examples of a page in order."""
    example = Example({}, [])
    for found in PIECE.finditer(page):
        if found["file"]:
            if example.documents:
                yield example
                example = Example({}, [])
            example.files[found["file"]] = found["content"]
        elif found["id"]:
            example.documents.append(Expected(found["id"], dict(FACT.findall(found["facts"])), []))
        else:
            number, headings, text = (cell.strip() for cell in found["rest"].split("|"))
            example.documents[-1].rows.append((found["path"], number, headings, text))
    yield example


def table(page: str, columns: int, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with ``first`` and has that many columns."""
    found = re.search(rf"^\| {first} \|.*\n\|[-|]+\|\n((?:\|.*\|\n)+)", page, re.MULTILINE)
    assert found is not None, f"no table begins with {first}"
    rows = [line.strip("|").split(" | ") for line in found[1].splitlines()]
    assert {len(row) for row in rows} == {columns}
    return [[cell.strip() for cell in row] for row in rows]


def shown(clause: Clause) -> tuple[str, str, str, str]:
    """A clause as a row of the page."""
    text = clause.text.replace("\n", "⏎").replace("\t", "⇥")
    return clause.path, clause.number or "", " › ".join(clause.headings), text


def told(document: Document, fact: str) -> str:
    """A fact of a document as the page writes it."""
    value = getattr(document, fact)
    return " ".join(value) if isinstance(value, tuple) else str(value)


CASES = [
    pytest.param(example, id=f"{name}-{next(iter(example.files))}")
    for name, page in PAGES.items()
    for example in examples(page)
]


@pytest.mark.parametrize("example", CASES)
def test_examples_give_what_is_shown(example: Example, tmp_path: Path) -> None:
    """The files of an example give its documents, with all their clauses and every stated fact."""
    for name, content in example.files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    found = [one for one in load_corpus(tmp_path) if isinstance(one, Document)]

    assert [(one.id, one.rows) for one in example.documents] == [
        (one.id, [shown(clause) for clause in one.clauses]) for one in found
    ]
    assert [one.facts for one in example.documents] == [
        {fact: told(one, fact) for fact in expected.facts}
        for one, expected in zip(found, example.documents, strict=True)
    ]


def test_both_languages_show_the_same_examples() -> None:
    """Files, documents and clauses are the same on both pages."""
    english, chinese = (list(examples(page)) for page in PAGES.values())

    assert len(english) >= 10
    assert english == chinese


@pytest.mark.parametrize(("page", "first"), [(ENGLISH, "text"), (CHINESE, "文本")], ids=PAGES)
def test_paths_are_those_shown(page: str, first: str) -> None:
    """Each text of the table of paths has exactly these."""
    rows = list(table(page, 2, first))

    assert rows
    for text, paths in rows:
        (document,) = load_text(text.replace("⏎", "\n") + "\n", "example.txt")

        assert re.findall(r"`([^`]+)`", paths) == [clause.path for clause in document.clauses], text


@pytest.mark.parametrize(("page", "first"), [(ENGLISH, "key"), (CHINESE, "键")], ids=PAGES)
def test_keys_are_those_shown(page: str, first: str) -> None:
    """Every key that can be stated is in the table, in its order."""
    assert [key.strip("`") for key, *_ in table(page, 3, first)] == [field.name for field in fields(Metadata)]


@pytest.mark.parametrize(
    ("page", "first"), [*zip(PAGES.values(), ("suffix", "后缀"), strict=True)], ids=PAGES
)
def test_suffixes_are_those_shown(page: str, first: str) -> None:
    """Every suffix that is read is in the table, and no other."""
    named = {suffix for row in table(page, 2, first) for suffix in re.findall(r"`(\.\w+)`", row[0])}

    assert named == SUFFIXES - {""}


@pytest.mark.parametrize(("page", "first"), [(ENGLISH, "file"), (CHINESE, "文件")], ids=PAGES)
def test_reasons_are_those_shown(page: str, first: str, tmp_path: Path) -> None:
    """Each file of the table of skipped files is skipped, for the reason beside it."""
    expected = {re.findall(r"`([^`]+)`", file)[0]: reason for file, reason in table(page, 2, first)}
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "elsewhere.txt").write_bytes(STATEMENT)
    for name, content in {**BYTES, "lima.txt": STATEMENT}.items():
        (corpus / name).write_bytes(content)
    (corpus / "link.txt").symlink_to("lima.txt")
    (corpus / "outside.txt").symlink_to(tmp_path / "elsewhere.txt")
    os.mkfifo(corpus / "pipe.txt")

    assert expected == {one.file: one.reason for one in load_corpus(corpus) if isinstance(one, Skipped)}


@pytest.mark.parametrize("page", list(PAGES.values()), ids=PAGES)
def test_what_is_left_out_is_as_shown(page: str, tmp_path: Path) -> None:
    """Files of the names in the list are neither read nor named, and nothing in a tagged folder is."""
    (tmp_path / "visit.scan").write_bytes(b"")  # what the sidecar belongs to
    everywhere, at_top, tagged = re.findall(r"^\* (.*)$", page, re.MULTILINE)[:3]
    for name in re.findall(r"`([^`]+)`", everywhere + at_top):
        (tmp_path / name).write_bytes(STATEMENT)
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "lima.txt").write_bytes(STATEMENT)
    (tmp_path / "index" / cachetag.NAME).write_bytes(cachetag.CONTENT)

    assert f"`{cachetag.NAME}`" in tagged
    assert [each.file for each in load_corpus(tmp_path) if isinstance(each, Skipped)] == ["visit.scan"]
    assert len(list(load_corpus(tmp_path))) == 1


@pytest.mark.parametrize("page", list(PAGES.values()), ids=PAGES)
def test_the_offsets_are_those_shown(page: str) -> None:
    """The Python example runs."""
    (code,) = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    example = doctest.DocTestParser().get_doctest(code, {}, "offsets", None, None)

    assert doctest.DocTestRunner().run(example).failed == 0
