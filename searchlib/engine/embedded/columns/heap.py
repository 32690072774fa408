"""One setting of the memory allocator that this engine depends on for its speed."""

from __future__ import annotations

import numpy as np

_BLOCK = 31 << 20


def keep_heap() -> None:
    """Make the allocator keep freed memory of the size of a query's arrays.

    glibc gives freed blocks above a threshold back to the system, so that every query would fault its
    arrays in again, page by page. Freeing one block of nearly 32 MB, which need never be touched, raises that
    threshold for the whole process. Elsewhere this does nothing.
    """
    np.empty(_BLOCK, np.uint8)
