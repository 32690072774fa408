"""Foreign text is read in linear time: every pattern of the readers, and the readers as a whole."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib.corpus
from searchlib.corpus.load import load_text
from tests.support.stretching import FLOOR, grows_too_fast, seconds, stretched

REPETITIONS = 3000
SEARCHING = {"search": "search", "finditer": "search", "findall": "search", "sub": "search", "split": "search"}
METHODS = {**SEARCHING, "match": "match", "fullmatch": "fullmatch"}
BOUNDED = {
    "formats.html_furniture._FURNITURE_TAIL": 80,
    "closing._HEADED": 40,
}
"""Patterns that are only given so many characters, by whoever calls them."""


def patterns() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Each compiled pattern of the readers with its name and each of the ways in which it is used."""
    prefix = f"{searchlib.corpus.__name__}."
    for module in pkgutil.walk_packages(searchlib.corpus.__path__, prefix):
        loaded = importlib.import_module(module.name)
        tree = ast.parse(Path(str(loaded.__file__)).read_text(encoding="utf-8"))
        uses: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                uses.setdefault(node.value.id, set()).add(node.attr)
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found = {METHODS[use] for use in uses.get(name, ()) if use in METHODS}
                for how in sorted(found):
                    yield f"{module.name.removeprefix(prefix)}.{name}", value, how


@pytest.mark.parametrize(
    ("name", "pattern", "how"), [pytest.param(*each, id=f"{each[0]}-{each[2]}") for each in patterns()]
)
def test_patterns_are_linear(name: str, pattern: re.Pattern[str], how: str) -> None:
    """Doubling what stretches a repetition does not more than triple the time."""
    work = getattr(pattern, how)
    for made in stretched(pattern):
        if name in BOUNDED:
            text = made(BOUNDED[name])[: BOUNDED[name]]
            assert seconds(lambda text=text: work(text), 3) < FLOOR, repr(made(3))
        else:
            assert grows_too_fast(work, made, REPETITIONS) is None, repr(made(3))


RUNS = [
    "<!-- a -->", "<!--", "-->", "<!---->", "<!", "<?", "</", "<p", "<p>", "<div>", "</div>", "<li>", "<ul><li>", "<table><tr><td>",
    "<td>", "<br>", "<b>", "<a href='#'>", "<ruby>甲<rt>", "<sup>[1]</sup>", "<sup>", "<rt>", "<a =\"", "<script>", "<pre>\n", "&amp;", "&#", "&nbsp;",
    "#", "# 甲\n", "##", "*", "**甲", "_", "_甲", "`", "```\n", "~~", "[", "]", "![", "[a](", "[a](b", "[a]: /b\n", "(", ")", ">", "> ", "- ",
    "- 甲\n", "1. 甲\n", "+ ", "|", "a|b\n", "|-|-|\n", "a|b\n-|-\n", "---\n", "===\n", "+++\n", "\\", "{% a %}\n", "{: a }\n",
    " ", "\t", "\u3000", "\xa0", "\n", "\r", "\r\n", "\f", "\f1\n", " \n", "\u200b", "\u2028", "\v",
    "甲", "甲\n", "甲" * 72 + "\n", "甲，", "甲。", "。", "，", "：", "、", "“", "”", "「", "《", "》", "（", "）", "（一）", "(", "[", "【", "·",
    "一、", "一、甲\n", "一、甲。\n", "第一条 甲\n", "第一条", "第1條\n", "第一章 甲\n", "● 甲\n", "（一）甲；\n", "1", "1.", "1.1 甲\n", "①甲\n",
    "2015年5月22日", "2015-05-22", "2015年5月22日于利马\n", "二〇一五年", "联合声明\n", "中华人民共和国和秘鲁共和国联合声明\n", "来源：", "来源：新华社 ",
    "字体：大 中 小", "打印本页 ", "扫一扫", "当前位置：", "责任编辑：", "2015-05-22[字体：大 中 小]", "Article 1\n", "a ", "a", "a-\n", "- 1 -\n", "key: a\n", "#c\n",
    "\"", "'", "\ufffd", "锛", "\ud800",
]  # fmt: skip
HEADS = {
    "a.txt": ("", "公报\n\n", "---\nDate: 2015-05-22\n", "第一条 甲\n第二条 乙\n第三条 丙\n", "<!-- INFO END -->\n"),
    "a.md": ("", "# 公报\n\n"),
    "a.html": ("<html><body><p>", "<html><head><title>"),
}
CASES = [pytest.param(name, head, id=f"{name}-{at}") for name, heads in HEADS.items() for at, head in enumerate(heads)]


@pytest.mark.parametrize(("name", "head"), CASES)
def test_readers_are_linear(name: str, head: str) -> None:
    """A run of anything that means something to a reader costs no more than its length."""

    def work(text: str) -> object:
        return load_text(text, name)

    slow = {}
    for run in RUNS:
        count = max(40, 1200 // len(run))
        short = seconds(lambda run=run, count=count: work(head + run * count), 1)
        if short < 3 * FLOOR:
            continue
        for runs in (1, 3):
            short = seconds(lambda run=run, count=count: work(head + run * count), runs)
            long = seconds(lambda run=run, count=count: work(head + run * 2 * count), runs)
            if long <= 3 * short:
                break
        else:
            slow[run] = (count, short, long)

    assert slow == {}


def test_the_check_finds_what_it_is_for() -> None:
    """A quadratic and an exponential pattern are found; a linear one is not."""
    for source in (r"\s*x", r"(?:a|a)*b"):
        pattern = re.compile(source)
        assert any(grows_too_fast(pattern.search, made, REPETITIONS) for made in stretched(pattern)), source
    linear = re.compile(r"(?<!\s)\s*+x")
    assert not any(grows_too_fast(linear.search, made, REPETITIONS) for made in stretched(linear))
