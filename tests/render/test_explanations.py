"""The explanation of a score as text."""

import pytest

import searchlib
from searchlib.model import Explanation, PartKind, ScorePart, SearchRequest, Tier
from searchlib.render.explanations import explanation_lines

LAWS = {
    "a.txt": "甲水法\n\n第一条 取水许可由水行政主管部门批准并收费。\n\n第二条 水库的取水计划应当公布。\n",
    "b.txt": "乙水办法\n\n第一条 取水许可依照《甲水法》批准。\n\n第二条 《甲水法》没有规定的，另行公布。\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> searchlib.Library:
    """Two laws, of which one cites the other in two articles."""
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    for name, text in LAWS.items():
        (corpus / name).write_text(text, encoding="utf-8")
        title = text.split("\n", 1)[0]
        (corpus / f"{name}.meta.toml").write_text(f'title = "{title}"\nkind = "law"\n', encoding="utf-8")
    searchlib.build(corpus, index)
    return searchlib.open(index)


QUESTION = "请问办理取水许可审批需要什么手续材料和多长时间才能公布计划"


def test_parts_add_up_to_the_score_of_each_hit(library: searchlib.Library) -> None:
    """In every tier, with the prior and without."""
    for query in ("取水许可", "取水 计划", QUESTION):
        for prior in (True, False):
            request = SearchRequest(query, limit=None, prior=prior)
            hits, explained = library.answer(request).hits, library.explain(request)
            assert len(hits) == len(explained) > 0
            for hit, explanation in zip(hits, explained, strict=True):
                total = sum(part.total for part in explanation.parts)
                assert hit.score == pytest.approx(total * explanation.factor)
                assert hit.score == pytest.approx(explanation.score)


def test_citations_count_in_the_last_tier_only_and_can_be_left_out(library: searchlib.Library) -> None:
    """The cited law is raised where no clause holds all words; exact answers never are."""
    request = SearchRequest(QUESTION, limit=None)
    explained = library.explain(request)
    factors = {
        hit.document.title: explanation.factor
        for hit, explanation in zip(library.answer(request).hits, explained, strict=True)
    }

    assert factors["甲水法"] > factors["乙水办法"] == 1.0
    assert {explanation.citations for explanation in explained} == {0, 2}
    exact = SearchRequest("取水许可", limit=None, exact=True)
    for exempt in (SearchRequest(QUESTION, limit=None, prior=False), exact):
        assert {explanation.factor for explanation in library.explain(exempt)} == {1.0}


def test_only_the_last_tier_looks_at_more_than_words(library: searchlib.Library) -> None:
    """In the others words of text and title decide, so that no answer of these costs more."""
    for query, tier, kinds in (
        ("取水许可", Tier.EXACT, {PartKind.WORDS, PartKind.TITLE}),
        ("许可取水", Tier.WORDS, {PartKind.WORDS, PartKind.TITLE}),
        (QUESTION, Tier.SOME, set(PartKind)),
    ):
        request = SearchRequest(query, limit=None)
        explained = zip(library.answer(request).hits, library.explain(request), strict=True)
        found = [each for hit, each in explained if hit.tier is tier]
        assert found
        assert {part.kind for each in found for part in each.parts} == kinds
        assert all(each.refined for each in found)


def test_a_clause_that_is_named_has_no_score(library: searchlib.Library) -> None:
    """It stands first because it is named; those that mention it are explained below."""
    request = SearchRequest("甲水法第一条", limit=None)
    hits, explained = library.answer(request).hits, library.explain(request)

    assert len(hits) == len(explained) > 0
    assert hits[0].tier is Tier.REFERENCE
    assert list(explanation_lines(explained[0])) == []


def test_what_is_missing_is_said() -> None:
    """Terms that add nothing are named; a clause outside the pool says why it has two parts only."""
    words = ScorePart(PartKind.WORDS, 1.0, (("水库", 2.0), ("审批", 0.0)))
    pairs = ScorePart(PartKind.PAIRS, 1.0, tuple((f"对{at}", 1.0) for at in range(10)))

    lines = list(explanation_lines(Explanation((words, pairs), 1.0, 12.0, False)))

    assert lines[0] == "score 12.00 = 12.00"
    assert "not in this clause: 审批" in lines[1]
    assert lines[2].endswith("2 more 2.00")
    assert "not among the best" in lines[3]


@pytest.mark.parametrize(
    ("citations", "share", "said"),
    [(0, 0.5, "no clause of another"), (1, 0.5, "1 clause of another"), (3, 1.0, "does not count")],
)
def test_the_prior_is_said_in_words(citations: int, share: float, said: str) -> None:
    """Where it comes from, and whether it counts."""
    words = ScorePart(PartKind.WORDS, 1.0, (("水库", 2.0),))
    (*_, line) = explanation_lines(Explanation((words,), 1.0, 2.0, True, citations, share))

    assert said in line
