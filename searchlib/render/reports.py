"""Reports of builds, checks and verifications as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from searchlib.model import AnswerChange, BuildReport, Change, CheckReport, Verification
from searchlib.render.terminal import PLAIN, Look, on_one_line
from searchlib.render.wording import day_shown, quantity, remedy_of, title_shown

_SHOWN = 5
"""The most clauses of a changed answer that are shown; JSON has them all."""


def build_lines(report: BuildReport, look: Look = PLAIN) -> list[str]:
    """Return the contents of the index and the changes of this build; without notes only the saved queries
    whose answers changed."""
    answers = [line for answer in report.answers for line in _answer_lines(answer, look)]
    if not look.notes:
        return answers[1:]
    lines = [look.say("every file was read again: {why}", why=report.rebuilt)] if report.rebuilt else []
    documents = quantity(report.documents, "document", look.language)
    clauses = quantity(report.clauses, "clause", look.language)
    lines.append(look.say("{documents}, {clauses} in the index", documents=documents, clauses=clauses))
    counts = _counts(look, report.added, report.changed, report.removed)
    lines.append(look.say("{counts} · {seconds} s", counts=counts, seconds=f"{report.seconds:.1f}"))
    if report.changes and (report.clauses_added or report.clauses_changed or report.clauses_removed):
        counts = _counts(look, report.clauses_added, report.clauses_changed, report.clauses_removed)
        lines.append(look.say("clauses: {counts}", counts=counts))
    moved = sum(each.change is Change.MOVED for each in report.changes)
    if moved:
        documents = quantity(moved, "document", look.language)
        lines.append(look.say("{documents} in another file than before", documents=documents))
    for each in report.changes:
        if each.change is Change.RENAMED:
            ids = f"{each.before} → {each.document_id}"
            lines.append(on_one_line(look.say("another id, because of a copy: {ids}", ids=ids)))
    if report.skipped:
        files = quantity(len(report.skipped), "file", look.language)
        lines.append(look.say("{files} skipped", files=files))
    return [*lines, *answers]


def _counts(look: Look, added: int, changed: int, removed: int) -> str:
    return look.say(
        "added {added} · changed {changed} · removed {removed}",
        added=f"{added:,}",
        changed=f"{changed:,}",
        removed=f"{removed:,}",
    )


def _answer_lines(answer: AnswerChange, look: Look) -> Iterator[str]:
    """Return a saved query with a changed answer, and the first clauses that changed."""
    yield ""
    which = answer.name or look.say("changes within documents")
    if answer.query:
        which = look.say("saved query {name} ({query})", name=answer.name, query=answer.query)
    head = on_one_line(which + look.say(": "))
    if answer.reason:
        yield head + on_one_line(look.say("not compared, {reason}", reason=answer.reason))
        return
    from searchlib.render.places import place_in  # few updates change an answer, and most say only counts

    groups = (("+", "came", answer.came), ("-", "went", answer.went), ("~", "changed", answer.changed))
    yield head + " · ".join(
        look.say(f"{{count}} {what}", count=f"{len(clauses):,}") for _, what, clauses in groups if clauses
    )
    for mark, what, clauses in groups:
        for cited in clauses[:_SHOWN]:
            when, title = day_shown(cited.document, look), title_shown(cited.document, look)
            place = place_in(cited.clause)
            yield f"  {mark} {when} · {title} · {place} · {on_one_line(cited.clause.id)}"
        if len(clauses) > _SHOWN:
            more = f"{len(clauses) - _SHOWN:,}"
            yield "    " + look.say("and {count} more that {what}", count=more, what=look.say(what))


def saved_lines(found: Sequence[tuple[str, str, int]], look: Look) -> list[str]:
    """Return the saved queries: name, query, and the number of clauses that match it."""
    from searchlib.render.tables import table_lines

    return table_lines(("name", "query", "clauses"), found, look) if found else []


def check_lines(report: CheckReport, index: Path, look: Look = PLAIN) -> list[str]:
    """Return what was checked, and every fault with the command that repairs it."""
    lines = [
        look.say(
            "{verdict}: {files}, {bytes} bytes, {documents}, {clauses}",
            verdict=look.say("ok" if report.ok else "DAMAGED"),
            files=quantity(report.files, "file", look.language),
            bytes=f"{report.bytes:,}",
            documents=quantity(report.documents, "document", look.language),
            clauses=quantity(report.clauses, "clause", look.language),
        )
    ]
    if (cluster := report.cluster) is not None:
        lines.append(
            look.say(
                "cluster: {status}, {nodes}; {shards} with {copies} further copies, {missing} missing; "
                "{bytes} bytes",
                status=cluster.status,
                nodes=quantity(cluster.nodes, "node", look.language),
                shards=quantity(cluster.shards, "shard", look.language),
                copies=f"{cluster.copies:,}",
                missing=f"{cluster.missing:,}",
                bytes=f"{cluster.bytes:,}",
            )
        )
    for title, findings in (("damage in {where}", report.damage), ("warning in {where}", report.warnings)):
        for each in findings:
            what = look.say(title, where=each.where) + look.say(": ") + each.what
            lines += ["", on_one_line(what), f"  {remedy_of(each, index, look.language)}"]
    return lines


def verification_lines(outcome: Verification, look: Look) -> list[str]:
    """Return the number of compared queries by kind, and every difference."""
    from searchlib.render.tables import table_lines

    differences = (
        quantity(len(outcome.differences), "difference", look.language)
        if outcome.differences
        else look.say("no difference")
    )
    line = look.say(
        "{verdict}: {queries} compared over {clauses}, {differences}",
        verdict=look.say("ok" if outcome.ok else "NOT OK"),
        queries=quantity(outcome.compared, "query", look.language),
        clauses=quantity(outcome.clauses, "clause", look.language),
        differences=differences,
    )
    lines = [line]
    if outcome.by_kind:
        rows = [(look.say(kind), compared) for kind, compared in outcome.by_kind]
        lines += ["", *table_lines(("kind of query", "compared"), rows, look)]
    if outcome.differences:
        found = [(each.query, each.index, each.scan, each.example or "–") for each in outcome.differences]
        lines += ["", *table_lines(("query", "in the index", "by scan", "example"), found, look)]
    return lines
