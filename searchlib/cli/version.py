"""``searchlib --version``: the version, and what decides whether an index of it can be read."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import searchlib
from searchlib.corpus.reading_version import READING_VERSION
from searchlib.engine.choose import EMBEDDED, OPENSEARCH
from searchlib.storage.meta import FORMAT
from searchlib.text.views import fold_digest

_DIGEST_SHOWN = 12
_CUTTERS = ("jieba", "rjieba", "opencc-python-reimplemented")


def version_lines() -> Iterator[str]:
    """Yield one line for each part; the first is the version of the program alone."""
    yield f"searchlib {searchlib.__version__}"
    yield f"engines {EMBEDDED}, {OPENSEARCH} ({_installed('opensearch-py')})"
    yield f"index format {FORMAT}"
    cutters = ", ".join(f"{name} {_installed(name)}" for name in _CUTTERS)
    yield f"analyzer {cutters}, fold table {fold_digest()[:_DIGEST_SHOWN]}"
    yield f"rules of reading {READING_VERSION}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()}, {platform.system()})"


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
