"""A running server for benchmarks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(index: Path, *options: str) -> Iterator[tuple[int, int]]:
    """Run `searchlib serve` with ``options`` on a free port of the loopback; yield its port and its
    process."""
    command = ["serve", "--port", "0", "--index", str(index), *options]
    server = subprocess.Popen(
        [sys.executable, "-m", "searchlib", *command], stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert server.stdout is not None
        found = re.search(r":(\d+)/", server.stdout.readline())
        assert found is not None
        yield int(found[1]), server.pid
    finally:
        server.terminate()
        server.wait()
