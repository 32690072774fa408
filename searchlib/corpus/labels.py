"""Facts that a page prints beside their labels: 发布日期：2015年5月16日, 发文机关：国务院.

A label and its value may stand in two cells of a row, and a label may be set apart: 发 文 机 关.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from searchlib.corpus.blocks import Block
from searchlib.corpus.dates import find_dates

_GAP = "[ 　]*"
_BETWEEN = r"[ 　]*[：:】\]][ 　\t\n]*"


def _label(*names: str) -> str:
    return "(?:" + "|".join(_GAP.join(name) for name in names) + ")"


_PUBLISHED = re.compile(
    _label("发布日期", "公布日期", "发布时间", "發布日期", "發佈日期", "公佈日期", "公布時間", "發布時間") + _BETWEEN
)
_PUBLISHER = re.compile(
    _label("发文机关", "发文单位", "发布机关", "公布机关", "制定机关", "发布机构", "發文機關", "發布機關", "公布機關")
    + _BETWEEN
    + r"([^\s：:]{2,40})"
)
_HEAD = 16


def labelled_day(blocks: Sequence[Block]) -> date | None:
    """Return the day that is said to be the day of publication near the beginning of a page."""
    for text in _texts(blocks):
        for label in _PUBLISHED.finditer(text):
            day, start, _ = next(find_dates(text[label.end() : label.end() + 40]), (None, 0, 0))
            if day is not None and start == 0:
                return day
    return None


def labelled_publisher(blocks: Sequence[Block]) -> str | None:
    """Return the office that is said to have issued a text near the beginning of a page."""
    return next((found[1] for text in _texts(blocks) for found in _PUBLISHER.finditer(text)), None)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Return the texts of the first blocks; a label alone in its block stands before the next one."""
    texts = [block.text.text for block, _ in zip(blocks, range(_HEAD), strict=False)]
    yield "\n".join(text for text in texts if len(text) <= 400)
