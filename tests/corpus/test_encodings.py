"""Recognising encodings by what each candidate makes of the bytes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.corpus.encodings import decode
from searchlib.errors import UnreadableFile

HANS = "双方强调，两洋铁路项目对促进秘鲁和中国的经济合作具有重要意义。"
HANT = "雙方強調，兩洋鐵路項目對促進秘魯和中國的經濟合作具有重要意義。"
BEYOND_BMP = "𠮷野先生同秘鲁共和国总统在北京举行会谈。"
KOREAN = (
    "대한민국과 페루공화국은 전략적 동반자 관계를 바탕으로 협력을 강화하기로 하였다. 양국 정상은 합의하였다."
)
WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        (HANS, (*WIDE, "gb18030", "gbk", "gb2312")),
        (HANT, (*WIDE, "gb18030", "gbk", "big5", "cp950", "big5hkscs")),
        (BEYOND_BMP, (*WIDE, "gb18030")),
        ("立法會議員喺香港講嘅嘢，各位係咪聽到呢個消息嘅啲內容呢。", (*WIDE, "big5hkscs", "gb18030")),
        ("第一条\r\n为了保护环境，制定本法。\r\n", (*WIDE, "gb18030", "gb2312")),
        ("博魯阿爾特‧塞加拉總統～錢凱港", ("cp950", "utf-8", "gb18030")),
    ],
)
def test_reads_back_every_encoding(text: str, encodings: tuple[str, ...]) -> None:
    """What was written in an encoding is read as it was written."""
    for encoding in encodings:
        assert text == decode(text.encode(encoding), "f.txt").text, encoding


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (HANS.encode(), "utf-8"),
        (HANS.encode("utf-8-sig"), "utf-8-sig"),
        (HANS.encode("utf-16"), "utf-16"),
        (HANS.encode("utf-16-be"), "utf-16-be"),
        (HANS.encode("gb2312"), "gb18030"),
        (HANT.encode("big5"), "big5"),
        (HANT.encode("gbk"), "gb18030"),
        (b"\x84\x31\x95\x33" + HANS.encode("gb18030"), "gb18030"),
        (b"Peru and China", "utf-8"),
        ("Perú y España".encode(), "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_names_the_encoding(data: bytes, encoding: str) -> None:
    """The encoding is named as Python's codecs are."""
    assert encoding == decode(data, "f.txt").encoding


def test_gb18030_does_not_swallow_big5() -> None:
    """Big5 bytes that GB18030 decodes without an error are still read as Big5."""
    data = HANT.encode("big5")
    data.decode("gb18030")

    assert decode(data, "f.txt").text == HANT


def test_reads_ascii_in_utf16_without_mark() -> None:
    """UTF-16 is told by its NUL bytes when the text is Latin."""
    assert decode("Peru".encode("utf-16-le"), "f.txt").text == "Peru"


BROKEN = HANS.encode()[:30] + b"\xff" + HANS.encode()[31:]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BROKEN, "looks like UTF-8, but byte 30 is broken"),
        (HANS.encode()[:-1], f"cut off inside a character at byte {len(HANS.encode()) - 3}"),
        (HANS.encode("gb18030") + HANS.encode(), "looks like UTF-8"),
        (HANS.encode("gb18030")[:-1], "looks like GB18030, but it is cut off"),
        (HANS.encode("gb18030")[:10] + b"\xff" + HANS.encode("gb18030")[10:], "looks like GB18030"),
        (HANS.encode("utf-16")[:-1], "begins as UTF-16, but it is cut off"),
        (b"\xef\xbb\xbf" + BROKEN, "begins as UTF-8, but byte 33 is broken"),
        (HANS.encode() + b"\x00", "NUL"),
        (("\ufeff" + HANS + "\x00").encode("utf-16-le"), "NUL"),
        (bytes(range(256)) * 4, "is not text"),
        (b"\x01\x02\x03\x04 plain", "control characters"),
        (KOREAN.encode("euc-kr"), "in no encoding"),
        ("El Perú y España, según Cañón, así también".encode("latin-1"), "in no encoding"),
        ("Перу и Китай приняли совместное заявление".encode("cp1251"), "in no encoding"),
    ],
)
def test_names_what_is_wrong(data: bytes, reason: str) -> None:
    """What cannot be read is an error that names file and fault, never mojibake."""
    with pytest.raises(UnreadableFile) as caught:
        decode(data, "声明.txt")

    assert caught.value.file == "声明.txt"
    assert reason in caught.value.reason


def test_one_stray_control_character_costs_nothing() -> None:
    """A long text with one vertical escape in it is still a text."""
    text = HANS * 20 + "\x1b" + HANS

    assert text == decode(text.encode(), "f.txt").text


def test_declaration_never_beats_content() -> None:
    """A page in GB18030 that claims to be Big5 is read as GB18030."""
    assert decode(HANS.encode("gb18030"), "f.html", "big5").text == HANS
    assert decode(HANT.encode("big5"), "f.html", "gb2312").text == HANT


def test_declaration_breaks_a_tie() -> None:
    """Bytes that make common characters either way are read as the page declares."""
    data = "家善督".encode("big5")

    assert decode(data, "f.html", "Big5").text == "家善督"
    assert decode(data, "f.html", "gb2312").text == "產到服"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """There are two outcomes for any bytes: a text the codec gives back, or UnreadableFile."""
    try:
        decoded = decode(data, "f.txt")
    except UnreadableFile:
        return
    assert decoded.text == data.decode(decoded.encoding).removeprefix("\ufeff")


@given(st.text(max_size=200))
def test_utf8_is_always_utf8(text: str) -> None:
    """Any text without control characters that was saved as UTF-8 is read as UTF-8."""
    clean = "".join(character for character in text if character >= " " and character != "\x7f")
    clean = clean.removeprefix("\ufeff")

    assert clean == decode(clean.encode(), "f.txt").text


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be"])
def test_short_slices_of_real_texts(encoding: str, shared: Path) -> None:
    """Twenty characters of a law or a statement are enough for every encoding."""
    wrong = [
        text
        for text in _slices(shared, 20)
        if (data := _encoded(text, encoding)) is not None and decode(data, "f.txt").text != text
    ]

    assert wrong == []


def _slices(shared: Path, length: int) -> Iterator[str]:
    """Slices that are at least half Han, from all three collections, the same in every run."""
    choose = random.Random(20)
    for folder, count in (("seeds", 5), ("corpora/laws_cn", 60), ("corpora/laws_tw", 60)):
        files = sorted(path for path in (shared / folder).rglob("*") if path.is_file())
        for path in choose.sample(files, count):
            text = path.read_text(encoding="utf-8")
            for _ in range(10):
                start = choose.randrange(max(1, len(text) - length))
                part = text[start : start + length]
                if sum("\u4e00" <= character <= "\u9fff" for character in part) * 2 >= length:
                    yield part


def _encoded(text: str, encoding: str) -> bytes | None:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return None
