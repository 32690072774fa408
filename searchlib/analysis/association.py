"""Measures of association between two strings, each with its formula and its source.

A contingency table counts positions of texts, as surface co-occurrence does (Evert, S.: *Corpora and
collocations*, in Corpus Linguistics: An International Handbook, 2008): those near the node or not, with the
collocate or without. ``o11`` are occurrences of the collocate near the node, ``r1`` the positions near it,
``c1`` the occurrences of the collocate anywhere, ``n`` all positions.
"""

from __future__ import annotations

from math import log, log2


def log_likelihood(o11: int, r1: int, c1: int, n: int) -> float:
    """Return the log-likelihood ratio ``2 * sum(O * ln(O / E))``, negative where there are fewer than
    expected.

    Dunning, T.: *Accurate methods for the statistics of surprise and coincidence*, Computational Linguistics
    19(1), 1993. ``E`` of a cell is the product of its row and column sums over ``n``.

    >>> round(log_likelihood(10, 100, 20, 1000), 2), round(log_likelihood(2, 100, 20, 1000), 2)
    (21.18, 0.0)
    """
    rows, columns = (r1, n - r1), (c1, n - c1)
    observed = ((o11, r1 - o11), (c1 - o11, n - r1 - c1 + o11))
    total = sum(
        observed[row][column] * log(observed[row][column] * n / (rows[row] * columns[column]))
        for row in (0, 1)
        for column in (0, 1)
        if observed[row][column] > 0
    )
    return 2 * total if o11 * n >= r1 * c1 else -2 * total


def dice(together: int, one: int, other: int) -> float:
    """Return ``2 * f(xy) / (f(x) + f(y))``, from 0 to 1.

    Dice, L. R.: *Measures of the amount of ecologic association between species*, Ecology 26(3), 1945.

    >>> dice(5, 10, 10)
    0.5
    """
    return 2 * together / (one + other) if one + other else 0.0


def log_dice(together: int, one: int, other: int) -> float:
    """Return ``14 + log2(Dice)``: 14 at most, 0 at one co-occurrence in some 16,000 of the two.

    Rychlý, P.: *A lexicographer-friendly association score*, RASLAN 2008.

    >>> log_dice(10, 10, 10)
    14.0
    """
    found = dice(together, one, other)
    return 14 + log2(found) if found else float("-inf")
