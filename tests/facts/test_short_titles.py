"""Short titles: derived from a document's own facts, and the keys by which spellings of a title are one."""

from datetime import date

import pytest

from searchlib.facts.short_titles import short_titles, spoken_titles, title_key, without_version
from searchlib.model import Document, Kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("中华人民共和国渡口法", "渡口法"),
        ("中华人民共和国渡口法（2018年修正）", "渡口法"),
        ("中华人民共和国渡口法(2019年12月28日修订)", "渡口法"),
        ("渡口管理办法（试行）", "渡口管理办法"),
        ("渡口管理办法（2015修正）（试行）", "渡口管理办法"),
        ("渡口管理办法（2015）", "渡口管理办法"),
        ("中华人民共和国渡口法修正案（2004年）", "渡口法修正案（2004年）"),
        ("中华人民共和国渡口法修正案（八）", "渡口法修正案（八）"),
        ("中华人民共和国航运法典 港口编", "航运法典港口编"),
        ("最高人民法院关于适用《中华人民共和国渡口法》若干问题的解释（三）", "渡口法解释（三）"),
        ("最高人民法院关于适用《中华人民共和国航运法典》港口编的解释（一）", "航运法典港口编解释（一）"),
        ("某省实施《中华人民共和国渡口法》办法", "某省实施《渡口法》办法"),
        ("渡口规则", None),
    ],
)
def test_laws_are_called_by_their_titles_without_state_and_version(title: str, expected: str | None) -> None:
    """The usual short title comes first; a title that is short itself has none."""
    assert expected == next(iter(short_titles(Document("d", title, Kind.LAW))), None)


def test_a_part_is_also_called_by_its_code() -> None:
    """Articles of a code are cited by the code alone."""
    assert "航运法典" in short_titles(Document("d", "中华人民共和国航运法典 港口编", Kind.LAW))


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("最高人民法院关于适用《中华人民共和国渡口法》若干问题的规定（三）", "渡口法解释（三）"),
        ("最高人民法院关于适用《中华人民共和国渡口法》若干问题的规定（三）", "渡口法司法解释（三）"),
        ("最高人民法院关于适用《中华人民共和国渡口法》若干问题的解释（二）", "渡口法司法解释（二）"),
        ("最高人民法院关于适用《中华人民共和国航运法典》港口编的解释（一）", "航运法典港口编司法解释（一）"),
        ("最高人民法院关于适用《中华人民共和国渡口法》的解释", "渡口法司法解释"),
        ("中华人民共和国航运法典 总则", "航运法典总则编"),
    ],
)
def test_questions_say_it_otherwise(title: str, said: str) -> None:
    """Interpretations of a law are counted in one row, whether they are called 解释 or 规定."""
    assert said in spoken_titles(Document("d", title, Kind.LAW))
    assert said not in short_titles(Document("d", title, Kind.LAW))


@pytest.mark.parametrize(
    ("parties", "kind", "title", "expected"),
    [
        (("CN", "PE"), Kind.JOINT_STATEMENT, "联合声明", "中秘2015年联合声明"),
        (("CN", "KG"), Kind.JOINT_STATEMENT, "中吉联合宣言", "中吉2015年联合宣言"),
        (("CN", "BY"), Kind.COMMUNIQUE, "新闻公报", "中白2015年新闻公报"),
        (("CN", "TO"), Kind.COMMUNIQUE, "会谈纪要", "中国汤加2015年联合公报"),
        (("CN",), Kind.JOINT_STATEMENT, "联合声明", None),
        (("CN", "PE"), Kind.REPORT, "会谈报道", None),
    ],
)
def test_statements_are_called_by_parties_year_and_kind(
    parties: tuple[str, ...], kind: Kind, title: str, expected: str | None
) -> None:
    """A country without an abbreviation stands with its name; what has no parties has no short title."""
    found = spoken_titles(Document("d", title, kind, date(2015, 5, 22), parties=parties))

    assert expected is None or expected in found
    assert (expected is None) == (not found)


def test_undated_statements_are_called_without_a_year() -> None:
    """Nothing is guessed."""
    undated = Document("d", "关于铁路的联合声明", Kind.JOINT_STATEMENT, parties=("CN", "PE"))

    assert short_titles(undated)[0] == "中秘联合声明"


def test_keys_are_the_same_in_both_scripts_and_without_marks() -> None:
    """Title marks, blanks, the name of the state and the script do not count."""
    keys = {title_key(title) for title in ("《中华人民共和国渡口法》", "渡口法", "中華人民共和國 渡口法")}

    assert keys == {"渡口法"}
    assert without_version("规则（2018年修正）（一）") == "规则（2018年修正）（一）"
