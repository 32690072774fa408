"""How a statement ends: who signed, where and when; also when it is glued to the last paragraph.

Signatures stand after the last sentence of the text, hold no sentence punctuation themselves, and name a
place and a day (2016年9月13日于北京) or offices (中华人民共和国主席).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from searchlib.corpus.dates import DATE, first_date
from searchlib.corpus.mapped import Mapped

_PLACE = "[\u4e00-\u9fff·・]{2,10}"
PLACE_AND_DAY = re.compile(
    rf"(?:{DATE})[ 　\t]*(?:[签簽订訂]?[于於在])[ 　\t]*(?P<after>{_PLACE}?)"
    rf"(?=[ 　\t\r\n。，,（(]|[签簽订訂]|发表|發表|$)"
    rf"|(?:[签簽订訂]?[于於在]|[签簽])(?P<before>{_PLACE})[，, 　\t]*(?:{DATE})"
)
"""2016年9月13日于北京, 签于北京，2016年9月13日."""

_B = "[ 　]*"
_NO_PLACE = "(?![签簽订訂于於在])(?!.*(?:举行|舉行|会|會|签|簽|发表|發表|双方|雙方|访问|訪問))"
_HEADED = re.compile(
    rf"[（(]?{_B}(?:(?:{DATE})(?:{_B}(?:[，,、 　]|[于於在])+{_NO_PLACE}(?P<after>{_PLACE}))?"
    rf"|{_NO_PLACE}(?P<before>{_PLACE})[，,、 　]+(?:{DATE})){_B}[）)]?"
)
_GLUED = re.compile(rf"(?:{DATE})[ 　\t]*[于於][ 　\t]*[\u4e00-\u9fff·]{{2,8}}$")
_SENTENCE_END = re.compile(r"[。！？!?；;][”’\"」』）)]*")
_SENTENCE_PUNCTUATION = re.compile(r"[。，；？！,;]")
_OFFICE = re.compile(
    r"主席|总统|總統|总理|總理|首相|国王|國王|女王|埃米尔|苏丹|大公|元首|部长|部長|外长|外長|大臣|秘书长|秘書長|"
    r"代表|大使|签字|簽字|签名|簽名|共和国|共和國|联邦|聯邦|王国|王國|政府"
)
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


def is_place_and_day(line: str) -> bool:
    """Whether ``line`` is nothing but a day, with or without a place: （2015年5月22日，利马）."""
    return len(line) <= _LONGEST_HEADED and _HEADED.fullmatch(line) is not None


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


def _is_signature(tail: str) -> bool:
    if is_place_and_day(tail.strip()):
        return True
    if _SENTENCE_PUNCTUATION.search(PLACE_AND_DAY.sub("", tail)):
        return False
    return PLACE_AND_DAY.search(tail) is not None or _names_two_offices(tail)


def _names_two_offices(tail: str) -> bool:
    """Two offices or states at least: one alone may be a caption's or a headline's."""
    return len(_OFFICE.findall(tail)) >= 2 and len(tail) <= 200
