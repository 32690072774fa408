"""Titles of official texts: what a title names, what is only its label, and which lines are one.

Shared by the formats, which look for titles among lines, and by recognition, which reads them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from searchlib.corpus.closing import is_place_and_day
from searchlib.corpus.dates import first_date
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.paragraphs import collapse_blanks, compact
from searchlib.facts.countries import names_in_texts
from searchlib.model import Kind
from searchlib.text.views import fold

FULL_TEXT = re.compile(r"(?:[（(〔\[【][ 　]*+)?(?:双语|雙語)?全文(?:[ 　]*+[）)〕\]】])?[ 　]*+$")
"""（全文） after a title is the page's label, not part of the title."""

STATEMENT_KINDS = (
    "(?:联合声明|联合宣言|共同声明|共同宣言|联合公报|新闻公报|公报|联合新闻稿|新闻稿"
    "|聯合聲明|聯合宣言|共同聲明|聯合公報|新聞公報|公報|聯合新聞稿|新聞稿)"
)
"""What a statement's title ends with."""

LONGEST_TITLE = 80
MOST_TITLE_LINES = 4

_TITLE_KINDS = (
    (Kind.JOINT_STATEMENT, re.compile("(?:联合声明|联合宣言|共同声明|共同宣言)$")),
    (Kind.COMMUNIQUE, re.compile("(?:公报|联合新闻稿|新闻稿)$")),
)
_REPORTS_ON_ONE = re.compile("发表|签署|公布|解读|要点|通过|达成|就.{1,20}答记者问")
_NOT_BY_STATES = re.compile(
    "党派|政党|协会|商会|工会|学会|联合会|研究会|基金会|企业|公司|大学|高校|学者|专家|智库|媒体|记者|民间|团体|宗教|教会"
)
"""Whose statement is not one of states, wherever the title names it before its topic."""

_TELLS_NEWS = re.compile("发表|签署|发布|公布|举行|会见|会谈|访问|出席|强调|通过|达成|解读|全文|要点")
_ORGANISATIONS = (
    "欧洲?联?盟|东盟|东南亚国家联盟|非盟|非洲联盟|阿盟|阿拉伯国家联盟|阿拉伯国家|海合会|海湾阿拉伯国家合作委员会|"
    "拉共体|拉美和加勒比国家共同体|太平洋岛国|中东欧国家|中亚(?:五国)?|非洲|上海合作组织|上合组织|金砖国家|"
    "亚太经合组织|二十国集团|联合国|欧亚经济联盟"
)
_OWN_KINDS = "(?:联合声明|联合宣言|共同声明|共同宣言|联合公报|新闻公报|公报|联合新闻稿|新闻稿)"
_SENTENCE = re.compile(r"[。！？；!?;，,：:]")
_ENDING_LABEL = re.compile(r"[（(][^（()）]*[）)]$")
_ENDING_DAY = re.compile(r"(.*\S)[ 　]*[（(〔\[【]([^（()）〔〕\[\]【】]*)[）)〕\]】][ 　]*")
_DONE_ON_IT = re.compile("(?:签署|签订|簽署|簽訂|发表|發表|发布|發布)$")
_FIGURES = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_GOES_ON = re.compile(r"(?:[的和与與及、暨]|关于|關於)$")
_MAY_END = re.compile(r"[明言报報稿文）)〕\]】]")
"""The last character of a statement's title, or of a label after it."""

_LONGEST_READ = 200


def bare_title(title: Mapped) -> Mapped:
    """Return ``title`` without （全文） and blanks around it."""
    title = collapse_blanks(title)
    label = FULL_TEXT.search(title.text)
    if label is None or not label.start():
        return title
    leave_out(title[label.start() :], OmissionReason.FURNITURE)
    return title[: label.start()].strip()


def dated_title(title: str) -> tuple[str, str]:
    """Return a title without the day in brackets that ends it, and that day with its place.

    （全文） goes with it. Without such a day they are the title itself and an empty string.

    >>> dated_title("联合声明（全文）（2023年3月21日，莫斯科）"), dated_title("联合声明（摘要）")
    (('联合声明', '2023年3月21日，莫斯科'), ('联合声明（摘要）', ''))
    """
    ending = _ENDING_DAY.fullmatch(FULL_TEXT.sub("", title))
    if ending is None:
        return title, ""
    day = _DONE_ON_IT.sub("", ending[2].strip())
    is_day = first_date(day) is not None and (is_place_and_day(day) or _FIGURES.fullmatch(day) is not None)
    return (FULL_TEXT.sub("", ending[1]), day) if is_day else (title, "")


def named_title(title: str) -> tuple[str, str]:
    """Return a title without （全文） and blanks, and the day in brackets that ends it."""
    bare, day = dated_title(title)
    return compact(FULL_TEXT.sub("", bare)), day


def kind_of_title(title: str) -> Kind | None:
    """Return the kind that a title names; None for news about a statement and for one not made by states.

    >>> kind_of_title("中華人民共和國和秘魯共和國聯合聲明（全文）"), kind_of_title("中秘发表联合声明")
    (<Kind.JOINT_STATEMENT: 'joint-statement'>, None)
    """
    bare = fold(compact(FULL_TEXT.sub("", title)))[-_LONGEST_READ:]
    bare = _ENDING_LABEL.sub("", bare)
    if _REPORTS_ON_ONE.search(bare) or is_not_by_states(bare):
        return None
    return next((kind for kind, pattern in _TITLE_KINDS if pattern.search(bare)), None)


def is_not_by_states(title: str) -> bool:
    """Return whether a title names parties, companies or other bodies as those who speak.

    >>> is_not_by_states("中国各民主党派联合声明"), is_not_by_states("中国和秘鲁关于企业合作的联合声明")
    (True, False)
    """
    bare = fold(compact(title))
    who = bare.partition("关于")[0]
    return re.search(_OWN_KINDS, bare) is not None and _NOT_BY_STATES.search(who) is not None


def is_statement_title(line: str) -> bool:
    """Return whether ``line`` is the whole title of a statement between states or their organisations.

    >>> is_statement_title("中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明（全文）")
    True
    >>> is_statement_title("中秘两国政府新闻公报"), is_statement_title("中国和秘鲁发表联合声明")
    (True, False)
    """
    bare = _ENDING_LABEL.sub("", fold(named_title(line)[0]))
    if len(bare) > LONGEST_TITLE or _SENTENCE.search(bare) or first_date(bare) is not None:
        return False
    found = _patterns().title.fullmatch(bare)
    if found is None or is_not_by_states(bare):
        return False
    return _TELLS_NEWS.search(bare.split("关于")[0]) is None


def title_length(lines: Sequence[str]) -> int:
    """Return how many of the first ``lines`` together are the title of a statement; 0 when none are.

    Names and offices right above a title are not part of it.

    >>> title_length(["中华人民共和国和秘鲁共和国", "关于深化伙伴关系的", "联合声明", "一、双方重申友谊。"])
    3
    """
    if not lines or _patterns().opening.match(fold(compact(lines[0][:LONGEST_TITLE]))) is None:
        return 0
    joined = ""
    for count, line in enumerate(lines[:MOST_TITLE_LINES], 1):
        joined += line.strip()
        if len(joined) > 2 * LONGEST_TITLE:
            return 0
        if _MAY_END.search(joined[-1:]) and is_statement_title(joined):
            return 0 if count > 1 and is_statement_title(line) else count
    return 0


def goes_on(first: str, following: str) -> bool:
    """Return whether a title breaks off at the end of the line ``first`` and goes on in ``following``.

    >>> goes_on("国务院关于推进铁路合作的", "指导意见"), goes_on("联合声明", "双方重申友谊。")
    (True, False)
    """
    return (
        _GOES_ON.search(first) is not None
        and len(first) + len(following) <= LONGEST_TITLE
        and _SENTENCE.search(following) is None
    )


@dataclass(frozen=True, slots=True)
class _Patterns:
    """For folded text without blanks: a statement's whole title, and how one begins."""

    title: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    names = names_in_texts()
    short = "|".join(sorted(map(re.escape, names.abbreviations), key=len, reverse=True))
    state = f"(?:{names.states.pattern})"
    party = f"(?:{state}|{_ORGANISATIONS})[^和与同及、—–－\\-,]{{0,8}}?"
    several = f"{party}(?:以及|[和与同及、暨—–－\\-])?{party}"
    brief = f"(?:中(?:{short}){{1,4}}|(?:{short})中(?:{short})?)"
    title = rf"(?:{several}|{brief}|(?:{_ORGANISATIONS}))(?:[^,。;:]*?){_OWN_KINDS}"
    return _Patterns(re.compile(title), re.compile(f"{state}|{_ORGANISATIONS}|{brief}"))
