"""How a law says what it is and since when: its name, and the lines that tell who adopted it on which day.

Nothing here depends on a format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from searchlib.corpus.blocks import Metadata
from searchlib.corpus.dates import DATE, find_dates
from searchlib.corpus.formats.law_hk import CHAPTER
from searchlib.corpus.numbering import Rank, read_number
from searchlib.corpus.paragraphs import compact
from searchlib.facts.countries import official_names
from searchlib.model import DateIs
from searchlib.text.views import fold

_NAME = re.compile(
    r"(?:法|法典|法律|法规|基本法|条例|规定|规例|办法|细则|规则|规程|通则|章程|修正案|决定|决议|解释|命令)"
    r"(?:[ 　]*[（(].{1,14}[）)])?$"
)
_NO_LAW = re.compile(
    r"中共中央.*(?:决定|决议)|联合国|安理会|解读|答记者问|问答|专家|访谈|综述|评论|图解|草案|征求意见|就.{1,30}(?:谈|说)"
    r"|(?:通过|审议|发布|公布|签署).{0,6}关于"
)
_CHANGES = re.compile("修正案(?:[（(].{1,14}[）)])?$|关于(?:修改|修订|修正|废止).{1,120}的(?:决定|命令)$")
_ENDING = re.compile(r"[ 　]*[（(][^（）()]*[）)]$")
_BRACKETED = re.compile("《([^《》]+)》")
_BOOK_NUMBER = re.compile(r"[0-9０-９]{1,3}[.．、][ 　]*(?=[《\u4e00-\u9fff])")
_IN_COLLECTION = re.compile("(?:条约|协定|公约|议定书|换文|声明|宣言|公报|备忘录|法|条例|规定|办法|规则)[》）)]?$")
_TREATY = re.compile("(?:条约|协定|公约|议定书|换文)$")
_ENACTED = re.compile("通过|修正|修订|修改|批准|制定|通過|修訂|制訂")
_PROMULGATED = re.compile("公布|公告|发布|令第|印发|發布|公佈|發佈|颁布|頒布|頒佈")
_PASSED = re.compile("通过|通過")
_ORDERS = re.compile("[现現](?:予|将|將)?.{0,60}(?:公布|发布|發布|公佈)")
ONLY_DAY = re.compile(DATE)
"""A day that stands alone on its line."""

_IN_FORCE = re.compile("(?:施行|实施|生效)[　 。）)]*$")
_BEGINS_FORCE = re.compile("[ 　]*(?:零时)?起?(?:正式)?(?:施行|实施|實施|生效)")
_LABEL = re.compile(
    r"(公布|公佈|发布|發布|颁布|頒布|施行|实施|實施|生效|通过|通過|修正|修订|修訂|成文|签署|簽署|印发|制定)"
    r"(?:日期|时间|時間|日)?[ 　\t]*[：:][ 　\t]*$"
)
_ACT = re.compile("通过|通過|公布|公佈|发布|發布|颁布|頒布|修正|修订|修訂|批准|施行|制定|核准")
_ENUMERATES = re.compile("[、和及][ 　]*$")
_ADOPTION = re.compile(
    rf"[（(\[]?[ 　]*(?:[0-9]{{1,2}}[.．、])?[^。，；：]{{0,40}}?(?:{DATE}|[12][0-9]{{3}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}})"
)
_LABELLED = re.compile(
    r"(?:公布|公佈|发布|發布|颁布|施行|实施|生效|通过|修正|修订|修訂|成文|制定)(?:日期|时间|時間)[ 　]*[：:]"
)
_SENTENCE = re.compile("[。！？；]")
_SAME_ACT = timedelta(days=183)
"""A law is promulgated within half a year of its adoption; what is later belongs to an amendment."""

LONGEST_LAW_NAME = 80


def names_law(title: str) -> bool:
    """Return whether ``title`` is the name of a law, a decree or a decision, and not a headline about one.

    >>> names_law("渡口管理辦法（試行）"), names_law("专家解读渡口管理法"), names_law("渡口合作协定")
    (True, False, False)
    """
    bare = fold(bare_name(title))
    return len(bare) <= 2 * LONGEST_LAW_NAME and _NAME.search(bare) is not None and _NO_LAW.search(bare) is None


def names_change(title: str) -> bool:
    """Return whether ``title`` is that of an amendment: it is law also where no line tells its adoption."""
    return names_law(title) and _CHANGES.search(fold(bare_name(title))) is not None


def names_treaty(title: str) -> bool:
    """Return whether ``title`` is the name of a treaty between states."""
    bare = fold(compact(_ENDING.sub("", bare_name(title))))
    return _TREATY.search(bare) is not None and len(official_names().findall(bare[:200])) >= 2


def bare_name(title: str) -> str:
    """Return ``title`` without the number in a collection before it and the brackets 《》 around it.

    >>> bare_name("9.《和平友好条约》"), bare_name("《渡口條例》（第888章）"), bare_name("关于《条约》的说明")
    ('和平友好条约', '渡口條例', '关于《条约》的说明')
    """
    number = _BOOK_NUMBER.match(title)
    name = title[number.end() :] if number and _IN_COLLECTION.search(fold(title[-40:])) else title
    bracketed = _BRACKETED.search(name)
    if bracketed and not CHAPTER.sub("", name[: bracketed.start()] + name[bracketed.end() :]).strip(" 　"):
        return bracketed[1]
    return name


def is_adoption(text: str) -> bool:
    """Return whether a line says when a law was adopted, promulgated or amended.

    >>> is_adoption("（2020年6月1日第三届委员会第四次会议通过）"), is_adoption("2020年6月1日，会议通过决议。")
    (True, False)
    """
    if _LABELLED.match(text):
        return next(find_dates(text), None) is not None
    number = read_number(text)
    found = None if number and number.rank is not Rank.POINT else _ADOPTION.match(text)
    if found is None or text[found.end() : found.end() + 1] in ("，", ","):
        return False
    return _ACT.search(text, found.end()) is not None and not _SENTENCE.search(text.rstrip("。）)"))


def law_days(notes: Sequence[str]) -> Metadata:
    """Return the day of the version at hand: its latest adoption or amendment, which nobody signs, else its
    promulgation. A day that stands alone below an order (现予公布) is that of the order."""
    enacted: list[date] = []
    promulgated: list[date] = []
    is_order = False
    for note in notes:
        is_order = is_order or _ORDERS.search(note) is not None
        if is_order and ONLY_DAY.fullmatch(note):
            promulgated += [day for day, _, _ in find_dates(note)]
        for day, act in _acts(note):
            (promulgated if act is _PROMULGATED else enacted).append(day)
    adopted, published = max(enacted, default=None), max(promulgated, default=None)
    if adopted and not (published and published - adopted > _SAME_ACT):
        return Metadata(date=adopted, published=published)
    return Metadata(date=published, date_is=DateIs.PUBLISHED if published else None, published=published)


def _acts(note: str) -> Iterator[tuple[date, re.Pattern[str]]]:
    """Return each day in a note with the act of that day: enacted or promulgated; entry into force is neither.

    Days that are enumerated (甲日法院、乙日检察院通过) share the act that is said after the last one.
    """
    days = list(find_dates(note))
    act: re.Pattern[str] | None = None
    until = len(note)
    for day, start, end in reversed(days):
        said = note[end:until]
        if until == len(note) or not _ENUMERATES.search(said) or _ACT.search(said):
            act = _act_of(note[max(0, start - 12) : start], said)
        until = start
        if act is not None:
            yield day, act


def _act_of(before: str, after: str) -> re.Pattern[str] | None:
    label = _LABEL.search(before)
    said = label[1] if label else after
    if not label and (_BEGINS_FORCE.match(said) or (_IN_FORCE.search(said) and not _ENACTED.search(said))):
        return None
    if _PROMULGATED.search(said) and not _PASSED.search(said):
        return _PROMULGATED
    return _ENACTED if _ENACTED.search(said) else None
