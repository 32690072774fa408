"""The numbers that Word prints before paragraphs without storing them: 第一条, 一、, (1).

An automatic number is part of what a reader sees and cites, yet the file holds only a list id, a level and
counting rules; so the counting is done again here (ECMA-376, part 1, 17.9). Bullets drawn with a symbol font
come out as ●.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from searchlib.text.numerals import chinese, positional

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE = WORD + "val"
_LAST_LEVEL = 8
"""Of a list, counted from 0."""

_LONGEST_PATTERN = 100
_LARGEST_SPELLED = 5000
"""The largest number that letters or Roman numerals are made for; they grow with it."""

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEGAL = str.maketrans("一二三四五六七八九十百千零", "壹贰叁肆伍陆柒捌玖拾佰仟零")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def _roman(number: int) -> str:
    if number > _LARGEST_SPELLED:
        return str(number)
    letters = ""
    for value, letter in _ROMAN:
        times, number = divmod(number, value)
        letters += letter * times
    return letters


def _letters(number: int) -> str:
    """A to Z, then AA, BB: Word repeats the letter."""
    if number > _LARGEST_SPELLED:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if number <= 20 else str(number)


def _stem(number: int) -> str:
    return _STEMS[number - 1] if number <= len(_STEMS) else str(number)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
         "japaneseCounting"),
        chinese,
    ),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), positional),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "chineseLegalSimplified": lambda number: chinese(number).translate(_LEGAL),
    "ideographTraditional": _stem,
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts: ``text`` has ``%1`` to ``%9`` for the numbers of the levels."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list as it is counted through the document; several list ids may share one."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """Count on at ``level`` and print the number there."""
        for upper in range(level):
            self.counts.setdefault(upper, self._start(upper))
        self.counts[level] = self.counts.get(level, self._start(level) - 1) + 1
        for lower in [counted for counted in self.counts if counted > level]:
            del self.counts[lower]
        rule = self.levels.get(level, _Level())
        if rule.format == "bullet":
            return "●" if rule.text and not rule.text.isascii() else rule.text
        printed = rule.text
        for upper in range(level + 1):
            printed = printed.replace(f"%{upper + 1}", self._printed(upper))
        return printed

    def _start(self, level: int) -> int:
        return self.levels.get(level, _Level()).start

    def _printed(self, level: int) -> str:
        number = self.counts[level]
        form = _FORMATS.get(self.levels.get(level, _Level()).format)
        return form(number) if form and number > 0 else str(number)


class Numbering:
    """The lists of one document, counted as its paragraphs come by.

    ``numbering`` and ``styles`` are the roots of those parts, None where the document has none.
    """

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists = {} if numbering is None else _lists(numbering)
        self._styles = {} if styles is None else _style_rules(styles)

    def number_of(self, paragraph: Any) -> str:
        """What is printed before ``paragraph``, with a blank behind it where one is due; mostly nothing."""
        rule = paragraph.find(f"{WORD}pPr/{WORD}numPr")
        style = _attribute(paragraph.find(f"{WORD}pPr/{WORD}pStyle"))
        list_id, level = _rule(rule)
        if list_id is None:
            list_id, of_style = self._of_style(style)
            level = of_style if level is None else level
        counted = self._lists.get(list_id or "0")
        if counted is None:
            return ""
        if level is None:
            level = next((at for at, one in counted.levels.items() if style and one.style == style), 0)
        printed = counted.next(level)
        return printed if not printed or printed[-1] in "、）》」" else f"{printed} "

    def _of_style(self, style: str) -> tuple[str | None, int | None]:
        """The list and level that a paragraph style, or the one it is based on, belongs to."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            (list_id, level), base = self._styles[style]
            if list_id is not None:
                return list_id, level
            style = base
        return None, None


def _lists(root: Any) -> dict[str, _List]:
    """The lists by the id that paragraphs name; those with one definition count together."""
    shared: dict[str, _List] = {}
    for definition in root.findall(WORD + "abstractNum"):
        shared[definition.get(WORD + "abstractNumId", "")] = _List(_levels(definition))
    lists: dict[str, _List] = {}
    for entry in root.findall(WORD + "num"):
        counted = shared.get(_attribute(entry.find(WORD + "abstractNumId")), _List({}))
        if entry.find(WORD + "lvlOverride") is not None:
            counted = _List(_overridden(counted.levels, entry))
        lists[entry.get(WORD + "numId", "")] = counted
    lists.pop("0", None)  # stands for no list
    return lists


def _levels(parent: Any) -> dict[int, _Level]:
    levels = {}
    for level in parent.findall(WORD + "lvl"):
        start = _attribute(level.find(WORD + "start"))
        levels[_integer(level.get(WORD + "ilvl"), 0)] = _Level(
            _attribute(level.find(WORD + "numFmt")) or "decimal",
            ""
            if _attribute(level.find(WORD + "numFmt")) == "none"
            else _attribute(level.find(WORD + "lvlText"))[:_LONGEST_PATTERN],
            _integer(start, 1),
            _attribute(level.find(WORD + "pStyle")),
        )
    return levels


def _overridden(levels: Mapping[int, _Level], entry: Any) -> dict[int, _Level]:
    """The levels with what one use of the list changes about them."""
    changed = dict(levels)
    for override in entry.findall(WORD + "lvlOverride"):
        changed |= _levels(override)
        at = _integer(override.get(WORD + "ilvl"), 0)
        start = _attribute(override.find(WORD + "startOverride"))
        if start and at in changed:
            changed[at] = replace(changed[at], start=_integer(start, 1))
    return changed


def _style_rules(root: Any) -> dict[str, tuple[tuple[str | None, int | None], str]]:
    """For each style the list and level it states, and the style it is based on."""
    return {
        style.get(WORD + "styleId", ""): (
            _rule(style.find(f"{WORD}pPr/{WORD}numPr")),
            _attribute(style.find(WORD + "basedOn")),
        )
        for style in root.findall(WORD + "style")
    }


def _rule(rule: Any) -> tuple[str | None, int | None]:
    """List id and level of a ``numPr`` element, None for what it does not state."""
    if rule is None:
        return None, None
    level = _attribute(rule.find(WORD + "ilvl"))
    return _attribute(rule.find(WORD + "numId")) or None, min(_integer(level, 0), _LAST_LEVEL) if level else None


def _attribute(element: Any) -> str:
    """The ``val`` of an element, empty when there is no element."""
    return "" if element is None else str(element.get(_VALUE, ""))


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else otherwise
