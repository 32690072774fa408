"""Realistic questions with their right answers, and how an index answers them now."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import searchlib
from searchlib.model import Hit, SearchResults

FOLDER = Path(__file__).parents[1] / "golden" / "questions"
QUESTIONS = FOLDER / "questions.toml"
SHOWN = 5
"""Hits of an answer that are looked at, and stored."""

_HEADING = re.compile(r"title|h[0-9]")

CORPORA = ("seeds", "corpus", "laws")


@dataclass(frozen=True, slots=True)
class Question:
    """A question; ``questions.toml`` says what its facts mean."""

    corpus: str
    kind: str
    asked: str
    right: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    nowhere: bool = False
    missing: bool = False
    text_first: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """How a question is answered: totals of the tiers, the first hits (a named clause after ``=``), the place
    of the first right one from 1, 0 if none is shown, and whether what must be told is told.
    """

    totals: tuple[int, int, int]
    hits: tuple[str, ...]
    rank: int
    told: bool

    @property
    def good(self) -> bool:
        """Whether a right clause is first, or nothing but the right thing is told."""
        return self.told and self.rank == 1


def questions() -> tuple[Question, ...]:
    """Return all questions in their order."""
    rows = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    tuples = ({name: tuple(v) if isinstance(v, list) else v for name, v in row.items()} for row in rows)
    return tuple(Question(**row) for row in tuples)


def answer(library: searchlib.Library, question: Question) -> Answered:
    """Ask ``question``, folded as it is shown to a reader."""
    found = library.search(question.asked, limit=SHOWN, fold=True)
    places = [at for at, hit in enumerate(found, 1) if _is_right(hit, question)]
    if not question.right and not question.text_first:
        places = [1]  # what must be told decides
    totals = (found.totals.exact, found.totals.words, found.totals.some)
    hits = tuple(("=" if hit.tier == "reference" else "") + hit.clause.id for hit in found)
    return Answered(totals, hits, places[0] if places else 0, _is_told(library, question, found))


def _is_right(hit: Hit, question: Question) -> bool:
    if question.text_first:
        return not _HEADING.match(hit.clause.path)
    return any(each in (hit.clause.id, f"{hit.document.id}#") for each in question.right)


def _is_told(library: searchlib.Library, question: Question, found: SearchResults) -> bool:
    leads = {lead.query: lead.clauses for lead in found.leads}
    if question.nowhere:
        upper = found.totals.exact + found.totals.words
        return not upper and all(leads.get(keyword) == 0 for keyword in question.asked.split())
    if question.missing:
        return bool(found.references) and not any(p.found for each in found.references for p in each.places)
    others = (other.query for other in library.alternatives(question.asked))
    told = {*leads, *others, *(taken.query for taken in found.taken)}
    return not question.offers or any(_plain(each) in map(_plain, told) for each in question.offers)


def _plain(query: str) -> str:
    return " ".join(query.replace(" AND ", " ").strip("()").split())


def baseline(corpus: str) -> dict[str, Answered]:
    """Return the stored answers of a corpus by question."""
    rows = json.loads((FOLDER / f"{corpus}.json").read_text(encoding="utf-8"))
    return {
        asked: Answered(tuple(row["totals"]), tuple(row["hits"]), row["rank"], row["told"])
        for asked, row in rows.items()
    }


def write_baseline(corpus: str, answers: Mapping[str, Answered]) -> None:
    """Store the answers of a corpus: ids and numbers, no text."""
    rows = {asked: asdict(each) for asked, each in answers.items()}
    content = ",\n".join(
        f" {json.dumps(asked, ensure_ascii=False)}: {json.dumps(row, ensure_ascii=False)}"
        for asked, row in rows.items()
    )
    (FOLDER / f"{corpus}.json").write_text(f"{{\n{content}\n}}\n", encoding="utf-8", newline="\n")


def score(answers: Iterable[Answered]) -> tuple[int, int, int]:
    """Return how many answers are good, how many have a right clause among those shown, and how many there
    are.
    """
    every = list(answers)
    shown = [each for each in every if each.rank and each.told]
    return sum(each.good for each in every), len(shown), len(every)


def changes(before: Mapping[str, Answered], now: Mapping[str, Answered]) -> list[str]:
    """Return a line for each question whose answer has changed: better, worse, or otherwise."""
    lines = []
    for asked, own in now.items():
        old = before.get(asked)
        if old is None:
            lines.append(f"new        {asked}: right at {own.rank}, told {own.told}")
        elif old != own:
            one, other = (each.rank if each.told and each.rank else SHOWN + 1 for each in (old, own))
            verdict = "better" if other < one else "worse" if other > one else "otherwise"
            moved = f"right at {old.rank} → {own.rank}, told {old.told} → {own.told}"
            lines.append(f"{verdict:<10} {asked}: {moved}, totals {old.totals} → {own.totals}")
            lines += [f"  - {each}" for each in old.hits if each not in own.hits]
            lines += [f"  + {each}" for each in own.hits if each not in old.hits]
    lines += [f"gone       {asked}" for asked in before if asked not in now]
    return lines
