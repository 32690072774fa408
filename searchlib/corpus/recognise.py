"""What a document is, read from the document itself: kind, days, place, parties, publisher.

Nothing is guessed: a fact that is not printed stays empty. What a format, front matter or a sidecar states
overrides what is recognised here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, islice

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.closing import Signing, is_place_and_day, signing_of
from searchlib.corpus.dates import find_dates, first_date
from searchlib.corpus.labels import page_line, programme_day, published_day, publisher_of
from searchlib.corpus.enactment import bare_name, law_days
from searchlib.corpus.issuing import issuers_of, level_of_law
from searchlib.corpus.law_roles import notes_of_law
from searchlib.corpus.labels import labelled_day, labelled_publisher
from searchlib.corpus.paragraphs import compact
from searchlib.corpus.parties import parties_of
from searchlib.corpus.sidecar import merge
from searchlib.corpus.titles import dated_title, is_not_by_states, kind_of_title
from searchlib.model import DateIs, Kind
from searchlib.text.views import fold

_NEWS = re.compile(
    "(?:新华社|中新社|中央社|人民网|新华网|中新网|央广网|国际在线|共同社|韩联社|塔斯社|路透社|法新社|美联社)"
    "[^。，]{0,16}(?:电|讯)|本报.{0,12}(?:电|讯)|[\u4e00-\u9fff]{2,6}讯[ 　(（]|"
    "央视网消息|央视新闻|(?:人民网|新华网|央广网|中国网|外交部网站)[^。，]{0,12}消息|"
    "外交部(?:官方)?网站.{0,12}(?:报道|公布|发布|刊)|[(（](?:记者|编辑)|记者.{1,8}(?:摄|报道)|"
    "(?:据|消息).{0,12}报道|新闻办|发言人.{0,6}(?:表示|说)"
)
_MEETS = re.compile("会见|会谈|会晤|访问|访华|通电话|致电|出席|抵达|举行|宣布|同意|强调|表示")
_ACT = re.compile(
    "(?:声明|宣言|公报|条约|公约|协定|协议|议定书|备忘录|换文|新闻稿|纪要|宪章|决定|决议|意见|通知|办法)"
    "(?:[(（][^()（）]*[)）])?$"
)
"""What a title ends with whose text is made on a day: one below the title is that day."""

_SIGNED_AT = re.compile(r"(?:[于於在][^，。；]{2,12})?(?:签署|签订|簽署|簽訂|订于|訂於|签于|簽於)")
_SPEAKS_OF_ITSELF = re.compile("本(?:声明|宣言|公报|聲明|公報)")
_HEAD_NOTES = 6


def recognise(page: Page, file: str = "") -> Metadata:
    """What the page says of itself, with what its format states taking precedence.

    ``file`` is the path of its file in the corpus: a folder may be named after a level of norms.
    """
    stated = page.metadata
    title = stated.title or next((b.text.text for b in page.blocks if b.role is Role.TITLE), None)
    bare, day = dated_title(title or "")
    bare = bare_name(bare)
    kind = stated.kind or _kind(bare, page.blocks, stated)
    publisher = labelled_publisher(page.blocks) or _publisher(page.blocks)
    found = Metadata(title=title, kind=kind, publisher=publisher)
    if kind is Kind.LAW:
        return _law(found, page, bare, file)
    is_act = kind in (Kind.JOINT_STATEMENT, Kind.COMMUNIQUE) or _ACT.search(fold(compact(bare))) is not None
    signing = _signing(page.blocks, is_act, day)
    published = (
        stated.published
        or programme_day(title or "")
        or labelled_day(page.blocks)
        or _published(page.blocks, is_act)
    )
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


def _law(found: Metadata, page: Page, name: str, file: str) -> Metadata:
    """Return the facts of a law; its title stands for itself, without a day or a place."""
    stated = page.metadata
    notes = [block.text.text for block in notes_of_law(page.blocks)]
    days = law_days(notes)
    if bare_name(found.title or "") == name:
        found, stated = replace(found, title=name), replace(stated, title=None)
    if days.date and stated.date_is is DateIs.PUBLISHED and stated.date == stated.published:
        stated = replace(stated, date=None, date_is=None)
    found = replace(found, issuers=stated.issuers or issuers_of(name, notes))
    found = replace(found, level=level_of_law(name, notes, found.issuers, file))
    return merge(replace(found, date=days.date, date_is=days.date_is, published=days.published), stated)


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
    if is_not_by_states(title):
        return ()
    if kind is Kind.OTHER:
        named = parties_of(title, "")
        return named if len(named) >= 2 else ()
    body = (block.text.text for block in blocks if block.role in (Role.PARAGRAPH, Role.ITEM))
    opening = "".join(islice(body, 2))
    if kind is Kind.REPORT and _MEETS.search(fold(title + opening)) is None:
        opening = ""
    return parties_of(title, opening[:300])


def _signing(blocks: Sequence[Block], is_act: bool, beside: str) -> Signing:
    """Day and place from the signatures, from ``beside`` or below the title, or from the closing sentence."""
    lines = [block.text.text for block in blocks if block.role is Role.SIGNATURE]
    head = [block.text.text for block in _head_notes(blocks) if is_place_and_day(block.text.text)]
    for line in (*lines, *([beside] if beside else []), *head):
        signing = signing_of(line)
        is_signature = line in lines or signing.place is not None or is_act
        if signing.day is not None and is_signature:
            return signing
    return Signing(next(_days_in_closing(blocks), None))


def _days_in_closing(blocks: Sequence[Block]) -> Iterator[date]:
    """本声明于2019年6月13日在比什凯克签署, in the last two paragraphs."""
    body = [block.text.text for block in blocks if block.role in (Role.PARAGRAPH, Role.ITEM)]
    for text in body[-2:]:
        if _SPEAKS_OF_ITSELF.search(text):
            yield from (day for day, _, end in find_dates(text) if _SIGNED_AT.match(text, end))


def _published(blocks: Sequence[Block], is_act: bool) -> date | None:
    """The day that a line labels as that of publication or a newspaper prints; else one near the title."""
    notes = [block.text.text for block in blocks if block.role is Role.NOTE]
    labelled = (published_day(text) for text in notes)
    printed = (line.day for line in map(page_line, notes) if line)
    head = (block.text.text for block in _head_notes(blocks))
    near = (
        first_date(text)
        for text in head
        if len(text) <= 80
        and not text.endswith(("：", ":"))
        and not (is_place_and_day(text) and is_act)
    )
    return next((day for day in chain(labelled, printed, near) if day), None)


def _publisher(blocks: Sequence[Block]) -> str | None:
    """The source that a note above the text names, or the newspaper that one anywhere does."""
    head = (publisher_of(block.text.text) for block in _head_notes(blocks))
    lines = (page_line(block.text.text) for block in blocks if block.role is Role.NOTE)
    return next(filter(None, (*head, *(line.newspaper for line in lines if line))), None)


def _head_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """The notes above the first paragraph."""
    for block in blocks:
        if block.role in (Role.PARAGRAPH, Role.ITEM):
            return
        if block.role is Role.NOTE:
            yield block
