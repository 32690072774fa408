"""Folded answers as text and as JSON."""

from dataclasses import replace

from searchlib.model import Copy, Explanation, Folded, PartKind, ScorePart
from searchlib.render.explanations import ToldScore
from searchlib.render.hits import search_lines
from searchlib.render.json_values import search_json
from searchlib.render.terminal import Look
from tests.support.answers import RESULTS, clause

_BELOW = Folded(0, 3, (Copy(*clause("chancay#p1"), 4),))
_FIRST, _SECOND, _LAW = RESULTS.hits[:3]
FOLDED = replace(
    RESULTS,
    folded=True,
    size=9,
    hits=(replace(_FIRST, folded=_BELOW), _SECOND, replace(_LAW, folded=Folded(2, 0, ()))),
)


def test_what_is_folded_is_told_below_its_statement() -> None:
    """Below the hit that tells it; the last line adds everything up."""
    lines = list(search_lines(FOLDED, Look(colour=False)))

    assert [line[:3] for line in lines if line[:3].strip().rstrip(".").isdigit()] == [" 1.", " 2.", " 3."]
    (more,) = (line for line in lines if "more in this statement" in line)
    (also,) = (line for line in lines if "also in" in line)
    assert more == "    3 more in this statement"
    assert also == "    also in no date · 習近平：中秘要對接發展戰略 · chancay#p1 (4 more there)"
    assert lines.index(also) < next(at for at, line in enumerate(lines) if _SECOND.clause.id in line)
    assert lines[-1] == "3 of 14 clauses shown; 8 folded below them: --flat; 3 more: --limit N or --all"


def test_json_says_what_is_folded() -> None:
    """At the first hit of a statement; copies are cited."""
    value = search_json(FOLDED)

    assert (value["folded"], value["size"]) == (True, 9)
    assert [hit["more"] for hit in value["hits"]] == [3, 0, 0]
    ((copy,), second, third) = (hit["copies"] for hit in value["hits"])
    assert (copy["clause_id"], copy["more"], second, third) == ("chancay#p1", 4, [], [])
    assert all(hit["explanation"] is None for hit in value["hits"])


def test_an_explanation_in_json_has_every_term() -> None:
    """Unrounded; in words the rounded terms add up to the rounded total."""
    parts = (ScorePart(PartKind.WORDS, 1.0, (("铁路", 1.006), ("公路", 1.006), ("港口", 0.0))),)
    found = Explanation(parts, 1.5, 3.018, refined=True, citations=2, share=0.5)
    (told,) = (
        hit["explanation"] for hit in search_json(replace(RESULTS, hits=(_FIRST,)), (), (found,))["hits"]
    )

    assert told is not None
    assert (told["sum"], told["score"], told["citations"]) == (2.012, 3.018, 2)
    assert [term["term"] for term in told["parts"][0]["terms"]] == ["铁路", "公路", "港口"]
    score = ToldScore.of(found)
    assert score.total == 2.01
    assert sorted(value for _, value in score.parts[0].terms) == [1.0, 1.01]
    assert score.parts[0].missing == ("港口",)
