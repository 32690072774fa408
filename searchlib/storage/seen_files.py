"""What was seen of the files of a corpus, kept beside the generations; without it a build hashes every file.

The file only saves time: it says that a file of these facts had this digest, which stays true whatever
becomes of the index. One that is missing, damaged or of another corpus says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from searchlib.storage.checksums import checksum
from searchlib.storage.durable import replace_synced

SEEN = "seen.json"
"""Its name, in the index folder."""

_FORMAT = 1


def write_seen(index: Path, corpus: str, rows: Mapping[str, tuple[str, str]]) -> None:
    """Keep ``rows`` for the next build of the folder ``corpus``; where that fails, none are kept."""
    content = json.dumps({"format": _FORMAT, "corpus": corpus, "files": rows}, separators=(",", ":")).encode()
    with suppress(OSError):
        replace_synced(index / SEEN, checksum(content).encode() + b"\n" + content)


def read_seen(index: Path, corpus: str) -> dict[str, tuple[str, str]]:
    """Return what was kept of the folder ``corpus``; nothing where it cannot be relied on."""
    try:
        written, _, content = (index / SEEN).read_bytes().partition(b"\n")
        if checksum(content).encode() != written:
            return {}
        values = json.loads(content)
        if values["format"] != _FORMAT or values["corpus"] != corpus:
            return {}
        return {file: (str(facts), str(digest)) for file, (facts, digest) in values["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
