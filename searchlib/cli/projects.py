"""``searchlib projects``: the known projects, their names, and the number of their mentions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

import searchlib
from searchlib.cli.manner import told
from searchlib.cli.options import FOUND, NOTHING, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.errors import NotInIndex
from searchlib.model import Mentions
from searchlib.projects import EntryKind, Project, Registry
from searchlib.render import json_values
from searchlib.render.csv_json import columns_of
from searchlib.render.tables import project_lines, projects_table
from searchlib.search.suggest import similar_projects

if TYPE_CHECKING:
    from searchlib.search.library import Library

Counted: TypeAlias = tuple[Project, Mentions]

_LISTED = (EntryKind.PROJECT, EntryKind.ORGANISATION)
"""Countries, of which there are many, are listed when asked for."""


@click.command("projects")
@click.argument("name", required=False)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([str(each) for each in EntryKind]),
    help="List only these; may be given again (default: project and organisation).",
)
@index_option
@rows_options
def command(
    name: str | None, kinds: tuple[str, ...], index: Path, form: Format, byte_order_mark: bool
) -> int:
    """The known projects and their names.

    Organisations are listed with them, countries with --kind country.
    With NAME, one of them by any of its names: how often each name occurs in the index, and the sources of
    the names. A projects.toml in the corpus adds projects to the registry.

    \b
    Examples:
      searchlib projects
      searchlib projects 两洋铁路
      searchlib projects --kind organisation
    """
    if name is not None and kinds:
        raise click.UsageError(told("NAME and --kind exclude each other."))
    with searchlib.open(index) as library:
        found = _all(library, kinds or _LISTED) if name is None else [_one(library, name)]
    look = look_of(sys.stdout)
    if form is not Format.TEXT:
        rows = [json_values.project_json(project, answer) for project, answer in found]
        export(Export({"projects": list(rows)}, rows, columns_of("ProjectJson")), form, byte_order_mark)
    elif name is None:
        write_lines(projects_table(found, look))
    else:
        write_lines(project_lines(*found[0], look))
    return FOUND if found else NOTHING


def _all(library: Library, kinds: tuple[str, ...]) -> list[Counted]:
    return [
        (project, _mentions(library, project.name)) for project in library.projects if project.kind in kinds
    ]


def _one(library: Library, name: str) -> Counted:
    """Return the project of that name; raises NotInIndex with similar names."""
    project = Registry(library.projects).find(name)
    if project is None:
        error = NotInIndex("project.unknown", name=name)
        near = similar_projects(name, library.projects)
        raise error.with_remedy("alike", alike=tuple(near)) if near else error
    return project, _mentions(library, project.name)


def _mentions(library: Library, name: str) -> Mentions:
    return library.mentions(name, width=0, scan=False)
