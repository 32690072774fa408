"""What is typed, and how it is understood."""

import re
from pathlib import Path

import pytest

from searchlib.errors import QueryError
from searchlib.model import Pattern
from searchlib.query.ast import (
    And,
    Between,
    Everything,
    Exact,
    Filter,
    Has,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    ProjectName,
    Query,
    Word,
    all_of,
    any_of,
    negation,
)
from searchlib.query.forms import needles
from searchlib.query.limits import MAX_DEPTH, MAX_OPERANDS, MAX_QUERY, MAX_TEXT
from searchlib.query.parser import parse

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("query-syntax.md", "query-syntax.zh-CN.md")
A, B, C = Keyword("a"), Keyword("b"), Keyword("c")


def rows(
    page: str, columns: int, last_is_code: bool = True, headed: tuple[str, ...] = ()
) -> list[tuple[str, ...]]:
    """Table rows of a page whose first cell (and last, if so) is code; escaped bars are given back.

    ``headed`` are words of which the first row of the table has one.
    """
    found = []
    header = ""
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            header = ""
        header = header or line
        cells = [cell.strip(" ").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) != columns or not re.fullmatch("`.+`", cells[0]):
            continue
        if last_is_code and not re.fullmatch("`.+`", cells[-1]):
            continue
        if headed and not any(word in header for word in headed):
            continue
        found.append(tuple(cell[1:-1] if re.fullmatch("`.+`", cell) else cell for cell in cells))
    return found


UNDERSTOOD = [row for page in PAGES for row in rows(page, 2, headed=("| understood", "| 理解为"))]
NUMERALS = [row for page in PAGES for row in rows(page, 2, headed=("also finds", "也找到"))]
REFUSED = [row for page in PAGES for row in rows(page, 3, last_is_code=False) if row[1].isdigit()]


def test_the_documents_have_examples() -> None:
    """The tables below are not empty for lack of a match."""
    assert len(UNDERSTOOD) > 90
    assert len(NUMERALS) > 20
    assert len(REFUSED) > 30


@pytest.mark.parametrize(("typed", "understood"), UNDERSTOOD)
def test_documented_queries_are_understood_as_shown(typed: str, understood: str) -> None:
    """Each row of the documents holds, and what is shown can be asked again."""
    assert understood == str(parse(typed))
    assert parse(typed) == parse(understood)


@pytest.mark.parametrize(("typed", "found"), NUMERALS)
def test_documented_numerals_are_found(typed: str, found: str) -> None:
    """Each row on numerals holds, in both directions."""
    assert set(map(str, needles(typed))) >= {str(needles(found)[0])}
    assert set(map(str, needles(found))) >= {str(needles(typed)[0])}


@pytest.mark.parametrize(("typed", "column", "because"), REFUSED)
def test_documented_errors_are_raised(typed: str, column: str, because: str) -> None:
    """Each row on errors holds; the message counts columns from 1."""
    with pytest.raises(QueryError, match=re.escape(because)) as caught:
        parse(typed)

    assert caught.value.column == int(column) - 1
    assert str(caught.value).endswith(f"(column {column})")


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("a", A),
        ("a b", And((A, B))),
        ("a b c", And((A, B, C))),
        ("a|b|c", Or((A, B, C))),
        ("a||b", Or((A, B))),
        ("a b|c", Or((And((A, B)), C))),
        ("a (b|c)", And((A, Or((B, C))))),
        ("a (b c)", And((A, B, C))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("a a b", And((A, B))),
        ("a|a", A),
        ("((a))", A),
        ("-a", Not(A)),
        ("NOT NOT a", A),
        ("NOT -a", A),
        ("a --b", And((A, Keyword("--b")))),
        ("-(a b)", Not(And((A, B)))),
        ("-(-(a b)) c", And((A, B, C))),
        ("NOT a b", And((Not(A), B))),
        ("NOT a NEAR/3 b", Not(Near(A, B, 3))),
        ("a NEAR/0 b", Near(A, B, 0)),
        ("a NEAR/007 b", Near(A, B, 7)),
        ("c a NEAR/3 b", And((C, Near(A, B, 3)))),
        ("(a|b) NEAR/3 c", Near(Or((A, B)), C, 3)),
        ("@a NEAR/3 'b'", Near(ProjectName("a"), Keyword("'b'"), 3)),
        ('"a"', Phrase("a")),
        ('"a b""b c"', And((Phrase("a b"), Phrase("b c")))),
        ('"  a\n　b "', Phrase("a  b")),
        ('-"a b"', Not(Phrase("a b"))),
        ('a|"b c"', Or((A, Phrase("b c")))),
        ("“a”", Phrase("a")),
        ("”a“", Phrase("a")),
        ("『a「b」』", Phrase("a「b」")),
        ("@a", ProjectName("a")),
        ('@"a b" c', And((ProjectName("a b"), C))),
        ("-@a", Not(ProjectName("a"))),
        ("@", Keyword("@")),
        ("a@b", Keyword("a@b")),
        ("year:2013", Filter("year", "2013")),
        ("-YEAR：2013", Not(Filter("year", "2013"))),
        ("(year:2013)", Filter("year", "2013")),
        ("title:“一带一路”倡议", Filter("title", "“一带一路”倡议")),
        ("title:（草案）条例", Filter("title", "（草案）条例")),
        ("title:-x", Filter("title", "-x")),
        ("ayear:2013", Keyword("ayear:2013")),
        ("years:2013", Keyword("years:2013")),
        ("ſcript:hans", Keyword("ſcript:hans")),
        ("近 near/3 NEAR", And((Keyword("近"), Keyword("near/3"), Keyword("NEAR")))),
        ("or and not", And((Keyword("or"), Keyword("and"), Keyword("not")))),
        ("ORa aOR", And((Keyword("ORa"), Keyword("aOR")))),
        ("-OR", Not(Keyword("OR"))),
        ("\\a", Keyword("\\a")),
        ("\\\\a", Keyword("\\a")),
        ("a\\|b", Keyword("a|b")),
        ("\\(a\\)", Keyword("(a)")),
        ("𠀀𠮷 “𠮷”", And((Keyword("𠀀𠮷"), Phrase("𠮷")))),
        ("\ufeff两洋\u200b", Keyword("两洋")),
        ("* ? ~", And((Keyword("*"), Keyword("?"), Keyword("~")))),
        ("F(x) f()", And((Keyword("F(x)"), Keyword("f()")))),
        ("（草案）-北京", Keyword("（草案）-北京")),
        ("（“双方”）决定", Keyword("（“双方”）决定")),
        ("（“双方”）", Phrase("双方")),
        ("“a”（b）c", And((Phrase("a"), Keyword("（b）c")))),
        ("甲（“乙 丙”）丁", And((Keyword("甲（“乙"), Keyword("丙”）丁")))),
        ("世卫组织（World Health）总部", And((Keyword("世卫组织（World"), Keyword("Health）总部")))),
        ("NOT（a b）", Not(And((A, B)))),
        ("（a b）OR c", Or((And((A, B)), C))),
        ("（a OR b）－c", And((Or((A, B)), Not(C)))),
        ("-（一）", Not(Keyword("（一）"))),
        ("a OR（一）", Or((A, Keyword("（一）")))),
        ("((a)b)", Keyword("(a)b")),
    ],
)
def test_trees(typed: str, tree: Query) -> None:
    """The tree behind the spelling."""
    assert tree == parse(typed)


@pytest.mark.parametrize(
    ("half", "full"),
    [
        ("(a|b) -c", "（a｜b） －c"),
        ('@"a b"', "＠“a b”"),
        ("a OR b", "a　ＯＲ　b"),
        ("a NEAR/3 b", "a ＮＥＡＲ／３ b"),
        ("country:秘鲁", "国家：秘鲁"),
        ("country:秘魯", "ＣＯＵＮＴＲＹ：秘魯"),
        ('"a"', "＂a＂"),
        ('title:"a b"', "標題：「a b」"),
        ("a\\|b", "a＼|b"),
    ],
)
def test_an_input_method_is_not_punished(half: str, full: str) -> None:
    """Full-width operators mean what half-width ones mean."""
    assert parse(half) == parse(full)


@pytest.mark.parametrize(
    ("typed", "columns"),
    [
        ("甲 乙", (0, 2)),
        ("𠀀 乙", (0, 2)),
        ("甲 -“乙 丙” @丁 year:2013", (0, 3, 9, 12)),
        ("(甲 OR 乙)", (1, 6)),
        ("\\-甲", (0,)),
    ],
)
def test_leaves_know_their_column(typed: str, columns: tuple[int, ...]) -> None:
    """A column is the code point at which a leaf begins, a minus not counted."""
    query = parse(typed)
    operands = query.operands if isinstance(query, And | Or) else (query,)
    leaves = [operand.operand if isinstance(operand, Not) else operand for operand in operands]

    assert columns == tuple(leaf.column for leaf in leaves)


@pytest.mark.parametrize(
    ("typed", "column", "because"),
    [
        ("两洋\ud800铁路", 2, "bytes that are not UTF-8"),
        ("\udcff", 0, "bytes that are not UTF-8"),
        ("a\x00b", 1, "control character U+0000"),
        ("a\x1bb", 1, "control character U+001B"),
        ("", 0, "the query is empty"),
        ("\u3000\n\u200b", 0, "the query is empty"),
        ("a (", 2, "never closed"),
        ("(a（b OR c)", 0, "never closed"),
        (") a", 0, "closes nothing"),
        ("a OR b))", 7, "closes nothing"),
        ("- (a", 2, "never closed"),
        ("a “b", 2, "never closed"),
        ("「a", 0, "never closed"),
        ('@"a', 1, "never closed"),
        ("title:“a", 6, "never closed"),
        ("a AND OR b", 2, "AND has no operand after it"),
        ("(OR a)", 1, "OR has no operand before it"),
        ("(a OR)", 3, "OR has no operand after it"),
        ("a NOT", 2, "NOT has no operand after it"),
        ("NOT OR x", 0, "NOT has no operand after it"),
        ("a NEAR/3 -b", 2, "NEAR/3 has no operand after it"),
        ("a NEAR/3 (b c)", 2, "not b AND c"),
        ("a NEAR/3 (b NEAR/3 c)", 2, "not b NEAR/3 c"),
        ("(a|year:2013) NEAR/3 b", 14, "not a OR year:2013"),
        ("a （）", 2, "nothing between the parentheses"),
        ("“ ”", 0, "nothing between the quotation marks"),
        ('@""', 1, "nothing between the quotation marks"),
        ("country:(a|b)", 8, "needs a value"),
        ("title:|a", 6, "needs a value"),
    ],
)
def test_what_cannot_be_understood_is_an_error(typed: str, column: int, because: str) -> None:
    """Errors say where and why; the column counts code points from 0."""
    with pytest.raises(QueryError, match=re.escape(because)) as caught:
        parse(typed)

    assert column == caught.value.column


@pytest.mark.parametrize(
    ("typed", "too_much", "column"),
    [
        ("两" * MAX_TEXT, "两" * (MAX_TEXT + 1), 0),
        (
            " ".join(f"a{n}" for n in range(MAX_OPERANDS)),
            " ".join(f"a{n}" for n in range(MAX_OPERANDS + 1)),
            246,
        ),
        ("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH, "(" * 17 + "a" + ")" * 17, MAX_DEPTH),
        ("NOT (a OR " * 8 + "b" + ")" * 8, "NOT (a OR " * 9 + "b" + ")" * 9, 85),
        (" " * (MAX_QUERY - 1) + "a", " " * MAX_QUERY + "a", MAX_QUERY),
        ("a NEAR/1000 b", "a NEAR/1001 b", 2),
    ],
    ids=["text", "operands", "parentheses", "depth", "length", "distance"],
)
def test_limits_are_stated(typed: str, too_much: str, column: int) -> None:
    """At the limit a query is read; beyond it the error names the limit and the column."""
    assert str(parse(typed))
    with pytest.raises(QueryError, match=r"\d") as caught:
        parse(too_much)

    assert column == caught.value.column


def test_connectives_are_flat() -> None:
    """Operands are taken up, said once, and alone they stand for themselves."""
    assert And((A, B, C)) == all_of((A, all_of((B, A)), C))
    assert Or((A, B, C)) == any_of((any_of((A, B)), any_of((B, C))))
    assert all_of((A, A)) == A
    assert negation(negation(A)) == A


def test_columns_do_not_make_queries_differ() -> None:
    """Two queries are equal if they say the same, wherever it stands."""
    assert parse("a  b") == parse("   a b")
    assert Keyword("a", 3) == Keyword("a", 5)


@pytest.mark.parametrize(
    ("leaf", "printed"),
    [
        (Exact(("第8条", "第八条")), 'exact("第8条"|"第八条")'),
        (Exact(("中秘",), zones=("title",)), 'exact("中秘" in title)'),
        (Exact((Pattern(("两", "铁路"), ((1, 1),)),)), 'exact("两?铁路")'),
        (Word("铁路"), "word(铁路)"),
        (Has("country", ("PE",)), "country=PE"),
        (Has("kind", ("law", "report")), "kind=law|report"),
        (Between("day", 20130101, 20161231), "day=20130101..20161231"),
        (Everything(), "everything"),
        (And((Word("a"), Not(Or((Word("b"), Everything()))))), "word(a) AND NOT (word(b) OR everything)"),
    ],
)
def test_engine_leaves_are_readable(leaf: Query, printed: str) -> None:
    """Tests and logs compare these strings."""
    assert printed == str(leaf)
