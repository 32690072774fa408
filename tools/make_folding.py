"""Write searchlib/text/folding.txt: the fold table, from Unicode, OpenCC's dictionaries and additional pairs.

usage: python tools/make_folding.py [FILE]

The file has five lines: characters that fold, what each folds to, and the ranges (first and last character of
each, all in a row) of blanks, of characters that are not seen, and of letters and digits of alphabets.

The table is shipped, not computed at start, so that keys are the same under every Python (Unicode tables
grow) and every release of OpenCC, and so that its hash can vouch for an index.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import opencc

DICTIONARIES = Path(opencc.__file__).parent / "dictionary"
TARGET = Path(__file__).parents[1] / "searchlib" / "text" / "folding.txt"

SAME_SIGNS = {
    "-": "‐‑‒–—―−﹘﹣－⸺⸻",
    "~": "〜～∼",
    ".": "·•‧∙⋅・･᛫⸱",  # the interpunct of names is also printed as a full stop: 勞爾．雷耶斯
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


BLANKS = "\u2800"
"""What looks blank and is no white space to Python."""

UNSEEN = (
    *("\u00ad\u00ad", "\u034f\u034f", "\u061c\u061c", "\u115f\u1160", "\u17b4\u17b5", "\u180b\u180f"),
    *("\u200b\u200f", "\u202a\u202e", "\u2060\u206f", "\u3164\u3164", "\ufe00\ufe0f", "\ufeff\ufeff"),
    *("\uffa0\uffa0", "\ufff0\ufff8", "\U0001bca0\U0001bca3", "\U0001d173\U0001d17a"),
    "\U000e0000\U000e0fff",
    "\ufff9\ufffb",
)
"""Ranges of characters that are not seen: Default_Ignorable_Code_Point of Unicode 16
(DerivedCoreProperties.txt) and the marks of interlinear annotation. Control characters come on top."""

NOT_ALPHABETIC = (
    *("\u2e80\u33ff", "\u3400\u4dbf", "\u4e00\ua4cf", "\uf900\ufaff", "\uff61\uff9f"),
    *("\U00016fe0\U0001b2ff", "\U00020000\U0003ffff"),
)
"""Ranges of scripts written without blanks between words: Han, kana, Bopomofo, Yi, Tangut, Khitan."""


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Return the character pairs of an OpenCC dictionary: each key with its first value."""
    for line in (DICTIONARIES / name).read_text(encoding="utf-8").splitlines():
        key, _, values = line.partition("\t")
        first = values.split(" ")[0]
        if len(key) == 1 == len(first):
            yield key, first


class Classes:
    """Equivalence classes of characters (a union-find)."""

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
    """Return variant → representative; a representative is a simplified form if there is one."""
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
    """Return the one-to-one part of NFKC, then of lower case; a form of another length is not used."""
    for change in (lambda c: unicodedata.normalize("NFKC", c), str.casefold, str.lower):
        changed = change(character)
        if len(changed) == 1:
            character = changed
    return character


def table() -> dict[str, str]:
    """Return every character that folds to another one, with that one."""
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


def ranges(wanted: Callable[[str], bool]) -> str:
    """Return the first and last character of every range of wanted characters."""
    found: list[str] = []
    last = -2
    for code in range(0x110000):
        if not 0xD800 <= code < 0xE000 and wanted(chr(code)):
            if code == last + 1:
                found[-1] = chr(code)
            else:
                found += (chr(code), chr(code))
            last = code
    return "".join(found)


def is_blank(character: str) -> bool:
    """Return whether a character is white space or looks like it."""
    return character.isspace() or character in BLANKS


def is_unseen(character: str) -> bool:
    """Return whether a character is invisible."""
    if unicodedata.category(character) == "Cc":
        return not is_blank(character)
    return any(low <= character <= high for low, high in UNSEEN)


def is_alphabetic(character: str) -> bool:
    """Return whether a character is a letter, digit or combining mark of a script with spaces between
    words."""
    return (
        unicodedata.category(character)[0] in "LNM"
        and not is_unseen(character)
        and not any(low <= character <= high for low, high in NOT_ALPHABETIC)
    )


def main(target: Path = TARGET) -> None:
    """Write the table and the classes of characters."""
    folds = table()
    source, folded = "".join(folds), "".join(folds.values())

    def of_folded(wanted: Callable[[str], bool]) -> Callable[[str], bool]:
        return lambda character: wanted(folds.get(character, character))

    classes = (ranges(of_folded(wanted)) for wanted in (is_blank, is_unseen, is_alphabetic))
    # Blanks and controls among them must not end a line.
    lines = (source, folded, *(text.encode("unicode_escape").decode("ascii") for text in classes))
    target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    print(f"{target}: {len(folds)} characters")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
