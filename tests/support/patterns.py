"""Random patterns whose pieces are cut out of a text."""

import random

from searchlib.model import Neighbours, Pattern


def random_pattern(draw: random.Random, text: str) -> Pattern:
    """One to three pieces of ``text``, gaps that mostly fit, and now and then forbidden neighbours."""
    at = draw.randrange(len(text))
    pieces, gaps = [], []
    for _ in range(draw.choice((1, 2, 2, 3))):
        piece = text[at : at + draw.choice((1, 1, 2, 3))]
        if not piece:
            break
        pieces.append(piece)
        low, wide = draw.choice((0, 0, 1, 2)), draw.choice((0, 0, 1, 3, 10))
        gaps.append((low, low + wide))
        at += len(piece) + low + draw.randrange(wide + 1)
    return Pattern(
        tuple(pieces), tuple(gaps[: len(pieces) - 1]), _neighbours(draw, text), _neighbours(draw, text)
    )


def _neighbours(draw: random.Random, text: str) -> tuple[Neighbours, ...]:
    count = draw.choice((0, 0, 0, 1, 2))
    return tuple(
        tuple(
            "".join(draw.sample(text, draw.randrange(1, len(text) + 1)))
            for _ in range(draw.choice((1, 1, 2)))
        )
        for _ in range(count)
    )
