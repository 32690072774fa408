"""The three languages of the interface: words, scripts, names of countries, and what is never converted."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from io import BytesIO

import docx
import openpyxl
import pytest

from searchlib.model import Clause, DateIs, Document, Kind
from searchlib.render.citation import citation
from searchlib.render.places import place_in
from searchlib.text.views import conversions
from searchlib.traditional import traditional
from searchlib.web.messages import LANGUAGES, Language, load_messages, negotiated
from tests.web.addresses import JOINT
from tests.web.conftest import Site
from tests.web.markup import read

SIMPLIFIED = {key for key, said in conversions("STCharacters.txt") if len(key) == 1 and key not in said}
"""Characters that are never written in Traditional texts."""


def left_over(text: str) -> set[str]:
    """The characters of ``text`` that are only Simplified."""
    return set(text) & SIMPLIFIED


def test_the_measure_knows_simplified_characters() -> None:
    """Otherwise the tests below would pass by saying nothing."""
    assert len(SIMPLIFIED) > 2000
    assert left_over("检索文件") == {"检"}
    assert left_over("檢索文件，台灣，皇后，里程") == set()


def test_every_message_is_there_in_every_language() -> None:
    """With the same placeholders."""
    tables = load_messages()
    assert {language.tag for language in LANGUAGES} == tables.keys()
    for key, (one, many) in tables["zh-Hans"].table.items():
        there = {tag: tables[tag].table[key] for tag in tables}
        fields = {tag: set(re.findall(r"{\w+}", row[1])) - {"{n}"} for tag, row in there.items()}
        assert fields["zh-Hans"] == fields["zh-Hant"] == fields["en"], key
        assert all(row[0].strip() and row[1].strip() for row in there.values()), (key, one, many)


def test_no_simplified_character_is_left_in_traditional_messages() -> None:
    """Not one, in any message."""
    table = load_messages()["zh-Hant"].table
    assert table["nav.statements"][1] == "文件"
    assert {key: left_over(row[1]) for key, row in table.items() if left_over(row[1])} == {}


@pytest.mark.parametrize(
    ("simplified", "said"),
    [
        ("本页链接", "本頁連結"),
        ("导出", "匯出"),
        ("服务器", "伺服器"),
        ("{n} 份文件", "{n} 份文件"),
        ("联合声明", "聯合聲明"),
        ("项目与倡议", "項目與倡議"),
        ("发布者", "發布者"),
        ("关于", "關於"),
    ],
)
def test_words_are_those_of_texts_not_of_computers(simplified: str, said: str) -> None:
    """文件 stays 文件, 声明 is 聲明, 项目 is 項目."""
    assert said == traditional(simplified)


def test_what_a_label_quotes_is_not_converted() -> None:
    """The heading in the name of a place is the text's own."""
    messages = load_messages()["zh-Hant"]
    heading = place_in(Clause("d", "h1", "基础设施合作"))
    assert heading == "小标题“基础设施合作”"
    assert messages.script(heading) == "小標題「基础设施合作」"
    assert load_messages()["zh-Hans"].script(heading) == heading


def test_a_citation_keeps_title_address_and_id() -> None:
    """The words between are in the script of the reader."""
    document = Document(
        "law-关于",
        "关于《铁路法》的说明",
        date=date(2015, 5, 22),
        date_is=DateIs.SIGNED,
        place="利马",
        url="https://example.org/关于",
        kind=Kind.LAW,
    )
    cited = load_messages()["zh-Hant"].citation(
        citation(document, Clause(document.id, "8", "第八条", "第八条"))
    )
    assert cited.startswith(
        "《关于〈铁路法〉的说明》，第八條，2015年5月22日簽署於利馬，https://example.org/关于"
    )
    assert cited.endswith("。law-关于#8")


def test_countries_are_named_as_the_reader_does() -> None:
    """Laos in three ways."""
    tables = load_messages()
    assert [tables[tag].country("LA") for tag in ("zh-Hans", "zh-Hant", "en")] == ["老挝", "寮國", "Laos"]
    assert tables["zh-Hant"].country("SU") == "蘇聯"
    assert tables["en"].country("??") == "??"


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("ja,en-US;q=0.5", "en"),
        ("*", "zh-Hans"),
        ("en;q=0, zh", "zh-Hans"),
    ],
)
def test_the_header_is_weighed(accepted: str, tag: str) -> None:
    """By weight, then by order."""
    assert tag == negotiated(accepted).tag


def test_a_language_is_its_words_and_its_script() -> None:
    """Both kinds of Chinese have the same words."""
    assert Language.CHINESE == Language.TRADITIONAL == "zh"
    assert len({language.tag for language in LANGUAGES}) == 3


@pytest.mark.parametrize(
    "path", ["/", "/statements", "/projects/两洋铁路", "/?q=合作", "/help", "/analysis", "/?q=(("]
)
def test_a_traditional_page_has_no_simplified_word_of_ours(site: Site, path: str) -> None:
    """What is left is marked as text in Simplified characters, or is a name or a query."""
    joint = "&" if "?" in path else "?"
    page = read(site.get(f"{path}{joint}lang=zh-Hant").text)
    assert [each.attributes["lang"] for each in page.all("html")] == ["zh-Hant"]
    foot = page.all("footer")[0].text
    head = page.all("header")[0].text.replace("简体", "")
    assert "文件" in head
    assert left_over(foot + head) == set()
    for element in page.all():
        if element.tag in ("h1", "h2", "dt", "summary", "label", "button") and not element.all(lang=""):
            words = re.sub("[“《].*?[”》]", "", element.text)
            if element.attributes.get("lang") is None and not element.all("bdi"):
                assert left_over(words) == set(), (element.tag, element.text)


def test_a_text_keeps_its_characters(site: Site) -> None:
    """In whatever language the page is."""
    shown = [
        read(site.get(f"/statements/{JOINT}?lang={language}").text).all("h1")[0].text
        for language in ("zh", "zh-Hant", "en")
    ]
    assert len(set(shown)) == 1


def test_all_switches_lead_to_the_same_answer(site: Site) -> None:
    """Each page names the two other languages, in their own words."""
    page = read(site.get("/?q=铁路&view=kwic&lang=zh-Hant").text)
    switches = {each.attributes["hreflang"]: each for each in page.all("a") if "hreflang" in each.attributes}
    assert {tag: each.text for tag, each in switches.items()} == {"zh-Hans": "简体", "en": "English"}
    for tag, each in switches.items():
        assert f"lang={tag}" in each.attributes["href"]
        assert site.get(each.attributes["href"]).headers["content-language"] == tag


def test_the_help_is_in_every_language() -> None:
    """Chinese help is one file, converted; English another."""
    names = {entry.name for entry in files("searchlib.web").joinpath("templates").iterdir()}
    assert {"help_zh.html", "help_en.html"} <= names


@pytest.mark.parametrize(
    ("language", "head"), [("zh-Hant", "條款編號"), ("zh-Hans", "条款编号"), ("en", "clause_id")]
)
def test_workbooks_are_in_the_language_of_the_page(site: Site, language: str, head: str) -> None:
    """By ``lang`` or the header; CSV is the same in all, since its heads are keys for programs."""
    by_address = site.get(f"/export/hits.xlsx?q=铁路&lang={language}").body
    by_header = site.get("/export/hits.xlsx?q=铁路", Accept_Language=language).body
    shown = [openpyxl.load_workbook(BytesIO(body)).active for body in (by_address, by_header)]

    assert [sheet["A1"].value for sheet in shown if sheet is not None] == [head, head]
    assert site.get(f"/export/hits.csv?q=铁路&lang={language}").text.startswith("\ufeffclause_id,")


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_dossiers_are_in_the_language_of_the_page(site: Site, form: str) -> None:
    """Our words in Traditional characters; names and texts in their own."""
    body = site.get(f"/export/dossier.{form}?name=两洋铁路&lang=zh-Hant").body
    if form == "docx":
        document = docx.Document(BytesIO(body))
        text = "\n".join(each.text for each in document.paragraphs)
    else:
        text = body.decode()

    assert "两洋铁路：提及檔案" in text
    assert "簽署於" in text
    assert "簽署于" not in text
    assert "完整性證明" in text
    assert "中华人民共和国政府和秘鲁共和国政府联合声明" in text
