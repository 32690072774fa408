"""Numerals and wildcards, from the query to the mark: a plain scan for the shown forms finds the same."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib import Library
from searchlib.errors import QueryError
from searchlib.model import Clause, Document
from searchlib.query.planner import name_needles
from searchlib.search.highlight import marks
from searchlib.text.borders import bare
from searchlib.text.needle import find_needle
from searchlib.text.running import key
from searchlib.text.views import other_script

PIECES = (
    *(
        "3年",
        "三年",
        "十三年",
        "2013年",
        "二〇一三年",
        "6日",
        "16日",
        "十六日",
        "第24次",
        "第二十四次",
        "8,000",
        "八千",
    ),
    *(
        "8000",
        "45亿",
        "四十五亿",
        "20%",
        "百分之二十",
        "百分之二十五",
        "2015年5月22日",
        "2015-05-22",
        "一带一路",
        "十分",
    ),
    *(
        "两洋铁路",
        "兩洋鐵路",
        "两国",
        "统一",
        "第一条",
        "第 8-1 條",
        "第八条之一",
        "？",
        "?",
        "*",
        "，",
        "共",
        " ",
        "的",
    ),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Statements of numerals and text in random order, in several segments."""
    folder = tmp_path_factory.mktemp("numerals")
    corpus, index = folder / "corpus", folder / "index"
    draw = random.Random("numerals and patterns")
    corpus.mkdir()
    for part in range(3):
        for number in range(6):
            lines = ["".join(draw.choices(PIECES, k=draw.randrange(1, 12))) for _ in range(8)]
            written = "\n\n".join(["联合声明", "2015年5月22日", *(f"双方{line}。" for line in lines)])
            (corpus / f"{part}-{number}.txt").write_text(written, encoding="utf-8")
        searchlib.build(corpus, index)
    with searchlib.open(index) as opened:
        yield opened


def asked() -> Iterator[str]:
    """Names with numerals and wildcards, in both scripts."""
    draw = random.Random("asked")
    for _ in range(250):
        text = "".join(draw.choices(PIECES, k=draw.choice((1, 1, 2, 3)))).strip()
        if draw.random() < 0.5 and len(text) > 2:
            at = draw.randrange(1, len(text) - 1)
            text = text[:at] + draw.choice("?*") + text[at + 1 :]
        yield draw.choice((text, other_script(text)))


def test_every_mention_is_found_by_a_plain_scan(library: Library) -> None:
    """Positions, spans and counts are those of a scan of every clause; so are the marks."""
    clauses = [clause for document in library.documents() for clause in library.document(document.id).clauses]
    total = 0
    for name in asked():
        try:
            needles = name_needles(name)
        except QueryError:
            continue
        occurrences = library.occurrences(name)
        wanted = sum(
            len(list(find_needle(key(clause.text), needle))) for clause in clauses for needle in needles
        )
        total += wanted

        assert len(occurrences) == wanted, name
        found = library.mentions(name, scan=True)
        if len(found.names) > 1:  # a project
            continue
        assert set(found.certificate.forms) == set(map(bare, needles))
        for mention in found:
            covered = marks(mention.clause.text, needles)
            assert any(mark.start <= mention.span.start and mention.span.end <= mark.end for mark in covered)
    assert total > 1000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3年", "三年"),
        ("3年", "３年"),
        ("第24次", "第二十四次"),
        ("45亿", "四十五亿"),
        ("20%", "百分之二十"),
        ("8,000", "八千"),
        ("2015-05-22", "2015年5月22日"),
        ("第8-1条", "第八條之一"),
    ],
)
def test_spellings_have_one_answer(library: Library, one: str, other: str) -> None:
    """However the number is typed, the same clauses are found, and the answer says which forms count."""
    first, second = (library.search(each, exact=True, limit=None) for each in (one, other))

    assert first.totals.exact == second.totals.exact > 0
    assert {hit.clause.id for hit in first} == {hit.clause.id for hit in second}
    assert all(hit.spans for hit in first)
    assert dict(first.forms) == {one: first.forms[0][1]}


def test_as_typed_is_a_plain_substring(library: Library) -> None:
    """``="…"`` finds the characters wherever they stand, and nothing else."""
    texts = [
        key(clause.text)
        for document in library.documents()
        for clause in library.document(document.id).clauses
    ]

    for typed in ("6日", "3年", "8000"):
        assert library.mentions(f'="{typed}"').occurrences == sum(text.count(typed) for text in texts) > 0
        assert library.mentions(f'="{typed}"').certificate.forms == (typed,)
        assert library.search(f'="{typed}"').forms == ()
    assert library.mentions("6日").occurrences < library.mentions('="6日"').occurrences
    assert library.search('="6日" -6日').totals.exact > 0


@pytest.mark.parametrize("mark", ["？", "?", "。", "，", "；", "！", "？！", "?*"])
def test_punctuation_at_the_end_hides_nothing(library: Library, mark: str) -> None:
    """A question is asked with a question mark."""
    plain = library.search("两洋铁路")

    assert library.search(f"两洋铁路{mark}").totals == plain.totals
    assert plain.totals.exact > 0


def test_patterns_stand_wherever_text_does(library: Library) -> None:
    """In exclusions, NEAR, alternatives and titles; and a backslash makes a wildcard text."""
    ask = lambda query: library.search(query, exact=True, limit=None).totals.exact  # noqa: E731
    everything = ask("title:联合声明")

    assert ask("两?铁路") == ask("两洋铁路") > 0
    assert ask("-两?铁路 title:联合声明") == everything - ask("两洋铁路")
    assert ask("title:联?声明") == ask("title:联*明") == everything
    assert ask("title:联?声") == everything
    assert ask("title:联?明") == 0
    assert ask("两?铁路 NEAR/1000 双方") == ask("两洋铁路")
    assert ask("(两?铁路 OR 第*次) title:声明") == ask("两洋铁路 OR 第*次")
    assert 0 < ask("\\？") == ask('"?"') < everything


def test_an_example_file(tmp_path: Path) -> None:
    """A day inside a later day is another day; spans of one pattern differ in length."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "联合声明\n\n6日抵达，16日离开，十六日公布，六日闭幕。\n\n依照第一条和第 八 条之一。"
    (corpus / "声明.txt").write_text(text, encoding="utf-8")
    searchlib.build(corpus, tmp_path / "index")
    with searchlib.open(tmp_path / "index") as opened:
        assert [mention.line.match for mention in opened.mentions("6日")] == ["6日", "六日"]
        assert [mention.line.match for mention in opened.mentions("第*条")] == ["第一条", "第 八 条"]
        assert opened.mentions("六日").certificate.forms == ("六日", "6日", "06日")


def test_what_is_inside_longer_numerals_is_told(tmp_path: Path) -> None:
    """How many occurrences, which numerals, and how to count them; nothing where there are none."""
    texts = ("6日和16日，又16日", "二十六日与26日", "两洋铁路", "六日")
    clauses = tuple(Clause("d", str(at), text) for at, text in enumerate(texts, 1))
    searchlib.build_documents([Document("d", None, digest="d", clauses=clauses)], tmp_path)
    with searchlib.open(tmp_path) as library:
        found = library.mentions("6日")
        assert found.in_longer is not None
        assert (found.occurrences, found.in_longer.occurrences) == (2, 3)
        assert found.in_longer.examples == ("16日", "26日")
        whole = library.mentions(found.in_longer.name)
        assert whole.occurrences == 4
        for name in (found.in_longer.name, "两洋铁路", "16日", "6日 OR 两洋铁路"):
            assert library.mentions(name).in_longer is None
