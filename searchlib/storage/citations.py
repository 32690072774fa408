"""The citations of a generation: by document id, how many clauses of other documents cite it.

They depend on the whole corpus, so every build counts them anew, from the catalogue alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from searchlib.errors import IndexDamaged

CITATIONS = "citations.json"


def write_citations(folder: Path, citations: Mapping[str, int]) -> None:
    """Write ``citations`` into ``folder``, which has none yet."""
    with (folder / CITATIONS).open("x", encoding="utf-8", errors="surrogatepass") as stream:
        stream.write(json.dumps(dict(sorted(citations.items())), ensure_ascii=False, separators=(",", ":")))


def read_citations(folder: Path) -> dict[str, int]:
    """Read the citations in ``folder``; raises IndexDamaged if they are missing or invalid."""
    try:
        content = json.loads((folder / CITATIONS).read_bytes().decode("utf-8", "surrogatepass"))
        return {str(document): int(count) for document, count in content.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged("index.damaged-catalogue", file=folder / CITATIONS, problem=str(error)) from None
