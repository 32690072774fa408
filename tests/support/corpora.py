"""Indexes of the corpora that questions are asked of."""

from __future__ import annotations

from pathlib import Path

import searchlib

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
NATIONAL_CODES = ("公司法(", "劳动合同法(", "劳动法(", "刑法.")
LAWS = 300


def build_laws(shared: Path, folder: Path) -> Path:
    """Index some 300 of the real laws, the same ones always: the codes, and every so many-th file."""
    source = shared / "corpora" / "laws_cn"
    files = sorted(source.rglob("*.md"))
    codes = [each for each in files if each.name.startswith(NATIONAL_CODES) or "民法典" in each.parts]
    for file in {*codes, *files[:: len(files) // (LAWS - len(codes))]}:
        copied = folder / "corpus" / file.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(file.read_bytes())
    searchlib.build(folder / "corpus", folder / "index")
    return folder / "index"


def build_named(corpus: str, folder: Path) -> Path | None:
    """Index the corpus of a question; None if its texts are not beside the project."""
    if corpus == "laws":
        return build_laws(SHARED, folder) if (SHARED / "corpora" / "laws_cn").is_dir() else None
    source = ROOT / "corpus" if corpus == "corpus" else SHARED / "seeds"
    if not source.is_dir():
        return None
    searchlib.build(source, folder / "index")
    return folder / "index"
