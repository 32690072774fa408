"""The place of a clause in words, as readers cite it: 第八条, 第六条第2段, 小标题“基础设施合作”, 落款.

The path of a clause is an id and never shown as a label. Numbers are said as they are printed; what a text
counts only by its order (paragraphs, list items) is counted in digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from searchlib.corpus.article import place_in_article
from searchlib.model import Clause, ClausePart, Document, Kind, Mention, part_of
from searchlib.render.terminal import on_one_line
from searchlib.text.numerals import chinese, value

_TRAILING = " 　、．.，,。:："
_LONGEST_HEADING = 24
"""Code points of a heading that are shown."""

_STATEMENTS = frozenset({Kind.JOINT_STATEMENT, Kind.COMMUNIQUE})
_ARTICLE = re.compile(r"第\s*(?P<number>\S+?)\s*[條条](?P<branch>(?:之.+)?)")


def place_in(clause: Clause, document: Document | None = None, language: str = "zh") -> str:
    """Return the place of a clause in ``zh`` or ``en``.

    Where ``document`` comes with its clauses, unnumbered paragraphs before its sections are its preamble
    (导语); without them they are only counted.

    >>> [place_in(Clause("d", path, "八、双方", "八、")) for path in ("8", "8.2", "8~2")]
    ['第八条', '第八条第2段', '第八条（第2组编号）']
    >>> [place_in(Clause("d", path, "双方"), language=lang) for path in ("p2", "s1") for lang in ("zh", "en")]
    ['第2段', 'paragraph 2', '落款', 'signature']
    """
    base, _, again = clause.path.partition("~")
    part, number = part_of(base)
    said = _said(clause, base, part, number, document, language == "zh")
    if again:
        said += f"（第{again}组编号）" if language == "zh" else f" (numbering {again})"
    return on_one_line(said)


def label_of(clause: Clause, document: Document | None = None, language: str = "zh") -> str:
    """Return what stands beside the text of a clause: its place, without the text of a heading."""
    if part_of(clause.path)[0] is ClausePart.HEADING:
        return "小标题" if language == "zh" else "heading"
    return place_in(clause, document, language)


def place_of(found: Mention, language: str = "zh") -> str:
    """Return the place of a mention: its clause and, in an article of several lines, paragraph and item.

    In Taiwan a paragraph is 項 and an item 款, elsewhere 款 and 項.
    """
    place = article_place(found)
    said = place_in(found.clause, found.document, language)
    if place is None:
        return said
    paragraph, item = place
    if language != "zh":
        return on_one_line(f"{said}, paragraph {paragraph}" + (f", item {item}" if item else ""))
    of_taiwan = "條" in said
    names = ("項", "款") if of_taiwan else ("款", "项")
    bare = (item or "").strip(_TRAILING)
    return on_one_line(f"{said}第{chinese(paragraph)}{names[0]}" + (f"第{bare}{names[1]}" if bare else ""))


def places_in(clauses: Sequence[Clause], document: Document | None = None, language: str = "zh") -> str:
    """Return the places of several clauses of a document, each once; empty for none.

    >>> places_in([Clause("d", "8", "八、", "八、"), Clause("d", "10", "十、", "十、")])
    '第八条、第十条'
    """
    said = dict.fromkeys(place_in(clause, document, language) for clause in clauses)
    return ("、" if language == "zh" else ", ").join(said)


def article_place(found: Mention) -> tuple[int, str | None] | None:
    """Return paragraph and item of a mention in a law's article of several lines, else None."""
    clause = found.clause
    if found.document.kind is not Kind.LAW or clause.number is None or "\n" not in clause.text:
        return None
    return place_in_article(clause.text, found.span.start)


def _said(
    clause: Clause, base: str, part: ClausePart, number: int | None, document: Document | None, zh: bool
) -> str:
    count = "" if number is None else str(number)
    if part is ClausePart.TITLE:
        return "标题" if zh else "title"
    if part is ClausePart.HEADING:
        heading = on_one_line(clause.text).strip()
        shown = heading if len(heading) <= _LONGEST_HEADING else f"{heading[:_LONGEST_HEADING]}…"
        return f"小标题“{shown}”" if zh else f"heading “{shown}”"
    if part is ClausePart.NOTE:
        return f"题注{count}" if zh else f"note {count}"
    if part is ClausePart.SIGNATURE:
        further = f"第{count}行" if zh else f", line {count}"
        return ("落款" if zh else "signature") + (further if (number or 1) > 1 else "")
    if part is ClausePart.ITEM:
        return f"列项{count}" if zh else f"list item {count}"
    if part is ClausePart.PARAGRAPH:
        return _paragraph(clause, base, count, document, zh)
    return _numbered(clause, base, zh)


def _paragraph(clause: Clause, base: str, count: str, document: Document | None, zh: bool) -> str:
    """Return the place of a paragraph outside sections, or of an item that hangs on one (p4.2)."""
    own = base.partition(".")[0].removeprefix("p") or count
    where = _opening(clause, document, zh)
    said = (f"{where}第{own}段" if own else where or "正文") if zh else f"{where}paragraph {own}".rstrip()
    item = (clause.number or "").strip(_TRAILING)
    if "." not in base or not any(map(str.isalnum, item)):
        return said
    return said + (item if zh else f", {item}")


def _opening(clause: Clause, document: Document | None, zh: bool) -> str:
    """Return 导语 or 序言 for a paragraph before all sections of a document that has some."""
    if document is None or clause.headings:
        return ""
    before = [
        each.path
        for each in takewhile(lambda each: part_of(each.path)[0] is not ClausePart.NUMBERED, document.clauses)
    ]
    if len(before) == len(document.clauses) or clause.path not in before:
        return ""
    if document.kind in _STATEMENTS:
        return "导语" if zh else "preamble, "
    return ("序言" if zh else "preamble, ") if document.kind is Kind.LAW else ""


def _numbered(clause: Clause, base: str, zh: bool) -> str:
    """Return the place of a clause under a number: 第八条, 第六条第2段, 第一部分第3段, 第八条（二）."""
    printed = (clause.number or "").strip(_TRAILING)
    first, *rest = base.split(".")
    is_numeral = value(printed.strip("（）()")) is not None
    if article := _ARTICLE.fullmatch(printed):
        named = on_one_line(printed).replace(" ", "").replace("　", "") if zh else _article(article)
    else:
        top = _top(clause, first, printed if is_numeral and not _bracketed(printed) else "", zh)
        named = top
    hanging = printed if rest and _bracketed(printed) else ""
    if hanging:
        inner = "".join(f"第{step}段" if zh else f", paragraph {step}" for step in rest[:-1])
        return f"{named}{inner}{hanging if zh else f', item {hanging}'}"
    return named + "".join(f"第{step}段" if zh else f", paragraph {step}" for step in rest)


def _article(found: re.Match[str]) -> str:
    number = value(found["number"])
    return f"article {number if number is not None else found['number']}{found['branch']}"


def _bracketed(printed: str) -> bool:
    return printed[:1] in ("（", "(")


def _top(clause: Clause, first: str, printed: str, zh: bool) -> str:
    """Return the number of a section: 第八条, or 第一部分 if its number stands in a heading of its own."""
    main, _, branch = first.partition("-")
    number = int(main) if main.isdigit() else None
    if number is None or number == 0:
        return printed or (f"第{first}条" if zh else f"clause {first}")
    is_headed = bool(clause.headings) and value(clause.headings[-1].strip(_TRAILING)) == number
    if not zh:
        return f"{'part' if is_headed else 'clause'} {first}"
    after = f"之{chinese(int(branch))}" if branch.isdigit() and int(branch) else ""
    counted = chinese(number) if number < 10**8 and not printed.isdigit() else str(number)
    return f"第{counted}{'部分' if is_headed else '条'}{after}"
