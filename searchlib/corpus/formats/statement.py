"""The body of a statement or a report as blocks: notes, repeated title, headings, paragraphs, signatures.

Shared by every format whose page is running text. A title repeated by its own page counts once, and what the
page says before repeating it (联合声明全文如下：) is a note beside the statement, not its first paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from searchlib.corpus.blocks import Block, Role
from searchlib.corpus.closing import PLACE_AND_DAY, is_place_and_day, split_closing
from searchlib.corpus.dates import first_date
from searchlib.corpus.paragraphs import collapse_blanks, compact, cut_paragraphs
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import division_depth, read_number

FULL_TEXT = re.compile(r"(?:[（(〔\[【][ 　]*+)?(?:双语|雙語)?全文(?:[ 　]*[）)〕\]】])?[ 　]*$")
"""（全文） after a title is the page's label, not part of the title."""

STATEMENT_KINDS = (
    "(?:联合声明|联合宣言|联合公报|新闻公报|公报|联合新闻稿"
    "|聯合聲明|聯合宣言|聯合公報|新聞公報|公報|聯合新聞稿)"
)
"""What a statement's title ends with."""

_TERMINAL = re.compile(r"[。！？；：…，、,.!?;:]['”’\"」』）)》]*$|[”」』]$")
_NOTE = re.compile(
    r"(?:来源|來源|责任编辑|責任編輯|编辑|編輯|作者|记者|記者|发布时间|發布時間|时间)[ 　]*[：:].{0,60}"
    r"|[（(](?:完|全文完|新华社.{0,20}电|新華社.{0,20}電)[）)]"
    r"|(?:中央政府门户网站|中国政府网|新华网|人民网|外交部网站).{0,60}"
)
_CREDIT = re.compile(
    r"(?:记者|記者|通讯员|攝影|摄影)[ 　：:]{0,2}[\u4e00-\u9fff 　]{2,12}[摄攝]$"
    r"|[（(](?:资料图|資料圖).{0,20}[）)]$"
)
_PRINTED_DAY = re.compile(
    r"(?:(?:发布|發布)?(?:时间|時間|日期)[：:][ 　]*)?(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"(?:[ 　]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:[ 　]*[来來]源[：: 　]+\S{2,20})?"
)
_ENDING_DAY = re.compile(r"(.*\S)[ 　]*[（(〔\[【]([^（()）〔〕\[\]【】]*)[）)〕\]】][ 　]*")
_DONE_ON_IT = re.compile("(?:签署|签订|簽署|簽訂|发表|發表|发布|發布)$")
_FIGURES = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_ANNOUNCES = re.compile(r"如下[：:]?$")
_LONGEST_HEADING = 40


def statement_blocks(body: Mapped, title: str | None) -> list[Block]:
    """The blocks of ``body``, which follows a title; ``title`` in any form in which it may be repeated."""
    text, closing = split_closing(body)
    blocks = [*_without_repeated_title(cut_paragraphs(text), title)]
    blocks = [_classified(block, index, blocks) for index, block in enumerate(blocks)]
    return [*blocks, *_signature_blocks(closing)]


def bare_title(title: Mapped) -> Mapped:
    """``title`` without （全文） and blanks around it."""
    title = collapse_blanks(title)
    label = FULL_TEXT.search(title.text)
    return title[: label.start()].strip() if label and label.start() else title


def dated_title(title: str) -> tuple[str, str]:
    """A title without the day in brackets that ends it, and that day with its place; （全文） goes with it.

    Without such a day it is the title itself, and an empty string.

    >>> dated_title("联合声明（全文）（2023年3月21日，莫斯科）"), dated_title("联合声明（摘要）")
    (('联合声明', '2023年3月21日，莫斯科'), ('联合声明（摘要）', ''))
    """
    ending = _ENDING_DAY.fullmatch(FULL_TEXT.sub("", title))
    if ending is None:
        return title, ""
    day = _DONE_ON_IT.sub("", ending[2].strip())
    is_day = first_date(day) is not None and (is_place_and_day(day) or _FIGURES.fullmatch(day) is not None)
    return (FULL_TEXT.sub("", ending[1]), day) if is_day else (title, "")


def _without_repeated_title(paragraphs: Iterable[Mapped], title: str | None) -> Iterator[Block]:
    """Paragraph blocks; the first repetition of the title near the beginning is left out."""
    wanted = compact(FULL_TEXT.sub("", title)) if title else ""
    blocks: list[Block] = []
    looking = bool(wanted)
    for paragraph in paragraphs:
        if looking and (cut := _repetition(paragraph, wanted)) is not None:
            looking = False
            blocks = [replace(block, role=Role.NOTE) for block in blocks]
            if cut:
                blocks.append(Block(Role.NOTE, paragraph[:cut].strip()))
            continue
        looking = looking and len(blocks) < 3 and read_number(paragraph.text) is None
        blocks.append(Block(Role.PARAGRAPH, paragraph))
    return iter(blocks)


def _repetition(paragraph: Mapped, wanted: str) -> int | None:
    """Where in ``paragraph`` the repeated title begins, if it ends with it; None if it does not."""
    bare = FULL_TEXT.sub("", paragraph.text)
    if compact(bare) == wanted:
        return 0
    start = bare.rfind(wanted)
    if start > 0 and start + len(wanted) == len(bare) and _ANNOUNCES.search(bare[:start].rstrip(" 　")):
        return start
    return None


def _classified(block: Block, index: int, blocks: list[Block]) -> Block:
    text = block.text.text
    if block.role is not Role.PARAGRAPH:
        return block
    if _is_note(text, index):
        return replace(block, role=Role.NOTE)
    depth = division_depth(text)
    if depth is not None and len(text) <= _LONGEST_HEADING and not _TERMINAL.search(text):
        return Block(Role.HEADING, block.text, depth)
    if _is_heading(text, index, len(blocks)):
        return Block(Role.HEADING, block.text)
    return block


def _is_note(text: str, index: int) -> bool:
    return bool(
        _NOTE.fullmatch(text)
        or _CREDIT.search(text)
        or (index < 5 and (is_place_and_day(text) or _PRINTED_DAY.fullmatch(text)))
    )


def _is_heading(text: str, index: int, count: int) -> bool:
    """A short line without sentence punctuation that has text below it."""
    return (
        index + 1 < count
        and len(text) <= _LONGEST_HEADING
        and not _TERMINAL.search(text)
        and "，" not in text
        and "。" not in text
        and read_number(text) is None
    )


def _signature_blocks(closing: Mapped) -> Iterator[Block]:
    """Names and offices as one block, however they stand in columns and lines; day and place as another."""
    found = PLACE_AND_DAY.search(closing.text)
    cuts = (0, found.start(), found.end(), len(closing)) if found else (0, len(closing))
    for start, end in pairwise(cuts):
        text = collapse_blanks(closing[start:end])
        if text:
            yield Block(Role.SIGNATURE, text)
