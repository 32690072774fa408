"""Files as they lie in real folders: each is read or named with its reason, and no name in one is lost."""

import textwrap
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from searchlib.model import BuildReport
from tests.support.hostile import CLAUSE, ODD, READABLE, UNREADABLE, write


@pytest.mark.parametrize("name", READABLE)
def test_a_text_is_read_whatever_its_name_and_encoding(name: str, hostile_library: searchlib.Library) -> None:
    """The name in it is found where it stands, in the other script too."""
    times = READABLE[name].decode("utf-8", "ignore").count("两洋铁路") or 1
    found = [each for each in hostile_library.mentions("兩洋鐵路").mentions if each.source.file == name]

    assert times == len(found)
    assert {"两洋铁路", "兩洋鐵路"} >= {each.line.match for each in found}


@pytest.mark.parametrize("name", [*UNREADABLE, *ODD])
def test_what_cannot_be_read_is_named_with_its_reason(name: str, hostile_build: tuple[Path, BuildReport]) -> None:
    """One reason for each file, and no other file is skipped."""
    reasons = {skipped.file: skipped.reason for skipped in hostile_build[1].skipped}

    assert {*UNREADABLE, *ODD} == reasons.keys()
    assert (UNREADABLE[name][1] if name in UNREADABLE else ODD[name]) in reasons[name]


def test_a_line_of_a_million_characters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is one clause: every mention is counted, all of it is shown, and a search shows a screenful."""
    sentence = "双方将共同推进两洋铁路项目可行性基础研究，"
    times = 1_000_000 // len(sentence)
    write(tmp_path / "corpus" / "a.txt", sentence * times)
    index = tmp_path / "index"
    searchlib.build(tmp_path / "corpus", index)
    with searchlib.open(index) as library:
        (document,) = library.documents()
        assert times == library.mentions("兩洋鐵路").occurrences
        assert len(sentence) * times == len(library.document(document.id).clauses[0].text)
    assert main(["search", "铁路", "--index", str(index)]) == 0

    shown = capsys.readouterr().out
    assert len(shown) < 3_000
    assert f"({times - shown.count('【铁路】'):,} more in this clause)" in shown


def test_unknown_characters_are_texts_too(tmp_path: Path) -> None:
    """Thousands of characters that no dictionary has, in no order, are found one by one."""
    rare = "".join(map(chr, range(0x20000, 0x20000 + 20_000)))
    write(tmp_path / "corpus" / "a.txt", rare)
    write(tmp_path / "corpus" / "b.txt", "。。。！\n\n——……\n")
    searchlib.build(tmp_path / "corpus", tmp_path / "index")
    with searchlib.open(tmp_path / "index") as library:
        assert [1, 1, 3] == [library.mentions(text).occurrences for text in ("𠀀", rare[777:779], "。")]


WRAPPED = textwrap.fill(CLAUSE[2:] * 20, 30)


@pytest.mark.parametrize(
    ("name", "content", "times"),
    [
        ("wrapped.txt", f"中秘联合声明\n\n{WRAPPED}\n", 20),
        ("blank ends.txt", f"中秘联合声明\n\n{WRAPPED}\n".replace("\n", "   \n"), 20),
        ("carriage.txt", f"中秘联合声明\n\n{WRAPPED}\n".replace("\n", "\r\n"), 20),
        ("source.html", "<html><body><p>推进两洋\n   铁路项目。</p></body></html>", 1),
        ("tags.html", "<html><body><p>推进<b>两洋</b><span>铁</span>路<!-- x -->项目。</p></body></html>", 1),
        ("entity.html", "<html><body><p>推进两&#27915;<wbr>铁路项目。</p></body></html>", 1),
        ("emphasis.md", "# 声明\n\n推进**两洋**铁路，*两洋*铁路，[两洋](http://x.cn)铁路。\n", 3),
        ("title.txt", "两洋铁路联合声明\n\n两洋铁路联合声明\n\n一、双方推进合作。\n", 1),
        ("title.md", "---\ntitle: 两洋铁路联合声明\n---\n# 两洋铁路联合声明\n\n一、合作。\n", 1),
        ("title.html", "<title>两洋铁路声明</title><h1>两洋铁路声明</h1><p>一、双方合作。</p>", 1),
        ("heading.md", "# 声明\n\n## 两洋铁路\n\n一、合作。\n\n## 两洋铁路\n\n二、再合作。\n", 2),
        ("overlap.txt", "两洋铁路两洋铁路两洋铁路", 3),
        ("twice.txt", "中秘联合声明\n\n一、推进两洋铁路。\n\n二、同意。\n\n" * 2, 2),
    ],
    ids=lambda value: value if isinstance(value, str) and value[-4:-3] == "." else "",
)
def test_a_name_is_counted_as_often_as_a_reader_counts_it(
    name: str, content: str, times: int, tmp_path: Path
) -> None:
    """Wraps and markup do not hide it, and a title repeated by its own page counts once."""
    write(tmp_path / "corpus" / name, content)
    searchlib.build(tmp_path / "corpus", tmp_path / "index")
    with searchlib.open(tmp_path / "index") as library:
        assert times == library.mentions("兩洋鐵路").occurrences
