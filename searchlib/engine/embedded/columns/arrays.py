"""Integer array arithmetic: narrow dtypes, offsets and lengths, ranges, stable sorting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.integer[Any]]
"""An array of integers of any width."""

Numbers: TypeAlias = NDArray[np.integer[Any] | np.floating[Any]]
"""An array of integers or floating-point numbers."""

_BLOCK = 1 << 16
"""Elements processed together by :func:`blocks`: a few hundred kilobytes, within a processor's cache."""

_ALLOCATION = 31 << 20
"""Bytes; just below the largest threshold that glibc accepts (32 MB)."""


def shrink(values: Integers) -> Integers:
    """Return the values in the smallest unsigned dtype of 1, 2, 4 or 8 bytes that holds them all.

    >>> shrink(np.array([3, 70000])).dtype.str
    '<u4'
    """
    return values.astype(smallest_dtype(int(values.max()) if len(values) else 0), copy=False)


def smallest_dtype(top: int) -> np.dtype[np.unsignedinteger[Any]]:
    """Return the smallest unsigned little-endian dtype that holds numbers up to ``top``."""
    width = next(width for width in (1, 2, 4, 8) if top < 1 << (8 * width))
    return np.dtype(f"<u{width}")


def blocks(size: int) -> Iterator[slice]:
    """Return consecutive slices of an array of ``size``, short enough to be processed within the cache.

    Large temporary arrays would cost more page faults than computation.
    """
    for start in range(0, size, _BLOCK):
        yield slice(start, min(start + _BLOCK, size))


def offsets_of(lengths: Integers | NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return where each of consecutive ranges of these lengths begins, and where the last one ends.

    >>> offsets_of(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def lengths_of(offsets: Integers) -> NDArray[np.int64]:
    """Return the lengths of the ranges between ``offsets``: the inverse of :func:`offsets_of`.

    >>> lengths_of(np.array([0, 2, 2, 5], np.uint8)).tolist()
    [2, 0, 3]
    """
    wide = offsets.astype(np.int64, copy=False)
    return wide[1:] - wide[:-1]


def concatenated_ranges(starts: NDArray[np.intp], lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return ``range(start, start + length)`` for each pair of ``starts`` and ``lengths``, concatenated.

    >>> concatenated_ranges(np.array([7, 3]), np.array([2, 3])).tolist()
    [7, 8, 3, 4, 5]
    """
    numbers = np.arange(int(lengths.sum()))
    numbers += np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return numbers


def changes(values: Integers) -> NDArray[np.intp]:
    """Return the places where a value differs from the one before it; the first one always counts.

    >>> changes(np.array([7, 7, 3, 3, 7])).tolist()
    [0, 2, 4]
    """
    differs = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return np.flatnonzero(differs)


def order_of(*keys: Integers) -> NDArray[np.intp]:
    """Return the stable ascending order of parallel ``keys``, the first key being the most significant.

    A radix sort: NumPy sorts integers of two bytes by counting, several times faster than by comparison, so
    wider keys are sorted two bytes at a time, the least significant ones first.

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


_BLOCK = 31 << 20


def keep_freed_memory() -> None:
    """Make the memory allocator reuse freed blocks of the size of a query's arrays.

    glibc returns freed blocks above a threshold to the system, so every query would fault its arrays in
    again, page by page. Freeing one untouched block of nearly 32 MB raises that threshold for the process.
    With other allocators this has no effect.
    """
    np.empty(_ALLOCATION, np.uint8)
