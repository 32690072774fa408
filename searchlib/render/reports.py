"""Reports of builds, checks and verifications as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from searchlib.model import AnswerChange, BuildReport, Change, CheckReport, Verification
from searchlib.render.places import place_in
from searchlib.render.tables import table_lines
from searchlib.render.terminal import Look, on_one_line
from searchlib.render.wording import NO_DATE, NO_TITLE, quantity, remedy_of

_SHOWN = 5
"""The most clauses of a changed answer that are shown; JSON has them all."""


def build_lines(report: BuildReport) -> list[str]:
    """Return the contents of the index and the changes of this build."""
    lines = [f"every file was read again: {report.rebuilt}"] if report.rebuilt else []
    lines += [
        f"{quantity(report.documents, 'document')}, {quantity(report.clauses, 'clause')} in the index",
        f"added {report.added:,} · changed {report.changed:,} · removed {report.removed:,}"
        f" · {report.seconds:.1f} s",
    ]
    if report.changes and (report.clauses_added or report.clauses_changed or report.clauses_removed):
        lines.append(
            f"clauses: added {report.clauses_added:,} · changed {report.clauses_changed:,}"
            f" · removed {report.clauses_removed:,}"
        )
    moved = sum(each.change is Change.MOVED for each in report.changes)
    if moved:
        lines.append(f"{quantity(moved, 'document')} in another file than before")
    lines += [
        on_one_line(f"another id, because of a copy: {each.before} → {each.document_id}")
        for each in report.changes
        if each.change is Change.RENAMED
    ]
    if report.skipped:
        lines.append(f"{quantity(len(report.skipped), 'file')} skipped")
    return [*lines, *(line for answer in report.answers for line in _answer_lines(answer))]


def _answer_lines(answer: AnswerChange) -> Iterator[str]:
    """Return a saved query with a changed answer, and the first clauses that changed."""
    yield ""
    which = f"saved query {answer.name} ({answer.query})" if answer.query else answer.name
    which = which or "changes within documents"
    head = on_one_line(f"{which}: ")
    if answer.reason:
        yield head + on_one_line(f"not compared, {answer.reason}")
        return
    groups = (("+", "came", answer.came), ("-", "went", answer.went), ("~", "changed", answer.changed))
    yield head + " · ".join(f"{len(clauses):,} {what}" for _, what, clauses in groups if clauses)
    for mark, what, clauses in groups:
        for cited in clauses[:_SHOWN]:
            document = cited.document
            when = NO_DATE if document.date is None else document.date.isoformat()
            title = on_one_line(document.title or NO_TITLE)
            place = place_in(cited.clause)
            yield f"  {mark} {when} · {title} · {place} · {on_one_line(cited.clause.id)}"
        if len(clauses) > _SHOWN:
            yield f"    and {len(clauses) - _SHOWN:,} more that {what}"


def saved_lines(found: Sequence[tuple[str, str, int]], look: Look) -> list[str]:
    """Return the saved queries: name, query, and the number of clauses that match it."""
    return table_lines(("name", "query", "clauses"), found, look) if found else []


def check_lines(report: CheckReport, index: Path) -> list[str]:
    """Return what was checked, and every fault with the command that repairs it."""
    verdict = "ok" if report.ok else "DAMAGED"
    lines = [
        f"{verdict}: {quantity(report.files, 'file')}, {report.bytes:,} bytes, "
        f"{quantity(report.documents, 'document')}, {quantity(report.clauses, 'clause')}"
    ]
    if (cluster := report.cluster) is not None:
        lines.append(
            f"cluster: {cluster.status}, {quantity(cluster.nodes, 'node')}; "
            f"{quantity(cluster.shards, 'shard')} with {cluster.copies:,} further copies, "
            f"{cluster.missing:,} missing; {cluster.bytes:,} bytes"
        )
    for title, findings in (("damage", report.damage), ("warning", report.warnings)):
        for each in findings:
            lines += ["", on_one_line(f"{title} in {each.where}: {each.what}"), f"  {remedy_of(each, index)}"]
    return lines


def verification_lines(outcome: Verification, look: Look) -> list[str]:
    """Return the number of compared queries by kind, and every difference."""
    queries = f"{outcome.compared:,} {'query' if outcome.compared == 1 else 'queries'}"
    differences = quantity(len(outcome.differences), "difference") if outcome.differences else "no difference"
    verdict = "ok" if outcome.ok else "NOT OK"
    lines = [f"{verdict}: {queries} compared over {quantity(outcome.clauses, 'clause')}, {differences}"]
    if outcome.by_kind:
        lines += ["", *table_lines(("kind of query", "compared"), outcome.by_kind, look)]
    if outcome.differences:
        rows = [(each.query, each.index, each.scan, each.example or "–") for each in outcome.differences]
        lines += ["", *table_lines(("query", "in the index", "by scan", "example"), rows, look)]
    return lines
