"""Questions as people ask them, on the real texts beside the project: the right clause comes first."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib.model import LeadIs, Verdict

pytestmark = pytest.mark.shared

_LAWS = re.compile(
    "劳动法|劳动合同法|消费者权益|带薪年休假|未成年人保护|文明行为|噪声|刑法|民法典|居民身份证|道路交通|拖欠|工资"
)


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Library]:
    """The index of the seeds."""
    folder = tmp_path_factory.mktemp("seeds")
    searchlib.build(shared / "seeds", folder)
    with searchlib.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def laws(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Library]:
    """The index of a slice of the laws: those asked about, and every twentieth other."""
    source = shared / "corpora" / "laws_cn"
    if not source.is_dir():
        pytest.skip("the laws (../shared/corpora/laws_cn) are not beside the project")
    corpus, index = tmp_path_factory.mktemp("laws"), tmp_path_factory.mktemp("index")
    for number, file in enumerate(sorted(source.rglob("*.md"))):
        if number % 20 == 0 or _LAWS.search(str(file.relative_to(source))):
            to = corpus / os.path.relpath(file, source)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, to)
    searchlib.build(corpus, index)
    with searchlib.open(index) as opened:
        yield opened


LAW_QUESTIONS = [
    ("试用期 最长 多久", ("劳动法", "#21")),
    ("试用期最长多久", ("劳动法", "#21")),
    ("試用期 最長 多久？", ("劳动法", "#21")),
    ("七天 无理由 退货", ("侵害消费者权益行为处罚办法", "#9")),
    ("年休假 几天 工龄", ("职工带薪年休假条例", "#3")),
    ("未成年人 打赏 主播 退钱", ("上海市未成年人保护条例", "#53")),
    ("邻居 噪音 扰民 怎么 处理", ("安阳市文明行为促进条例", "#16")),
    ("什么是居住权？", ("民法典物权编", "#3")),
]


@pytest.mark.parametrize(("query", "expected"), LAW_QUESTIONS)
def test_lay_questions(laws: searchlib.Library, query: str, expected: tuple[str, str]) -> None:
    """The right article is among the first three, in every spelling of the question."""
    first = [hit.clause.id for hit in laws.search(query, limit=3)]

    assert any(expected[0] in each and expected[1] in each for each in first), first


@pytest.mark.parametrize("query", ["公司 拖欠 工资 怎么办", "邻居 噪音 扰民 怎么 处理", "酒驾 怎么 处罚"])
def test_no_heading_with_a_question_word_leads(laws: searchlib.Library, query: str) -> None:
    """A heading 怎么办 answers nothing."""
    for hit in laws.search(query):
        assert len(hit.text) > len(query), hit.text


def test_filters_tell_what_they_left_out(seeds: searchlib.Library) -> None:
    """14 dated clauses, and 15 of one page without a date."""
    found = seeds.search("钱凯港 year:2024")
    (left_out,) = found.left_out

    assert found.totals.exact == 14
    assert (left_out.clauses, left_out.statements) == (15, 1)
    assert seeds.search(left_out.query).totals.exact == 15


@pytest.mark.parametrize(
    ("query", "meant", "clauses"),
    [
        ("铁路 since 2016", "铁路 year:2016..", 4),
        ("2016年以来 铁路", "year:2016.. 铁路", 4),
    ],
)
def test_days_and_years(seeds: searchlib.Library, query: str, meant: str, clauses: int) -> None:
    """The filter that was meant, with its number of clauses."""
    leads = {lead.query: lead.clauses for lead in seeds.search(query).leads if lead.kind is LeadIs.MEANT}

    assert meant in leads
    assert clauses == leads[meant]


def test_mentions_of_two_names(seeds: searchlib.Library) -> None:
    """Both are counted, each occurrence once, and a plain scan agrees."""
    both, one, other = (seeds.mentions(name) for name in ("铁路 OR 公路", "铁路", "公路"))

    assert both.occurrences == one.occurrences + other.occurrences > 0
    assert both.certificate.verified_by_scan


def test_every_long_clause_is_found_by_its_text(seeds: searchlib.Library) -> None:
    """Whatever is pasted finds where it is from."""
    long = [
        clause.text
        for document in seeds.documents()
        for clause in seeds.document(document.id).clauses
        if len(clause.text) > 120
    ]
    assert long
    for text in long:
        pasted = text * (1 + 600 // len(text))
        assert seeds.search(text if len(text) > 512 else pasted).hits[0].text == text


def test_a_wrong_character_is_shown(seeds: searchlib.Library) -> None:
    """签属 for 签署, in clause 八."""
    (found,) = seeds.quotations("双方重申遵守2014年11月签属的谅解备忘录")
    (part,) = found.parts
    (deviation,) = part.deviations

    assert found.verdict is Verdict.DIFFERS
    assert part.clause.id == "2015-05-22-cn-pe-joint-statement#8"
    assert (deviation.quoted, deviation.printed) == ("属", "署")


def test_blanks_beside_digits_do_not_count(seeds: searchlib.Library) -> None:
    """A quotation copied out of a page set wide."""
    found = seeds.search('"双 方 重 申 遵 守 2014 年 11 月 签 署"')

    assert [hit.clause.id for hit in found] == ["2015-05-22-cn-pe-joint-statement#8"]


def test_questions_on_the_demo_corpus(demo_index: Path) -> None:
    """The clause with most of the keywords comes first."""
    with searchlib.open(demo_index) as library:
        assert "雅万高铁" in library.search("雅万高铁 何时 开通").hits[0].text
        found = library.search("中秘 铁路 备忘录")
        assert {"两洋铁路" in hit.text for hit in found.hits[:2]} == {True}
