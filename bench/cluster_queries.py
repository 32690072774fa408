"""Queries as readers ask them, drawn from the texts of an open index, the same ones always."""

from __future__ import annotations

import random
from collections.abc import Iterator

from searchlib.engine.base import Engine, EngineRequest
from searchlib.model import Scope, Sort
from searchlib.query.ast import Everything

Asked = tuple[str, Scope]

_QUESTIONS = ("{}有哪些规定", "什么情况下{}", "{}由谁负责", "如何申请{}", "违反{}怎么处罚", "{}的期限是多长")
_NUMERALS = ("第{}条", "{}日内", "{}年", "百分之{}", "{}万元")


def draw_queries(engine: Engine, count: int, seed: int = 13) -> Iterator[Asked]:
    """Yield ``count`` queries: words, names, phrases, numerals, patterns, nearness, filters, exclusions,
    questions like sentences, and whole statements."""
    draw = random.Random(seed)
    texts = _texts(engine, draw)
    makers = (
        _keyword,
        _keyword,
        _pair,
        _pair,
        _phrase,
        _numeral,
        _pattern,
        _near,
        _filtered,
        _without,
        _question,
        _either,
    )
    for number in range(count):
        text = draw.choice(texts)
        query = makers[number % len(makers)](draw, text)
        yield query, Scope.STATEMENT if number % 10 == 9 else Scope.CLAUSE


def _texts(engine: Engine, draw: random.Random) -> list[str]:
    found = engine.search(EngineRequest(Everything(), sort=Sort.CORPUS)).numbers
    numbers = sorted(draw.sample([int(number) for number in found], min(400, len(found))))
    texts = [clause.text for clause, _ in engine.fetch(numbers)]
    return [text for text in texts if len(_letters(text)) > 12] or ["两洋铁路可行性研究合作文件"]


def _letters(text: str) -> str:
    return "".join(each if "\u4e00" <= each <= "\u9fff" else " " for each in text)


def _piece(draw: random.Random, text: str, least: int, most: int) -> str:
    runs = [run for run in _letters(text).split() if len(run) >= least] or ["中华人民共和国"]
    run = draw.choice(runs)
    length = min(len(run), draw.randint(least, most))
    start = draw.randrange(len(run) - length + 1)
    return run[start : start + length]


def _keyword(draw: random.Random, text: str) -> str:
    return _piece(draw, text, 2, 4)


def _pair(draw: random.Random, text: str) -> str:
    return f"{_piece(draw, text, 2, 3)} {_piece(draw, text, 2, 4)}"


def _phrase(draw: random.Random, text: str) -> str:
    return f'"{_piece(draw, text, 3, 9)}"'


def _numeral(draw: random.Random, text: str) -> str:
    written = draw.choice(_NUMERALS).format(draw.choice((3, 5, 6, 10, 15, 20, 30, 52, 2009)))
    return f"{written} {_piece(draw, text, 2, 2)}"


def _pattern(draw: random.Random, text: str) -> str:
    piece = _piece(draw, text, 4, 6)
    return f"{piece[0:2]}{draw.choice('?*')}{piece[3:]}"


def _near(draw: random.Random, text: str) -> str:
    return f"{_piece(draw, text, 2, 2)} NEAR/{draw.randint(2, 20)} {_piece(draw, text, 2, 2)}"


def _filtered(draw: random.Random, text: str) -> str:
    first = draw.randint(1990, 2020)
    filters = (f"year:{first}..{first + 8}", "kind:law", f"clause:{draw.randint(1, 40)}")
    return f"{_piece(draw, text, 2, 3)} {draw.choice(filters)}"


def _without(draw: random.Random, text: str) -> str:
    return f"{_piece(draw, text, 2, 2)} -{_piece(draw, text, 2, 2)}"


def _question(draw: random.Random, text: str) -> str:
    return draw.choice(_QUESTIONS).format(_piece(draw, text, 5, 9))


def _either(draw: random.Random, text: str) -> str:
    return f"{_piece(draw, text, 2, 4)} OR {_piece(draw, text, 2, 4)}"
