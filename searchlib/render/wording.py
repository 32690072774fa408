"""Words that several forms of an answer share."""

from __future__ import annotations

from pathlib import Path

from searchlib.errors import ENGLISH, Audience, command_for, remedy_text
from searchlib.model import Finding


def remedy_of(finding: Finding, index: Path) -> str:
    """Return what mends a finding in the index in folder ``index``: commands, or what to do by hand."""
    values = {"index": index, "saved": index / finding.where}
    return ", or ".join(
        command_for(remedy, values, index) or remedy_text(remedy, values, ENGLISH, Audience.COMMAND)
        for remedy in finding.remedies
    )
