"""The list of known projects, and the page of a project with every mention."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup
from starlette.responses import Response

from searchlib.engine.base import ValueCount
from searchlib.errors import NotInIndex
from searchlib.projects import Project
from searchlib.query.ast import ProjectName
from searchlib.web.chart import Bar, bars, sparkline
from searchlib.web.context import RequestContext
from searchlib.web.pager import Pager
from searchlib.web.views.timeline import NO_YEAR

MENTIONS_SHOWN = 100
"""Mentions on a page."""

_WIDTH = 30
_LEAST_BARS = 3
_HEIGHT = 160
_MOST_BARS = 60
"""Years of a sparkline: the last ones."""


def projects_page(context: RequestContext) -> Response:
    """Answer ``/projects``: mentioned projects by frequency, then those that are not mentioned."""
    ordered = sorted(context.cached.projects, key=lambda row: -row[1].occurrences)
    found = [(project, answer, _spark(context, project)) for project, answer in ordered if answer.occurrences]
    absent = [project for project, answer in ordered if not answer.occurrences]
    return context.page("projects.html", projects=found, absent=absent)


def _spark(context: RequestContext, project: Project) -> Markup:
    """Return the sparkline of a project over all years of the collection; empty for less than two years."""
    years = [int(year) for year, _ in context.cached.statistics.by_year]
    counts = context.cached.project_years(project.name)
    if len(counts) < 2:
        return Markup("")
    values = [counts.get(year, 0) for year in range(years[0], years[-1] + 1)]
    return sparkline(values[-_MOST_BARS:], context.messages("project.chart"))


def project_page(context: RequestContext) -> Response:
    """Answer ``/projects/<name>``: every mention by any name, the counts and the certificate."""
    cached, state = context.cached, context.state
    project = cached.registry.find(context.names["name"])
    if project is None:
        raise NotInIndex("project.unknown", name=context.names["name"])
    name = project.name
    first = (state.page - 1) * MENTIONS_SHOWN
    answer = cached.library.mentions(name, offset=first, limit=MENTIONS_SHOWN, width=_WIDTH)
    names = answer.counts
    tally = cached.library.tally_of(name, ("year", "document"))
    groups = [
        (lines[0].document, lines)
        for _, together in groupby(answer.mentions, key=lambda line: line.document.id)
        if (lines := list(together))
    ]
    query = str(ProjectName(name))
    counts = {int(count.value): count for count in tally.fields["year"]}
    years = [
        (counts[year], state.address("/", q=f"{query} year:{year:04}", page=1)) for year in sorted(counts)
    ]
    return context.page(
        "project.html",
        project=project,
        answer=answer,
        found=sorted(((known, count) for known, count in names.items() if count), key=lambda row: -row[1]),
        absent=[known for known, count in names.items() if not count],
        years=years,
        chart=_chart(context, years),
        note=project.note_in(str(context.messages.language)),
        undated=tally.undated,
        undated_link=state.address("/", q=f"{query} {NO_YEAR}", page=1),
        clauses_in={count.value: count.clauses for count in tally.fields["document"]},
        groups=groups,
        paging=Pager(state.page, MENTIONS_SHOWN, answer.occurrences),
        query=query,
    )


def _chart(context: RequestContext, years: list[tuple[ValueCount, str]]) -> Markup:
    """Return the bars of every year from the first mention to the last; empty for less than three years."""
    counts = {int(count.value): (count, address) for count, address in years}
    if len(counts) < _LEAST_BARS:
        return Markup("")
    t, drawn = context.messages, []
    for year in range(min(counts), max(counts) + 1):
        count, address = counts.get(year, (None, ""))
        clauses = count.clauses if count else 0
        told = t("project.year", count.documents, year=year, clauses=f"{clauses:,}") if count else ""
        drawn.append(Bar(str(year), address, (float(clauses),), told))
    return bars(tuple(drawn), (t("project.chart"),), _HEIGHT)
