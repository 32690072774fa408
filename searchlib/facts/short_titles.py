"""Short titles: what people call a document whose full title is long, derived from its own facts.

A law is called by its title without 中华人民共和国 and without notes of its version (公司法 for
中华人民共和国公司法（2018年修正）), a part of a code also by the code (民法典 for 民法典 合同编), an
interpretation by what it interprets (公司法解释（三）).
A statement is called by its parties, its year and its kind (中秘2015年联合声明).
Several documents may share a short title; nothing here says which one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeAlias

from searchlib.model import Document, Kind
from searchlib.text.running import key

_STATES = ("中华人民共和国", "中华民国")
"""Names of states that titles of laws begin with, in their keys, and that nobody says."""

_STATE = re.compile("中华人民共和国|中華人民共和國|中华民国|中華民國")
_VERSION = re.compile(
    r"[（(〔\[](?:[^（）()〔〕\[\]]*(?:修[正订改]|试行|暂行|草案|施行|公布|通过|废止|失效|全文)"
    r"[^（）()〔〕\[\]]*|\d{4}(?:年(?:版|本)?)?)[）)〕\]]$"
)
_AMENDMENT = re.compile("修正案[（(][^（）()]*[）)]$")
_PART = re.compile(r"(.*\S)\s+(\S*编|总则|分则|附则)")
_INTERPRETATION = re.compile(
    r"最高人民(?:法院|检察院).*?关于(?:适用|审理|执行|办理|实施)?(.+?)(?:具体)?(?:应用法律|适用法律)?"
    r"(?:若干|有关)?(?:问题)?的(解释|规定|批复)([（(][一二三四五六七八九十]+[）)])?"
)
_SHORT_INTERPRETATION = re.compile("(.+?(?:法|法典|编|条例))(解释|规定|批复)([（(].+[）)])?")
_KINDS = (
    "联合声明",
    "联合公报",
    "新闻公报",
    "联合宣言",
    "共同声明",
    "共同宣言",
    "公报",
    "宣言",
    "声明",
    "公告",
)
_KIND_NAMES = {Kind.JOINT_STATEMENT: "联合声明", Kind.COMMUNIQUE: "联合公报"}
_CHINA = "中"
_FromTitle: TypeAlias = Callable[[str], Iterator[str]]
_FromDocument: TypeAlias = Callable[[Document], Iterator[str]]
_LONGEST = 200
"""Code points; nobody shortens a longer title, and a pattern would take its time over it."""


def title_key(title: str) -> str:
    """Return what two spellings of a title share: letters and digits, without the name of the state.

    >>> title_key("《中華人民共和國公司法》"), title_key("公司法")
    ('公司法', '公司法')
    """
    letters = "".join(filter(str.isalnum, key(title)))
    for state in _STATES:
        letters = letters.replace(state, "")
    return letters


def without_version(title: str) -> str:
    """Return ``title`` without the notes in brackets at its end that say which version it is.

    >>> without_version("仲裁规则（2018年修正）（试行）"), without_version("刑法修正案（八）")
    ('仲裁规则', '刑法修正案（八）')
    """
    if len(title) > _LONGEST:
        return title
    while (shorter := _VERSION.sub("", title).rstrip()) != title and not _AMENDMENT.search(title):
        title = shorter
    return title


def short_titles(document: Document) -> tuple[str, ...]:
    """Return the short titles of a document as people write them, the usual one first; none that is its title
    as printed.
    """
    return _distinct(document, _of_law, _of_statement)


def spoken_titles(document: Document) -> tuple[str, ...]:
    """Return the short titles and what else a question may call the document: 中国与秘鲁2015年5月联合声明."""
    return _distinct(document, _spoken_of_law, _spoken_of_statement)


def _distinct(document: Document, of_law: _FromTitle, of_statement: _FromDocument) -> tuple[str, ...]:
    if not document.title or len(document.title) > _LONGEST:
        return ()
    derived = of_law(document.title) if document.kind is Kind.LAW else of_statement(document)
    return tuple(short for short in dict.fromkeys(derived) if short and short != document.title)


def _of_law(title: str) -> Iterator[str]:
    plain = without_version(title.strip())
    short = _STATE.sub("", plain)
    if found := _INTERPRETATION.fullmatch(short):
        about = found[1].replace("《", "").replace("》", "").strip()
        if "《" in short:
            yield f"{about}{found[2]}{found[3] or ''}"
    if part := _PART.fullmatch(short):
        yield part[1] + part[2]
        yield part[1]
    yield short


def _spoken_of_law(title: str) -> Iterator[str]:
    for short in _of_law(title):
        yield short
        if found := _SHORT_INTERPRETATION.fullmatch(short):
            number = found[3] or ""
            yield f"{found[1]}司法{found[2]}{number}"
            if number:  # those of a law are counted in one row, whatever their titles say that they are
                yield f"{found[1]}解释{number}"
                yield f"{found[1]}司法解释{number}"
        if short.endswith(("法典总则", "法典分则", "法典附则")):
            yield f"{short}编"


def _of_statement(document: Document) -> Iterator[str]:
    if called := _parties(document):
        kind = _kind_word(document)
        if document.date:
            yield f"{called[0]}{document.date.year}年{kind}"
        yield f"{called[0]}{kind}"


def _spoken_of_statement(document: Document) -> Iterator[str]:
    kind = _kind_word(document)
    for parties in _parties(document):
        if document.date:
            year = document.date.year
            for said in (f"{year}年", f"{year}", f"{year}年{document.date.month}月"):
                yield f"{parties}{said}{kind}"
                yield f"{said}{parties}{kind}"
                yield f"{parties}{kind}{said}"
        yield f"{parties}{kind}"


def _parties(document: Document) -> tuple[str, ...]:
    """Return the ways to name the parties of a statement, the usual one first; none if there are no two."""
    if document.kind not in _KIND_NAMES or len(document.parties) < 2:
        return ()
    # Reading the countries' names takes longer than a search; only statements of countries need them.
    from searchlib.facts.countries import country_names

    names = country_names("zh")
    named = [names.get(code, code) for code in document.parties]
    abbreviated = "".join(_abbreviations().get(code, names.get(code, code)) for code in document.parties)
    called = (abbreviated, "".join(named), "和".join(named), "与".join(named))
    return tuple(dict.fromkeys(called))


def _kind_word(document: Document) -> str:
    """Return the word for the kind of a statement: the last one of the title, else the usual one."""
    title = key(document.title or "")
    at = max(_KINDS, key=lambda word: (title.rfind(word) + len(word) if word in title else -1, len(word)))
    return at if at in title else _KIND_NAMES.get(document.kind, "")


@cache
def _abbreviations() -> dict[str, str]:
    """Return the usual abbreviation of each country; the one that means it before all others."""
    from searchlib.facts.countries import names_in_texts

    found: dict[str, str] = {}
    rows = list(names_in_texts().abbreviations.items())
    for most_usual in (True, False):
        for short, codes in rows:
            for code in codes[:1] if most_usual else codes[1:]:
                found.setdefault(code, short)
    return found | {"CN": _CHINA}
