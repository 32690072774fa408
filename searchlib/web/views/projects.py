"""The list of known projects, and the page of a project with every mention."""

from __future__ import annotations

from itertools import groupby

from starlette.responses import Response

from searchlib.errors import NotInIndex
from searchlib.query.ast import ProjectName
from searchlib.web.context import RequestContext
from searchlib.web.pager import Pager
from searchlib.web.views.timeline import NO_YEAR

MENTIONS_SHOWN = 100
"""Mentions on a page."""

_WIDTH = 30


def projects_page(context: RequestContext) -> Response:
    """Answer ``/projects``: mentioned projects by frequency, then those that are not mentioned."""
    ordered = sorted(context.cached.projects, key=lambda row: -row[1].occurrences)
    return context.page("projects.html", projects=ordered)


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
    years = [
        (count, state.address(q=f"{query} year:{count.value}", page=1))
        for count in sorted(tally.fields["year"], key=lambda count: count.value)
    ]
    return context.page(
        "project.html",
        project=project,
        answer=answer,
        found=sorted(((known, count) for known, count in names.items() if count), key=lambda row: -row[1]),
        absent=[known for known, count in names.items() if not count],
        years=years,
        undated=tally.undated,
        undated_link=state.address(q=f"{query} {NO_YEAR}", page=1),
        clauses_in={count.value: count.clauses for count in tally.fields["document"]},
        groups=groups,
        paging=Pager(state.page, MENTIONS_SHOWN, answer.occurrences),
        query=query,
    )
