"""Strategies for queries: typed texts, and trees as the parser makes them."""

from hypothesis import strategies as st

from searchlib.query.ast import (
    Filter,
    Keyword,
    Near,
    Phrase,
    ProjectName,
    Query,
    Wildcards,
    all_of,
    any_of,
    negation,
)

CHARACTERS = "两洋兩洋铁路鐵路一二八条𠀀a1O"
MARKS = '?*？！=\\|｜()（）-－@＠:："“”＂„〝〞「」『』｢｣﹁﹂/。，—'
OPERATORS = (
    "OR",
    "AND",
    "NOT",
    "NEAR/3",
    "ＯＲ",
    "NEAR",
    "OR(",
    "country:PE",
    "国家：秘鲁",
    "year:2013",
    "\\OR",
)
FRAGMENTS = (
    *OPERATORS,
    *("title:", "@", "-", "（一）", "(2)", " ", "　", "\n", "\u200b", ' "', '" ', " (", ") "),
    *("两洋铁路", "“一带一路”", "country:火星", "clause:8"),
)
FILTERS = (
    ("country", "秘鲁"),
    ("country", "PE"),
    ("year", "2013..2016"),
    ("date", "2015-05-22.."),
    ("kind", "joint-statement"),
    ("clause", "第八条"),
    ("script", "hant"),
)

words = st.one_of(
    st.text(CHARACTERS, min_size=1, max_size=5),
    st.text(CHARACTERS + MARKS, min_size=1, max_size=8),
    st.sampled_from((*OPERATORS, "-", "year:x", "（一）")),
)
"""What a keyword can say: anything without blanks."""

phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
"""What a phrase, name or value can say: words with single blanks."""

filters = st.one_of(
    st.deferred(lambda: wildcards).map(lambda parts: Filter("title", "".join(parts), parts=parts)),
    st.sampled_from(FILTERS).map(lambda pair: Filter(*pair)),
    phrases.map(lambda text: Filter("title", text)),
    phrases.map(lambda text: Filter("publisher", text)),
    phrases.map(lambda text: Filter("issuer", text)),
)
wildcards = st.builds(
    lambda first, runs: (first, *(part for run in runs for part in run)),
    words.map(lambda text: f"两{text}"),
    st.lists(st.tuples(st.sampled_from(("?", "*", "??")), words), min_size=1, max_size=3),
)
"""The parts of a pattern, one of them telling enough."""

texts = st.one_of(
    words.map(Keyword),
    phrases.map(Phrase),
    phrases.map(lambda text: Phrase(text, as_typed=True)),
    wildcards.map(Wildcards),
    phrases.map(ProjectName),
)
leaves = st.one_of(texts, filters)

near_sides = st.one_of(texts, st.lists(texts, min_size=2, max_size=3).map(any_of))
nears = st.builds(Near, near_sides, near_sides, st.integers(0, 1000))


def _grow(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(several.map(all_of), several.map(any_of), inner.map(negation))


queries: st.SearchStrategy[Query] = st.recursive(st.one_of(leaves, nears), _grow, max_leaves=12)
"""Trees of spoken leaves, flat and without double negation, within the limits."""

typed = st.one_of(
    st.text(st.characters(), max_size=40),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(CHARACTERS + MARKS, max_size=3)), max_size=12).map(
        "".join
    ),
)
"""Anything a person or a program may type, lone surrogates and control characters included."""

numerals = st.lists(
    st.sampled_from(
        (
            *"第8条1之一二十百〇零0o-年月日25款",
            *(
                " ",
                "  ",
                "2009年",
                "二〇〇九年",
                "第8条",
                "第一百零五条",
                "5月22日",
                "第 8-1 条",
                "之一",
                "第1012条",
            ),
        )
    ),
    max_size=9,
).map("".join)
"""Folded text full of numerals, well-formed and not."""
