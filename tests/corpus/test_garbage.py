"""Texts that are none any more are named with reason and remedy; sound texts are never refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchlib.corpus.garbage import refuse_garbage
from searchlib.corpus.load import load_corpus
from searchlib.errors import UnreadableFile
from searchlib.model import Document, Skipped

HANS = "中国和巴拉圭发表联合公报\n两国重申友谊，同意在渡口和港口的建设中合作。\n一、双方将在年内签署渡口协定。\n"
HANT = "中華民國渡口條例\n第一條　為管理渡口的安全，制定本條例。\n第二條　本條例在公布後施行，國家應予補助。\n"


def western(data: bytes) -> str:
    """Bytes as a program on Windows reads them that takes them for Latin-1."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def reason_for(text: str) -> str:
    """Why a text is refused."""
    with pytest.raises(UnreadableFile) as caught:
        refuse_garbage(text, "a.txt")
    return caught.value.reason


@pytest.mark.parametrize("text", [HANS, HANT])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize(("wrong", "name"), [("gb18030", "GBK"), ("cp1252", "Latin-1")])
def test_utf8_read_as_something_else(text: str, layers: int, wrong: str, name: str) -> None:
    """However often it was saved again, and with the bytes lost that the other encoding has not."""
    spoiled = text
    for _ in range(layers):
        data = spoiled.encode()
        spoiled = western(data) if wrong == "cp1252" else data.decode(wrong, "ignore")

    reason = reason_for(spoiled)

    assert f"was UTF-8, read as {name}" in reason
    assert "get it again from its source" in reason


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        (western(HANS.encode("gb18030")), "was GBK, read as Latin-1"),
        (western(HANT.encode("big5")), "was Big5, read as Latin-1"),
        (HANS.encode("gb18030").decode("big5hkscs", "ignore"), "was GBK, read as Big5"),
        (HANT.encode("big5").decode("gb18030", "ignore"), "was Big5, read as GBK"),
        (HANT.encode().decode("big5hkscs", "ignore"), "was UTF-8, read as Big5"),
    ],
)
def test_other_mistakes(spoiled: str, reason: str) -> None:
    """The mistake is named, with the line from which on the text is spoiled."""
    assert reason in reason_for("ABC\n" + spoiled)
    assert "from line 2 on" in reason_for("ABC\n" + spoiled)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HANS.encode("gb18030").decode("utf-8", "replace"), "were lost to U+FFFD"),
        ("锟斤拷锟斤拷锟斤拷 2015 锟斤拷", "were lost to U+FFFD"),
        ("????????2015?5?22?????????\n????????????????\n", "lost to question marks"),
        ("\ue123\ue456\ue789 甲" * 20, "stand for nothing"),
    ],
)
def test_lost_characters(text: str, reason: str) -> None:
    """Signs that replaced the text are no text."""
    assert reason in reason_for(text)


@pytest.mark.parametrize(
    "text",
    [
        HANS,
        HANT,
        "Les deux parties se félicitent de la coopération établie à Asunción.\n" + HANS,
        "锛是一种化学元素的旧译，銆与鐨亦为罕见字。" + HANS,
        "真的吗？？？真的????\n" + HANS,
        HANS * 20 + "一处\ufffd坏字。",
        "腔調、睿智、弊端，皆為常用。" + HANT,
    ],
)
def test_sound_texts_are_read(text: str) -> None:
    """Rare characters, accents and a single lost sign do not cost a document."""
    refuse_garbage(text, "a.txt")


SCRIPT = "<script>var shown = '一、双方重申友谊。'</script>"
PAGE = "<html><head><title>联合公报</title></head><body><div id=app>{}</div></body></html>"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (PAGE.format(SCRIPT), "a script fills the page in"),
        (PAGE.format(SCRIPT + "<p>正在加载…</p>"), "a script fills the page in"),
        (PAGE.format("<p>一、双方重申友谊。</p>") + "\n", None),
        ("<p>没有头尾的片段，也是一页。</p>", None),
        ("<html><body><p>一、双方重申友谊。<p>二、合作。", None),
        ("<html><body><div><p>一、双方重申友谊。</p><p>二、双方同", "neither div nor body and html are closed"),
        (PAGE.format("<p>一、双方重申友谊。</p>")[:-20] + '<a href="/x', "ends inside the tag"),
        ("<html><body><p>一、若 a<b 则可。</p>甲<乙</body></html>", None),
    ],
)
def test_pages_without_their_text(tmp_path: Path, page: str, reason: str | None) -> None:
    """Filled in by a script, or cut off: named. Careless markup is read."""
    (tmp_path / "a.html").write_text(page, encoding="utf-8")

    (found,) = load_corpus(tmp_path)

    if reason is None:
        assert isinstance(found, Document)
    else:
        assert isinstance(found, Skipped)
        assert reason in found.reason
