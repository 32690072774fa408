"""Who made a law and its level, as the file says: from title, notes, folder and sidecar to the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib
from searchlib.corpus.issuing import is_by_order, issuers_of, level_of_law
from searchlib.corpus.load import load_file
from searchlib.errors import QueryError
from searchlib.model import Document, NormLevel

ARTICLES = "第一条 为了规范渡口，制定本法。\n\n第二条 本法自公布之日起施行。\n"
SHENZHEN = "2022年12月29日 深圳市第七届人民代表大会常务委员会第十四次会议通过"


@pytest.mark.parametrize(
    ("title", "notes", "expected"),
    [
        ("渡口法", ["1986年4月12日 第六届全国人民代表大会第四次会议通过"], ("全国人民代表大会",)),
        (
            "渡口法",
            [
                "1988年12月29日 第七届全国人民代表大会常务委员会第五次会议通过",
                "2017年3月1日 第十二届全国人民代表大会第三次会议修正",
            ],
            ("全国人民代表大会常务委员会",),
        ),
        ("渡口条例", ["2002年3月19日 中华人民共和国国务院令第349号公布"], ("国务院",)),
        ("渡口条例", ["2002年3月19日国务院第五次常务会议通过"], ("国务院",)),
        ("渡口办法", ["1989年11月17日 民政部、总后勤部令第1号发布"], ("民政部", "总后勤部")),
        ("渡口办法", ["2008年7月17日 经人力资源和社会保障部第6次部务会议通过"], ("人力资源和社会保障部",)),
        ("渡口规定", ["2015年1月5日 国家工商行政管理总局令第73号公布"], ("国家工商行政管理总局",)),
        ("渡口规定", ["1997年4月10日 海关总署第61号令发布"], ("海关总署",)),
        ("渡口条例", [SHENZHEN], ("深圳市人民代表大会常务委员会",)),
        ("渡口条例", ["（２０２０年６月１日某省第三届人大常委会第四次会议通过）"], ("某省人民代表大会常务委员会",)),
        ("最高人民法院、最高人民检察院关于渡口案件的解释", [], ("最高人民法院", "最高人民检察院")),
        ("渡口规则", ["2019年12月2日 最高人民检察院第十三届检察委员会第二十八次会议通过"], ("最高人民检察院",)),
        ("关于渡口的解释", ["2014年6月23日 最高人民法院审判委员会第1621次会议通过"], ("最高人民法院",)),
        ("渡口条例", ["制定机关：国务院", SHENZHEN], ("国务院",)),
        ("中华人民共和国渡口法", ["2020年1月1日 中华人民共和国主席令第45号公布"], ()),
        ("渡口办法", ["1992年5月12日 国务院批准"], ()),
        ("渡口办法", ["1992年5月12日 国务院批准", "1992年6月16日 公安部令第8号发布"], ("公安部",)),
        ("渡口条例", ["2016年2月6日 《国务院关于修改部分行政法规的决定》第一次修订"], ()),
        ("企业关于渡口的规定", [], ()),
        ("渡口法", [], ()),
        (
            "山东省渡口条例",
            [
                "2002年6月29日 第九届全国人民代表大会常务委员会第二十八次会议通过",
                "2010年7月30日 山东省第十一届人民代表大会常务委员会第十八次会议通过",
            ],
            ("山东省人民代表大会常务委员会",),
        ),
    ],
)
def test_who_made_a_law(title: str, notes: list[str], expected: tuple[str, ...]) -> None:
    """The first who passed or issued it; who approved, promulgated as head of state or amended it did not."""
    assert issuers_of(title, notes) == expected


def test_an_order_is_that_of_the_body() -> None:
    """An order that the State Council approved does not tell the level."""
    assert is_by_order(["2022年3月1日 国家市场监督管理总局令第52号公布"], ["国家市场监督管理总局"])
    assert not is_by_order(["2022年3月1日 国家市场监督管理总局公布"], ["国家市场监督管理总局"])
    approved = ["1992年5月12日 国务院批准", "1992年6月16日 公安部令第8号发布"]
    assert not is_by_order(approved, ["公安部"])
    assert level_of_law("渡口办法", approved, ("公安部",), "a/渡口.md") is None
    assert level_of_law("渡口办法", approved, ("公安部",), "行政法规/渡口.md") is NormLevel.ADMINISTRATIVE_REGULATION


@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=4))
def test_any_text_has_bodies_or_none(title: str, notes: list[str]) -> None:
    """Never an error, never an empty name."""
    found = issuers_of(title, notes)
    assert all(each.strip() for each in found)
    level_of_law(title, notes, found, "a/b.md")


def load(folder: Path, file: str, text: str) -> Document:
    """The one document of a new file."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (document,) = load_file(path, folder)
    return document


def law(title: str, note: str = "") -> str:
    """A law as Markdown."""
    return f"# {title}\n\n{note}\n\n<!-- INFO END -->\n\n{ARTICLES}"


def test_from_the_file_to_the_document(tmp_path: Path) -> None:
    """Text first, then the folder; without either both are unknown."""
    stated = load(tmp_path, "a/深圳渡口条例.md", law("深圳渡口条例", SHENZHEN))
    assert stated.level is NormLevel.LOCAL_REGULATION
    assert stated.issuers == ("深圳市人民代表大会常务委员会",)
    placed = load(tmp_path, "行政法规/渡口条例.md", law("渡口条例"))
    assert (placed.level, placed.issuers) == (NormLevel.ADMINISTRATIVE_REGULATION, ())
    unknown = load(tmp_path, "laws/渡口条例.md", law("渡口条例"))
    assert (unknown.level, unknown.issuers) == (None, ())
    taiwan = "法規名稱：渡口法\n法規類別：法律 / 行政＞交通目\n修正日期：20180523\n\n第 1 條\n為管理渡口，制定本法。\n"
    assert load(tmp_path, "tw/渡口法.md", taiwan).level is NormLevel.LAW


def test_a_statement_has_neither(tmp_path: Path) -> None:
    """Also in a folder named after a level."""
    text = "中华人民共和国和秘鲁共和国联合声明\n\n一、双方同意推进合作。\n\n二、双方感谢。\n\n2015年5月22日于利马\n"
    found = load(tmp_path, "行政法规/声明.txt", text)
    assert (found.level, found.issuers) == (None, ())


def test_a_sidecar_states_both(tmp_path: Path) -> None:
    """In place of what was recognised."""
    (tmp_path / "渡口条例.meta.toml").write_text(
        'level = "地方性法规"\nissuers = ["某市人民代表大会"]\n', encoding="utf-8"
    )
    found = load(tmp_path, "渡口条例.md", law("渡口条例", SHENZHEN))
    assert (found.level, found.issuers) == (NormLevel.LOCAL_REGULATION, ("某市人民代表大会",))


def test_queries_filter_and_count_by_both(tmp_path: Path) -> None:
    """In every way that a filter is asked with; what is unknown stands apart."""
    corpus = tmp_path / "corpus"
    for file, title, note in (
        ("a.md", "深圳渡口条例", SHENZHEN),
        ("行政法规/b.md", "渡口条例", "2002年3月19日 中华人民共和国国务院令第349号公布"),
        ("c.md", "渡口规则", ""),
    ):
        (corpus / file).parent.mkdir(parents=True, exist_ok=True)
        (corpus / file).write_text(law(title, note), encoding="utf-8")
    searchlib.build(corpus, tmp_path / "index")
    with searchlib.open(tmp_path / "index") as library:

        def found(query: str) -> set[str | None]:
            return {hit.document.title for hit in library.search(query, limit=None)}

        assert found("规范渡口 level:行政法规") == {"渡口条例"}
        assert found("规范渡口 效力級別：地方性法規") == {"深圳渡口条例"}
        assert found("规范渡口 level:administrative-regulation OR level:local-regulation") >= {"深圳渡口条例"}
        assert found("规范渡口 issuer:国务院") == {"渡口条例"}
        assert found("规范渡口 制定机关：深圳市人民代表大会常务委员会") == {"深圳渡口条例"}
        assert found("规范渡口 -level:行政法规 -level:地方性法规") == {"渡口规则"}
        with pytest.raises(QueryError, match="level"):
            library.search("渡口 level:民法")
        documents = {document.title: document for document in library.documents()}
        assert documents["渡口条例"].issuers == ("国务院",)
        rows = library.search_counts("规范渡口", "level")[1].rows
        counted = [(row.key, row.clauses) for row in rows]
        assert counted == [("administrative-regulation", 1), ("local-regulation", 1), (None, 1)]
        rows = library.search_counts("规范渡口", "issuer")[1].rows
        assert {row.key for row in rows} == {"国务院", "深圳市人民代表大会常务委员会", None}
