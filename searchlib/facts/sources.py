"""What the registry of a corpus is made of, as one digest: while it is equal, so is the registry."""

from __future__ import annotations

import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
MAKERS = (
    *("projects.py", "projects.toml", "traditional.py", "traditional.toml", "text/borders.py"),
    *("text/folding.txt", "text/running.py", "text/spans.py", "text/tables.py", "text/views.py"),
)
"""What makes the registry besides `searchlib/facts`: the modules that `searchlib/projects.py` imports,
directly or not, and their tables."""


def registry_sources(extra: Path, libraries: str) -> str:
    """Return the SHA-256 of the shipped entries, of the code that reads them, of the file ``extra`` of the
    corpus and of ``libraries``, which names the versions of what else it depends on; the empty string, which
    is equal to no digest, where they cannot be read.
    """
    digest = hashlib.sha256(libraries.encode())
    facts = sorted(path for path in (_PACKAGE / "facts").glob("*.*") if path.suffix in (".py", ".toml"))
    try:
        for path in (*facts, *(_PACKAGE / name for name in MAKERS)):
            content = path.read_bytes()
            digest.update(f"{path.name} {len(content)}\n".encode() + content)
        digest.update(extra.read_bytes() if extra.is_file() else b"none")
    except OSError:
        return ""
    return digest.hexdigest() if facts else ""
