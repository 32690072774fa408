"""Which states a text is between, read from its title and its opening: ISO 3166-1 alpha-2 codes.

The names are those of :mod:`searchlib.facts.countries`, compared folded, so both scripts match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchlib.facts.countries import names_in_texts
from searchlib.text.views import fold

_NOT_PARTIES = frozenset({"TW", "HK", "MO", "AQ"})
"""Named in many texts, but not what a statement between states is between."""

_TOPIC = re.compile(
    "(?<![成造早高])就(?![业职诊读医近任地餐座学])|关于|有关|谴责|制裁|抗议|驳斥|批驳|回应|敦促|反制|涉[^及]"
)
_JOINT = re.compile("(?:联合|共同)(?:声明|宣言|公报|新闻稿)|新闻公报|协定|条约|议定书|备忘录")
_PLACE_OR_PROJECT = re.compile(
    "(?!关于|就|两国|三国|双|元首|领导|关系|友好|人民|联合|政府|战略|建交|合作(?!区))[^,。、;:]{0,8}?"
    "(?:工业园|产业园|科技园|园区|合作区|铁路|高铁|公路|走廊|管道|管线|[东西中]线|班列|大桥|隧道|口岸|港口|码头|电站"
    "|机场|航线|边境|边界|边民|医院|学校|大学|银行|基金)"
)
"""What a name made of 中 and another state is the name of, where no party is meant: 中白工业园."""


def parties_of(title: str, opening: str) -> tuple[str, ...]:
    """The states that ``title`` names, in order; where it names fewer than two, ``opening`` completes them.

    >>> parties_of("習近平：中秘要對接發展戰略", "")
    ('CN', 'PE')
    >>> parties_of("会见秘鲁总统", "国务院总理李克强同秘鲁总统会谈。")
    ('PE', 'CN')
    """
    title, opening = fold(title), fold(opening)
    bare = title[: _topic_start(title)]
    named = _named(bare, title + opening)
    if bare != title:
        return named
    if len(named) >= 2:
        return named
    return tuple(dict.fromkeys((*named, *_named(opening, ""))))


def _topic_start(title: str) -> int:
    """Where the folded ``title`` of no joint text says what somebody speaks about; its length if nowhere.

    就美国制裁伊朗答记者问 and 谴责日本政府 name no parties; two that stand before are parties.
    """
    found = _TOPIC.search(title)
    return found.start() if found and _JOINT.search(title) is None else len(title)


def _named(text: str, context: str) -> tuple[str, ...]:
    """Codes in order of appearance in the folded ``text``; ``context`` settles ambiguous abbreviations."""
    names = names_in_texts()
    found = [(match.start(), names.in_text[match[0]]) for match in names.pattern.finditer(text)]
    taken = {start for start, _ in found}
    mentioned = {code for _, code in found} | {names.in_text[m] for m in names.pattern.findall(context)}
    found += [pair for pair in _abbreviated(text, mentioned) if pair[0] not in taken]
    ordered = dict.fromkeys(code for _, code in sorted(found))
    return tuple(code for code in ordered if code not in _NOT_PARTIES)


def _abbreviated(text: str, mentioned: set[str]) -> Iterator[tuple[int, str]]:
    """中秘, 秘中, 中日韩: the offset of each character that stands for a state, and the code."""
    abbreviations = names_in_texts().abbreviations
    for china in re.finditer("中", text):
        partners = list(_partners(text, china.end(), mentioned))
        before = abbreviations.get(text[china.start() - 1 : china.start()], ())
        if not partners and len(before) == 1 and before[0] in mentioned:
            partners = [(china.start() - 1, before[0])]
        end = max((at for at, _ in partners), default=china.start()) + 1
        if partners and _PLACE_OR_PROJECT.match(text, end) is None:
            yield china.start(), "CN"
            yield from partners


def _partners(text: str, at: int, mentioned: set[str]) -> Iterator[tuple[int, str]]:
    """The states abbreviated from ``at`` on; any but a first unambiguous one must be named elsewhere."""
    names = names_in_texts()
    first = at
    while at < len(text):
        width = 2 if text[at : at + 2] in names.abbreviations else 1
        if width == 1 and names.pattern.match(text, at):
            return
        candidates = names.abbreviations.get(text[at : at + width], ())
        named = [code for code in candidates if code in mentioned]
        if not named and not (at == first and len(candidates) == 1 and _stands_alone(text, at + width)):
            return
        yield at, named[0] if named else candidates[0]
        at += width


def _stands_alone(text: str, end: int) -> bool:
    """Whether the two characters before ``end`` do not begin another word: 中美洲, 中新社, 中文版."""
    word = text[end - 2 : end + 1]
    return (
        word[:2] not in ("中文", "中西", "中南", "中亚", "中立", "中拉", "中以", "中意", "中比", "中安")
        and word != "中美洲"
    )


