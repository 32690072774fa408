"""Laws in the forms in which they are met: pages, Markdown, orders, decisions, Hong Kong, Macau, annexes."""

import pytest

from searchlib.corpus.article import place_in_article
from searchlib.corpus.dates import first_date
from searchlib.corpus.load import load_text
from searchlib.corpus.numbering import in_turn, read_number
from searchlib.model import Document


def paths(document: Document) -> list[str]:
    """The paths of the clauses in reading order."""
    return [clause.path for clause in document.clauses]


def facts(document: Document) -> tuple[str | None, str, str, str | None, str, str | None]:
    """Title, kind, day, what day it is, day of publication, publisher."""
    return (
        document.title,
        document.kind,
        str(document.date),
        document.date_is,
        str(document.published),
        document.publisher,
    )


PAGE = """<html><head><title>中华人民共和国渡口管理法_某人大网</title></head><body>
<h1>中华人民共和国渡口管理法</h1>
<p>（2010年4月29日第十一届全国人民代表大会常务委员会第十四次会议通过　根据2016年7月2日第十二届全国人民代表大会
常务委员会第二十一次会议《关于修改〈中华人民共和国航标法〉等六部法律的决定》第一次修正　根据2019年3月15日第十三届
全国人民代表大会第二次会议《关于修改〈中华人民共和国渡口管理法〉的决定》第二次修正）</p>
<p>目　　录</p><p>第一章　总　则</p><p>第二章　附　则</p>
<p>第一章　总　则</p><p>第一条　为了渡口安全，制定本法。</p>
<p>第二条　渡口包括：</p><p>（一）国家渡口；</p><p>（二）地方渡口。</p>
<p>第二章　附　则</p><p>第三条之一　本法自2010年7月1日起施行。</p></body></html>"""


def test_a_page_with_a_law() -> None:
    """The line below the title dates the law, the table of contents holds notes, chapters are headings."""
    (law,) = load_text(PAGE, "law.html")

    assert facts(law) == ("中华人民共和国渡口管理法", "law", "2019-03-15", None, "None", None)
    assert paths(law) == ["title", "n1", "n2", "n3", "n4", "h1", "1", "2", "h2", "3-1"]
    assert law.clauses[7].text == "第二条　渡口包括：\n（一）国家渡口；\n（二）地方渡口。"
    assert law.clauses[-1].headings == ("第二章　附　则",)


MARKDOWN = {
    "bold": "# 渡口合作法\n\n2001年4月28日某委员会通过\n\n根据2012年10月26日某委员会《关于修改〈渡口合作法〉的决定》修正\n\n"
    "**第一条**　为了合作，制定本法。\n\n**第二条**　渡口包括：\n\n（一）国家渡口；\n\n前项以外的，另行规定。\n\n"
    "## 附件　图案\n\n一、图案为方形。\n\n三、图案有边。\n",
    "headings": "# 渡口合作法\n\n（2001年4月28日通过，2012年10月26日修正）\n\n### 第一条\n\n为了合作，制定本法。\n\n"
    "### 第二条\n\n渡口包括：\n\n- （一）国家渡口；\n\n前项以外的，另行规定。\n\n"
    "**附件**\n\n一、图案为方形。\n\n三、图案有边。\n",
    "list": "# 渡口合作法\n\n2012年10月26日修正\n\n- **第一条** 为了合作，制定本法。\n- **第二条** 渡口包括：（一）国家渡口；"
    "前项以外的，另行规定。\n\n## 附件\n\n一、图案为方形。\n\n三、图案有边。\n",
}


@pytest.mark.parametrize("text", MARKDOWN.values(), ids=MARKDOWN)
def test_a_law_in_markdown(text: str) -> None:
    """Articles in bold, as headings or in a list are articles; the annex has numbers of its own."""
    (law,) = load_text(text, "law.md")

    assert facts(law)[:4] == ("渡口合作法", "law", "2012-10-26", None)
    assert [path for path in paths(law) if path[0] not in "tn"] == ["1", "2", "h1", "1~2", "3~2"]
    assert law.clauses[-1].headings[-1].startswith("附件")


ORDER = """中华人民共和国主席令
第三十一号

《中华人民共和国渡口管理法》已由第十三届全国人民代表大会常务委员会第七次会议于2018年12月28日通过，现予公布，自2019年7月1日起施行。

中华人民共和国主席　甲某某
2018年12月29日

中华人民共和国渡口管理法
（2018年12月28日第十三届全国人民代表大会常务委员会第七次会议通过）

第一章　总　则
第一条　为了渡口安全，制定本法。
第二条　渡口包括国家渡口。
第三条　本法自2019年7月1日起施行。
"""
DECREE = """中华人民共和国国务院令
第789号

现公布《渡口安全条例》，自2023年9月1日起施行。

总理　甲某
二〇二三年六月一日

渡口安全条例

第一条　为了渡口安全，制定本条例。
第二条　渡口由县级以上人民政府管理。
第三条　本条例自2023年9月1日起施行。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ORDER, ("中华人民共和国渡口管理法", "law", "2018-12-28", None, "2018-12-29", None)),
        (DECREE, ("渡口安全条例", "law", "2023-06-01", "published", "2023-06-01", None)),
        (
            "渡口安全条例2023-06-05 16:14来源：某社[字体：大 中 小]      打印本页\n" + DECREE,
            ("渡口安全条例", "law", "2023-06-01", "published", "2023-06-05", "某社"),
        ),
    ],
)
def test_an_order_and_its_law(text: str, expected: tuple[str | None, ...]) -> None:
    """The law has its own name and days; the order above it is notes."""
    (law,) = load_text(text, "order.txt")

    assert facts(law) == expected
    assert [path for path in paths(law) if path[0] not in "nh"] == ["title", "1", "2", "3"]
    assert all(clause.headings in ((), ("第一章　总　则",)) for clause in law.clauses)


def test_an_order_on_a_page_titled_with_the_law() -> None:
    """What the page prints above the line of adoption does not hide it."""
    lines = ORDER.split("\n")
    body = "".join(f"<p>{line}</p>" for line in lines if line)
    page = f"<html><head><title>渡口</title></head><body><h1>中华人民共和国渡口管理法</h1>{body}</body></html>"
    (law,) = load_text(page, "order.html")

    assert facts(law)[:4] == ("中华人民共和国渡口管理法", "law", "2018-12-28", None)
    assert [path for path in paths(law) if path[0] == "p"] == []


@pytest.mark.parametrize(
    ("text", "title", "day", "expected"),
    [
        (
            "关于修改《渡口法》的决定\n\n（2019年3月15日某委员会第二次会议通过）\n\n委员会决定对《渡口法》作如下修改：\n\n"
            "一、将第三条修改为：“渡口应当安全。\n\n“前款渡口，包括码头。”\n\n二、增加一条，作为第四条：“工人应当培训。”\n",
            "关于修改《渡口法》的决定",
            "2019-03-15",
            ["title", "n1", "p1", "1.1", "1.2", "2"],
        ),
        (
            "渡口法修正案（三）\n（2018年3月11日某大会第一次会议通过）\n第三十二条　序言修改。\n第三十三条　第一条修改。\n",
            "渡口法修正案（三）",
            "2018-03-11",
            ["title", "n1", "32", "33"],
        ),
        (
            "某省渡口条例\n（1995年4月28日某委员会通过　2004年7月30日某委员会修订）\n第一条 为了安全。\n第二条 适用本条例。\n",
            "某省渡口条例",
            "2004-07-30",
            ["title", "n1", "1", "2"],
        ),
        (
            "关于审理渡口案件的解释\n\n（2019年12月9日审判委员会通过，自2020年2月1日起施行）\n\n法释〔2019〕20号\n\n"
            "为正确审理，制定本解释。\n\n第一条　经营者应当负责。\n第二条　包括码头。\n第三条　自2020年2月1日起施行。\n",
            "关于审理渡口案件的解释",
            "2019-12-09",
            ["title", "n1", "n2", "p1", "1", "2", "3"],
        ),
        (
            "渡口条例\n（2020年6月1日通过）\n第一条为了合作，制定本条例。\n第二条渡口包括码头。\n",
            "渡口条例",
            "2020-06-01",
            ["title", "n1", "1", "2"],
        ),
    ],
)
def test_short_laws_in_plain_text(text: str, title: str, day: str, expected: list[str]) -> None:
    """Amendments, decisions, interpretations and short laws are laws; the line of adoption is a note."""
    (law,) = load_text(text, "law.txt")

    assert facts(law)[:4] == (title, "law", day, None)
    assert paths(law) == expected


def test_lines_that_a_page_has_wrapped() -> None:
    """A title on two lines is one, and so is the line of adoption in its brackets."""
    text = (
        "最高人民法院关于审理渡口案件\n适用法律若干问题的解释\n（2010年4月29日审判委员会第十\n四次会议通过　2016年7月2日审判\n"
        "委员会修正）\n第一条　为了加强渡口管理，保障渡口安全，促进渡口事\n业发展。\n第二条　渡口包括国家渡口。\n第三条　施行。\n"
    )
    (law,) = load_text(text, "law.txt")

    assert facts(law)[:4] == ("最高人民法院关于审理渡口案件适用法律若干问题的解释", "law", "2016-07-02", None)
    assert paths(law) == ["title", "n1", "1", "2", "3"]


def test_a_post_does_not_displace_the_adoption() -> None:
    """The day of a post in front matter is that of its publication, the law keeps its own."""
    text = "---\ntitle: 渡口条例\ndate: 2019-01-05\n---\n\n（2018年12月29日通过）\n\n**第一条** 甲。\n\n**第二条** 乙。\n"
    (law,) = load_text(text, "law.md")

    assert facts(law)[:5] == ("渡口条例", "law", "2018-12-29", None, "2019-01-05")


def test_a_decision_on_amendment_without_its_day() -> None:
    """It is law by its title and sections; what it does not say stays empty."""
    text = "国务院关于修改《渡口条例》的决定\n\n国务院决定修改《渡口条例》。\n一、删去第三条。\n二、自2020年3月27日起施行。\n"
    (law,) = load_text(text, "decision.txt")

    assert facts(law) == ("国务院关于修改《渡口条例》的决定", "law", "None", None, "None", None)
    assert paths(law) == ["title", "p1", "1", "2"]


def test_days_of_the_database_in_words() -> None:
    """Taiwan's database prints the years of the republic on its pages and figures in its files."""
    text = "法規名稱：渡口條例\n公發布日：民國 99 年 06 月 28 日\n修正日期：民國 112 年 06 月 28 日\n\n第 1 條\n甲。\n"
    (revised,) = load_text(text, "act.txt")
    (promulgated,) = load_text(text.replace("修正日期：民國 112 年 06 月 28 日\n", ""), "act.txt")

    assert facts(revised)[2:5] == ("2023-06-28", None, "2010-06-28")
    assert facts(promulgated)[2:5] == ("2010-06-28", "published", "2010-06-28")
    assert paths(revised) == ["title", "n1", "1"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("专家解读渡口法\n新华社某地6月1日电 渡口法第一条 规定了目的。\n第二条 说的是范围。\n", "report"),
        ("关于渡口发展的意见\n\n一、重要意义。\n", "other"),
        ("中共中央关于渡口的决定\n（2013年11月12日全体会议通过）\n一、重要意义。\n", "other"),
        ("中华人民共和国和日本国渡口条约\n第一条 甲。\n第二条 乙。\n第三条 丙。\n", "other"),
    ],
)
def test_what_is_no_law(text: str, kind: str) -> None:
    """News about a law, a policy and a treaty between states are no laws."""
    (document,) = load_text(text, "text.txt")

    assert document.kind == kind


@pytest.mark.parametrize("title", ["9.中華人民共和國和秘魯共和國渡口條約", "《中华人民共和国和秘鲁共和国渡口协定》"])
def test_a_treaty_in_a_collection(title: str) -> None:
    """Neither its number in a book nor brackets around it belong to the title."""
    text = f"{title}\n（二○一二年三月五日订于利马）\n雙方達成協議如下：\n第一條\n一、甲方應合作。\n二、乙方應合作。\n第二條\n雙方互惠。\n"
    (treaty,) = load_text(text, "treaty.txt")

    assert treaty.title == title.removeprefix("9.").strip("《》")
    assert (str(treaty.date), treaty.date_is, treaty.place) == ("2012-03-05", "signed", "利马")
    assert treaty.parties == ("CN", "PE")
    assert paths(treaty) == ["title", "n1", "p1", "1", "2"]


HONG_KONG = """第888章
《渡口條例》

本條例旨在就渡口的管理訂定條文。
[1995年6月30日]

第1部
導言
1.	簡稱
(1)	本條例可引稱為《渡口條例》。
(2)	本條例自公告指定的日期起實施。
2.	釋義
在本條例中 —
(a)	渡口指任何碼頭；及
(b)	船隻包括 —
(i)	渡輪；
(ii)	躉船。
3A.	委員會
(1A)	委員會由5人組成。
第2部
雜項
4.	罪行
任何人違反第3A(1)條，即屬犯罪。
附表1
費用
1.	成人5元
5.	小童2元
"""
HONG_KONG_PAGE = (
    "<html><head><title>x</title></head><body><h1>《渡口條例》</h1><p>第888章</p><h2>第1部　導言</h2>"
    "<p><b>1.</b> <b>簡稱</b></p><p>(1) 本條例可引稱為《渡口條例》。</p><h3>2. 釋義</h3><p>(a) 渡口；及</p>"
    "<h3>3A. 委員會</h3><p>由5人組成。</p><h2>第2部　雜項</h2><p>4. 罪行</p><h2>附表1</h2><p>1. 成人5元</p><p>5. 小童2元</p>"
    "</body></html>"
)


@pytest.mark.parametrize(("text", "file"), [(HONG_KONG, "hk.txt"), (HONG_KONG_PAGE, "hk.html")])
def test_an_ordinance_of_hong_kong(text: str, file: str) -> None:
    """A section with all below it is one article; what stands in a schedule has numbers of its own."""
    (law,) = load_text(text, file)
    numbered = [(clause.path, clause.number) for clause in law.clauses if clause.number]

    assert facts(law)[:4] == ("渡口條例", "law", "None", None)
    assert numbered == [("1", "1."), ("2", "2."), ("3A", "3A."), ("4", "4."), ("1~2", "1."), ("5~2", "5.")]
    assert {one.path: one.headings[-1].split()[0] for one in law.clauses if one.number}["4"] == "第2部"


def test_a_place_in_a_section_of_hong_kong() -> None:
    """The section's own number is no item of it."""
    (law,) = load_text(HONG_KONG, "hk.txt")
    text = {clause.path: clause.text for clause in law.clauses}["2"]

    assert [place_in_article(text, text.index(word)) for word in ("釋義", "碼頭", "躉船")] == [
        (1, None),
        (2, "(a)"),
        (2, "(b)"),
    ]


@pytest.mark.parametrize("marks", ["", "（）"])
def test_a_law_of_macau(marks: str) -> None:
    """The line below an article's number is its heading and part of it; who passed the law stands at its end."""
    subject, scope = (f"{marks[:1]}{name}{marks[1:]}" for name in ("標的", "範圍"))
    text = (
        "第8/2015號法律\n渡口制度\n\n立法會根據《基本法》第七十一條（一）項，制定本法律。\n\n第一章\n一般規定\n\n"
        f"第一條\n{subject}\n\n本法律訂定渡口的制度。\n\n第二條\n{scope}\n\n一、包括：\n（一）碼頭；\n二、不包括遊艇。\n\n"
        "第三條\n生效\n\n本法律自公佈翌日起生效。\n\n二零一五年七月二十日通過。\n\n立法會主席 甲某某\n\n"
        "二零一五年七月二十三日簽署。\n\n命令公佈。\n"
    )
    (law,) = load_text(text, "macau.txt")

    assert facts(law)[:3] == ("渡口制度", "law", "2015-07-20")
    assert paths(law) == ["n1", "title", "p1", "h1", "1", "2", "3", "s1", "s2", "s3", "s4"]
    assert law.clauses[4].headings == ("第一章 一般規定",)
    assert law.clauses[4].text == f"第一條\n{subject}\n本法律訂定渡口的制度。"


def test_facts_beside_their_labels() -> None:
    """成文日期 is not the day of publication, 施行日期 is none at all."""
    rows = (
        "<tr><td>发 文 机 关：</td><td>国务院</td><td>成文日期：</td><td>2015年05月13日</td></tr>"
        "<tr><td>发布日期：</td><td>2015年05月16日</td><td>施行日期：</td><td>2015年07月01日</td></tr>"
    )
    page = (
        f"<html><body><table>{rows}</table><h1>关于渡口发展的意见</h1><p>一、重要意义。</p><p>国务院</p>"
        "<p>2015年5月13日</p></body></html>"
    )
    text = "渡口条例\n制定机关：国务院\n公布日期：2018-12-29\n施行日期：2019-07-01\n第一条 甲。\n第二条 乙。\n第三条 丙。\n"
    (policy,), (law,) = load_text(page, "policy.html"), load_text(text, "law.txt")

    assert facts(policy)[2:] == ("2015-05-13", "signed", "2015-05-16", "国务院")
    assert facts(law)[1:] == ("law", "2018-12-29", "published", "2018-12-29", "国务院")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("2018年1月25日 法院审判委员会、2018年6月13日检察委员会通过", ("2018-06-13", None, "None")),
        ("2018年8月29日 市人大常委会通过 2018年9月21日 省人大常委会批准", ("2018-09-21", None, "None")),
        (
            "2013年8月23日通过 2013年8月30日公布自2014年1月1日施行",
            ("2013-08-23", None, "2013-08-30"),
        ),
        ("公布日期：2018-12-29　施行日期：2019-07-01", ("2018-12-29", "published", "2018-12-29")),
    ],
)
def test_several_days_in_one_line(note: str, expected: tuple[str, str | None, str]) -> None:
    """Each day counts as what is said of it; days that are enumerated share the act after the last one."""
    (law,) = load_text(f"渡口条例\n{note}\n第一条 甲。\n第二条 乙。\n第三条 丙。\n", "law.txt")

    assert (str(law.date), law.date_is, str(law.published)) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第十條之ㄧ 甲", "10-1"),
        ("第10條之2 甲", "10-2"),
        ("第 8 条 之 3 甲", "8-3"),
        ("第一百一十二条之三 甲", "112-3"),
        ("第⼗⼆条 甲", "12"),
        ("⼀、甲", "1"),
        ("⑴ 甲", "1"),
        ("㈡甲", "2"),
        ("⒊ 甲", "3"),
        ("㉑ 甲", "21"),
        ("丙、木", "3"),
        ("1.1 甲", "1.1"),
        ("2.3.1甲", "2.3.1"),
        ("3A. 甲", "3A"),
        ("(1B) 甲", "1B"),
        ("(b) 甲", "b"),
        ("b)甲", "b"),
        ("(iv) 甲", "iv"),
        ("第十条之规定", None),
        ("第十條之三第一項 甲", None),
        ("甲、乙双方同意", None),
        ("1.5亿元", None),
        ("3.5 公里", None),
        ("5G、人工智能", None),
    ],
)
def test_numbers_as_printed(text: str, label: str | None) -> None:
    """A number is read in each form in which it is printed, and never out of a sentence."""
    number = read_number(text)

    assert (number.label if number else None) == label


def test_levels_count_only_in_their_turn() -> None:
    """1.2 numbers what follows 1.1; a quantity at the beginning of a line does not."""
    numbers = [read_number(text) for text in ("1.1 甲", "1.1.1 乙", "4.7 丙", "1.2 丁", "2.1 戊")]

    assert [number and number.label for number in in_turn(numbers)] == ["1.1", "1.1.1", None, "1.2", "2.1"]


def test_letters_and_roman_numbers() -> None:
    """(i) is a Roman number, but a letter after (h)."""
    items = "".join(f"({letter}) 项。\n" for letter in ("g", "h", "i", "ii"))
    (document,) = load_text(f"渡口标准\n\n1. 甲：\n{items}", "items.txt")

    assert paths(document) == ["title", "1", "1.g", "1.h", "1.i", "1.i.ii"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二Ｏ一八年六月六日", "2018-06-06"),
        ("二O一八年6月6日", "2018-06-06"),
        ("二千零一十八年六月六日", "2018-06-06"),
        ("一千九百七十二年三月十三日", "1972-03-13"),
        ("二 ○ 一 八 年 六 月 十 六 日", "2018-06-16"),
        ("２０１８年６月６日", "2018-06-06"),
        ("⼆〇⼀五年⼗⼆⽉⼆⼗⼆⽇", "2015-12-22"),
        ("2015年5⽉22⽇", "2015-05-22"),
        ("二〇一八年五月廿五日", "2018-05-25"),
        ("民國一百十二年二月十五日", "2023-02-15"),
        ("民國112年2月15日", "2023-02-15"),
        ("二千年前五月一日", None),
        ("二O一八年二月三十日", None),
        ("五月二十二日", None),
    ],
)
def test_days_as_printed(text: str, day: str | None) -> None:
    """Letters typed for zeros, counted years, radicals of a PDF, blanks and the republic's years make no difference."""
    found = first_date(text)

    assert (found.isoformat() if found else None) == day
