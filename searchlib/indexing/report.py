"""Report what a build changed: documents, clauses, and the answers of saved queries.

Documents are compared by their catalogue rows. Only the clauses of documents that were added, changed or
removed are read, from the previous index and from the new one.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from searchlib.errors import SearchlibError
from searchlib.indexing.commit import Written
from searchlib.indexing.previous import PreviousIndex
from searchlib.model import AnswerChange, BuildReport, Change, Clause, DocumentChange
from searchlib.storage.catalogue import Catalogue, DocumentRow
from searchlib.storage.meta import SAVED

# The read path is imported where it is used: most updates bring documents that nobody has asked about yet.
if TYPE_CHECKING:
    from searchlib.search.library import Library
    from searchlib.search.saved import Affected

_Documents = Mapping[str, tuple[str, DocumentRow]]
"""Document id → its file and row."""


def report_of(
    index: Path, previous: PreviousIndex | None, written: Written, rebuilt: str | None, started: float
) -> BuildReport:
    """Compare the catalogues before and after a build and report the differences.

    ``started`` is when the build began, by :func:`time.monotonic`.
    """
    before = _documents(previous.catalogue) if previous else {}
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
        changes=changes if previous else (),
    )
    if previous and (report.changed or (index / SAVED).exists()):
        try:
            report = _look_into(report, index, previous, written)
        except (SearchlibError, OSError) as error:  # the new index is there; only what to say of it is not
            report = replace(report, answers=(AnswerChange("", "", reason=str(error)),))
    return replace(report, seconds=time.monotonic() - started)


def _changes(before: _Documents, now: _Documents) -> Iterator[DocumentChange]:
    """Yield the changes: current documents in corpus order, then those that were removed."""
    previous_names = {(file, row.own_id, row.digest): name for name, (file, row) in before.items()}
    renamed: dict[str, str] = {}
    for name, (file, row) in now.items():
        was = previous_names.get((file, row.own_id, row.digest), name)
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


def _look_into(report: BuildReport, index: Path, previous: PreviousIndex, written: Written) -> BuildReport:
    """Add the numbers of changed clauses and the changed answers to ``report``."""
    from searchlib.search.opening import open_library
    from searchlib.search.saved import changed_answers

    with ExitStack() as stack:
        new = stack.enter_context(open_library(index))
        old = _opened(previous)
        if old is None:
            return replace(report, answers=changed_answers(index, None, new, None))
        stack.enter_context(old)
        came = changed = went = 0
        for change in report.changes:
            if change.change is Change.CHANGED:
                apart = _clauses_apart(old, new, change.document_id)
                came, changed, went = came + apart[0], changed + apart[1], went + apart[2]
        return replace(
            report,
            clauses_added=report.clauses_added + came,
            clauses_changed=changed,
            clauses_removed=report.clauses_removed + went,
            answers=changed_answers(index, old, new, _affected(previous, written)),
        )


def _affected(previous: PreviousIndex, written: Written) -> Affected | None:
    """Return the documents in which answers can differ, None for all of them."""
    from searchlib.search.saved import Affected

    if (previous.meta.analyzer, previous.meta.projects) != (written.meta.analyzer, written.meta.projects):
        return None
    before, now = (
        {row.id: row.digest for _, row in catalogue.documents()}
        for catalogue in (previous.catalogue, written.catalogue)
    )
    return Affected(
        before={name for name in before if now.get(name) != before[name]},
        now={name for name in now if before.get(name) != now[name]},
    )


def _opened(previous: PreviousIndex) -> Library | None:
    """Open the previous index if it can still be opened."""
    from searchlib.search.opening import open_generation

    try:
        return open_generation(previous.folder, previous.meta, previous.integrity)
    except (SearchlibError, OSError):
        return None


def _clauses_apart(old: Library, new: Library, name: str) -> tuple[int, int, int]:
    """Count the clauses of a document that were added, changed and removed, regardless of their offsets."""
    before = {clause.path: _content(clause) for clause in old.document(name).clauses}
    now = {clause.path: _content(clause) for clause in new.document(name).clauses}
    changed = sum(before[path] != now[path] for path in before.keys() & now.keys())
    return len(now.keys() - before.keys()), changed, len(before.keys() - now.keys())


def _content(clause: Clause) -> tuple[object, ...]:
    return clause.text, clause.number, clause.headings
