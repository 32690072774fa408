"""Memory goes back to the system once costly answers are done."""

import ctypes
import re
from pathlib import Path

import pytest

from searchlib.web import memory


def _own() -> int:
    """Resident megabytes of this process that map no file."""
    found = re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found is not None
    return int(found[1]) >> 10


@pytest.mark.skipif(memory._function("malloc_trim") is None, reason="the C library is not glibc")
def test_what_is_free_goes_back() -> None:
    """Also between pieces that are still in use."""
    memory.share_memory()
    held = [ctypes.create_string_buffer(b"x" * 4096) for _ in range(50_000)]
    full = _own()
    held = held[::500]
    memory.give_back()

    assert held
    assert _own() < full - 150


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word and without effect."""
    monkeypatch.setattr(memory, "_function", lambda _name: None)
    memory.share_memory()
    memory.give_back()
