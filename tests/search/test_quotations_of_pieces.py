"""Quotations pieced together from texts that resemble one another: an answer, whatever overlaps."""

import random
from itertools import pairwise
from pathlib import Path

import searchlib
from searchlib.model import Clause, Document


def test_pieces_that_overlap_in_any_way_are_checked(tmp_path: Path) -> None:
    """A part that lies inside what others quote is left out, and the parts are in the order of the text."""
    for seed in range(6):
        draw = random.Random(seed)
        letters = "甲乙丙丁"[: 2 + seed % 3]
        texts = ["".join(draw.choices(letters, k=draw.randrange(20, 60))) for _ in range(8)]
        documents = [
            Document(str(n), None, clauses=(Clause(str(n), "1", text),)) for n, text in enumerate(texts)
        ]
        searchlib.build_documents(documents, tmp_path / str(seed))
        with searchlib.open(tmp_path / str(seed)) as library:
            for _ in range(30):
                quoted = "".join(
                    draw.choice(texts)[(at := draw.randrange(20)) : at + draw.randrange(4, 30)]
                    for _ in range(draw.randrange(2, 8))
                )
                for found in library.quotations(quoted).quotations:
                    spans = [part.quoted_span for part in found.parts]
                    assert all(before.end <= after.start for before, after in pairwise(spans)), quoted
                    for part in found.parts:
                        assert part.span.end <= len(part.clause.text)
