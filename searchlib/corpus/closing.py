"""How a statement ends: who signed, where and when; also when it is glued to the last paragraph.

Signatures stand after the last sentence of the text, hold no sentence punctuation themselves, and name a
place and a day (2016年9月13日于北京) or offices (中华人民共和国主席).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from searchlib.corpus.dates import DATE, first_date
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import read_number

_PLACE = "[\u4e00-\u9fff·・]{2,10}"
PLACE_AND_DAY = re.compile(
    rf"(?:{DATE})[ 　\t\r\n]*+(?:[签簽订訂]?[于於在])[ 　\t]*(?P<after>{_PLACE}?)"
    rf"(?=[ 　\t\r\n。，,（(]|[签簽订訂]|发表|發表|$)"
    rf"|(?:[签簽订訂]?[于於在]|[签簽])(?P<before>{_PLACE})[，, 　\t\r\n]*+(?:{DATE})"
)
"""2016年9月13日于北京, 签于北京，2016年9月13日."""

_B = "[ 　]*"
_NO_PLACE = "(?![签簽订訂于於在])(?!.*(?:举行|舉行|会|會|签|簽|发表|發表|双方|雙方|访问|訪問))"
_HEADED = re.compile(
    rf"[（(]?{_B}(?:(?:{DATE})(?:{_B}(?:[，,、 　]|[签簽订訂]?[于於在])+{_NO_PLACE}(?P<after>{_PLACE}))?"
    rf"|{_NO_PLACE}(?P<before>{_PLACE})[，,、 　]+(?:{DATE})){_B}[）)]?"
)
_GLUED = re.compile(rf"(?:{DATE})[ 　\t]*[于於][ 　\t]*[\u4e00-\u9fff·]{{2,8}}$")
_SENTENCE_END = re.compile(r"[。！？!?；;][”’\"」』）)]*")
_SENTENCE_PUNCTUATION = re.compile(r"[。，；？！,;]")
_OFFICE = re.compile(
    r"主席|总统|總統|总理|總理|首相|国王|國王|女王|埃米尔|苏丹|大公|元首|部长|部長|外长|外長|大臣|秘书长|秘書長|"
    r"代表|大使|签字|簽字|签名|簽名|共和国|共和國|联邦|聯邦|王国|王國|政府"
)
_SIGN = re.compile(r"[（(]?(?:签字|簽字|签名|簽名|签署|簽署)[）)]?")
_TITLE_END = re.compile("(?:声明|聲明|宣言|公报|公報|新闻稿|新聞稿|协定|協定|条约|條約)$")
_ANNEX = re.compile(
    r"附(?:件|录|錄|表|图|圖)?[ 　]*(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2}|[A-Z])?"
    r"(?:[ 　]*[：:][^。；]*|[ 　]+[^，。；：]*|(?<=[件录錄表图圖一二三四五六七八九十0-9０-９A-Z]))"
)
_NOTE_MARK = re.compile(
    r"[（(\[【]?[ 　]*+(?:[注註]|附[注註]|备注|備註|注释|註釋|[说說]明|[编編]者按)[ 　]*+[0-9]{0,2}[ 　]*+[：:]"
    r"|[（(](?:完|全文完)[）)]|[*＊※][ 　]*\S|本作品|责任编辑|責任編輯|[来來]源[：:]"
)
_PLACE_LINE = re.compile(rf"[（(]?(?:[签簽]?[于於])?{_PLACE}[）)]?")
_SHORTEST_DAY = len("民國9年1月1日")
_LONGEST_ANNEX = 60
_LONGEST_DAY = 60
_LONGEST_NAMES = 100
_LONGEST_TAIL = 400
_LONGEST_HEADED = 40


@dataclass(frozen=True, slots=True)
class Signing:
    """Day and place of signature, as far as they are printed."""

    day: date | None = None
    place: str | None = None


def split_closing(body: Mapped) -> tuple[Mapped, Mapped]:
    """``body`` without its signatures, and the signatures (empty when there are none)."""
    text = body.text.rstrip()
    ends = [found.end() for found in _SENTENCE_END.finditer(text, max(0, len(text) - _LONGEST_TAIL))]
    start = ends[-1] if ends else max(0, len(text) - _LONGEST_TAIL)
    tail = text[start:]
    if ends and tail.strip() and _is_signature(tail):
        return body[:start], body[start : len(text)]
    glued = _GLUED.search(text, start)
    if glued:
        return body[: glued.start()], body[glued.start() : len(text)]
    return body, body[len(body) :]


def closing_end(lines: Sequence[str]) -> int:
    """Return how many of the ``lines`` of a statement its text and signatures are.

    Annexes and notes may follow them. Signatures end with a line of day and place, and with the names and
    offices right below it; a statement without such a line is all of ``lines``.
    """
    has_sentence = False
    for at, line in enumerate(lines):
        if has_sentence and ends_statement(line):
            return _after_names(lines, _after_place(lines, at))
        has_sentence = has_sentence or _SENTENCE_END.search(line) is not None
    return len(lines)


def ends_statement(line: str) -> bool:
    """Return whether ``line`` is a day and place, or ends with them behind its last sentence."""
    if len(line) < _SHORTEST_DAY:
        return False
    if is_place_and_day(line):
        return True
    line = line.rstrip(" 　\t。")
    start = max(0, len(line) - _LONGEST_DAY)
    found = next((found for found in PLACE_AND_DAY.finditer(line, start) if found.end() == len(line)), None)
    if found is None:
        return False
    before = line[: found.start()].rstrip()
    return not before or before[-1] in "。！；”" or (len(line) <= _LONGEST_NAMES and _is_names(before))


def opens_annex(line: str) -> bool:
    """Return whether ``line`` is the heading of an annex: 附件1：, 附录二 项目清单.

    >>> opens_annex("附件：重点项目清单"), opens_annex("附件一所列项目由双方商定。")
    (True, False)
    """
    return line.startswith("附") and len(line) <= _LONGEST_ANNEX and _ANNEX.fullmatch(line) is not None


def opens_note(line: str) -> bool:
    """Return whether ``line`` begins a note below a statement: 注：, 备注：, （完）."""
    return _NOTE_MARK.match(line) is not None


def is_place_and_day(line: str) -> bool:
    """Whether ``line`` is nothing but a day, with or without a place: （2015年5月22日，利马）."""
    return _SHORTEST_DAY <= len(line) <= _LONGEST_HEADED and _HEADED.fullmatch(line) is not None


def signing_of(line: str) -> Signing:
    """The day and the place that a signature or a headed line names.

    >>> signing_of("（2015年5月22日，利马）").place, signing_of("二0一三年七月十六日于北京").place
    ('利马', '北京')
    """
    headed = line.strip()
    found = (len(headed) <= _LONGEST_HEADED and _HEADED.fullmatch(headed)) or PLACE_AND_DAY.search(line)
    if found is None:
        return Signing(first_date(line))
    return Signing(first_date(found[0]), found["after"] or found["before"])


def _after_place(lines: Sequence[str], day: int) -> int:
    """The number of the line after a day, and after its place where that has a line of its own."""
    has_place = signing_of(lines[day]).place is not None
    if has_place or day + 1 == len(lines) or _PLACE_LINE.fullmatch(lines[day + 1]) is None:
        return day + 1
    ends = day + 2 == len(lines) or opens_annex(lines[day + 2]) or opens_note(lines[day + 2])
    return day + 2 if ends and not opens_annex(lines[day + 1]) else day + 1


def _after_names(lines: Sequence[str], at: int) -> int:
    """The number of the line after the names and offices that stand at ``at``."""
    while at < len(lines) and _is_names(lines[at]) and (_OFFICE.search(lines[at]) or _SIGN.search(lines[at])):
        at += 1
    return at


def _is_names(line: str) -> bool:
    return (
        len(line) <= _LONGEST_NAMES
        and _SENTENCE_PUNCTUATION.search(line) is None
        and not opens_annex(line)
        and not opens_note(line)
        and _TITLE_END.search(line) is None
        and read_number(line) is None
    )


def _is_signature(tail: str) -> bool:
    lines = [line.strip() for line in tail.splitlines()]
    named = [line for line in lines if not is_place_and_day(line)]
    rest = PLACE_AND_DAY.sub("", "\n".join(named))
    if _SENTENCE_PUNCTUATION.search(rest) or any(map(opens_annex, lines)):
        return False
    return len(named) < len(lines) or PLACE_AND_DAY.search(tail) is not None or _names_two_offices(tail)


def _names_two_offices(tail: str) -> bool:
    """Two offices or states at least: one alone may be a caption's or a headline's."""
    return len(_OFFICE.findall(tail)) >= 2 and len(tail) <= 200
