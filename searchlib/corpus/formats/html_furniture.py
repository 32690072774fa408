"""What of an HTML page is furniture: navigation, advertisements, scripts, buttons, lines such as 打印本页.

Leaving out a stretch of text that someone may search for is worse than keeping a menu. So an element counts
as furniture only when its own end tag closes it, and by its class or id alone only when it holds no prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from searchlib.corpus.formats.html_links import link_lists
from searchlib.corpus.formats.html_tokens import VOID, TokenSort, Token, attributes_of
from searchlib.corpus.formats.inline import joined_by
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped

_NEVER_TEXT = """
    script style template noscript nav button select textarea iframe object svg audio video canvas map
"""
NEVER_TEXT = frozenset(_NEVER_TEXT.split())
"""The elements whose content is no text of the page."""

_OF_THE_SITE = frozenset({"header", "footer"})  # of the page, that is, outside any article
_ARTICLES = frozenset({"article", "main", "section", "blockquote"})
_ROLES = frozenset({"navigation", "search", "menu", "menubar", "contentinfo", "banner", "toolbar"})
_NAMES = """
    menu paging toolbar share sharebar sharing social bdsharebuttonbox search searchbar topbar skip login
    copyright
"""
# These also as a part of a name: BreadcrumbNav, dfp-ad-imu1.
_NAME_WORDS = """
    nav navbar navigation breadcrumb breadcrumbs crumb crumbs pagination pager
    ad ads adv advert adverts advertisement advertising adsense adsbygoogle sponsor sponsored guanggao
"""
_FURNITURE_NAMES, _FURNITURE_WORDS = frozenset(_NAMES.split()), frozenset(_NAME_WORDS.split())
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Characters outside links from which on a stretch counts as prose.
_PROSE = 200
_LONGEST_FURNITURE_LINE = 80

_PHRASE = (
    r"字[体號号體型][：:]?(?:[\s【】\[\]]*[大中小特])+"
    r"|打印本[页頁文稿]|列印本頁|关闭(?:窗口|本页|页面)|關閉(?:視窗|本頁)|[【\[（(]\s*(?:打印|列印|关闭|關閉)\s*[】\]）)]"
    r"|分享(?:到|至|给好友)?[：:]?(?:[\s、|]*(?:微信好友|微信|新浪微博|腾讯微博|微博|朋友圈|QQ空间|QQ|人人网|更多))*"
    r"|(?:相关|相關)(?:新闻|新聞|链接|鏈接|阅读|閱讀|报道|報道)[：:]?|(?:延伸|推荐|推薦)(?:阅读|閱讀)[：:]?"
    r"|推[荐薦][给給]朋友[：:]?(?:\s*确定)?"
    r"|我要[纠糾][错錯]|扫一扫.{0,20}|返回顶部|回到顶部|保护视力色"
    r"|(?:[您你]的?)?(?:当前|现在|所在|當前)的?位置[：:].{0,60}"
    r"|[责責]任[编編][辑輯][：:].{0,12}"
)
_MARK = r"[\s　\xa0|｜·【】\[\]（）()]"
_FURNITURE_LINE = re.compile(rf"{_MARK}*?(?>{_PHRASE})(?:(?>{_PHRASE})|{_MARK})*+")
# At the end of a line that says something else: first what stands in brackets or apart, then anything.
_FURNITURE_TAIL = re.compile(
    rf"(?:[\s\xa0|]*[【\[（(]\s*(?:{_PHRASE}|打印|列印|关闭|關閉)\s*[】\]）)]|[\s\xa0|]+字[体號号體型][：:](?:\s*[大中小特]){{2,4}})"
    rf"(?:(?>{_PHRASE})|{_MARK})*+$"
)


def furniture(text: str, tokens: Sequence[Token], closing: Mapping[int, int]) -> dict[int, int]:
    """For each token that opens furniture the number of the one that closes it, out of ``closing``."""
    prose, titles, articles = _running_counts(tokens)
    left_out = {}
    for number, end in closing.items():
        token = tokens[number]
        if token.name in NEVER_TEXT:
            left_out[number] = end
            continue
        has_title = titles[end] > titles[number]
        if has_title or token.name in {"html", "body"}:
            continue
        is_prose = prose[end] - prose[number] >= _PROSE
        of_the_site = token.name in _OF_THE_SITE and articles[number] == 0
        if of_the_site or _is_labelled_furniture(text, token, is_prose):
            left_out[number] = end
    left_out.update(link_lists(text, tokens, closing))
    return left_out


def closing_tokens(tokens: Sequence[Token]) -> dict[int, int]:
    """For each start tag that its own end tag closes, the number of that end tag."""
    closing: dict[int, int] = {}
    waiting: list[int] = []
    names: Counter[str] = Counter()
    for number, token in enumerate(tokens):
        if token.sort is TokenSort.START and token.name not in VOID:
            waiting.append(number)
            names[token.name] += 1
        elif token.sort is TokenSort.END and names[token.name]:
            while True:
                opened = waiting.pop()
                names[tokens[opened].name] -= 1
                if tokens[opened].name == token.name:
                    closing[opened] = number
                    break
    return closing


def without_furniture(block: Mapped) -> Mapped:
    """The block without the lines and line ends that a page prints for its own use; perhaps empty."""
    lines: list[Mapped] = []
    at = 0
    for line in block.text.split("\n"):
        lines.append(_without_furniture(block[at : at + len(line)]))
        at += len(line) + 1
    kept = [line for line in lines if line]
    if sum(map(len, kept)) + len(lines) - 1 == len(block):
        return block
    return joined_by("\n", kept)


def _without_furniture(line: Mapped) -> Mapped:
    if len(line) <= _LONGEST_FURNITURE_LINE and _FURNITURE_LINE.fullmatch(line.text):
        leave_out(line, OmissionReason.FURNITURE)
        return line[0:0]
    # Only the end is searched: a long paragraph ends like a short one.
    tail = _FURNITURE_TAIL.search(line.text, max(0, len(line) - _LONGEST_FURNITURE_LINE))
    if tail is None:
        return line
    leave_out(line[tail.start() :], OmissionReason.FURNITURE)
    return line[: tail.start()].strip()


def _running_counts(tokens: Sequence[Token]) -> tuple[list[int], list[int], list[int]]:
    """Before each token: characters of text outside links, main headings, and articles that are open."""
    prose, titles, articles = [0], [0], [0]
    in_link = False
    for token in tokens:
        starts, ends = token.sort is TokenSort.START, token.sort is TokenSort.END
        if token.name == "a":
            in_link = starts
        is_prose = token.sort is TokenSort.TEXT and not in_link
        prose.append(prose[-1] + (token.end - token.start if is_prose else 0))
        titles.append(titles[-1] + (starts and token.name == "h1"))
        change = (starts - ends) if token.name in _ARTICLES else 0
        articles.append(max(0, articles[-1] + change))
    return prose, titles, articles


def _is_labelled_furniture(text: str, token: Token, is_prose: bool) -> bool:
    """Whether role, class or id of a start tag say that it opens navigation or an advertisement."""
    attributes = attributes_of(text, token)

    def value(name: str) -> str:
        start, end = attributes.get(name, (0, 0))
        return text[start:end]

    if value("role").strip().lower() in _ROLES:
        return True
    labels = f"{value('class')} {value('id')}".split()
    return not is_prose and any(
        label.lower() in _FURNITURE_NAMES
        or not _FURNITURE_WORDS.isdisjoint(map(str.lower, _WORD.findall(label)))
        for label in labels
    )
