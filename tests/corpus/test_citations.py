"""What counts as a citation, and how citations are counted over a corpus."""

import pytest

from searchlib.corpus.citations import citable_name, cited_names, count_citations
from searchlib.model import Clause, Document


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("中华人民共和国水法", "水法"),
        ("中華人民共和國水法", "水法"),
        ("水法（2016年修订）", "水法"),
        ("水法 （试行）〔2002〕", "水法"),
        ("水法(2016年修正) 【失效】", "水法"),
        ("中华人民共和国", "中华人民共和国"),
        ("（试行）", "（试行）"),
        ("水法）", "水法）"),
        ("关于〈水法〉的决定", "关于〈水法〉的决定"),
        ("", ""),
        ("长" * 101, ""),
    ],
)
def test_a_title_is_cited_by_its_name(title: str, name: str) -> None:
    """The state before it and notes of the version behind it do not matter, nor does the script."""
    assert citable_name(name) == citable_name(title)
    assert len(citable_name(title)) == len(name)


def test_clauses_that_cite_are_counted() -> None:
    """A clause counts once for each name, however often and in whatever wording it names it."""
    texts = (
        "依照《水法》和《中华人民共和国水法》。",
        "《水法》、《土地法》",
        "水法",
        "《》《 》《未完",
        "《甲" + "乙" * 300 + "》",
    )
    clauses = tuple(Clause("d", str(at), text) for at, text in enumerate(texts))

    assert cited_names(Document("d", "甲", clauses=clauses)) == {"水法": 2, "土地法": 1}


def test_documents_of_the_same_name_do_not_cite_each_other() -> None:
    """All versions of a law are cited by others, none by itself."""
    documents = [
        ("a", "水法", {"水法": 3, "土地法": 1}),
        ("b", "水法", {}),
        ("c", "土地法", {"水法": 2, "无此法": 9}),
        ("d", "", {"水法": 1, "": 4}),
    ]

    assert count_citations(documents) == {"a": 3, "b": 3, "c": 1}


def test_many_brackets_are_read_in_linear_time() -> None:
    """Openings that are never closed cost no more than other characters."""
    hostile = "《" * 200_000 + "《甲" * 100_000

    assert cited_names(Document("d", None, clauses=(Clause("d", "1", hostile),))) == {}
