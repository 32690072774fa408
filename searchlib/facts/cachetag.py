"""The tag of cache folders: an index inside a corpus is not part of the corpus.

The tag is the file ``CACHEDIR.TAG`` of the Cache Directory Tagging Specification
(https://bford.info/cachedir/), which tools for backups know too. An index can always be built again.
"""

from __future__ import annotations

from pathlib import Path

NAME = "CACHEDIR.TAG"
SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55"
CONTENT = (
    SIGNATURE + b"\n# This folder is an index made by searchlib; `searchlib index` builds it again."
    b"\n# What a tag is for: https://bford.info/cachedir/\n"
)


def is_tagged(folder: Path) -> bool:
    """Return whether ``folder`` holds a readable tag."""
    path = folder / NAME
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(SIGNATURE)) == SIGNATURE
    except OSError:
        return False
