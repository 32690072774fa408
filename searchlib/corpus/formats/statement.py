"""The body of a statement or a report as blocks: notes, repeated title, headings, paragraphs, signatures.

Shared by every format whose page is running text. A title repeated by its own page counts once, and what the
page says before repeating it (联合声明全文如下：) is a note beside the statement, not its first paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from searchlib.corpus.blocks import Block, Role
from searchlib.corpus.closing import (
    PLACE_AND_DAY,
    closing_end,
    is_place_and_day,
    opens_annex,
    opens_note,
    split_closing,
)
from searchlib.corpus.labels import page_line
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import division_depth, read_number
from searchlib.corpus.paragraphs import BLANK, collapse_blanks, compact, cut_paragraphs, paragraph_spans
from searchlib.corpus.scripts import has_two_languages, is_latin
from searchlib.corpus.titles import FULL_TEXT

_TERMINAL = re.compile(r"[。！？；：…，、,.!?;:]['”’\"」』）)》]*$|[”」』]$")
_NOTE = re.compile(
    r"(?:来源|來源|责任编辑|責任編輯|编辑|編輯|作者|记者|記者|发布时间|發布時間|时间)[ 　]*[：:].{0,60}"
    r"|[（(](?:完|全文完|新华社.{0,20}电|新華社.{0,20}電)[）)]"
    r"|(?:中央政府门户网站|中国政府网|新华网|人民网|外交部网站)[^。]{0,60}"
    r"|(?:新华社|新華社|中新社|人民网|央视网|本报)[^，。；]{0,20}[电電讯訊]"
)
_CREDIT = re.compile(
    r"(?:记者|記者|通讯员|攝影|摄影)[ 　：:]{0,2}[\u4e00-\u9fff 　]{2,12}[摄攝]$"
    r"|[（(](?:资料图|資料圖).{0,20}[）)]$"
)
_PRINTED_DAY = re.compile(
    r"(?:(?:发布|發布)?(?:时间|時間|日期)[：:][ 　]*)?(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"(?:[ 　]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:[ 　]*[来來]源[：: 　]+\S{2,20})?"
)
_ANNOUNCES = re.compile(r"如下[：:]?$")
_LONGEST_HEADING = 40
_LONGEST_NOTE = 200
_FEWEST_LISTED = 4
"""Short lines in a row that are a list rather than headings."""


def statement_blocks(body: Mapped, title: str | None) -> list[Block]:
    """Return the blocks of ``body``, which follows ``title``, in any form in which it may be repeated.

    Below the signatures annexes have headings of their own, and short lines without number are notes. In a
    text of two languages the paragraphs in Latin letters are notes, so that neither stands in the other's
    sections.
    """
    found = ((end, body.text[start:end].strip(BLANK)) for start, end in paragraph_spans(body.text))
    kept = [(end, line) for end, line in found if line]
    lines = [line for _, line in kept]
    count = closing_end(lines)
    cut = kept[count - 1][0] if count < len(kept) else len(body)
    text, closing = split_closing(body[:cut])
    is_bilingual = has_two_languages(lines)
    blocks = _classified(_without_repeated_title(cut_paragraphs(text), title), is_bilingual)
    below = [*_below_signatures(cut_paragraphs(body[cut:]))]
    return [*blocks, *_signature_blocks(closing), *_classified(below, is_bilingual, 2)]


def _without_repeated_title(paragraphs: Iterable[Mapped], title: str | None) -> Iterator[Block]:
    """Paragraph blocks; the first repetition of the title near the beginning is left out."""
    wanted = compact(FULL_TEXT.sub("", title)) if title else ""
    blocks: list[Block] = []
    looking = bool(wanted)
    for paragraph in paragraphs:
        if looking and (cut := _repetition(paragraph, wanted)) is not None:
            looking = False
            leave_out(paragraph[cut:], OmissionReason.TITLE)
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


def _below_signatures(paragraphs: Iterable[Mapped]) -> Iterator[Block]:
    """What follows the signatures: notes up to the first annex or number, then annexes."""
    is_note = True
    for paragraph in paragraphs:
        text = paragraph.text
        begins = opens_annex(text) or read_number(text) is not None or len(text) > _LONGEST_NOTE
        is_note = is_note and not begins
        yield Block(Role.NOTE if is_note or opens_note(text) else Role.PARAGRAPH, paragraph)


def _classified(found: Iterable[Block], is_bilingual: bool, level: int = 1) -> list[Block]:
    """The blocks with the roles that only their wording tells; headings that name no level have ``level``."""
    blocks = list(found)
    made = [_with_role(block, at, len(blocks), is_bilingual, level) for at, block in enumerate(blocks)]
    return _without_lists(blocks, made)


def _without_lists(blocks: Sequence[Block], made: list[Block]) -> list[Block]:
    """The ``made`` blocks; where many headings that only their shortness tells follow one another, as before."""
    at = 0
    while at < len(made):
        end = at
        while end < len(made) and _is_short_line(blocks[end], made[end]):
            end += 1
        if end - at >= _FEWEST_LISTED:
            made[at:end] = blocks[at:end]
        at = max(end, at + 1)
    return made


def _is_short_line(block: Block, made: Block) -> bool:
    text = block.text.text
    is_heading = block.role is Role.PARAGRAPH and made.role is Role.HEADING
    return is_heading and not opens_annex(text) and division_depth(text) is None


def _with_role(block: Block, index: int, count: int, is_bilingual: bool, level: int) -> Block:
    text = block.text.text
    if block.role is not Role.PARAGRAPH:
        return block
    if _is_note(text, index) or (is_bilingual and is_latin(text)):
        return replace(block, role=Role.NOTE)
    if opens_annex(text):
        return Block(Role.HEADING, block.text)
    depth = division_depth(text)
    if depth is not None and len(text) <= _LONGEST_HEADING and not _TERMINAL.search(text):
        return Block(Role.HEADING, block.text, depth)
    if _is_heading(text, index, count):
        return Block(Role.HEADING, block.text, level)
    return block


def _is_note(text: str, index: int) -> bool:
    return bool(
        _NOTE.fullmatch(text)
        or _CREDIT.search(text)
        or page_line(text)
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
    day = found.span() if found else _day_lines(closing.text)
    for start, end in pairwise((0, *day, len(closing))):
        text = collapse_blanks(closing[start:end])
        if text:
            yield Block(Role.SIGNATURE, text)


def _day_lines(closing: str) -> tuple[int, int]:
    """Where the line that is a day begins and the place below it ends; all of ``closing`` without one."""
    at = 0
    for line in closing.splitlines(keepends=True):
        if is_place_and_day(line.strip(BLANK + "\r\n")):
            rest = closing[at:].strip(BLANK + "\r\n")
            one_line = " ".join(rest.split())
            return (at, len(closing)) if is_place_and_day(one_line) else (at, at + len(line))
        at += len(line)
    return 0, len(closing)
