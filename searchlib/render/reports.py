"""What a build did and what a verification found, in words."""

from __future__ import annotations

from searchlib.model import BuildReport, Verification
from searchlib.render.kwic import counted
from searchlib.render.marks import Look
from searchlib.render.tables import table_lines


def build_lines(report: BuildReport) -> list[str]:
    """What the index holds now, and what this build changed."""
    lines = [
        f"{counted(report.documents, 'document')}, {counted(report.clauses, 'clause')} in the index",
        f"added {report.added:,} · changed {report.changed:,} · removed {report.removed:,}"
        f" · {report.seconds:.1f} s",
    ]
    return [*lines, f"{counted(len(report.skipped), 'file')} skipped"] if report.skipped else lines


def verification_lines(outcome: Verification, look: Look) -> list[str]:
    """How many queries were compared, by kind, and every difference."""
    queries = f"{outcome.compared:,} {'query' if outcome.compared == 1 else 'queries'}"
    differences = counted(len(outcome.differences), "difference") if outcome.differences else "no difference"
    verdict = "ok" if outcome.ok else "NOT OK"
    lines = [f"{verdict}: {queries} compared over {counted(outcome.clauses, 'clause')}, {differences}"]
    if outcome.by_kind:
        lines += ["", *table_lines(("kind of query", "compared"), outcome.by_kind, look)]
    if outcome.differences:
        rows = [(each.query, each.index, each.scan, each.example or "–") for each in outcome.differences]
        lines += ["", *table_lines(("query", "in the index", "by scan", "example"), rows, look)]
    return lines
