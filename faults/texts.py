"""Input texts: a few invented statements, and real ones if they lie beside the project."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "corpus"
CORPORA = ROOT.parent / "shared" / "corpora"

WORDS = (
    *(
        "两洋铁路",
        "兩洋鐵路",
        "铁路",
        "鐵路",
        "可行性",
        "秘鲁",
        "秘魯",
        "巴西",
        "中国",
        "中國",
        "国会",
        "会议",
    ),
    *(
        "的",
        "人",
        "人人",
        "合作",
        "合作共赢",
        "apec",
        "ＡＰＥＣ",
        "𠀀",
        "第8条",
        "第八条",
        "2009年",
        "二〇〇九年",
    ),
)
"""Invented texts are made of few words in both scripts, so that everything collides with everything."""


def statement(draw: random.Random, mark: str, clauses: int = 6) -> str:
    """Return an invented text of numbered clauses; ``mark`` occurs in its title and in every clause."""
    numbers = "一二三四五六七八九十"
    lines = [f"{mark}联合声明", ""]
    for place in range(clauses):
        words = "".join(draw.choice(WORDS) for _ in range(draw.randrange(2, 9)))
        lines += [f"{numbers[place % 10]}、双方推进{words}项目，{mark}。", ""]
    return "\n".join(lines)


_UNSEEN = (*"\u200b\u200d\u2060\ufeff\u00ad\ufe0f\U000e0100 \u3000\xa0\n", "\r\n", "  ", "\u200b\u3000")
_BETWEEN = re.compile("(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])")
_PAGE = 400


def printed(draw: random.Random, text: str) -> str:
    """``text`` as it comes from printers and web sites: with characters that do not count between the others,
    or in pages with form feeds, page numbers and running headers."""
    places = [found.start() for found in _BETWEEN.finditer(text)]
    marks = {
        at: draw.choice(_UNSEEN) for at in draw.sample(places, min(len(places), draw.choice((1, 3, 20))))
    }
    if draw.random() < 0.3:
        first = draw.randrange(1, 900)
        for number, at in enumerate(places[_PAGE::_PAGE]):
            marks[at] = f"\n\n- {first + number} -\n\f国务院公报　2015年第16号\n\n"
    pieces = [text[at:end] for at, end in pairwise((0, *sorted(marks), len(text)))]
    return "".join(map("".join, zip(pieces, [*(marks[at] for at in sorted(marks)), ""], strict=True)))


def real_files(count: int, draw: random.Random, smallest: int = 200, largest: int = 20_000) -> list[Path]:
    """Return real texts of both scripts, no larger than ``largest`` bytes; without any, the demo corpus."""
    found = [path for name in ("laws_cn", "laws_tw") for path in sorted((CORPORA / name).rglob("*.md"))]
    found += sorted((CORPORA / "laws_tw").rglob("*.txt"))
    fitting = [path for path in found or demo_files() if smallest <= path.stat().st_size <= largest]
    return draw.sample(fitting, min(count, len(fitting)))


def demo_files() -> list[Path]:
    """Return the files of the demo corpus."""
    return [path for path in sorted(DEMO.rglob("*")) if path.is_file() and path.name != "README.md"]


def largest_corpus() -> Path:
    """Return the largest corpus available."""
    laws = CORPORA / "laws_cn"
    return laws if laws.is_dir() else DEMO


def are_real() -> bool:
    """Return whether the real texts lie beside the project."""
    return (CORPORA / "laws_cn").is_dir()


def copy_into(folder: Path, files: Sequence[Path]) -> None:
    """Write numbered copies of ``files`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(files):
        shutil.copyfile(path, folder / f"{number:04} {path.name[-60:]}")
