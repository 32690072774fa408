"""How often a question that cites an article finds that article first: "X法第N条的内容是什么".

Asks it for a sample of the articles of all laws in an index, in three wordings, and prints the rates and the
time of an answer. Articles of several versions of a law count as found where any of the versions with the
article of that number and text is the first hit of the reference.

    python bench/references.py INDEX [--size N] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from statistics import median

import searchlib
from searchlib.facts.short_titles import short_titles
from searchlib.model import Kind
from searchlib.text.numerals import chinese

WORDINGS = ("{title}第{han}条的内容是什么", "《{title}》第{number}条规定了什么？", "{title} 第{han}条")


def main() -> None:
    """Print a row for each wording."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--size", type=int, default=500, help="how many articles")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with searchlib.open(given.index) as library:
        sample = _articles(library, given.size, random.Random(given.seed))
        print("| wording | questions | article first | its title first | median ms |\n|---|---|---|---|---|")
        for wording in WORDINGS:
            print(_row(library, wording, sample))


def _articles(
    library: searchlib.Library, size: int, draw: random.Random
) -> list[tuple[searchlib.Document, searchlib.Clause]]:
    """Draw laws, and an article of each that is numbered by one plain number."""
    laws = [each for each in library.documents() if each.kind is Kind.LAW and each.title]
    found = []
    for law in draw.choices(laws, k=2 * size):
        articles = [each for each in library.document(law.id).clauses if each.path.isdigit() and each.number]
        if articles and len(found) < size:
            found.append((law, draw.choice(articles)))
    return found


def _row(
    library: searchlib.Library, wording: str, sample: list[tuple[searchlib.Document, searchlib.Clause]]
) -> str:
    first, same_title, times = 0, 0, []
    for law, article in sample:
        number = int(article.path)
        title = next(iter(short_titles(law)), law.title)
        started = time.perf_counter()
        answer = library.search(wording.format(title=title, number=number, han=chinese(number)), limit=10)
        times.append(time.perf_counter() - started)
        hits = answer.hits[:1]
        first += any(hit.clause.id == article.id for hit in hits)
        same_title += any((hit.document.title, hit.clause.path) == (law.title, article.path) for hit in hits)
    size = len(sample)
    return (
        f"| {wording} | {size:,} | {first / size:.1%} | {same_title / size:.1%} |"
        f" {1000 * median(times):.1f} |"
    )


if __name__ == "__main__":
    main()
