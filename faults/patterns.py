"""Linear reading: no pattern of the package and no reader takes more than its time for a longer text."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from faults.expressions import Expression, expressions
from faults.report import Tally
from faults.stretching import Stretch, grows_too_fast, stretches
from searchlib.audit.coverage import account
from searchlib.corpus.load import load_whole
from searchlib.indexing.prepare import prepare
from searchlib.model import Skipped
from searchlib.text.analyzer import Analyzer

NAME = "patterns"
PROMISE = (
    "every pattern of the package on texts that stretch each of its repetitions, and every reader with the "
    "analysis of what it read on runs of whatever means something to it, at 10 kB, 100 kB and 1 MB: "
    "twice the text takes at most three times the time"
)
SHORT, FULL = 150, 100_000

SIZES = (5_000, 50_000, 500_000)
"""Characters; each is tried and its double."""

RUNS = (
    *("<!-- a -->", "<!--", "-->", "<!---->", "<!", "<?", "</", "<p", "<p>", "<div>", "</div>", "<li>"),
    *("<ul><li>", "<table><tr><td>", "<td>", "<br>", "<b>", "<a href='#'>", "<ruby>甲<rt>", "<sup>[1]</sup>"),
    *("<sup>", "<rt>", '<a ="', "<script>", "<pre>\n", "&amp;", "&#", "&nbsp;", "&", "<", ">"),
    *("#", "# 甲\n", "##", "*", "**甲", "_", "_甲", "`", "```\n", "~~", "[", "]", "![", "[a](", "[a](b"),
    *("[a]: /b\n", "(", ")", "> ", "- ", "- 甲\n", "1. 甲\n", "+ ", "|", "a|b\n", "|-|-|\n", "a|b\n-|-\n"),
    *("---\n", "===\n", "+++\n", "\\", "{% a %}\n", "{: a }\n", "key: a\n", "#c\n", "key: [\n", "a = 1\n"),
    *(" ", "\t", "\u3000", "\xa0", "\n", "\r", "\r\n", "\f", "\f1\n", " \n", "\u200b", "\u2028", "\v"),
    *(
        "甲",
        "甲\n",
        "甲" * 72 + "\n",
        "甲，",
        "甲。",
        "。",
        "，",
        "：",
        "、",
        "·",
        "“",
        "”",
        "「",
        "『",
        "《",
        "》",
    ),
    *("（", "）", "（一）", "【", "“甲”", "“甲", "一、", "一、甲\n", "一、甲。\n", "第一条 甲\n", "第一条"),
    *("第1條\n", "第一章 甲\n", "● 甲\n", "（一）甲；\n", "1", "1.", "1.1 甲\n", "①甲\n", "1,", "一", "一百"),
    *(
        "2015年5月22日",
        "2015-05-22",
        "2015年5月22日于利马\n",
        "二〇一五年",
        "联合声明\n",
        "来源：",
        "来源：新华社 ",
    ),
    *(
        "中华人民共和国和秘鲁共和国联合声明\n",
        "字体：大 中 小",
        "打印本页 ",
        "扫一扫",
        "当前位置：",
        "责任编辑：",
    ),
    *("2015-05-22[字体：大 中 小]", "Article 1\n", "a ", "a", "a-\n", "- 1 -\n", '"', "'", ",", '""', '"a",'),
    *(
        "\ufffd",
        "锛",
        "{",
        '{"a":',
        "[[",
        "[1,",
        "\U00020000",
        "e\u0301",
        "\ue000",
        "=?utf-8?q?",
        "=E4=B8=AD",
    ),
)
"""What means something to one reader or another."""

HEADS = {
    "a.txt": (
        "",
        "公报\n\n",
        "---\nDate: 2015-05-22\n",
        "第一条 甲\n第二条 乙\n第三条 丙\n",
        "<!-- INFO END -->\n",
    ),
    "a.md": ("", "# 公报\n\n"),
    "a.html": ("<html><body><p>", "<html><head><title>"),
    "a.csv": ("title,text\n甲,",),
    "a.jsonl": ('{"title": "甲", "text": "',),
    "a.eml": ("Subject: 公报\nContent-Type: text/plain; charset=utf-8\n\n",),
}
"""What texts begin with, for each name by which a reader is chosen."""


def run(size: int, seed: int, tally: Tally) -> None:
    """Try at most ``size`` stretches: of patterns and of whole readers, half of each; all of them in full."""
    draw = random.Random(f"patterns {seed}")
    sizes = SIZES if size >= FULL else SIZES[:1]
    found = list(expressions())
    tried = [(each, stretch) for each in found for stretch in stretches(each.pattern)]
    for each, stretch in draw.sample(tried, min(len(tried), size // 2)):
        tally.case(of_pattern(each, stretch, sizes))
    runs = [(name, head, run) for name, heads in HEADS.items() for head in heads for run in RUNS]
    with tempfile.TemporaryDirectory() as folder:
        readers = _Readers(Path(folder))
        for name, head, run in draw.sample(runs, min(len(runs), size // 2)):
            # The longest texts with one head only: they take a second each.
            most = sizes if head == HEADS[name][0] else sizes[:2]
            tally.case(_of_reader(readers, name, Stretch(head, run), most))
    tally.figures["patterns"] = f"{len(found):,}"
    tally.figures["stretches of them"] = f"{min(len(tried), size // 2):,}"
    tally.figures["runs"] = f"{min(len(runs), size // 2):,}"


def of_pattern(each: Expression, stretch: Stretch, sizes: Sequence[int]) -> str | None:
    """Return what is wrong with a pattern on the texts of a stretch, if anything."""
    if each.most:
        stretch = Stretch(stretch.lead, stretch.body)
        sizes = [size for size in sizes if 2 * size <= each.most] or [each.most // 2]
    grown = grows_too_fast(each.work, stretch, sizes)
    return None if grown is None else f"{each.name} ({each.how}) on {stretch}: {grown}"


def _of_reader(readers: _Readers, name: str, stretch: Stretch, sizes: Sequence[int]) -> str | None:
    """Return what is wrong with reading the texts of a stretch from a file, if anything."""
    grown = grows_too_fast(readers.reading(name), stretch, sizes)
    return None if grown is None else f"{name}: {stretch}: {grown}"


class _Readers:
    """Reads texts from a file in ``folder``, analyses them, and accounts for their characters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._analyzer = Analyzer(())

    def reading(self, name: str) -> Callable[[str], object]:
        """Return what reads a text from a file of this name."""
        path = self._folder / name

        def read(text: str) -> object:
            path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
            loaded = load_whole(path, self._folder)
            if isinstance(loaded, Skipped):
                return loaded
            prepare(loaded.documents, self._analyzer)
            return account(loaded)

        return read
