"""A folder becomes documents: all of them, each with its own id, every character traceable."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchlib.corpus.paragraphs import MASTHEAD_FURNITURE
from searchlib.corpus.identity import Ids, slug
from searchlib.corpus.load import load_corpus, load_file, load_text
from searchlib.errors import CorpusMissing, MetadataError, UnreadableFile
from searchlib.model import Document, Kind, Skipped, Source, Span

STATEMENT = (
    "中华人民共和国和秘鲁共和国联合声明\n（2015年5月22日，利马）\n一、双方重申两洋铁路。\n二、双方𠮷。\n"
)
OTHER_WORDING = STATEMENT.replace("双方重申", "双方再次重申")
TRADITIONAL = "中華人民共和國和秘魯共和國聯合聲明\n（2015年5月22日，利馬）\n一、雙方重申兩洋鐵路。\n"
REPORT = "习近平会见秘鲁总统\n2015-05-22\n新华社利马5月22日电 国家主席习近平会见秘鲁总统。\n"
ID = "2015-05-22-cn-pe-joint-statement"


def write(folder: Path, **files: str) -> Path:
    """The folder with text files of these names."""
    for name, text in files.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def ids(folder: Path) -> dict[str, str]:
    """File by document id."""
    found = load_corpus(folder)
    return {one.id: one.source.file for one in found if isinstance(one, Document) and one.source}


def test_files_come_in_order_of_path(tmp_path: Path) -> None:
    """Documents and skipped files come in one deterministic order, twice the same."""
    write(tmp_path, b=STATEMENT, a=REPORT)
    (tmp_path / "c.bin").write_bytes(b"\0\1\2")
    (tmp_path / "d.txt").write_bytes(b"")
    first, second = list(load_corpus(tmp_path)), list(load_corpus(tmp_path))
    expected = ["a.txt", "b.txt", "c.bin", "d.txt"]

    assert expected == [
        one.file if isinstance(one, Skipped) else one.source and one.source.file for one in first
    ]
    assert first == second


def test_a_file_without_document_is_named(tmp_path: Path) -> None:
    """A file of furniture alone is skipped with a reason, and named by load_file."""
    write(tmp_path, 空="[字体：大 中 小]      打印本页\n")
    (skipped,) = load_corpus(tmp_path)

    assert isinstance(skipped, Skipped)
    assert skipped.file == "空.txt"
    assert "no document" in skipped.reason
    with pytest.raises(UnreadableFile, match=r"空\.txt"):
        load_file(tmp_path / "空.txt", tmp_path)


def test_malformed_front_matter_does_not_stop_the_others(tmp_path: Path) -> None:
    """The file is named with the reason; its neighbours are loaded."""
    (tmp_path / "a.md").write_text("---\ntitle: [一\n---\n正文。\n", encoding="utf-8")
    write(tmp_path, b=STATEMENT)
    skipped, document = load_corpus(tmp_path)

    assert isinstance(skipped, Skipped)
    assert isinstance(document, Document)
    expected = (skipped.file, document.id)

    assert expected == ("a.md", ID)
    with pytest.raises(MetadataError):
        load_file(tmp_path / "a.md", tmp_path)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A folder that is not there is no empty corpus."""
    with pytest.raises(CorpusMissing):
        list(load_corpus(tmp_path / "无"))


def test_a_sidecar_overrides(tmp_path: Path) -> None:
    """What the reader states wins over what was recognised, and shows in the id."""
    write(tmp_path, a=STATEMENT)
    (tmp_path / "a.meta.toml").write_text('kind = "communique"\nplace = "Lima"\n', encoding="utf-8")
    (document,) = load_file(tmp_path / "a.txt", tmp_path)
    expected = (document.kind, document.place)

    assert expected == (Kind.COMMUNIQUE, "Lima")
    assert document.id == "2015-05-22-cn-pe-communique"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STATEMENT, ID),
        (TRADITIONAL, f"{ID}-hant"),
        (STATEMENT.replace("联合声明", "关于深化全面战略伙伴关系的联合声明"), ID),
        (STATEMENT.replace("联合声明", "关于气候变化的联合声明"), f"{ID}-气候变化"),
        (REPORT, "2015-05-22-cn-pe-report-715d5ebc"),
        ("加班费如何认定？\n劳动者主张加班费。\n", "undated-other-加班费如何认定"),
    ],
)
def test_ids_are_made_of_the_content(text: str, expected: str) -> None:
    """Day, parties, kind; a topic, a title or a script where these do not tell documents apart."""
    (document,) = load_text(text)

    assert expected == document.id
    assert all(clause.id == f"{expected}#{clause.path}" for clause in document.clauses)


def test_slugs() -> None:
    """Letters and figures stay; a long title is cut and keeps a digest of the whole."""
    long = slug("关于" * 40)

    assert slug("宪法 #修正案/（2018年）𠮷") == "宪法修正案2018年𠮷"
    assert len(long) == 60
    assert long != slug("关于" * 41)


def test_other_files_do_not_change_an_id(tmp_path: Path) -> None:
    """Adding a report of the same day, or the statement in the other script, renames nothing."""
    before = ids(write(tmp_path, m=STATEMENT))
    after = ids(write(tmp_path, a=REPORT, b=TRADITIONAL, z=REPORT.replace("会见", "会晤")))

    assert len(after) == 4
    assert before.items() <= after.items()


def test_a_clash_is_resolved_by_the_content(tmp_path: Path) -> None:
    """The same statement worded otherwise, and a copy, get suffixes; the first file keeps the plain id."""
    found = ids(write(tmp_path, a=STATEMENT, b=OTHER_WORDING, c=STATEMENT))

    assert len(found) == 3
    assert found[ID] == "a.txt"
    assert all(name.startswith(ID) for name in found)
    assert list(found) == list(ids(tmp_path))


def test_ids_do_not_depend_on_what_was_there_before(tmp_path: Path) -> None:
    """A file that sorts earlier takes the plain id, and gives it back when it goes."""
    before = ids(write(tmp_path, m=STATEMENT))
    after = ids(write(tmp_path, a=OTHER_WORDING))
    (tmp_path / "a.txt").unlink()

    assert {ID: "m.txt"} == before == ids(tmp_path)
    assert "a.txt" == after[ID]
    assert 2 == len(after)


def test_many_copies_have_many_ids() -> None:
    """Exact copies in one place still get ids of their own."""
    (document,) = load_text(STATEMENT)
    register = Ids()
    found = [register.admit(document) for _ in range(6)]

    assert len({one.id for one in found}) == 6
    assert all(clause.document_id == one.id for one in found for clause in one.clauses)


def test_the_digest_is_that_of_the_content() -> None:
    """Neither file nor offset changes it; a changed word or fact does."""
    (here,) = load_text(STATEMENT, "a.txt")
    (there,) = load_text("\n\n" + STATEMENT, "b.txt")
    (other,) = load_text(OTHER_WORDING, "a.txt")
    (later,) = load_text(STATEMENT.replace("22日", "23日"), "a.txt")

    assert here.digest == there.digest
    assert len({here.digest, other.digest, later.digest}) == 3


def test_sources_name_the_file() -> None:
    """A document knows its file and its stretch of it."""
    (document,) = load_text(STATEMENT, "声明.txt")

    assert document.source == Source("声明.txt", 0, len(STATEMENT))
    assert document.clause_count == len(document.clauses)


def test_two_statements_in_one_text() -> None:
    """A second title begins a second document; together they cover the file."""
    text = STATEMENT + STATEMENT.replace("秘鲁", "白俄罗斯")
    first, other = load_text(text)
    assert first.source is not None
    assert other.source is not None
    expected = (ID, "2015-05-22-cn-by-joint-statement")

    assert expected == (first.id, other.id)
    assert first.source.end == other.source.start
    assert other.source.end == len(text)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", "<!DOCTYPE html><html><body><h1>题</h1><p>正文。</p></body></html>", ["title", "p1"]),
        ("a.html", "<p>正文。</p>", ["p1"]),
        ("a.txt", "---\ntitle: 题\n---\n正文。\n", ["title", "p1"]),
        ("a.md", "# 题\n\n正文。\n", ["title", "p1"]),
        ("a.md", "# 题\n\n第一条 甲。\n\n第二条 乙。\n\n第三条 丙。\n", ["title", "1", "2", "3"]),
        ("a", "题\n正文。\n", ["title", "p1"]),
    ],
)
def test_the_format_is_chosen_by_what_the_file_holds(name: str, text: str, expected: list[str]) -> None:
    """Content first, the name where content does not tell."""
    (document,) = load_text(text, name)

    assert expected == [clause.path for clause in document.clauses]


PIECES = st.lists(
    st.sampled_from(
        [
            "中华人民共和国和秘鲁共和国联合声明",
            "（2015年5月22日，利马）",
            "一、",
            "一",
            "第一条 ",
            "（一）",
            "●",
            "双方重申𠮷。",
            "錢凱",
            "港，",
            "Pat-",
            "they",
            "2016-09-13",
            "[字体：大 中 小]",
            "打印本页",
            "# ",
            "| 甲 | 乙 |",
            "\n",
            "\r\n",
            "　　",
            "    ",
            "\t",
            "\u200b",
            "\x0c",
            "2016年9月13日于北京",
            "主席 总统",
            "法規名稱：",
            "<!-- INFO END -->",
        ]
    ),
    max_size=30,
).map("".join)


@given(PIECES | st.text(max_size=200))
@example("法規名稱：")
@example("2016-09-13[字体：大 中 小]")
@example("第一条\n第二条\n第三条\n")
def test_any_text_is_loaded(text: str) -> None:
    """No text fails; clauses are never empty, paths distinct, and every clause lies in its document."""
    for name in ("a.txt", "a.md"):
        try:
            documents = load_text(text, name)
        except MetadataError:
            continue
        for document in documents:
            assert document.source is not None
            assert len({clause.path for clause in document.clauses}) == len(document.clauses)
            for clause in document.clauses:
                assert clause.text.strip()
                assert clause.source is not None
                start, end = clause.source.locate(Span(0, len(clause.text)))
                assert document.source.start <= start <= end <= document.source.end


RUNS = [
    "2016-09-13" + " " * 50_000 + "甲",
    "甲" + "\u200b" * 50_000 + "乙",
    "甲" + " 　" * 30_000 + "乙",
    "打印   " * 10_000 + "甲",
    "中" * 50_000 + "2016-09-13[字体：大 中 小]",
    "中华人民共和国" * 8_000 + "2016-09-13[字体：大 中 小]",
    "。 " * 30_000 + "甲",
    "关于" * 25_000 + "联合声明",
    "習近平同博魯阿爾特總統在利馬\n" * 5_000,
]


@pytest.mark.parametrize("text", RUNS, ids=range(len(RUNS)))
def test_long_runs_take_no_longer_than_their_length(text: str) -> None:
    """What would send a careless pattern back and forth for minutes is read in a moment."""
    started = time.monotonic()
    load_text(text)

    assert time.monotonic() - started < 5


SENTENCES = st.lists(
    st.sampled_from(
        ["一、双方重申。", "双方将继续𠮷。", "一", "●合作。", "（一）农业；", "錢凱港開港。", "1. 其他。"]
    ),
    min_size=1,
)


@given(SENTENCES, st.sampled_from(["\n", "\n\n", "　　", "\r\n"]))
def test_every_character_is_in_exactly_one_clause(sentences: list[str], separator: str) -> None:
    """What is neither furniture nor a blank is kept, once and in order."""
    text = separator.join(["秘鲁纪行", *sentences])
    documents = load_text(text)

    assert "".join("".join(text.split())) == "".join(
        "".join(clause.text.split()) for document in documents for clause in document.clauses
    )


@pytest.mark.shared
def test_what_the_example_files_leave_out(shared: Path) -> None:
    """Nothing of the pasted and wrapped pages is left out but furniture, hyphens and repeated titles."""
    pages = sorted((shared / "seeds").glob("00[0124]*"))

    assert len(pages) >= 4
    for path in pages:
        text = path.read_bytes().decode("utf-8")
        covered = [0] * len(text)
        titles = set()
        for document in load_file(path, shared / "seeds"):
            titles.add(document.title)
            for clause in document.clauses:
                assert clause.source is not None
                for at in range(len(clause.text)):
                    for place in range(*clause.source.locate(Span(at, at + 1))):
                        covered[place] += 1
        rest = "".join(" " if count else character for count, character in zip(covered, text, strict=True))
        left = {"".join(piece.split()) for piece in re.split(f"{MASTHEAD_FURNITURE}|（全文）|\\s\\s+", rest)}

        assert max(covered) == 1
        assert left - titles <= {"", "-", "大", "中", "小"}


def test_a_document_is_a_value() -> None:
    """Loading twice gives equal documents; another source is another document."""
    (first,), (second,) = load_text(STATEMENT, "a.txt"), load_text(STATEMENT, "a.txt")

    assert first == second
    assert first != replace(first, source=Source("b.txt", 0, 1))
