"""The roles that the blocks of a law have, in whichever format it stands.

:func:`as_law` takes the blocks that a format has found. Where the page is a law it makes notes of the lines
on its adoption, of an order that promulgates it and of its table of contents, and finds its articles,
annexes and signatures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from searchlib.corpus.blocks import Block, Page, Role
from searchlib.corpus.dates import DATE
from searchlib.corpus.enactment import LONGEST_LAW_NAME, ONLY_DAY, bare_name, is_adoption, names_change, names_law
from searchlib.corpus.formats.law_hk import CHAPTER, hong_kong_blocks, is_hong_kong_page
from searchlib.corpus.formats.wraps import join_wrapped
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import ANNEX, division_depth, read_article, read_number
from searchlib.corpus.paragraphs import compact
from searchlib.model import Kind
from searchlib.text.views import fold

DOCKET = re.compile(
    r"[\u4e00-\u9fff]{2,16}[〔\[（(［【][0-9]{4}[〕\]）)］】][ 　]*第?[0-9]+[号號]"
    r"|(?:[\u4e00-\u9fff]{2,20}令?)?[ 　]*[（(]?第[ 　]*[0-9一二三四五六七八九十百千〇零○]+(?:/[0-9]{4})?[ 　]*[号號][）)]?"
    r"(?:令|法律|行政法規|行政法规|行政長官批示)?"
)
"""The number of a document: 法释〔2019〕20号, 第789号."""

_ORDER = re.compile(r"(?:令|公告)[ 　]*(?:[（(]?第.{1,12}号[）)]?)?$|^第.{1,12}号(?:法律|行政法规|令)$")
_QUOTED = re.compile("[《〈]([^《》]{2,80})[》〉]")
_CONCLUDES = re.compile(
    rf"(?:{DATE})[ 　]*(?:通過|通过|制定|核准|簽署|签署|批准|公佈|公布)[。.]?"
)
_FACT = re.compile(
    r"(?:(?:制定|发文|发布|公布|批准)(?:机关|部门|单位)|发文字号|文号|时效性|效力(?:级别|位阶)|法律性质|法规类别|索引号|主题分类"
    r"|发文日期)[ 　]*[：:].{0,60}"
)
"""A fact that a database prints above a law."""

_COMMENCEMENT = re.compile(rf"[\[［][ 　]*{DATE}[ 　]*[\]］]")
_CONTENTS = re.compile("目[ 　\xa0]*[录錄次]")
_HEAD = 12
"""How many blocks below its title may say how a law came about."""

_LONGEST_LINE = 40
_LONGEST_WRAPPED = 120
DIVISION_ALONE = re.compile(r"第[ 　]*[^ 　]{1,6}[ 　]*(?:[编編篇章节節部]|分[编編部]|部分)")
"""The number of a division on a line of its own."""

_SENTENCE = re.compile("[。！？；]")


def as_law(page: Page) -> Page:
    """Return ``page`` with the roles that its blocks have in a law; ``page`` itself where it is none."""
    if page.metadata.kind not in (None, Kind.LAW):
        return page
    at = next((at for at, block in enumerate(page.blocks) if block.role is Role.TITLE), None)
    if at is None:
        return page
    blocks = _with_whole_lines(_entitled(page.blocks, at), at)
    at = next(at for at, block in enumerate(blocks) if block.role is Role.TITLE)
    title = blocks[at].text.text
    if is_hong_kong_page(title, page.blocks):
        blocks = [*blocks[: at + 1], *hong_kong_blocks(blocks[at + 1 :])]
    if page.metadata.kind is None and not _is_law(title, blocks, at):
        return page
    blocks = [*blocks[: at + 1], *_body(blocks[at + 1 :])]
    return replace(page, blocks=tuple(blocks), metadata=replace(page.metadata, title=title, kind=Kind.LAW))


def notes_of_law(blocks: Sequence[Block]) -> Iterator[Block]:
    """Return the notes above the first article or section of a law, and who signed it below the last one."""
    is_above = True
    for block in blocks:
        if block.role is Role.SIGNATURE or (block.role is Role.NOTE and is_above):
            yield block
        elif is_above and block.role in (Role.PARAGRAPH, Role.ITEM, Role.HEADING):
            is_above = _article(block) is None and read_number(block.text.text) is None


def _entitled(blocks: Sequence[Block], at: int) -> list[Block]:
    """Return the blocks with the law's own name as the title where an order promulgates it; the order is notes."""
    title = blocks[at].text.text
    if DOCKET.fullmatch(title) or CHAPTER.fullmatch(title):
        name = blocks[at + 1] if at + 1 < len(blocks) else blocks[at]
        if name.role in (Role.PARAGRAPH, Role.HEADING) and _is_name(name.text.text):
            entitled = (replace(blocks[at], role=Role.NOTE), replace(name, role=Role.TITLE))
            return [*blocks[:at], *entitled, *blocks[at + 2 :]]
    return _with_whole_title(_with_order(blocks, at), at)


def _with_whole_title(blocks: list[Block], at: int) -> list[Block]:
    """Return the blocks with a law's name on two or three lines as one title."""
    if blocks[at].role is not Role.TITLE or names_law(blocks[at].text.text):
        return blocks
    for end in range(at + 2, min(at + 4, len(blocks))):
        last = blocks[end - 1]
        if last.role not in (Role.PARAGRAPH, Role.HEADING) or not _is_name(last.text.text):
            break
        whole = join_wrapped([block.text for block in blocks[at:end]])
        if names_law(whole.text) and len(whole) <= LONGEST_LAW_NAME and _is_below_title(blocks[end]):
            return [*blocks[:at], replace(blocks[at], text=whole), *blocks[end:]]
    return blocks


def _is_below_title(block: Block) -> bool:
    text = block.text.text
    return _begins_law(block) or text[:1] in "（(" or _CONTENTS.fullmatch(text) is not None


def _with_whole_lines(blocks: list[Block], at: int) -> list[Block]:
    """Return the blocks with the line of adoption, which stands in brackets, joined where it was wrapped."""
    for first in range(at + 1, min(at + _HEAD, len(blocks))):
        text = blocks[first].text.text
        if not text.startswith(("（", "(")) or _closes(text):
            continue
        for end in range(first + 2, min(first + _HEAD, len(blocks)) + 1):
            if len(blocks[end - 1].text) > _LONGEST_WRAPPED:
                break
            line = join_wrapped([block.text for block in blocks[first:end]])
            if _closes(line.text):
                joined = [Block(Role.NOTE, line)] if is_adoption(line.text) else blocks[first:end]
                return [*blocks[:first], *joined, *blocks[end:]]
    return blocks


def _closes(text: str) -> bool:
    """Return whether the bracket that ``text`` begins with is closed at its end."""
    return text.endswith(("）", ")")) and text.count("（") + text.count("(") == text.count("）") + text.count(")")


def _with_order(blocks: Sequence[Block], at: int) -> list[Block]:
    """Return the blocks with an order that stands above the law as notes, down to the law's name or, where the page
    prints that as its title already, to the day of the order."""
    window = range(at, min(len(blocks) - 1, at + _HEAD))
    first = next((n for n in window[:4] if _ORDER.search(fold(blocks[n].text.text))), None)
    if first is None:
        return list(blocks)
    named = {compact(found) for n in window for found in _QUOTED.findall(blocks[n].text.text)}
    last_day = None
    for index in window[first - at + 1 :]:
        text = blocks[index].text.text
        if read_article(text) or division_depth(text) is not None:
            break
        if ONLY_DAY.fullmatch(text):
            last_day = index
        if blocks[index].role not in (Role.PARAGRAPH, Role.HEADING) or not _is_name(text):
            continue
        if compact(bare_name(text)) in named or (names_law(text) and _begins_law(blocks[index + 1])):
            order = (replace(one, role=Role.NOTE) for one in blocks[at:index])
            return [*blocks[:at], *order, replace(blocks[index], role=Role.TITLE), *blocks[index + 1 :]]
    if first == at or last_day is None:
        return list(blocks)
    order = (replace(one, role=Role.NOTE) for one in blocks[first : last_day + 1])
    return [*blocks[:first], *order, *blocks[last_day + 1 :]]


def _is_name(text: str) -> bool:
    is_short = len(text) <= LONGEST_LAW_NAME and not _SENTENCE.search(text)
    return is_short and read_number(text) is None and division_depth(text) is None and not is_adoption(text)


def _begins_law(block: Block) -> bool:
    text = block.text.text
    return is_adoption(text) or read_article(text) is not None or division_depth(text) is not None


def _is_law(title: str, blocks: Sequence[Block], at: int) -> bool:
    """Return whether a page with that title is a law: by the line of its adoption, or by its articles."""
    if not names_law(title):
        return False
    if any(is_adoption(block.text.text) for block in _head(blocks[at + 1 :])):
        return True
    if names_change(title) and any(read_number(block.text.text) for block in blocks[at + 1 :]):
        return True
    articles = sum(1 for block in blocks[at + 1 :] if _article(block) is not None)
    return articles >= (1 if any(block.role is Role.NOTE for block in blocks[:at]) else 2)


def _article(block: Block) -> str | None:
    if block.article:
        return block.article
    number = read_article(block.text.text) if block.text.text[:1] == "第" else None
    return number.printed if number and number.certain else None


def _head(blocks: Sequence[Block]) -> Iterator[Block]:
    """Return the blocks between a law's title and its first heading, number or running text."""
    for block in blocks[:_HEAD]:
        text = block.text.text
        is_numbered = read_number(text) is not None or division_depth(text) is not None
        if _article(block) or (is_numbered and not _is_about_law(text)):
            return
        yield block


def _body(blocks: Sequence[Block]) -> Iterator[Block]:
    """Return the blocks below the title of a law."""
    blocks = _without_contents(blocks)
    above = len(list(_head(blocks)))
    last = len(blocks) - len(_conclusion(blocks))
    blocks = [
        _below_title(block) if number < above else replace(block, role=Role.SIGNATURE) if number >= last else block
        for number, block in enumerate(blocks)
    ]
    before: Block | None = None
    for block in blocks:
        block = _in_law(block, before)
        if before is not None and _is_rest_of_heading(before, block):
            text = Mapped.join((before.text, _blank(before.text, block.text), block.text))
            before = replace(before, text=text)
            continue
        if before is not None:
            yield before
        before = block
    if before is not None:
        yield before


def _without_contents(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks with a table of contents as notes: it ends where its first entry stands again."""
    at = next((at for at, one in enumerate(blocks[:_HEAD]) if _CONTENTS.fullmatch(one.text.text)), None)
    if at is None or at + 1 >= len(blocks):
        return blocks
    first = compact(blocks[at + 1].text.text)
    places = range(at + 2, len(blocks))
    end = next((place for place in places if compact(blocks[place].text.text) == first), at + 1)
    entries = (replace(block, role=Role.NOTE) for block in blocks[at:end])
    return [*blocks[:at], *entries, *blocks[end:]]


def _conclusion(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return what follows the last article of a law of Macau: who passed, signed and promulgated it, and when."""
    for at in range(max(0, len(blocks) - 8), len(blocks)):
        if _CONCLUDES.fullmatch(blocks[at].text.text):
            return blocks[at:]
    return ()


def _below_title(block: Block) -> Block:
    text = block.text.text
    if block.role in (Role.PARAGRAPH, Role.HEADING) and _is_about_law(text):
        return replace(block, role=Role.NOTE)
    return block


def _is_about_law(text: str) -> bool:
    return is_adoption(text) or any(one.fullmatch(text) for one in (DOCKET, CHAPTER, _COMMENCEMENT, _FACT))


def _in_law(block: Block, before: Block | None) -> Block:
    """Return the block with the role its wording has in a law, ``before`` standing above it."""
    text = block.text.text
    if block.role is Role.HEADING and _article(block):
        return replace(block, role=Role.PARAGRAPH)
    if block.role is Role.HEADING and before is not None and _is_number_alone(before):
        return replace(block, role=Role.PARAGRAPH)
    if block.role is Role.PARAGRAPH and len(text) <= _LONGEST_LINE and ANNEX.match(text):
        return Block(Role.HEADING, block.text)
    return block


def _is_number_alone(block: Block) -> bool:
    number = read_article(block.text.text) if block.role is Role.PARAGRAPH else None
    return number is not None and number.alone


def _is_rest_of_heading(before: Block, block: Block) -> bool:
    """Return whether a short line is the name of the division whose number stands above it."""
    if before.role is not Role.HEADING or block.role not in (Role.HEADING, Role.PARAGRAPH):
        return False
    text = block.text.text
    if not DIVISION_ALONE.fullmatch(before.text.text) or len(text) > _LONGEST_LINE or _SENTENCE.search(text):
        return False
    return read_number(text) is None and division_depth(text) is None


def _blank(before: Mapped, after: Mapped) -> Mapped:
    return Mapped.made_of(" ", before.span()[1], after.span()[0])
