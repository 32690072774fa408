"""Who made a law, as its title and the notes above its text say, and what level of norms follows from that.

The first note that names a body tells who made the law; later ones tell who amended it. A body that only
approves (批准) did not make it, and a head of state who promulgates a law did not either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from searchlib.corpus.dates import find_dates
from searchlib.facts.levels import level_named, level_of, level_of_folders
from searchlib.model import NormLevel
from searchlib.text.views import fold

_NUMERAL = "[0-9〇零一二三四五六七八九十百]{1,9}"
_TERM = re.compile(f"第?{_NUMERAL}届")
_MEETING = re.compile(
    rf"(?P<body>.{{2,60}}?)(?:[0-9]{{4}}年)?(?:第{_NUMERAL}次.{{0,12}}?会议|(?:常务|部务|委务|局务|署务|行务|室务|全体)会议)"
)
_ORDER = re.compile(rf"(?P<body>.{{2,60}}?)(?:公告)?令?(?:[〔\[（(]?第?.{{1,12}}?号[〕\]）)]?)?(?:公布|发布|颁布|公告|印发)")
_DECREE = re.compile(
    rf"(?P<body>.{{2,60}}?)(?:令[ ]?(?:[（(]?第?[ ]?{_NUMERAL}[ ]?号|$|公布|发布)|第?[ ]?{_NUMERAL}[ ]?号令)"
)
_TITLE = re.compile(r"(?P<bodies>[\u4e00-\u9fff、 ]{3,80}?)关于")
_BODY = re.compile(
    "(?:全国|[\u4e00-\u9fff]{2,12}(?:省|市|自治区|自治州|自治县|自治旗|区|县|旗))人民代表大会(?:常务委员会)?"
    "|国务院(?:办公厅)?|最高人民(?:法院|检察院)|(?:国家|中央)[\u4e00-\u9fff]{2,16}"
    "(?:委员会|总局|局|署|部|办公室|银行)|[\u4e00-\u9fff]{2,16}(?:部|委员会|总局|总署|银行|总后勤部)"
    "|[\u4e00-\u9fff]{2,12}(?:省|市|自治区|自治州|自治县|自治旗|区|县|旗)人民政府(?:办公厅)?|中央军委|政务院|中共中央|中国[\u4e00-\u9fff]{2,12}局"
)
_PLACE = re.compile("[\u4e00-\u9fff]{2,8}?(?:省|市|自治区)")
"""What the title of a local law begins with: such a law was made there, whatever stands above it."""

_STATE = "中华人民共和国"
_BEFORE = re.compile("^[ 　，,由经（(]+")
_ORGAN = re.compile("(?:审判委员会|检察委员会)$")
_LABEL = re.compile("(?:制定|发布|公布|颁布|发文)(?:机关|部门|单位)[ 　]*[：:][ 　]*(?P<body>[^ 　：:。]{2,60})")
_LEVEL_LABEL = re.compile("(?:效力(?:级别|位阶)|法规类别|法律性质)[ 　]*[：:][ 　]*(?P<name>[^ 　：:/／。]{2,12})")
_APPROVES = re.compile("批准|同意")
_PASSES = re.compile("通过|制定|公布|发布|颁布|公告|印发|修订|审议")


def issuers_of(title: str, notes: Sequence[str]) -> tuple[str, ...]:
    """Return the bodies that made a law; none where its title and notes do not say.

    >>> issuers_of("渡口条例", ["2022年12月29日 深圳市第七届人民代表大会常务委员会第十四次会议通过"])
    ('深圳市人民代表大会常务委员会',)
    >>> issuers_of("渡口规定", ["2002年3月19日 中华人民共和国国务院令第349号公布"]), issuers_of("渡口法", [])
    (('国务院',), ())
    """
    folded = [fold(note) for note in notes]
    for note in folded:
        if (label := _LABEL.search(note)) and (named := _bodies(label["body"])):
            return named
    name = fold(title)
    if (found := _TITLE.match(name)) and (named := _bodies(found["bodies"])):
        return named
    said = [named for note in folded for piece in _pieces(note) if (named := _bodies_in(piece))]
    place = _PLACE.match(name)
    own = (named for named in said if place and all(each.startswith(place[0]) for each in named))
    return next(own, said[0] if said else ())


def is_by_order(notes: Sequence[str], issuers: Sequence[str]) -> bool:
    """Return whether a note says that a law came out by an order (令) of one of ``issuers``, or that a
    meeting of the State Council passed it; never for another body's order that the State Council approved,
    since before the Legislation Law that was how some administrative regulations came out (法〔2004〕96号)."""
    if "国务院" not in issuers and any("国务院" in note for note in notes):
        return False
    for note in map(fold, notes):
        for piece in _pieces(note):
            found = _DECREE.match(piece)
            if found and set(_bodies(found["body"])) & set(issuers):
                return True
            if piece.startswith("国务院") and _MEETING.match(piece) and "通过" in piece:
                return True
    return False


def level_of_law(title: str, notes: Sequence[str], issuers: tuple[str, ...], file: str) -> NormLevel | None:
    """Return the level of a law: that which a note states, else what follows from its title and who made it,
    else that after which a folder of its file is named; None where nothing says."""
    for note in map(fold, notes):
        if (label := _LEVEL_LABEL.search(note)) and (level := level_named(label["name"])):
            return level
    return level_of(title, issuers, is_by_order(notes, issuers)) or level_of_folders(PurePosixPath(file).parts[:-1])


def _pieces(note: str) -> Iterator[str]:
    """Yield what is said after each day of a note; all of a note without a day."""
    ends = [(start, end) for _, start, end in find_dates(note)]
    if not ends:
        yield _without_term(note)
        return
    if note[: ends[0][0]].strip(" 　（("):
        yield _without_term(note[: ends[0][0]])
    starts = (*(start for start, _ in ends[1:]), len(note))
    for (_, end), until in zip(ends, starts, strict=True):
        yield _without_term(note[end:until])


def _without_term(text: str) -> str:
    return _BEFORE.sub("", _TERM.sub("", text))


def _bodies_in(piece: str) -> tuple[str, ...]:
    """Return who passed or issued a law, as a note says after a day."""
    found = _MEETING.match(piece)
    if found and not (_APPROVES.search(piece) and not _PASSES.search(piece)):
        return _bodies(found["body"])
    found = _DECREE.match(piece) or _ORDER.match(piece)
    return _bodies(found["body"]) if found else ()


def _bodies(text: str) -> tuple[str, ...]:
    """Return the bodies that ``text`` enumerates; none if any part of it is something else."""
    parts = [_named(part) for part in re.split("[、 　]+", text.strip(" 　、"))]
    return tuple(dict.fromkeys(filter(None, parts))) if all(parts) else ()


def _named(text: str) -> str | None:
    """Return a body without the name of the state and in full; None for anything else."""
    body = _ORGAN.sub("", text.removeprefix(_STATE)).replace("人大常委会", "人民代表大会常务委员会")
    return body if _BODY.fullmatch(body) else None
