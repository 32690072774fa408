"""Days and publishers as pages label them: 来源：新华社, 《人民日报》（2024年11月16日 第01版）.

Nothing is completed: a label without a name names no publisher, and a day is never a publisher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from searchlib.corpus.blocks import Block
from searchlib.corpus.dates import compact_date, find_dates, first_date

_B = r"[ \u3000\xa0\t]*+"
_WEEK_AND_PAGE = (
    rf"(?:{_B}(?:星期|周|週)[一二三四五六日天])?{_B}(?:[,，]{_B})?"
    rf"(?:第?{_B}[0-9A-Z一二三四五六七八九十]{{1,4}}{_B}版)?"
)
_DAY = rf"[12]\d{{3}}{_B}[-/.年]{_B}\d{{1,2}}{_B}[-/.月]{_B}\d{{1,2}}{_B}日?"
_PAGE_LINE = re.compile(
    rf"{_B}[（(【\[]?{_B}(?:[来來]源{_B}[：:]{_B})?"
    rf"[《〈]{_B}(?P<quoted>[\u4e00-\u9fff]{{2,12}}){_B}[》〉]{_B}[（(]?{_B}(?:{_DAY}){_WEEK_AND_PAGE}[^。；]{{0,12}}"
    rf"|{_B}(?:[来來]源{_B}[：:]{_B})?(?P<named>[\u4e00-\u9fff]{{2,10}}[报報])"
    rf"[ \u3000\xa0\t|｜,，（(]*+(?:{_DAY}){_WEEK_AND_PAGE}{_B}[）)]?{_B}"
)
_NEWSPAPER = re.compile("[报報]$|[报報](?:海外版|国内版|版)$|时报|晚报|半月谈|求是|周刊|快讯|参考消息")
_SOURCE = re.compile(
    rf"(?:信息)?(?:来源|來源|稿源|发布机构|發布機構|发文机关|發文機關|发布单位|發布單位){_B}[：:]{_B}"
    r"(?P<name>[^\s\u3000\xa0（(\[【|，。；:：]{2,30})"
)
_NO_NAME = re.compile(
    r"[\d０-９:：\-./年月日]+|(?:作者|编辑|編輯|责任编辑|責任編輯|时间|時間|发布时间|發布時間|发布日期|日期|字体|字號|字号|浏览|分享|打印).*"
)
_TRAILING_DAY = re.compile(rf"(?:{_DAY}).*")
_PROGRAMME = re.compile(
    rf"(?:[《〈]{_B})?(?:新闻联播|新聞聯播|焦点访谈|晚间新闻|新闻30分|朝闻天下|早报|晚报|日报|每日要闻|新闻摘要|新闻早知道){_B}[》〉]?"
    rf"[^\d]{{0,6}}(?P<day>\d{{8}}|{_DAY})(?!\d)"
    rf"|(?P<before>(?<!\d)\d{{8}}|{_DAY}){_B}[^\d]{{0,4}}[《〈]?(?:新闻联播|新聞聯播|焦点访谈|每日要闻){_B}[》〉]?"
)
_PUBLISHED = re.compile(
    rf"(?:发布|發布|发表|發表|刊发|刊登|公布|更新|发稿)(?:时间|時間|日期|于|於){_B}[：:]?{_B}(?P<day>{_DAY})"
)


@dataclass(frozen=True, slots=True)
class PageLine:
    """What a newspaper prints above or below an article: its name and the day."""

    newspaper: str
    day: date | None


def page_line(text: str) -> PageLine | None:
    """Return the newspaper and the day that a page line names.

    >>> page_line("《 人民日报 》（ 2024年11月16日 第 01 版）").newspaper
    '人民日报'
    >>> page_line("《宪法》（2018年3月11日修正）")
    """
    if len(text) > 80:
        return None
    found = _PAGE_LINE.fullmatch(text)
    if found is None:
        return None
    newspaper = found["quoted"] or found["named"]
    return PageLine(newspaper, first_date(text)) if _NEWSPAPER.search(newspaper) else None


def programme_day(title: str) -> date | None:
    """Return the day that the title of a daily programme names.

    >>> programme_day("《新闻联播》 (20231018)").isoformat()
    '2023-10-18'
    """
    found = _PROGRAMME.search(title[:200])
    if found is None:
        return None
    day = found["day"] or found["before"]
    return compact_date(day) or first_date(day)


def published_day(text: str) -> date | None:
    """Return the day that a line labels as the day of publication: 发布时间：2015-05-16."""
    found = _PUBLISHED.search(text[:400])
    return first_date(found["day"]) if found else None


def publisher_of(text: str) -> str | None:
    """Return who a line names as its source or publisher; a day or another label is none.

    >>> publisher_of("来源：新华社　2015-05-23"), publisher_of("来源：  2015-05-23")
    ('新华社', None)
    """
    for found in _SOURCE.finditer(text[:400]):
        name = found["name"]
        if _NO_NAME.fullmatch(name) is None:
            return _TRAILING_DAY.sub("", name) or None
    line = page_line(text)
    return line.newspaper if line else None


_GAP = "[ 　]*"
_BETWEEN = r"[ 　]*[：:】\]][ 　\t\n]*"


def _label(*names: str) -> str:
    return "(?:" + "|".join(_GAP.join(name) for name in names) + ")"


_DAY_LABEL = re.compile(
    _label("发布日期", "公布日期", "发布时间", "發布日期", "發佈日期", "公佈日期", "公布時間", "發布時間") + _BETWEEN
)
_OFFICE_LABEL = re.compile(
    _label("发文机关", "发文单位", "发布机关", "公布机关", "制定机关", "发布机构", "發文機關", "發布機關", "公布機關")
    + _BETWEEN
    + r"([^\s：:]{2,40})"
)
_HEAD = 16


def labelled_day(blocks: Sequence[Block]) -> date | None:
    """Return the day that is said to be the day of publication near the beginning of a page."""
    for text in _texts(blocks):
        for label in _DAY_LABEL.finditer(text):
            day, start, _ = next(find_dates(text[label.end() : label.end() + 40]), (None, 0, 0))
            if day is not None and start == 0:
                return day
    return None


def labelled_publisher(blocks: Sequence[Block]) -> str | None:
    """Return the office that is said to have issued a text near the beginning of a page."""
    return next((found[1] for text in _texts(blocks) for found in _OFFICE_LABEL.finditer(text)), None)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Return the texts of the first blocks; a label alone in its block stands before the next one."""
    texts = [block.text.text for block, _ in zip(blocks, range(_HEAD), strict=False)]
    yield "\n".join(text for text in texts if len(text) <= 400)
