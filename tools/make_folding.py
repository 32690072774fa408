"""Write searchlib/text/folding.txt: the fold table, from Unicode, OpenCC's dictionaries and our own pairs.

usage: python tools/make_folding.py [FILE]

The table is shipped, not computed at start, so that keys are the same under every Python (Unicode tables
grow) and every release of OpenCC, and so that its hash can vouch for an index.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import opencc

DICTIONARIES = Path(opencc.__file__).parent / "dictionary"
TARGET = Path(__file__).parents[1] / "searchlib" / "text" / "folding.txt"

SAME_SIGNS = {
    "-": "‐‑‒–—―−﹘﹣－⸺⸻",
    "~": "〜～∼",
    "·": "•‧∙⋅・･᛫⸱",
    '"': "“”„‟「」『』﹁﹂﹃﹄〝〞〟＂",
    "'": "‘’‚‛＇",
    "〇": "○◯",
    " ": "\t",
}
"""Signs that typesetters use for one another: sign → what folds to it."""

OWN_VARIANTS = (
    *(
        "舖铺",
        "劄札",
        "箚札",
        "閙闹",
        "粧妆",
        "搧扇",
        "沉沈",
        "锺钟",
        "貍狸",
        "扞捍",
        "谿溪",
        "遶绕",
        "幷并",
        "径迳",
        "𫫇恶",
    ),
    *(
        "瞭了",
        "藉借",
        "彷仿",
        "鉅巨",
        "钜巨",
        "牴抵",
        "衹只",
        "馀余",
        "讬托",
        "谘咨",
        "畫划",
        "覆复",
        "伕夫",
        "薰熏",
        "揹背",
    ),
    *("讎仇", "醯酰"),
)
"""Pairs that the character tables of opencc-python-reimplemented 0.1.7 leave out: variants of one character,
and characters that the two scripts use for one another in common words (瞭解 了解, 計畫 计划, 答覆 答复)."""


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Character pairs of one OpenCC dictionary: key and its first value."""
    for line in (DICTIONARIES / name).read_text(encoding="utf-8").splitlines():
        key, _, values = line.partition("\t")
        first = values.split(" ")[0]
        if len(key) == 1 == len(first):
            yield key, first


class Classes:
    """Characters that are one character to a reader (a union-find)."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def find(self, character: str) -> str:
        while (above := self.parent.setdefault(character, character)) != character:
            character = above
        return character

    def unite(self, one: str, other: str) -> None:
        self.parent[self.find(one)] = self.find(other)

    def members(self) -> list[list[str]]:
        groups = defaultdict(list)
        for character in self.parent:
            groups[self.find(character)].append(character)
        return [sorted(group) for group in groups.values() if len(group) > 1]


def variants() -> dict[str, str]:
    """Variant → representative; a representative is a simplified form wherever there is one."""
    classes = Classes()
    traditional = dict(pairs("TSCharacters.txt"))
    for name in ("TSCharacters.txt", "TWVariants.txt", "HKVariants.txt"):
        for key, first in pairs(name):
            classes.unite(key, first)
    for one, other in OWN_VARIANTS:
        classes.unite(one, other)
    standard = {other for _, other in OWN_VARIANTS}
    table = {}
    for group in classes.members():
        simplified = [c for c in group if traditional.get(c, c) == c] or group
        chosen = [c for c in group if c in standard]
        targets = chosen or [c for c in simplified if c in traditional.values()] or simplified
        table |= {c: min(targets) for c in group}
    return table


def compatible(character: str) -> str:
    """One-to-one part of NFKC, then of lower case; what would change length stays as it is."""
    for change in (lambda c: unicodedata.normalize("NFKC", c), str.casefold, str.lower):
        changed = change(character)
        if len(changed) == 1:
            character = changed
    return character


def table() -> dict[str, str]:
    """Every character that folds to another one, and that other one."""
    signs = {c: sign for sign, group in SAME_SIGNS.items() for c in group}
    han = variants()

    def fold(character: str) -> str:
        for _ in range(8):
            folded = compatible(character)
            folded = signs.get(folded, folded)
            folded = han.get(folded, folded)
            if folded == character:
                return character
            character = folded
        raise ValueError(f"no fixed point for {character!r}")

    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    return {c: folded for c in every if c != "\n" and (folded := fold(signs.get(c, c))) != c}


def main(target: Path = TARGET) -> None:
    """Write the table: two lines of equal length, each character above its folded form."""
    folds = table()
    source, folded = "".join(folds), "".join(folds.values())
    target.write_text(f"{source}\n{folded}\n", encoding="utf-8", newline="\n")
    print(f"{target}: {len(folds)} characters")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
