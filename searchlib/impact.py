"""What a build has changed within documents, and for saved queries.

Only clauses of documents that came, went or changed are looked at, in the index before and in the new one.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from searchlib.errors import SearchlibError
from searchlib.former import Former
from searchlib.indexing import Written
from searchlib.model import BuildReport, Change, Clause
from searchlib.opening import open_generation, open_library
from searchlib.saved import Affected, changed_answers
from searchlib.searcher import Library


def looked_into(report: BuildReport, index: Path, former: Former, written: Written) -> BuildReport:
    """``report`` with what only the clauses themselves can tell."""
    with ExitStack() as stack:
        new = stack.enter_context(open_library(index))
        old = _opened(former)
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
            answers=changed_answers(index, old, new, _affected(former, written)),
        )


def _affected(former: Former, written: Written) -> Affected | None:
    """The documents in which answers can differ, None for all of them."""
    if (former.meta.analyzer, former.meta.projects) != (written.meta.analyzer, written.meta.projects):
        return None
    before, now = (
        {row.id: row.digest for _, row in catalogue.documents()}
        for catalogue in (former.catalogue, written.catalogue)
    )
    return Affected(
        before={name for name in before if now.get(name) != before[name]},
        now={name for name in now if before.get(name) != now[name]},
    )


def _opened(former: Former) -> Library | None:
    """What was there before, if it can still be asked."""
    try:
        return open_generation(former.folder, former.meta, former.integrity)
    except (SearchlibError, OSError):
        return None


def _clauses_apart(old: Library, new: Library, name: str) -> tuple[int, int, int]:
    """How many clauses of a document came, changed and went; places in the file make no difference."""
    before = {clause.path: _content(clause) for clause in old.document(name).clauses}
    now = {clause.path: _content(clause) for clause in new.document(name).clauses}
    changed = sum(before[path] != now[path] for path in before.keys() & now.keys())
    return len(now.keys() - before.keys()), changed, len(before.keys() - now.keys())


def _content(clause: Clause) -> tuple[object, ...]:
    return clause.text, clause.number, clause.headings
