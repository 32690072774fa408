"""Question words: what makes a question of a text and stands in no answer to it.

多久, 怎么办 or 什么是 say what is wanted to be known. A clause that holds nothing else of a question, such as
a heading 怎么办, answers nothing. So the last tier looks for what is left of a question without them.
"""

from __future__ import annotations

import re

from searchlib.text.running import key

_MEASURES = "个月|小时|分钟|星期|周|天|年|月|日|次|岁|个|位|名|种|条|级|倍|成|元|钱|人|件|项|款|点"

_INSIDE = re.compile(
    "请问|(?:为|是|干)?什么(?:是|叫|样|意思|时候|时间|地方|人|情况)?|怎么(?:办|样|回事|说|做)?|怎样|咋[办样]?"
    "|如何|为何|何谓|何[时地处人种]|多久|多长(?:时间)?"
    f"|多少(?:{_MEASURES})?|(?<!十)几(?:{_MEASURES})|哪(?:一|几)?(?:{_MEASURES})|哪[里儿些]"
    "|是否|能否|可否|是不是|能不能|可不可以|有没有|会不会|要不要|用不用|需不需要|应不应该|算不算|行不行"
)
"""Question words that are recognised in running text; in the fold, so in simplified characters."""

_ALONE = re.compile("多[大高远重快]|[谁哪几咋何]|[吗呢吧么啊呀]")
"""Those that are too often part of something else (许多大型企业) to be recognised in running text."""

_AT_THE_END = "吗呢"
_SIGNS = re.compile(r"[^\w]+")


def content_parts(text: str) -> tuple[str, ...]:
    """Return the pieces of the key of ``text`` that stand between question words and signs, in order.

    >>> content_parts("什麼是居住權？"), content_parts("试用期最长多久"), content_parts("怎么办")
    (('居住权',), ('试用期最长',), ())
    """
    pieces = [piece for run in _INSIDE.split(key(text)) for piece in _SIGNS.split(run)]
    kept = [piece if len(piece) == 1 else piece.rstrip(_AT_THE_END) for piece in pieces]
    return tuple(piece for piece in kept if piece and not _ALONE.fullmatch(piece))
