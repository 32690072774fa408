"""A small corpus folder, and what is looked at in its index."""

from pathlib import Path

from searchlib.model import BuildReport
from searchlib.storage.meta import generation_folder, read_meta

LAW = (
    "# 公路法\n\n2015年5月22日 通过\n\n<!-- INFO END -->\n\n"
    "第一条 为了规范铁路运输，制定本法。\n\n第二条 {}\n"
)
"""Invented, like every text here."""


def make_corpus(folder: Path) -> Path:
    """Write a law and a statement into a new folder."""
    folder.mkdir()
    (folder / "a.md").write_text(LAW.format("本法自公布之日起施行。"), encoding="utf-8")
    (folder / "b.txt").write_text("双方推进两洋铁路项目。\n", encoding="utf-8")
    return folder


def generation(index: Path) -> Path:
    """Return the folder of the visible generation."""
    return generation_folder(index, read_meta(index))


def spoil(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.unlink()  # links to it in other generations stay as they are
    path.write_bytes(content)


def changes(report: BuildReport) -> set[tuple[str, str | None, str | None]]:
    """Return what happened to which file: the change, the file, and its name before."""
    return {(str(each.change), each.file, each.before) for each in report.changes}
