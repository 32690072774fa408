"""The last touches to a page read from markup: its one title, notes, headings and signatures.

Markup says what is a heading and what a list, but the title may be printed several times, and the place and
day under it, the division headings of a law and the signatures of a statement are mostly plain paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from searchlib.corpus.blocks import Block, Role
from searchlib.corpus.closing import PLACE_AND_DAY, is_place_and_day, split_closing
from searchlib.corpus.formats.inline import joined_by, one_line
from searchlib.corpus.formats.wraps import join_wrapped
from searchlib.corpus.labels import page_line
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import division_depth
from searchlib.corpus.titles import FULL_TEXT, MOST_TITLE_LINES, bare_title, title_length

_SOURCE = re.compile(r"(?:来源|來源|稿源|信息来源)[ 　\xa0]*+[：:][ 　\xa0]*+[^\s　\xa0|【\[（(]{2}")

_PRINTED_DAY = re.compile(
    r"(?:(?:发布|發布|更新|发稿)?(?:时间|時間|日期)[ 　]*[：:])?[ 　\xa0]*"
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"[ 　\xa0T]*(?:\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{0,2}秒?)?)?.{0,40}"
)
_SENTENCE = re.compile("[。！？；]")
_LONGEST_HEADING = 40
_LONGEST_NOTE = 80
# How many blocks a page may print before its text begins; only there is a paragraph a repeated title.
_TOP = 12


def with_one_title(
    blocks: Sequence[Block], stated: Sequence[Mapped], guesses: Sequence[Mapped]
) -> list[Block]:
    """The blocks with at most one of role TITLE, whichever of the places that print it comes first.

    ``stated`` are titles the page declares to be its own, ``guesses`` what a browser shows in its frame.
    Without either a lone first-level heading, or a heading that opens the page, is the title; and without
    one the title of a statement among the first paragraphs. A title over several blocks becomes one.
    """
    blocks = _with_joined_title(blocks, {_key(title.text) for title in (*stated, *guesses)})
    for title in (*stated, *guesses):
        wanted = _key(title.text)
        found = next((at for at, block in enumerate(blocks) if _repeats(block, wanted, at)), None)
        if wanted and found is not None:
            return _entitled(blocks, found)
    if stated:
        return [Block(Role.TITLE, stated[0]), *blocks]
    main = [at for at, block in enumerate(blocks) if block.role is Role.HEADING and block.level == 1]
    if len(main) == 1 or main[:1] == [0]:
        return _entitled(blocks, main[0])
    if guesses:
        return [Block(Role.TITLE, guesses[0]), *blocks]
    if blocks and blocks[0].role is Role.HEADING:
        return _entitled(blocks, 0)
    first = next((at for at, block in enumerate(blocks[:_TOP]) if title_length([block.text.text])), None)
    return list(blocks) if first is None else _entitled(blocks, first)


def finished(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the roles that only their wording tells: notes, division headings, signatures."""
    # Signatures first: in a short statement their day stands where a page prints its own.
    return tuple(_classified(block, at) for at, block in enumerate(_signed(blocks)))


def title_of(blocks: Sequence[Block]) -> str | None:
    """The text of the title block."""
    return next((block.text.text for block in blocks if block.role is Role.TITLE), None)


def _with_joined_title(blocks: Sequence[Block], wanted: Set[str]) -> list[Block]:
    """The blocks, with those that together are one of the ``wanted`` titles or a statement's as one."""
    for at in range(min(_TOP, len(blocks))):
        if _SENTENCE.search(blocks[at].text.text):
            break
        several = blocks[at : at + MOST_TITLE_LINES]
        texts = [block.text.text for block in several if block.role in (Role.PARAGRAPH, Role.HEADING)]
        whole = title_length(texts)
        counts = (count for count in range(2, len(texts) + 1) if _key("".join(texts[:count])) in wanted)
        count = next(counts, whole)
        if count > 1:
            title = join_wrapped([block.text for block in several[:count]])
            return [*blocks[:at], Block(Role.HEADING, title), *blocks[at + count :]]
        if whole:
            break
    return list(blocks)


def _entitled(blocks: Sequence[Block], title: int) -> list[Block]:
    """The blocks with number ``title`` as the title and its repetitions left out."""
    wanted = _key(blocks[title].text.text)
    kept = []
    for at, block in enumerate(blocks):
        if at == title:
            kept.append(Block(Role.TITLE, bare_title(one_line([block.text]))))
        elif _repeats(block, wanted, at):
            leave_out(block.text, OmissionReason.TITLE)
        else:
            kept.append(block)
    return kept


def _repeats(block: Block, wanted: str, at: int) -> bool:
    """Whether a block is nothing but the title; a caption or a list item with the same words is not it."""
    is_place_for_it = block.role is Role.HEADING or (block.role is Role.PARAGRAPH and at < _TOP)
    return is_place_for_it and _key(block.text.text) == wanted


def _key(title: str) -> str:
    return "".join(FULL_TEXT.sub("", title).split())


def _classified(block: Block, at: int) -> Block:
    if block.role is not Role.PARAGRAPH:
        return block
    text = block.text.text
    if len(text) <= _LONGEST_NOTE and at < _TOP and _is_note(text):
        return replace(block, role=Role.NOTE)
    depth = division_depth(text)
    if depth is not None and len(text) <= _LONGEST_HEADING and not _SENTENCE.search(text):
        return Block(Role.HEADING, block.text, depth)
    return block


def _is_note(text: str) -> bool:
    if _SENTENCE.search(text):
        return False
    is_label = _SOURCE.search(text) or page_line(text) or _PRINTED_DAY.fullmatch(text)
    return bool(is_label) or is_place_and_day(text)


def _signed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with what follows the last sentence as signatures, if that is what it is."""
    bodies = [at for at, block in enumerate(blocks) if block.role in (Role.PARAGRAPH, Role.ITEM)]
    last = next((at for at in reversed(bodies) if _SENTENCE.search(blocks[at].text.text)), None)
    if last is None or any(block.role is not Role.PARAGRAPH for block in blocks[last + 1 :]):
        return tuple(blocks)
    ending = joined_by("\n", [block.text for block in blocks[last:]])
    body, closing = split_closing(ending)
    if not closing:
        return tuple(blocks)
    kept = replace(blocks[last], text=body.strip())
    return (*blocks[:last], kept, *_signature_blocks(closing))


def _signature_blocks(closing: Mapped) -> Iterator[Block]:
    """One block for each line; a day and place printed behind the names stand by themselves."""
    for line in closing.split_lines():
        found = PLACE_AND_DAY.search(line.text)
        cut = found.start() if found else 0
        for part in (line[:cut].strip(), line[cut:].strip()):
            if part:
                yield Block(Role.SIGNATURE, part)
