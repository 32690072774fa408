"""Where the characters of the files are, in words: totals, reasons, and the pieces that are in no clause."""

from __future__ import annotations

from collections.abc import Iterable

from searchlib.model import Coverage, Piece
from searchlib.render.tables import table_lines
from searchlib.render.terminal import Look, on_one_line
from searchlib.render.wording import quantity

_SHOWN = 50
"""Flaws that are shown; JSON has them all."""


def coverage_lines(found: Coverage, look: Look) -> list[str]:
    """Return the totals, what is left out and why, what is not accounted for, and the files skipped."""
    line = look.say(
        "{verdict}: {characters} in {files}, {count} not accounted for",
        verdict=look.say("ok" if found.ok else "NOT OK"),
        characters=quantity(found.characters, "character", look.language),
        files=quantity(found.files, "file", look.language),
        count=f"{found.unaccounted:,}",
    )
    lines = [line]
    rows = [("in clauses", found.in_clauses), *found.left_out]
    shares = [
        (look.say(name), count, f"{100 * count / max(1, found.characters):.2f} %") for name, count in rows
    ]
    lines += ["", *table_lines(("where", "characters", "share"), shares, look)]
    lines += _pieces("not accounted for", found.flaws[:_SHOWN], look)
    if len(found.flaws) > _SHOWN:
        lines.append(look.say("and {count} more", count=f"{len(found.flaws) - _SHOWN:,}"))
    lines += _pieces("left out though it reads like text", found.suspicious[:_SHOWN], look)
    lines += _pieces("left out", found.pieces, look)
    if found.skipped:
        files = quantity(len(found.skipped), "file", look.language)
        lines += ["", look.say("{files} skipped", files=files)]
        lines += (on_one_line(f"  {each.file}: {each.reason}") for each in found.skipped)
    return lines


def _pieces(title: str, pieces: Iterable[Piece], look: Look) -> list[str]:
    rows = [
        (
            f"{on_one_line(each.file)}:{each.line}",
            each.characters,
            look.say(each.reason),
            on_one_line(each.text),
        )
        for each in pieces
    ]
    head = (title, "characters", "reason", "text")
    return ["", *table_lines(head, rows, look)] if rows else []
