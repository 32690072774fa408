"""What a document is, read from the document itself: kind, days, place, parties, publisher.

Nothing is guessed: a fact that is not printed stays empty. What a format, front matter or a sidecar states
overrides what is recognised here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.closing import Signing, is_place_and_day, signing_of
from searchlib.corpus.dates import find_dates, first_date
from searchlib.corpus.enactment import bare_name, law_days
from searchlib.corpus.law_roles import notes_of_law
from searchlib.corpus.labels import labelled_day, labelled_publisher
from searchlib.corpus.paragraphs import compact
from searchlib.corpus.formats.statement import FULL_TEXT, dated_title
from searchlib.corpus.parties import parties_of
from searchlib.corpus.sidecar import merge
from searchlib.model import DateIs, Kind
from searchlib.text.views import fold

_TITLE_KINDS = (
    (Kind.JOINT_STATEMENT, re.compile("(?:联合声明|联合宣言|共同声明|共同宣言)$")),
    (Kind.COMMUNIQUE, re.compile("(?:公报|联合新闻稿|新闻稿)$")),
)
_REPORTS_ON_ONE = re.compile("发表|签署|公布|解读|要点|通过|达成|就.{1,20}答记者问")
_NEWS = re.compile(
    "新华社.{0,16}电|中新社.{0,16}电|本报.{0,12}(?:电|讯)|[\u4e00-\u9fff]{2,6}讯[ 　(（]|[(（](?:记者|编辑)|"
    "记者.{1,8}(?:摄|报道)|"
    "(?:据|消息).{0,12}报道|新闻办|发言人.{0,6}(?:表示|说)"
)
_MEETS = re.compile("会见|会谈|会晤|访问|访华|通电话|致电|出席|抵达|举行|宣布|同意|强调|表示")
_SOURCE = re.compile(r"(?:来源|來源)[ 　]*[：:][ 　]*([^\s　（(\[【，。]{2,20})")
_ENDING_LABEL = re.compile(r"[（(][^（()）]*[）)]$")
_SIGNED_AT = re.compile(r"(?:[于於在][^，。；]{2,12})?(?:签署|签订|簽署|簽訂|订于|訂於|签于|簽於)")
_SPEAKS_OF_ITSELF = re.compile("本(?:声明|宣言|公报|聲明|公報)")
_HEAD_NOTES = 6
_LONGEST_TITLE = 200


def recognise(page: Page) -> Metadata:
    """What the page says of itself, with what its format states taking precedence."""
    stated = page.metadata
    title = stated.title or next((b.text.text for b in page.blocks if b.role is Role.TITLE), None)
    bare, day = dated_title(title or "")
    bare = bare_name(bare)
    kind = stated.kind or _kind(bare, page.blocks, stated)
    publisher = labelled_publisher(page.blocks) or _publisher(page.blocks)
    found = Metadata(title=title, kind=kind, publisher=publisher)
    if kind is Kind.LAW:
        return _law(found, page, bare)
    signing = _signing(page.blocks, kind, day)
    published = stated.published or labelled_day(page.blocks) or _published(page.blocks, kind)
    if published is None and kind is Kind.REPORT:
        published = first_date(day)
    parties = _parties(bare, kind, page.blocks)
    found = replace(found, title=bare or title, place=signing.place, published=published, parties=parties)
    if signing.day is not None:
        found = replace(found, date=signing.day, date_is=DateIs.SIGNED)
    elif published is not None:
        found = replace(found, date=published, date_is=DateIs.PUBLISHED)
    stated = replace(stated, title=found.title) if stated.title == title else stated
    return merge(found, stated)


def _law(found: Metadata, page: Page, name: str) -> Metadata:
    """Return the facts of a law; its title stands for itself, without a day or a place."""
    stated = page.metadata
    days = law_days([block.text.text for block in notes_of_law(page.blocks)])
    if bare_name(found.title or "") == name:
        found, stated = replace(found, title=name), replace(stated, title=None)
    if days.date and stated.date_is is DateIs.PUBLISHED and stated.date == stated.published:
        stated = replace(stated, date=None, date_is=None)
    return merge(replace(found, date=days.date, date_is=days.date_is, published=days.published), stated)


def kind_of_title(title: str) -> Kind | None:
    """The kind that a title names: 联合声明 and 联合宣言, or a 公报; None for news about one.

    >>> kind_of_title("中華人民共和國和秘魯共和國聯合聲明（全文）"), kind_of_title("中秘发表联合声明")
    (<Kind.JOINT_STATEMENT: 'joint-statement'>, None)
    """
    bare = fold(compact(FULL_TEXT.sub("", title)))[-_LONGEST_TITLE:]
    bare = _ENDING_LABEL.sub("", bare)
    if _REPORTS_ON_ONE.search(bare):
        return None
    return next((kind for kind, pattern in _TITLE_KINDS if pattern.search(bare)), None)


def _kind(title: str, blocks: Sequence[Block], stated: Metadata) -> Kind:
    named = kind_of_title(title)
    if named is not None:
        return named
    text = fold("\n".join(block.text.text for block in blocks[:_HEAD_NOTES]))
    is_posted = stated.publisher is not None and stated.published is not None
    if _NEWS.search(text) or (is_posted and _MEETS.search(fold(title) + text)):
        return Kind.REPORT
    return Kind.OTHER


def _parties(title: str, kind: Kind, blocks: Sequence[Block]) -> tuple[str, ...]:
    """From the title, completed from the opening; a text of no known kind needs two in its title."""
    if kind is Kind.OTHER:
        named = parties_of(title, "")
        return named if len(named) >= 2 else ()
    body = (block.text.text for block in blocks if block.role in (Role.PARAGRAPH, Role.ITEM))
    opening = "".join(text for _, text in zip(range(2), body, strict=False))
    return parties_of(title, opening[:300])


def _signing(blocks: Sequence[Block], kind: Kind, beside: str) -> Signing:
    """Day and place from the signatures, or from ``beside`` or below the title, or from the closing sentence."""
    lines = [block.text.text for block in blocks if block.role is Role.SIGNATURE]
    head = [block.text.text for block in _head_notes(blocks) if is_place_and_day(block.text.text)]
    for line in (*lines, *([beside] if beside else []), *head):
        signing = signing_of(line)
        is_signature = line in lines or signing.place is not None or kind is not Kind.REPORT
        if signing.day is not None and is_signature:
            return signing
    return Signing(next(_days_in_closing(blocks), None))


def _days_in_closing(blocks: Sequence[Block]) -> Iterator[date]:
    """本声明于2019年6月13日在比什凯克签署, in the last two paragraphs."""
    body = [block.text.text for block in blocks if block.role in (Role.PARAGRAPH, Role.ITEM)]
    for text in body[-2:]:
        if _SPEAKS_OF_ITSELF.search(text):
            yield from (day for day, _, end in find_dates(text) if _SIGNED_AT.match(text, end))


def _published(blocks: Sequence[Block], kind: Kind) -> date | None:
    """The day in a printed date line near the title."""
    for block in _head_notes(blocks):
        text = block.text.text
        if is_place_and_day(text) and kind is not Kind.REPORT:
            continue
        if len(text) <= 80 and (day := first_date(text)) is not None and not text.endswith(("：", ":")):
            return day
    return None


def _publisher(blocks: Sequence[Block]) -> str | None:
    found = (_SOURCE.search(block.text.text) for block in _head_notes(blocks))
    return next((match[1] for match in found if match), None)


def _head_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """The notes above the first paragraph."""
    for block in blocks:
        if block.role in (Role.PARAGRAPH, Role.ITEM):
            return
        if block.role is Role.NOTE:
            yield block
