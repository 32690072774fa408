"""The table of ``docs/reliability.md``, one row for each suite, written by the suites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from faults.report import Row

_BEGIN = "<!-- the rows are written by python -m faults --write -->\n"
_HEAD = (
    "| suite | what must hold | cases | faults | measured | seed | time |\n|---|---|---|---|---|---|---|\n"
)
_ROW = re.compile(r"\| `(\w+)` \|.*\n")


def shown(name: str, promise: str, row: Row, seed: int, seconds: float) -> str:
    """Return the row as a line of Markdown."""
    figures = "; ".join(f"{what} {value}" for what, value in row.figures.items())
    cells = (f"`{name}`", promise, f"{row.cases:,}", f"{row.faults:,}", figures, seed, f"{seconds:,.0f} s")
    return f"| {' | '.join(map(str, cells))} |"


def put_row(page: Path, order: Sequence[str], name: str, line: str) -> None:
    """Replace the row of ``name`` in the table of ``page`` after its marker."""
    before, marker, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    if not marker:
        raise ValueError(f"{page} has no place for the table ({_BEGIN.strip()})")
    rest = rest.removeprefix(_HEAD)
    rows: dict[str, str] = {}
    while found := _ROW.match(rest):
        rows[found[1]] = found[0]
        rest = rest[found.end() :]
    rows[name] = f"{line}\n"
    table = "".join(rows[each] for each in order if each in rows)
    page.write_text(before + marker + _HEAD + table + rest, encoding="utf-8")
