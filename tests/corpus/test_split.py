"""Blocks become clauses with the paths, numbers and headings a reader would cite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.corpus.article import place_in_article
from searchlib.corpus.blocks import Block, Page, Role
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import Rank, division_depth, read_number
from searchlib.corpus.outline import Placed, outline
from searchlib.corpus.split import split

NUMBERS = [
    ("八、双方重申", ("八、", Rank.SECTION, "8")),
    ("二十一、庫琴斯基總統", ("二十一、", Rank.SECTION, "21")),
    ("一", ("一", Rank.SECTION, "1")),
    ("二　總統得設置機構", ("二", Rank.SECTION, "2")),
    ("第八条 有下列情形的", ("第八条", Rank.ARTICLE, "8")),
    ("第一百二十条之一 资助恐怖活动", ("第一百二十条之一", Rank.ARTICLE, "120-1")),
    ("第 387-1 條", ("第 387-1 條", Rank.ARTICLE, "387-1")),
    ("第一百十四條 罰則", ("第一百十四條", Rank.ARTICLE, "114")),
    ("第８条　为了保护", ("第８条", Rank.ARTICLE, "8")),
    ("（一）教化", ("（一）", Rank.ITEM, "1")),
    ("(十二) 其他", ("(十二)", Rank.ITEM, "12")),
    ("1. 双方", ("1.", Rank.POINT, "1")),
    ("３．其他", ("３．", Rank.POINT, "3")),
    ("2、外国籍船舶", ("2、", Rank.POINT, "2")),
    ("（1）单位", ("（1）", Rank.SUBPOINT, "1")),
    ("③其他", ("③", Rank.CIRCLED, "3")),
    ("●雙方同意", ("●", Rank.BULLET, "")),
]
NOT_NUMBERS = (
    "一带一路",
    "一、二审法院",
    "二〇一五年五月",
    "2019年中秘签署",
    "17.8米",
    "第三条第一项所定",
    "第十条至第十三条",
    "第二条的规定",
    "十分重视",
    "𠮷野家",
    "",
)


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_a_number_is_read(text: str, expected: tuple[str, Rank, str]) -> None:
    """Each kind of number is read as printed, with its rank and its part of a path."""
    number = read_number(text)

    assert number is not None
    assert expected == (number.printed, number.rank, number.label)


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_a_word_is_no_number(text: str) -> None:
    """What merely begins with a numeral, or cites an article, is no number."""
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("line", "depth"),
    [
        ("第二章 自然人", 3),
        ("第 一 編 總則", 1),
        ("第一节", 4),
        ("第五章之一 易刑", 3),
        ("第一分编 通则", 2),
        ("第二章规定的期限", None),
        ("第二条 自然人", None),
    ],
)
def test_divisions(line: str, depth: int | None) -> None:
    """A division is told from a sentence that cites one."""
    assert depth == division_depth(line)


def blocks(*lines: str) -> list[Block]:
    """Blocks from lines: ``#`` a title, ``##`` a heading, ``!`` a note, ``~`` a signature, ``-`` an item."""
    roles = {
        "# ": (Role.TITLE, 1),
        "##": (Role.HEADING, 1),
        "! ": (Role.NOTE, 1),
        "~ ": (Role.SIGNATURE, 1),
        "- ": (Role.ITEM, 1),
    }
    made = []
    for at, line in enumerate(lines):
        role, level = roles.get(line[:2], (Role.PARAGRAPH, 1))
        text = line if role is Role.PARAGRAPH else line[2:].strip()
        made.append(Block(role, Mapped.of(text, at * 100), level))
    return made


def placed(*lines: str) -> list[tuple[str, str | None]]:
    """Path and number of each clause."""
    return [(clause.path, clause.number) for clause in outline(blocks(*lines))]


def test_sections_with_one_and_with_several_paragraphs() -> None:
    """A lone paragraph has the section's path; several are counted, each carrying the section's number."""
    found = placed(
        "# 联合声明", "应邀请访问。", "五、双方。", "六、双方愿。", "双方将继续。", "~ 2016年9月13日于北京"
    )
    expected = [
        ("title", None),
        ("p1", None),
        ("5", "五、"),
        ("6.1", "六、"),
        ("6.2", "六、"),
        ("s1", None),
    ]

    assert expected == found


def test_a_numeral_alone_heads_its_section() -> None:
    """一 on a line of its own is a heading clause, and its paragraphs carry its number."""
    found = outline(blocks("声明如下：", "一", "双方决定。", "双方重申。", "二", "吉方支持。"))
    expected = [
        ("p1", None, ()),
        ("h1", None, ()),
        ("1.1", "一", ("一",)),
        ("1.2", "一", ("一",)),
        ("h2", None, ()),
        ("2", "二", ("二",)),
    ]

    assert expected == [(clause.path, clause.number, clause.headings) for clause in found]


def test_items_hang_on_the_paragraph_above() -> None:
    """Items are counted below their paragraph, nested ones below their item."""
    found = placed(
        "二、双方商定：",
        "（一）扩大贸易：",
        "1. 农业；",
        "2. 矿业。",
        "（二）相互投资。",
        "三、双方。",
        "为此：",
        "（一）互免签证。",
    )
    expected = ["2", "2.1", "2.1.1", "2.1.2", "2.2", "3.1", "3.2", "3.2.1"]

    assert expected == [path for path, _ in found]
    numbers = ["二、", "（一）", "1.", "2.", "（二）", "三、", "三、", "（一）"]
    assert numbers == [number for _, number in found]


def test_items_of_the_preamble() -> None:
    """Where sections follow, items before them hang on the preamble."""
    expected = ["p1", "p1.1", "p1.2", "1"]

    assert expected == [path for path, _ in placed("双方同意：", "（一）甲。", "（二）乙。", "一、丙。")]


def test_sections_numbered_in_figures() -> None:
    """1. 2. 3. number sections when nothing encloses them."""
    expected = [("p1", None), ("1", "1."), ("2.1", "2."), ("2.2", "2.")]

    assert expected == placed("双方声明：", "1. 甲。", "2. 乙。", "丙。")


def test_bullets_are_counted_through_the_document() -> None:
    """● items and list items without a number share one count."""
    expected = [("i1", "●"), ("h1", None), ("i2", "●"), ("i3", None)]

    assert expected == placed("●甲。", "## 合作", "●乙。", "- 丙")


def test_an_article_is_one_clause() -> None:
    """An article takes its paragraphs and items; the next article, or a heading, ends it."""
    found = outline(
        blocks(
            "## 第一章 总则",
            "第一条 为了保护，制定本法。",
            "第二条 有下列情形的：",
            "（一）甲；",
            "（二）乙。",
            "前款不适用。",
            "## 附则",
            "第三条 施行。",
        )
    )
    expected = [
        ("h1", None, "第一章 总则"),
        ("1", "第一条", "第一条 为了保护，制定本法。"),
        ("2", "第二条", "第二条 有下列情形的：\n（一）甲；\n（二）乙。\n前款不适用。"),
        ("h2", None, "附则"),
        ("3", "第三条", "第三条 施行。"),
    ]

    assert expected == [(clause.path, clause.number, clause.text.text) for clause in found]


def test_a_cited_article_begins_none() -> None:
    """A line that begins with the number of an earlier article belongs to the article it stands in."""
    expected = ["1", "2", "3"]

    assert expected == [
        path
        for path, _ in placed(
            "第一条 甲。", "第二条 乙。", "第三条 丙。", "第一條關係雙方當事人。", "第二条 甲乙。"
        )
    ]


def test_articles_without_a_blank_count_in_their_turn() -> None:
    """第二条为了 begins an article after 第一条本法, but not where articles have blanks."""
    expected = ["1", "2", "3"]

    assert expected == [path for path, _ in placed("第一条本法。", "第二条为了。", "第三条国家。")]
    where_blanks_stand = ["1"]
    assert where_blanks_stand == [path for path, _ in placed("第一条 本法。", "第二条为了。")]


def test_what_begins_again_gets_a_tilde() -> None:
    """A repeated article or section keeps a path of its own."""
    expected = ["8", "8~2", "h1", "1", "2", "h2", "1~2"]

    assert expected == [
        path
        for path, _ in placed(
            "第八条 甲。", "第八条 乙。", "## 附件一", "一、丙。", "二、丁。", "## 附件二", "一、戊。"
        )
    ]


def test_headings_nest_by_level() -> None:
    """A clause knows the headings above it, outermost first; a heading of the same depth replaces one."""
    page = [
        Block(Role.HEADING, Mapped.of("第一编"), 1),
        Block(Role.HEADING, Mapped.of("第一章"), 2),
        Block(Role.PARAGRAPH, Mapped.of("甲。")),
        Block(Role.HEADING, Mapped.of("第二章"), 2),
        Block(Role.PARAGRAPH, Mapped.of("乙。")),
    ]
    expected = [("第一编", "第一章"), ("第一编", "第二章")]

    assert expected == [clause.headings for clause in outline(page) if clause.path.startswith("p")]


def test_a_numbered_paragraph_ends_a_numbered_heading() -> None:
    """二、 in running text does not stand below the heading 一、, but still below the heading above both."""
    found = outline(blocks("## 附件", "## 一、机构", "北京。", "二、其他机构。"))
    page = [
        Block(Role.HEADING, Mapped.of("附件"), 1),
        Block(Role.HEADING, Mapped.of("一、机构"), 2),
        Block(Role.PARAGRAPH, Mapped.of("北京。")),
        Block(Role.PARAGRAPH, Mapped.of("二、其他机构。")),
    ]
    expected = {"1": ("附件", "一、机构"), "2": ("附件",)}

    assert expected == {clause.path: clause.headings for clause in outline(page) if clause.number}
    assert [clause.path for clause in found] == ["h1", "h2", "1", "2"]


def test_lines_of_an_article_keep_their_places() -> None:
    """The line feed between two paragraphs stands for the gap between them in the file."""
    (article,) = outline(blocks("第一条 甲。", "乙𠮷。"))
    expected = "第一条 甲。\n乙𠮷。"

    assert expected == article.text.text
    spans = [(0, 6), (6, 100), (100, 103)]
    assert spans == [article.text.span(*span) for span in ((0, 6), (6, 7), (7, 10))]


LINES = st.lists(
    st.sampled_from(
        [
            "# 题",
            "## 第一章",
            "## 一、政治",
            "! 注",
            "~ 签",
            "- 项",
            "一",
            "一、甲",
            "二、乙",
            "（一）丙",
            "1. 丁",
            "●戊",
            "己。",
            "第一条 庚",
            "第二条辛",
            "𠮷",
        ]
    ),
    max_size=25,
)


@given(LINES)
def test_every_block_is_in_one_clause_and_every_path_is_its_own(lines: list[str]) -> None:
    """Whatever follows whatever, nothing is lost, nothing doubled, and no path repeated."""
    made = blocks(*lines)
    found: list[Placed] = outline(made)
    paths = [clause.path for clause in found]

    assert sorted("".join(block.text.text for block in made)) == sorted(
        "".join(clause.text.text for clause in found).replace("\n", "")
    )
    assert len(set(paths)) == len(paths)


ARTICLE = (
    "第八条 有下列情形的：\n（一）甲；\n1. 乙；\n（二）丙。\n前款所称丁，是指𠮷。\n本条自戊起施行：\n一、己。"
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("情形", (1, None)),
        ("甲", (1, "（一）")),
        ("乙", (1, "（一）")),
        ("丙", (1, "（二）")),
        ("丁", (2, None)),
        ("𠮷", (2, None)),
        ("戊", (3, None)),
        ("己", (3, "一、")),
    ],
)
def test_place_in_an_article(word: str, expected: tuple[int, str | None]) -> None:
    """A mention is cited by paragraph and by the item it stands in."""
    assert expected == place_in_article(ARTICLE, ARTICLE.index(word))


def test_place_in_an_article_whose_number_stands_alone() -> None:
    """The line of the number is no paragraph; old laws number items with a blank."""
    text = "第 2 條\n出版品分左列三類：\n一　新聞紙類\n二　書籍類。\n發音片視為出版品。"
    expected = [(1, None), (1, "一"), (2, None)]

    assert expected == [place_in_article(text, text.index(word)) for word in ("三類", "新聞紙", "發音片")]


def test_a_page_without_text_is_no_document() -> None:
    """A page with no block gives no document."""
    assert split(Page((), 0, 0), "空.txt") is None
