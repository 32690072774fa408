"""What an engine is asked for, tier by tier."""

import re
from pathlib import Path

import pytest

from searchlib.errors import NotInIndex, QueryError
from searchlib.query.ast import (
    ALL_ZONES,
    And,
    Between,
    Exact,
    Filter,
    Has,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Word,
)
from searchlib.query.filters import resolve
from searchlib.query.forms import needles
from searchlib.query.parser import parse
from searchlib.query.rewrite import exact, needles_to_mark, scoring, words
from searchlib.text.analyzer import Analyzer
from searchlib.text.running import key
from searchlib.text.views import fold

PROJECTS = {"两洋铁路": ("两洋铁路", "two-ocean  Railway", "兩洋鐵路"), "钱凯港": ("钱凯港",)}


class Bigrams:
    """An analyzer whose words are the pairs of letters from the left."""

    def words(self, text: str) -> tuple[str, ...]:
        letters = "".join(character for character in fold(text) if character.isalnum())
        return tuple(letters[at : at + 2] for at in range(0, len(letters), 2))


def names_of(name: str) -> tuple[str, ...]:
    """The names of a project."""
    if name not in PROJECTS:
        raise NotInIndex("project.unknown", name=name)
    return PROJECTS[name]


def exactly(typed: str) -> str:
    """The spelling of the exact tier's query."""
    return str(exact(parse(typed), names_of))


@pytest.mark.parametrize(
    ("typed", "engine"),
    [
        ("两洋铁路", 'exact("两洋铁路")'),
        ("兩洋鐵路", 'exact("两洋铁路")'),
        ("ＡＰＥＣ", 'exact("apec")'),
        ("𠀀𠮷", 'exact("𠀀𠮷")'),
        ("。", 'exact("。")'),
        ("共建“一带一路”", 'exact("共建\\"一带一路\\"")'),
        ("两洋 铁路", 'exact("两洋") AND exact("铁路")'),
        ("两洋 兩洋", 'exact("两洋")'),
        ('"联合开展 两洋铁路"', 'exact("联合开展两洋铁路")'),
        ('"two-ocean   railway"', 'exact("two-ocean railway")'),
        ("@两洋铁路", 'exact("两洋铁路"|"\btwo-ocean railway\b")'),
        ("-@钱凯港 港口", 'NOT exact("钱凯港") AND exact("港口")'),
        ("中秘 NEAR/10 铁路", 'exact("中秘" in text) NEAR/10 exact("铁路" in text)'),
        (
            "(@钱凯港|港口|钱凯港) NEAR/3 “铁路”",
            'exact("钱凯港"|"港口" in text) NEAR/3 exact("铁路" in text)',
        ),
        ("1998年", 'exact("1998年"|"一九九八年")'),
        ("国家：秘鲁 铁路", 'country=PE AND exact("铁路")'),
        ("铁路 OR NOT year:2013", 'exact("铁路") OR NOT day=20130101..20131231'),
    ],
)
def test_exact_tier(typed: str, engine: str) -> None:
    """Text becomes folded needles, projects all their names, filters metadata."""
    assert engine == exactly(typed)


def test_exact_leaves_look_everywhere_but_near_only_into_the_text() -> None:
    """Distance has a meaning inside one text only."""
    assert exact(Keyword("中秘"), names_of) == Exact(("中秘",), ALL_ZONES)
    assert exact(Near(Keyword("中"), Phrase("秘"), 2), names_of) == Near(
        Exact(("中",), ("text",)), Exact(("秘",), ("text",)), 2
    )


def test_unknown_projects_and_empty_texts_are_errors() -> None:
    """Neither becomes an empty result."""
    for typed, column in (("@无此项目", 0), ("铁路 NOT @无此项目", 7), ("港 NEAR/3 @无此项目", 9)):
        with pytest.raises(QueryError, match="无此项目") as caught:
            exactly(typed)
        assert caught.value.column == column
    with pytest.raises(QueryError, match="无此项目") as caught:
        scoring(parse("铁路 OR @无此项目"), Bigrams(), names_of)
    assert caught.value.column == 6
    with pytest.raises(QueryError, match="says nothing"):
        exact(Phrase("　"), names_of)
    with pytest.raises(QueryError, match="says nothing"):
        exact(parse("@钱凯港"), lambda _: ())


@pytest.mark.parametrize(
    ("asked", "engine"),
    [
        ("country:秘鲁", "country=PE"),
        ("country:秘魯", "country=PE"),
        ("country:pe", "country=PE"),
        ("country:Peru", "country=PE"),
        ("year:2013", "day=20130101..20131231"),
        ("year:２０１３年", "day=20130101..20131231"),
        ("year:二〇一三", "day=20130101..20131231"),
        ("year:2013..2016", "day=20130101..20161231"),
        ("year:2013-2016", "day=20130101..20161231"),
        ("year:2013—2016", "day=20130101..20161231"),
        ("year:2013。。2016", "day=20130101..20161231"),
        ("year:2013至2016年", "day=20130101..20161231"),
        ("year:..2016", "day=10101..20161231"),
        ("year:0821", "day=8210101..8211231"),
        ("year:823", "day=8230101..8231231"),
        ("year:..0079", "day=10101..791231"),
        ("date:〇八二一年十月", "day=8211001..8211031"),
        ("year:0820..0829", "day=8200101..8291231"),
        ("year:2013..", "day=20130101..99991231"),
        ("date:2015", "day=20150101..20151231"),
        ("date:2016-02", "day=20160201..20160229"),
        ("date:2015-05-22", "day=20150522..20150522"),
        ("date:2015-5-2", "day=20150502..20150502"),
        ("date:20150522", "day=20150522..20150522"),
        ("date:2015/5/22", "day=20150522..20150522"),
        ("date:2015.5.22..2015.6.1", "day=20150522..20150601"),
        ("date:2015年5月22日", "day=20150522..20150522"),
        ("date:2015年5月", "day=20150501..20150531"),
        ("date:二〇一五年五月二十二日", "day=20150522..20150522"),
        ("date:2015-05-22..", "day=20150522..99991231"),
        ("date:..2015-05", "day=10101..20150531"),
        ("kind:joint-statement", "kind=joint-statement"),
        ("kind:Joint_Statement", "kind=joint-statement"),
        ("kind:聯合聲明", "kind=joint-statement"),
        ("kind:公报", "kind=communique"),
        ("kind:報道", "kind=report"),
        ("kind:法律", "kind=law"),
        ("kind:其它", "kind=other"),
        ("script:hans", "script=hans"),
        ("script:繁體", "script=hant"),
        ("publisher:聯合早報", "publisher=联合早报"),
        ("title:戰略夥伴", f'exact("{fold("戰略夥伴")}" in title)'),
        ("title:第8条", 'exact("第8条"|"第八条" in title)'),
        ("clause:8", "path=8"),
        ("clause:八", "path=8"),
        ("clause:八、", "path=8"),
        ("clause:（八）", "path=8"),
        ("clause:第8條", "path=8"),
        ("clause:第一百十二條", "path=112"),
        ("clause:第八条之一", "path=8-1"),
        ("clause:第8-1條", "path=8-1"),
        ("clause:2.3", "path=2.3"),
        ("clause:二.三", "path=2.3"),
        ("clause:P2", "path=p2"),
        ("clause:title", "path=title"),
    ],
)
def test_filters(asked: str, engine: str) -> None:
    """Each value stands for metadata as the index writes it."""
    assert engine == exactly(asked)


@pytest.mark.parametrize(
    ("name", "value", "because"),
    [
        ("country", "火星", "write a country's name"),
        ("year", "abc", "write a year"),
        ("year", "0", "write a year"),
        ("year", "12345", "write a year"),
        ("year", "99", "write a year"),
        ("year", "..", "write a year"),
        ("year", "2013-05", "write a year"),
        ("year", "2013..20x", "write a year"),
        ("year", "2013年5月", "write a year"),
        ("date", "昨天", "write a day, month or year"),
        ("date", "2015-13", "no such day"),
        ("date", "2015-00-01", "no such day"),
        ("date", f"2015-05-{'2' * 12}", "no such day"),
        ("date", "2015-02-29", "no such day"),
        ("date", "2015-05-22..2015-05-21", "the range ends before it begins"),
        ("kind", "诗", "joint-statement, communique, report, law, other"),
        ("script", "latin", "hans, hant or mixed"),
        ("clause", "八章!", "write a clause's number"),
        ("clause", "a..b", "write a clause's number"),
    ],
)
def test_impossible_values_are_refused(name: str, value: str, because: str) -> None:
    """The message says what was asked and what would do, and where."""
    with pytest.raises(QueryError, match=re.escape(because)) as caught:
        resolve(Filter(name, value, 7))

    assert f"{name}:{value}" in str(caught.value)
    assert caught.value.column == 7


@pytest.mark.parametrize(
    ("typed", "engine"),
    [
        ("两洋铁路", "word(两洋) AND word(铁路)"),
        ("兩洋 两洋铁路", "word(两洋) AND word(铁路)"),
        ("两洋|钱凯港口", "word(两洋) OR (word(钱凯) AND word(港口))"),
        ("两洋铁路 。", 'word(两洋) AND word(铁路) AND exact("。")'),
        ('"两洋铁路"', 'exact("两洋铁路")'),
        ("@钱凯港", 'exact("钱凯港")'),
        ("两洋 NEAR/3 铁路", 'exact("两洋" in text) NEAR/3 exact("铁路" in text)'),
        ("两洋 country:PE", "word(两洋) AND country=PE"),
        ("港口 -两洋铁路", 'word(港口) AND NOT exact("两洋铁路")'),
        ("NOT (港口 OR 铁路公路)", 'NOT (exact("港口") OR exact("铁路公路"))'),
    ],
)
def test_words_tier(typed: str, engine: str) -> None:
    """Keywords need only their words; everything else, and what is excluded, stays exact."""
    assert engine == str(words(parse(typed), Bigrams(), names_of))


@pytest.mark.parametrize(
    ("typed", "engine"),
    [
        ("可行性研究", "word(可行) AND word(研究) AND word(可行性)"),
        ("可行性研究報告", "word(可行) AND word(研究) AND word(可行性) AND word(报告)"),
        ("一带一路", "word(一带) AND word(一路)"),
        ("两洋铁路", "word(洋铁) AND word(铁路) AND word(两洋铁路)"),
        ("Belt", "word(belt)"),
    ],
)
def test_a_word_made_of_words_needs_only_these(typed: str, engine: str) -> None:
    """A compound asks for its parts, a name whose parts do not make it up for itself."""
    assert engine == str(words(parse(typed), Analyzer(("两洋铁路",)), names_of))


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("两洋铁路", (("两洋", 1.0), ("铁路", 1.0))),
        ("两洋铁路 铁路", (("两洋", 1.0), ("铁路", 2.0))),
        ("铁路铁路", (("铁路", 1.0),)),
        ("“铁路”|@钱凯港", (("铁路", 1.0), ("钱凯", 1.0), ("港", 1.0))),
        ("铁路 NEAR/3 (港口|两洋)", (("铁路", 1.0), ("港口", 1.0), ("两洋", 1.0))),
        ("铁路 -两洋 title:港口 country:PE", (("铁路", 1.0),)),
        ("NOT 铁路", ()),
        ("country:PE", ()),
    ],
)
def test_scoring(typed: str, terms: tuple[tuple[str, float], ...]) -> None:
    """Text that is wanted scores, once per leaf; filters and what is excluded do not."""
    assert terms == scoring(parse(typed), Bigrams(), names_of)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("铁路 两洋", ("铁路", "两洋")),
        ("铁路 -两洋", ("铁路",)),
        ("铁路 title:港口 year:2013", ("铁路",)),
        ("铁路 NEAR/3 (港口|两洋)", ("铁路", "港口", "两洋")),
        ("铁路|(铁路 港口)", ("铁路", "港口")),
        ("NOT (铁路 NEAR/3 港口)", ()),
        ("country:PE", ()),
    ],
)
def test_needles_to_mark(typed: str, marked: tuple[str, ...]) -> None:
    """Only what made a clause a hit is marked in its text."""
    assert marked == needles_to_mark(exact(parse(typed), names_of))


@pytest.mark.parametrize("typed", ["总　则", "总\u200b则", "總 則", " 总则\n", "总\xad则\ufe00"])
def test_characters_that_do_not_count_do_not_count_in_queries(typed: str) -> None:
    """Who copies 总　则 from the page finds the page, whatever came along."""
    assert needles(typed) == ("总则",)


@pytest.mark.parametrize("typed", ["", " 　", "\u200b", "\ufe0f \xad"])
def test_text_without_a_character_that_counts_has_no_needle(typed: str) -> None:
    """Nothing is looked for that could not be seen."""
    assert needles(typed) == ()


def engine_leaves(query: Query) -> set[type]:
    """The kinds of leaves of a tree."""
    match query:
        case And(operands) | Or(operands):
            return set().union(*map(engine_leaves, operands))
        case Not(operand):
            return engine_leaves(operand)
        case Near(left, right):
            return engine_leaves(left) | engine_leaves(right)
        case _:
            return {type(query)}


def test_rewritten_queries_hold_engine_leaves_only() -> None:
    """An engine sees no spoken leaf, and a rewritten query stays as it is."""
    typed = parse("甲 “乙” @钱凯港 -国家：秘鲁 (year:2013|title:丙?丁) 丁 NEAR/3 (戊|“己”|庚*辛) =“6日”")
    rewritten = exact(typed, names_of)

    assert engine_leaves(rewritten) == {Exact, Has, Between}
    assert engine_leaves(words(typed, Bigrams(), names_of)) == {Exact, Has, Between, Word}
    assert exact(rewritten, names_of) == rewritten


@pytest.mark.parametrize(
    ("typed", "file", "printed"),
    [
        ("二〇一五年五月二十二日", "seeds/000_fbcdf80aeda2e1b4.txt", "2015年5月22日"),
        ("二零一八年六月六日", "seeds/002_a0900ce34b90cf2e.txt", "2018年6月6日"),
        ("兩洋 鐵路", "seeds/000_fbcdf80aeda2e1b4.txt", "两洋铁路"),
        ("錢凱 港", "seeds/003_4dc100a3c252a61c.txt", "钱凯港"),
    ],
)
def test_real_texts_are_found_however_typed(typed: str, file: str, printed: str, shared: Path) -> None:
    """A phrase finds what the page prints in its own way."""
    text = key((shared / file).read_text(encoding="utf-8"))

    assert printed in text
    assert printed in map(str, needles(typed))


def test_articles_of_both_sides_of_the_strait_are_found(shared: Path) -> None:
    """第 8-1 條 of a Taiwan law and 第一百二十条之一 of a mainland one, typed the other way."""
    taiwan = sorted((shared / "corpora/laws_tw").rglob("*.md"))[:200]
    folded = [key(path.read_text(encoding="utf-8")) for path in taiwan]

    for typed in ("第八条", "第８條", "第八条之一", "第 8-1 條"):
        assert any(str(needle) in text for text in folded for needle in needles(typed)), typed
    assert any("第8条" in text for text in folded)
    assert any("第8-1条" in text for text in folded)
