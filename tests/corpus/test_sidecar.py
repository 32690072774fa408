"""Metadata that the reader states: sidecars and front matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.corpus.blocks import Metadata
from searchlib.corpus.frontmatter import split_front_matter
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.sidecar import merge, sidecar_for
from searchlib.errors import MetadataError
from searchlib.model import DateIs, Kind

FULL = """
title = "中秘联合声明 𠮷"
kind = "joint-statement"
date = 2015-05-22
date_is = "signed"
published = "2015-05-23"
parties = ["cn", "PE", "CN"]
place = "利马"
publisher = "新华社"
url = "https://www.gov.cn/a.htm"
"""


def sidecar(folder: Path, name: str, toml: str) -> Metadata | None:
    """What a sidecar with this name says about 声明.txt."""
    (folder / f"{name}.meta.toml").write_text(toml, encoding="utf-8")
    return sidecar_for(folder / "声明.txt")


def test_all_keys(tmp_path: Path) -> None:
    """Every key arrives in its field; dates may be TOML's or strings, codes in either case."""
    expected = Metadata(
        "中秘联合声明 𠮷",
        Kind.JOINT_STATEMENT,
        date(2015, 5, 22),
        DateIs.SIGNED,
        date(2015, 5, 23),
        ("CN", "PE"),
        "利马",
        "新华社",
        "https://www.gov.cn/a.htm",
    )

    assert expected == sidecar(tmp_path, "声明", FULL)


def test_none_without_a_sidecar(tmp_path: Path) -> None:
    """No sidecar means that nothing is stated."""
    assert sidecar_for(tmp_path / "声明.txt") is None


def test_full_name_wins(tmp_path: Path) -> None:
    """A sidecar for exactly this file counts before one for its bare name."""
    sidecar(tmp_path, "声明", 'title = "甲"')

    assert Metadata(title="乙") == sidecar(tmp_path, "声明.txt", 'title = "乙"')


def test_name_with_dots(tmp_path: Path) -> None:
    """Only a suffix is taken off the name: 2013.04.06 声明 has none."""
    (tmp_path / "2013.04.06 声明.meta.toml").write_text('place = "三亚"', encoding="utf-8")

    assert Metadata(place="三亚") == sidecar_for(tmp_path / "2013.04.06 声明")


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('titel = "x"', ["line 1", "unknown key titel", "known are title, kind"]),
        ("\n\ntitle = 5", ["line 3", "title must be a string"]),
        ('kind = "声明"', ["kind must be one of joint-statement, communique"]),
        ('date = "2015-02-30"', ["date must be a day such as 2015-05-22"]),
        ('date = "2015年5月22日"', ["date must be"]),
        ("published = 2015", ["published must be a day"]),
        ('date_is = "unknown"', ["date_is must be one of signed, published"]),
        ('parties = "CN"', ["parties must be a list"]),
        ('parties = ["CN", "ZZ"]', ["parties must be a list of ISO 3166-1"]),
        ('parties = ["China"]', ["parties must be"]),
        ('url = "javascript:alert(1)"', ["url must be an address"]),
        ("[place]\nx = 1", ["line 1", "place must be a string"]),
        ("place = 利马", ["is not TOML", "line 1"]),
        ("a = " + "[" * 5000, ["is not TOML"]),
    ],
)
def test_faults_are_named(tmp_path: Path, toml: str, words: list[str]) -> None:
    """A sidecar with a fault names itself, the key or line, and what is expected."""
    with pytest.raises(MetadataError) as caught:
        sidecar(tmp_path, "声明", toml)

    for word in ["声明.meta.toml", *words]:
        assert word in str(caught.value)


def test_sidecar_that_is_not_utf8(tmp_path: Path) -> None:
    """A sidecar is UTF-8, with or without byte order mark, and nothing else."""
    path = tmp_path / "声明.meta.toml"
    path.write_bytes('title = "声明"'.encode("gb18030"))
    with pytest.raises(MetadataError, match="is not UTF-8"):
        sidecar_for(tmp_path / "声明.txt")

    path.write_bytes('title = "声明"'.encode("utf-8-sig"))
    assert Metadata(title="声明") == sidecar_for(tmp_path / "声明.txt")


def test_linked_sidecar_is_refused(tmp_path: Path) -> None:
    """A link may lead out of the corpus, so a sidecar must not be one."""
    (tmp_path / "声明.meta.toml").symlink_to("elsewhere.toml")

    with pytest.raises(MetadataError, match="is a link"):
        sidecar_for(tmp_path / "声明.txt")


@pytest.mark.parametrize(
    ("base", "override", "expected"),
    [
        (Metadata(title="甲", place="利马"), Metadata(title="乙"), Metadata(title="乙", place="利马")),
        (Metadata(parties=("CN",)), Metadata(), Metadata(parties=("CN",))),
        (
            Metadata(date=date(2015, 5, 22), date_is=DateIs.SIGNED),
            Metadata(date=date(2016, 1, 1)),
            Metadata(date=date(2016, 1, 1)),
        ),
        (
            Metadata(date=date(2015, 5, 22), date_is=DateIs.SIGNED),
            Metadata(date=date(2015, 5, 22)),
            Metadata(date=date(2015, 5, 22), date_is=DateIs.SIGNED),
        ),
        (
            Metadata(date=date(2015, 5, 22), date_is=DateIs.SIGNED),
            Metadata(date=date(2016, 1, 1), date_is=DateIs.PUBLISHED),
            Metadata(date=date(2016, 1, 1), date_is=DateIs.PUBLISHED),
        ),
        (
            Metadata(date=date(2015, 5, 22), date_is=DateIs.SIGNED),
            Metadata(date=date(2015, 5, 23), date_is=DateIs.PUBLISHED, published=date(2015, 5, 23)),
            Metadata(date=date(2015, 5, 22), date_is=DateIs.SIGNED, published=date(2015, 5, 23)),
        ),
        (
            Metadata(),
            Metadata(date=date(2015, 5, 23), date_is=DateIs.PUBLISHED, published=date(2015, 5, 23)),
            Metadata(date=date(2015, 5, 23), date_is=DateIs.PUBLISHED, published=date(2015, 5, 23)),
        ),
    ],
)
def test_merge(base: Metadata, override: Metadata, expected: Metadata) -> None:
    """What is stated wins, the date together with which date it is; a posting date displaces no signature."""
    assert expected == merge(base, override)


POST = """---
layout: post
title: "习近平会见秘鲁总统：盼钱凯港成为中拉陆海新通道"
date: 2024-06-29T00:51:57.000Z
author: 联合早报
from: https://www.zaobao.com/realtime/china/story20240629-3997755
tags: [ 联合早报 ]
comments: True
---
正文
"""


def front(text: str) -> Metadata | None:
    """What the front matter of a text says."""
    return split_front_matter(Mapped.of(text))[0]


def test_jekyll_post() -> None:
    """A post's date is that of publication, its author the publisher, from its address."""
    metadata, body = split_front_matter(Mapped.of(POST))

    assert metadata == Metadata(
        title="习近平会见秘鲁总统：盼钱凯港成为中拉陆海新通道",
        date=date(2024, 6, 29),
        date_is=DateIs.PUBLISHED,
        published=date(2024, 6, 29),
        publisher="联合早报",
        url="https://www.zaobao.com/realtime/china/story20240629-3997755",
    )
    assert ("正文\n", POST.index("正文")) == (body.text, body.span()[0])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("title: 甲\nlayout: post", Metadata(title="甲")),
        ("title: 2013", Metadata(title="2013")),
        ("title:\nauthor: ~", Metadata()),
        ("title: 甲\npublished: true", Metadata(title="甲")),
        ("parties: [CN, NO]", Metadata(parties=("CN", "NO"))),
        ("parties: CN、PE", Metadata(parties=("CN", "PE"))),
        ("author: [甲, 乙]\nurl: /2024/06/x", Metadata()),
        ("author: 甲\npublisher: 乙", Metadata(publisher="乙")),
        ("kind: communique\nplace: 北京", Metadata(kind=Kind.COMMUNIQUE, place="北京")),
        (
            "date: 2016-09-13\ndate_is: signed",
            Metadata(date=date(2016, 9, 13), date_is=DateIs.SIGNED),
        ),
        (
            "date: 2015-5-22 23:00 +0800\npublished: 2015-05-23",
            Metadata(date=date(2015, 5, 22), date_is=DateIs.SIGNED, published=date(2015, 5, 23)),
        ),
        (
            "published: 2015年5月23日",
            Metadata(date=date(2015, 5, 23), date_is=DateIs.PUBLISHED, published=date(2015, 5, 23)),
        ),
    ],
)
def test_front_matter(lines: str, expected: Metadata) -> None:
    """Own keys, Jekyll's keys, and values as they are written: NO is Norway."""
    assert expected == front(f"---\n{lines}\n---\n正文")


def test_toml_front_matter() -> None:
    """Hugo's TOML front matter says the same things."""
    assert Metadata(
        title="甲", date=date(2020, 1, 2), date_is=DateIs.PUBLISHED, published=date(2020, 1, 2)
    ) == front('+++\ntitle = "甲"\ndate = 2020-01-02T10:00:00Z\n+++\n正文')


@pytest.mark.parametrize(
    "text",
    [
        "正文",
        "---\n正文\n---\n",
        "---\ntitle: 甲\n",
        "---\n- a\nb: c\n---\n",
        "",
        "---",
        "+++\n+++",
        " ---\na: b\n---\n",
    ],
)
def test_text_without_front_matter(text: str) -> None:
    """Rules are not front matter: only a block whose first line sets a key and that is closed."""
    metadata, body = split_front_matter(Mapped.of(text))

    assert body.text == text or text == "+++\n+++"
    assert metadata in (None, Metadata())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\nlayout: post\ntitle: 快讯: 甲\n---\n", "line 3: is not YAML"),
        ("---\ntitle: 甲\nkind: 声明\n---\n", "line 3: kind must be one of"),
        ("---\ntitle: 甲\ndate: 昨天\n---\n", "line 3: date must be a day"),
        ("---\ndate: 2015-02-30\n---\n", "line 2: date must be a day"),
        ("---\ntitle: [甲, 乙]\n---\n", "line 2: title must be a string"),
        ("---\ntitle: \"\\q\"\n---\n", "line 2: is not YAML"),
        ("---\ntitle: " + "[" * 5000 + "\n---\n", "nested too deeply"),
        ("+++\na = 1\ntitle = \n+++\n", "line 3: is not TOML"),
    ],
)
def test_faulty_front_matter(text: str, words: str) -> None:
    """Front matter with a fault names the line."""
    with pytest.raises(MetadataError) as caught:
        front(text)

    assert words in str(caught.value)


@given(st.text(alphabet="-+:=[]{}&*!|>'\"#\n\r ab甲𠮷", max_size=60))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    """Whatever stands at the top, the answer is metadata, none, or MetadataError."""
    for fence in ("---", "+++"):
        try:
            _, body = split_front_matter(Mapped.of(f"{fence}\na: {text}\n{fence}\n正文"))
        except MetadataError:
            continue
        assert body.text.endswith("正文")
