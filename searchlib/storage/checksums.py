"""Checksums against damage (XXH3, 128 bits): as fast as memory can be read. They are no
protection against forgery; readers of index files must validate what they read."""

from __future__ import annotations

import os
from collections.abc import Callable

from xxhash import xxh3_128

_CHUNK = 1 << 20


def checksum(content: bytes) -> str:
    """Return the checksum of ``content``."""
    return xxh3_128(content).hexdigest()


def checksum_of_file(descriptor: int, stopped: Callable[[], bool] = lambda: False) -> str:
    """Return the checksum of an open file, read from its beginning in pieces.

    Returns the empty string once ``stopped`` is true. Raises OSError where the file cannot be read.
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
