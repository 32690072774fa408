"""Citations of clauses and documents: title, number, date, place, publisher and id."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from searchlib.errors import CHINESE, TRADITIONAL
from searchlib.model import Clause, DateIs, Document
from searchlib.render.places import place_in
from searchlib.render.terminal import on_one_line


def citation(
    document: Document, clause: Clause | None = None, language: str = "zh", with_id: bool = True
) -> str:
    """Return the citation of a clause, or of a whole document, in ``zh``, ``zh-Hant`` or ``en``; it ends with
    the id, unless it is to be read beside a link to the place.

    Unknown values are left out. The title keeps its original characters.

    >>> joint = Document("d", "联合声明", date=date(2015, 5, 22), date_is=DateIs.SIGNED, place="利马")
    >>> citation(joint, Clause("d", "8", "八、双方", "八、"))
    '《联合声明》，第八条，2015年5月22日签署于利马。d#8'
    >>> citation(joint, Clause("d", "8", "八、双方", "八、"), "en")
    '《联合声明》, clause 8, signed 22 May 2015, 利马. d#8'
    >>> citation(joint, Clause("d", "p2", "双方"), with_id=False)
    '《联合声明》，第2段，2015年5月22日签署于利马。'
    """
    if language == TRADITIONAL:
        from searchlib.traditional import traditional_citation  # loaded only for readers of such characters

        return traditional_citation(citation(document, clause, CHINESE, with_id))
    chinese = language == CHINESE
    comma, stop = ("，", "。") if chinese else (", ", ". ")
    facts = [
        in_title_marks(document.title) if document.title else "",
        "" if clause is None or clause.path == "title" else place_in(clause, document, language),
        dated(document, language),
        document.publisher or "",
        document.url or "",
    ]
    identifier = document.id if clause is None else clause.id
    said = comma.join(fact for fact in facts if fact) + stop
    return on_one_line(said + identifier if with_id or said == stop else said).rstrip()


def in_title_marks(title: str) -> str:
    """``title`` in title marks; marks inside it are single and double by turns (GB/T 15834), as many as pair.

    >>> in_title_marks("关于适用《公路法》的解释"), in_title_marks("关于《适用〈公路法〉的解释》的批复")
    ('《关于适用〈公路法〉的解释》', '《关于〈适用《公路法》的解释〉的批复》')
    """
    depth, shown = 1, []
    for character in title:
        if character in "《〈":
            shown.append("《〈"[depth % 2])
            depth += 1
        elif character in "》〉" and depth > 1:
            depth -= 1
            shown.append("》〉"[depth % 2])
        else:
            shown.append(character)
    return f"《{''.join(shown)}》"


@lru_cache(4096)
def day_chinese(day: date) -> str:
    """Return a date such as ``2015年5月22日``, as CLDR writes long dates."""
    return _long_date(day, "zh_Hans")


@lru_cache(4096)
def day_english(day: date) -> str:
    """Return a date such as ``22 May 2015``."""
    return _long_date(day, "en_GB")


def _long_date(day: date, locale: str) -> str:
    from babel.dates import format_date  # loaded late: many answers have no date to say

    return format_date(day, "long", locale)


def dated(document: Document, language: str = "zh") -> str:
    """Return when and where a document was made: ``2015年5月22日签署于利马``; empty if neither is known."""
    return _dated_chinese(document) if language == "zh" else _dated_english(document)


def _dated_chinese(document: Document) -> str:
    if document.date is None:
        return document.place or ""
    how = {DateIs.SIGNED: "签署", DateIs.PUBLISHED: "发布"}.get(document.date_is or DateIs.SIGNED, "")
    said = day_chinese(document.date) + (how if document.date_is else "")
    if document.place is None:
        return said
    return f"{said}于{document.place}" if document.date_is is DateIs.SIGNED else f"{said}，{document.place}"


def _dated_english(document: Document) -> str:
    if document.date is None:
        return document.place or ""
    how = "" if document.date_is is None else f"{document.date_is} "
    return f"{how}{day_english(document.date)}" + (f", {document.place}" if document.place else "")
