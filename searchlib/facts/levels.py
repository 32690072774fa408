"""Levels of norms: which kind of norm a text is, from who made it, what it is called and how it came out.

Nothing is guessed. A level follows from what a text or its folder states, by the rules that say who makes
which kind of norm and under which names:

* constitution and laws: Legislation Law (立法法, 2023) art. 10 and 68;
* administrative regulations: art. 72 and 77 (an order of the State Council), and the names in art. 5 of the
  Regulations on the Procedures for Administrative Regulations (行政法规制定程序条例);
* local regulations, autonomous and separate regulations: art. 80, 81 and 85;
* rules of departments and of local governments: art. 91, 93 and 97 (an order of the department or the
  government), and the names in art. 7 of the Regulations on the Procedures for Rules (规章制定程序条例);
* supervisory regulations: art. 118;
* judicial interpretations: art. 119, and the names in art. 6 of 最高人民法院关于司法解释工作的规定
  (2021) and of 最高人民检察院司法解释工作规定 (2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from searchlib.facts.short_titles import without_version
from searchlib.model import NormLevel
from searchlib.text.fields import BY_NAME
from searchlib.text.views import fold

_BY_NAME = {name: NormLevel(level) for level, names in BY_NAME["level"].choices for name in names}
_NATIONAL = ("全国人民代表大会", "全国人民代表大会常务委员会")
_COURTS = ("最高人民法院", "最高人民检察院")
_COUNCIL = "国务院"
_SUPERVISORS = "国家监察委员会"
_CONSTITUTION = re.compile("(?:中华人民共和国)?宪法(?:修正案.*)?")
_REGULATION = re.compile("(?:条例|规定|办法|细则)$")
_RULE = re.compile("(?:规定|办法|细则|规则)$")
_INTERPRETATION = re.compile("(?:解释|规定|规则|批复|决定)(?:[（(][一二三四五六七八九十]+[）)])?$")
_LOCAL = re.compile("(?:条例|规定|办法|决定|决议|规则|细则)$")
_CONGRESS = re.compile(
    "(?P<place>.+(?:省|市|自治区|自治州|自治县|自治旗|盟|特区))人民代表大会(?P<standing>常务委员会)?"
)
_AUTONOMOUS = re.compile("自治[州县旗]$")
_GOVERNMENT = re.compile(".+(?:省|市|自治区|自治州|特区)人民政府")
_DEPARTMENT = re.compile(".+(?:部|委员会|局|署|银行|办公室)")
_ENDING = re.compile("[（(][^（）()]*[）)]$")


def level_named(name: str) -> NormLevel | None:
    """Return the level of that name, in either script.

    >>> level_named("地方性法規"), level_named("民法商法")
    (<NormLevel.LOCAL_REGULATION: 'local-regulation'>, None)
    """
    return _BY_NAME.get(fold(name.strip()))


def level_of_folders(folders: Iterable[str]) -> NormLevel | None:
    """Return the level that one of some folders is named after, the innermost first."""
    found = (level_named(folder) for folder in reversed(tuple(folders)))
    return next((level for level in found if level is not None), None)


def level_of(title: str, issuers: tuple[str, ...], by_order: bool) -> NormLevel | None:
    """Return the level that follows from the name of a norm and from who made it; None where none does.

    ``by_order`` is whether the text says that it came out by an order (令) of those who made it.

    >>> level_of("渡口管理条例", ("国务院",), True), level_of("渡口管理条例", ("某县渡口局",), False)
    (<NormLevel.ADMINISTRATIVE_REGULATION: 'administrative-regulation'>, None)
    """
    name = fold(without_version(title.strip()))
    bare = _ENDING.sub("", name)
    if not issuers:
        return None
    if all(each in _NATIONAL for each in issuers):
        is_constitution = _CONSTITUTION.fullmatch(bare) and issuers == _NATIONAL[:1]
        return NormLevel.CONSTITUTION if is_constitution else NormLevel.LAW
    if all(each in _COURTS for each in issuers):
        return NormLevel.JUDICIAL_INTERPRETATION if _INTERPRETATION.search(name) else None
    if issuers == (_COUNCIL,):
        return NormLevel.ADMINISTRATIVE_REGULATION if by_order and _REGULATION.search(bare) else None
    if issuers == (_SUPERVISORS,):
        return NormLevel.SUPERVISORY_REGULATION if _REGULATION.search(bare) else None
    if len(issuers) == 1 and (found := _CONGRESS.fullmatch(issuers[0])):
        return _local(found, bare)
    if by_order and _RULE.search(bare):
        if all(map(_GOVERNMENT.fullmatch, issuers)):
            return NormLevel.LOCAL_RULE
        if all(map(_DEPARTMENT.fullmatch, issuers)):
            return NormLevel.DEPARTMENTAL_RULE
    return None


def _local(found: re.Match[str], name: str) -> NormLevel | None:
    """Return the level of what a local congress made; that of an autonomous place may make two kinds."""
    if not _LOCAL.search(name):
        return None
    if _AUTONOMOUS.search(found["place"]) and not found["standing"]:
        return NormLevel.AUTONOMOUS_REGULATION if "自治条例" in name else None
    return NormLevel.LOCAL_REGULATION
