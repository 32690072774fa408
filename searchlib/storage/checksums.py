"""Checksums against damage (XXH3, 128 bits): as fast as memory can be read. They prove nothing against
forgery; that nothing read from an index can do harm is the business of those who read it."""

from __future__ import annotations

import os
from collections.abc import Callable

from xxhash import xxh3_128

_CHUNK = 1 << 20


def checksum(content: bytes) -> str:
    """The checksum of ``content``."""
    return xxh3_128(content).hexdigest()


def checksum_of_file(descriptor: int, stopped: Callable[[], bool] = lambda: False) -> str:
    """The checksum of an open file, read from its beginning in pieces, so that it takes no memory.

    Gives up with the empty string once ``stopped``. Raises OSError where the file cannot be read.
    """
    hashed = xxh3_128()
    buffer = memoryview(bytearray(_CHUNK))
    os.lseek(descriptor, 0, os.SEEK_SET)
    with open(descriptor, "rb", buffering=0, closefd=False) as file:
        while not stopped():
            size = file.readinto(buffer)
            if not size:
                return hashed.hexdigest()
            hashed.update(buffer[:size])
    return ""
