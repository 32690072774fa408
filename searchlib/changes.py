"""What a build has changed, told from two catalogues: which documents came, went, changed or moved."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from searchlib.catalogue import Catalogue, DocumentRow
from searchlib.errors import SearchlibError
from searchlib.former import Former
from searchlib.generations.meta import SAVED
from searchlib.indexing import Written
from searchlib.model import AnswerChange, BuildReport, Change, DocumentChange

_Documents = Mapping[str, tuple[str, DocumentRow]]
"""Document id → its file and row."""


def report_of(
    index: Path, former: Former | None, written: Written, rebuilt: str | None, started: float
) -> BuildReport:
    """What became of ``index``, which held ``former``, when ``written`` was published.

    ``started`` is when the build began, by :func:`time.monotonic`.
    """
    before = _documents(former.catalogue) if former else {}
    now = _documents(written.catalogue)
    changes = tuple(_changes(before, now))
    documents = Counter(change.change for change in changes)
    clauses: Counter[Change] = Counter()
    for change in changes:
        clauses[change.change] += change.clauses
    report = BuildReport(
        documents=written.meta.documents,
        clauses=written.meta.clauses,
        added=documents[Change.ADDED],
        changed=documents[Change.CHANGED],
        removed=documents[Change.REMOVED],
        skipped=written.meta.skipped,
        seconds=0.0,
        clauses_added=clauses[Change.ADDED],
        clauses_removed=clauses[Change.REMOVED],
        rebuilt=rebuilt,
        changes=changes if former else (),
    )
    if former and (report.changed or (index / SAVED).exists()):
        # Loaded where it is needed only: most updates bring documents that nobody has asked about yet.
        from searchlib.impact import looked_into

        try:
            report = looked_into(report, index, former, written)
        except (SearchlibError, OSError) as error:  # the new index is there; only what to say of it is not
            report = replace(report, answers=(AnswerChange("", "", reason=str(error)),))
    return replace(report, seconds=time.monotonic() - started)


def _changes(before: _Documents, now: _Documents) -> Iterator[DocumentChange]:
    """Every document that is not as it was: those of now in corpus order, then those that are gone."""
    former_names = {(file, row.own_id, row.digest): name for name, (file, row) in before.items()}
    renamed: dict[str, str] = {}
    for name, (file, row) in now.items():
        was = former_names.get((file, row.own_id, row.digest), name)
        if was != name:
            renamed[name] = was
    elsewhere = set(renamed.values())
    for name, (file, row) in now.items():
        if name in renamed:
            yield DocumentChange(name, Change.RENAMED, file or None, row.clauses, renamed[name])
        elif name not in before or name in elsewhere:
            yield DocumentChange(name, Change.ADDED, file or None, row.clauses)
        elif before[name][1].digest != row.digest:
            yield DocumentChange(name, Change.CHANGED, file or None, row.clauses)
        elif before[name][0] != file:
            yield DocumentChange(name, Change.MOVED, file or None, row.clauses, before[name][0])
    for name, (file, row) in before.items():
        if name not in now and name not in elsewhere:
            yield DocumentChange(name, Change.REMOVED, file or None, row.clauses)


def _documents(catalogue: Catalogue) -> _Documents:
    return {row.id: (file, row) for file, row in catalogue.documents()}
