"""Facts are read where they are printed, in both scripts, and left empty where they are not."""

from datetime import date

import pytest

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.closing import is_place_and_day, signing_of, split_closing
from searchlib.corpus.load import load_text
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.parties import parties_of
from searchlib.corpus.recognise import recognise
from searchlib.corpus.scripts import script_of
from searchlib.corpus.titles import kind_of_title
from searchlib.model import DateIs, Kind, Script


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("中俄联合声明（2023年3月21日，莫斯科）", ("中俄联合声明", "2023-03-21", "signed", "莫斯科")),
        ("中秘聯合聲明(2013年4月6日)", ("中秘聯合聲明", "2013-04-06", "signed", None)),
        ("中秘联合声明（全文）", ("中秘联合声明（全文）", "None", None, None)),
        ("中秘联合声明（2013年）", ("中秘联合声明（2013年）", "None", None, None)),
        (
            "中印联合声明（摘要）（1996年12月23日签署）",
            ("中印联合声明（摘要）", "1996-12-23", "signed", None),
        ),
        ("中印联合声明（全文）〔1989-12-23〕", ("中印联合声明", "1989-12-23", "signed", None)),
        ("中印联合声明（1994年12月23日于新德里签署）", ("中印联合声明", "1994-12-23", "signed", "新德里")),
        ("中印联合声明（2019年13月40日）", ("中印联合声明（2019年13月40日）", "None", None, None)),
    ],
)
def test_a_day_in_brackets_ends_the_title(
    title: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    """It is the day of the statement and no part of its title; the clause keeps every character."""
    body = Block(Role.PARAGRAPH, Mapped.of("双方同意铁路。"))
    found = recognise(Page((Block(Role.TITLE, Mapped.of(title)), body), 0, 99, Metadata()))

    assert expected == (found.title, str(found.date), found.date_is, found.place)


def test_a_title_with_its_day_begins_a_statement() -> None:
    """Also a second one between the same states; the title repeated without the day does not."""
    text = (
        "中华人民共和国和秘鲁共和国联合声明（2015年5月22日，利马）\n中华人民共和国和秘鲁共和国联合声明\n"
        "一、双方重申。\n中华人民共和国和白俄罗斯共和国联合声明（2013年7月16日，北京）\n一、双方友好。\n"
        "中华人民共和国和白俄罗斯共和国联合声明（2016年9月29日，北京）\n一、双方合作。\n"
    )
    found = [document.id for document in load_text(text, "a.txt")]

    assert found == [
        f"{day}-joint-statement" for day in ("2015-05-22-cn-pe", "2013-07-16-cn-by", "2016-09-29-cn-by")
    ]


@pytest.mark.parametrize(
    ("title", "opening", "expected"),
    [
        ("中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明", "", ("CN", "PE")),
        ("中華人民共和國和烏茲別克斯坦共和國聯合聲明", "", ("CN", "UZ")),
        ("秘鲁共和国和中华人民共和国联合声明", "", ("PE", "CN")),
        ("習近平：中秘要對接發展戰略", "", ("CN", "PE")),
        ("中白关系", "", ("CN", "BY")),
        ("中印尼联合声明", "", ("CN", "ID")),
        ("中俄蒙元首会晤", "蒙古国总统", ("CN", "RU", "MN")),
        ("中巴全天候", "巴基斯坦总理", ("CN", "PK")),
        ("中巴全天候", "", ()),
        ("秘中关系", "应秘鲁总统邀请", ("PE", "CN")),
        ("习近平会见秘鲁总统", "", ("CN", "PE")),
        ("会见秘鲁总统", "国务院总理李克强同秘鲁总统会谈", ("PE", "CN")),
        ("中美洲一体化", "", ()),
        ("中非合作论坛", "", ()),
        ("其中日本企业", "", ("JP",)),
        ("两岸关系与台湾", "香港", ()),
        ("刚果共和国和刚果民主共和国", "", ("CG", "CD")),
        ("印度尼西亚共和国和印度共和国", "", ("ID", "IN")),
    ],
)
def test_parties(title: str, opening: str, expected: tuple[str, ...]) -> None:
    """From the title first, in order of appearance; the opening completes and disambiguates."""
    assert expected == parties_of(title, opening)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国和秘鲁共和国联合声明（全文）", Kind.JOINT_STATEMENT),
        ("中華人民共和國和秘魯共和國關於深化關係的聯合聲明", Kind.JOINT_STATEMENT),
        ("中吉关于建立战略伙伴关系的联合宣言", Kind.JOINT_STATEMENT),
        ("上海合作组织成员国元首理事会会议新闻公报", Kind.COMMUNIQUE),
        ("中日聯合公報", Kind.COMMUNIQUE),
        ("中秘发表联合声明", None),
        ("中秘联合声明要点", None),
        ("习近平会见秘鲁总统", None),
    ],
)
def test_kinds_of_titles(title: str, kind: Kind | None) -> None:
    """A statement is told from the news about one."""
    assert kind == kind_of_title(title)


@pytest.mark.parametrize(
    ("line", "day", "place"),
    [
        ("（2015年5月22日，利马）", "2015-05-22", "利马"),
        ("(2015年5月22日)", "2015-05-22", None),
        ("2016年9月13日于北京", "2016-09-13", "北京"),
        ("二0一三年七月十六日于北京", "2013-07-16", "北京"),
        ("2018年6月6日於比什凱克", "2018-06-06", "比什凱克"),
        ("签于北京，2016年9月13日", "2016-09-13", "北京"),
        ("北京，2016年9月13日", "2016-09-13", "北京"),
        ("二〇一五年五月二十二日订于利马", "2015-05-22", "利马"),
    ],
)
def test_day_and_place_of_signature(line: str, day: str, place: str | None) -> None:
    """Day and place in each order and script."""
    signing = signing_of(line)
    expected = (day, place)

    assert expected == (str(signing.day), signing.place)


@pytest.mark.parametrize(
    ("text", "body", "closing"),
    [
        ("双方满意。　　2016年9月13日于北京", "双方满意。", "2016年9月13日于北京"),
        (
            "国事访问。中华人民共和国 \t吉尔吉斯共和国主席 \t总统2018年6月6日于北京 ",
            "国事访问。",
            "中华人民共和国 \t吉尔吉斯共和国主席 \t总统2018年6月6日于北京",
        ),
        ("表示感谢2016年9月13日于北京", "表示感谢", "2016年9月13日于北京"),
        ("双方满意。\n（2016年9月13日，北京）", "双方满意。", "（2016年9月13日，北京）"),
        ("于2016年9月13日在北京举行会谈。", "于2016年9月13日在北京举行会谈。", ""),
        ("港口開港。 新華社", "港口開港。 新華社", ""),
        ("𠮷", "𠮷", ""),
        ("", "", ""),
    ],
)
def test_the_closing_is_split_off(text: str, body: str, closing: str) -> None:
    """Signatures after the last sentence, or glued to it; an ordinary ending is no signature."""
    found = split_closing(Mapped.of(text))
    expected = (body, closing)

    assert expected == (found[0].text.strip(), found[1].text.strip())


def test_lines_that_are_place_and_day() -> None:
    """Only a line that holds nothing else."""
    lines = ("（2015年5月22日，利马）", "2015年5月22日", "2015年5月22日双方会谈", "当地时间5月22日")
    expected = [True, True, False, False]

    assert expected == [is_place_and_day(line) for line in lines]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("联合开展两洋铁路项目可行性基础研究", Script.HANS),
        ("聯合開展兩洋鐵路項目可行性基礎研究", Script.HANT),
        ("联合开展两洋铁路，聯合開展兩洋鐵路", Script.MIXED),
        ("一中天 APEC 𠮷", None),
        ("", None),
    ],
)
def test_scripts(text: str, script: Script | None) -> None:
    """Told by the characters that only one script has."""
    assert script == script_of([text])


def test_a_rare_character_does_not_mix_scripts() -> None:
    """One traditional name in a long simplified text leaves it simplified."""
    assert script_of(["双方联合开展两洋铁路项目" * 20, "張"]) is Script.HANS


def page(*blocks: tuple[Role, str], **stated: object) -> Page:
    """A page made of blocks; ``stated`` are fields of its metadata."""
    made = tuple(Block(role, Mapped.of(text)) for role, text in blocks)
    return Page(made, 0, 0, Metadata(**stated))  # type: ignore[arg-type]  # fields are named by the tests


STATEMENT = (Role.TITLE, "中华人民共和国和秘鲁共和国联合声明")


def test_the_signature_decides_the_day() -> None:
    """The day of signature goes before that of publication, which is kept beside it."""
    found = recognise(
        page(
            STATEMENT,
            (Role.NOTE, "2016-09-14"),
            (Role.PARAGRAPH, "一、双方。"),
            (Role.SIGNATURE, "2016年9月13日于北京"),
        )
    )
    expected = (date(2016, 9, 13), DateIs.SIGNED, date(2016, 9, 14), "北京")

    assert expected == (found.date, found.date_is, found.published, found.place)


def test_the_closing_sentence_may_tell_the_day() -> None:
    """本声明于…签署 is a signature in words."""
    found = recognise(page(STATEMENT, (Role.PARAGRAPH, "本声明于2016年9月13日在北京签署，一式两份。")))
    expected = (found.date, found.date_is)

    assert expected == (date(2016, 9, 13), DateIs.SIGNED)


def test_days_inside_the_text_are_not_the_documents_day() -> None:
    """A visit's days, or a treaty's, say nothing about when the statement was made."""
    found = recognise(page(STATEMENT, (Role.PARAGRAPH, "应邀于2016年9月12日在北京签署谅解备忘录。")))
    expected = (found.date, found.date_is, found.published, found.place)

    assert expected == (None, None, None, None)


def test_what_is_stated_goes_before_what_is_recognised() -> None:
    """A format's or a reader's statement wins."""
    found = recognise(
        page(STATEMENT, kind=Kind.OTHER, parties=("CN", "PE", "BR"), place="利马", publisher="外交部")
    )
    expected = (Kind.OTHER, ("CN", "PE", "BR"), "利马", "外交部")

    assert expected == (found.kind, found.parties, found.place, found.publisher)


def test_a_source_line_names_the_publisher() -> None:
    """来源：新华社 above the text is the publisher; below it, it is some article's."""
    above = recognise(
        page(
            (Role.TITLE, "会谈"),
            (Role.NOTE, "来源：新华社 2016-09-14"),
            (Role.PARAGRAPH, "新华社北京9月13日电 甲。"),
        )
    )
    below = recognise(page((Role.TITLE, "会谈"), (Role.PARAGRAPH, "甲。"), (Role.NOTE, "來源：中新社")))
    expected = (above.publisher, above.kind, above.date)

    assert expected == ("新华社", Kind.REPORT, date(2016, 9, 14))
    assert below.publisher is None


def test_a_text_of_no_kind_has_no_facts() -> None:
    """An ordinary text gets nothing it does not say."""
    (document,) = load_text("加班费的仲裁时效应当如何认定\n劳动者主张加班费。\n")
    expected = (Kind.OTHER, None, None, None, (), None, None, None)

    assert expected == (
        document.kind,
        document.date,
        document.date_is,
        document.published,
        document.parties,
        document.place,
        document.publisher,
        document.url,
    )
