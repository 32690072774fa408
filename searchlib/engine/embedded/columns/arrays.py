"""The little arithmetic on arrays that everything else here uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.integer[Any]]
"""An array of whole numbers, whatever their width."""

Numbers: TypeAlias = NDArray[np.integer[Any] | np.floating[Any]]

_BLOCK = 1 << 16


def narrow(values: Integers) -> Integers:
    """The same values in the narrowest of 1, 2, 4 or 8 unsigned bytes that holds them all.

    >>> narrow(np.array([3, 70000])).dtype.str
    '<u4'
    """
    return values.astype(narrowest(int(values.max()) if len(values) else 0), copy=False)


def narrowest(top: int) -> np.dtype[np.unsignedinteger[Any]]:
    """The narrowest unsigned kind that holds numbers up to ``top``, little-endian."""
    width = next(width for width in (1, 2, 4, 8) if top < 1 << (8 * width))
    return np.dtype(f"<u{width}")


def blocks(size: int) -> Iterator[slice]:
    """Slices of an array of ``size``, so short that what is computed of each stays in the processor's cache.

    Temporary arrays of many megabytes would cost more for the system to clear than to compute.
    """
    for start in range(0, size, _BLOCK):
        yield slice(start, min(start + _BLOCK, size))


def offsets_of(lengths: Integers | NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where each stretch begins and the last one ends, when they are so long.

    >>> offsets_of(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def lengths_of(offsets: Integers) -> NDArray[np.int64]:
    """The opposite of :func:`offsets_of`.

    >>> lengths_of(np.array([0, 2, 2, 5], np.uint8)).tolist()
    [2, 0, 3]
    """
    wide = offsets.astype(np.int64, copy=False)
    return wide[1:] - wide[:-1]


def stretches(starts: NDArray[np.intp], lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    """Numbers that count up from each of ``starts``, so many as ``lengths`` says.

    >>> stretches(np.array([7, 3]), np.array([2, 3])).tolist()
    [7, 8, 3, 4, 5]
    """
    numbers = np.arange(int(lengths.sum()))
    numbers += np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return numbers


def changes(values: Integers) -> NDArray[np.intp]:
    """The places where a value differs from the one before it; the first one always does.

    >>> changes(np.array([7, 7, 3, 3, 7])).tolist()
    [0, 2, 4]
    """
    differs = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return np.flatnonzero(differs)


def order_of(*keys: Integers) -> NDArray[np.intp]:
    """The order in which numbers ascend that run in parallel, the first of ``keys`` deciding first; equal
    ones stay as they stand.

    NumPy sorts numbers of two bytes by their digits, which is several times faster than by comparing; wider
    ones are taken two bytes at a time.

    >>> order_of(np.array([7, 70000, 7]), np.array([2, 0, 1])).tolist()
    [2, 0, 1]
    """
    order: NDArray[np.intp] | None = None
    for key in reversed(keys):
        top = int(key.max()) if len(key) else 0
        for shift in range(0, max(top.bit_length(), 1), 16):
            digits = (key >> key.dtype.type(shift) if shift else key).astype(np.uint16)
            if order is None:
                order = np.argsort(digits, kind="stable")
            else:
                order = order[np.argsort(digits[order], kind="stable")]
    assert order is not None
    return order
