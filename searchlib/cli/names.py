"""``searchlib names``: strings of the texts that may be further names of a project."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.analysis.accepting import accept_name
from searchlib.analysis.unlisted import unlisted_names
from searchlib.cli.manner import told
from searchlib.cli.options import (
    FOUND,
    NOTHING,
    Export,
    Format,
    export,
    index_option,
    rows_options,
    time_option,
)
from searchlib.cli.streams import look_of, note, write_lines
from searchlib.errors import MetadataError
from searchlib.projects import Registry
from searchlib.render.csv_json import columns_of
from searchlib.render.name_values import unlisted_name_json, unlisted_names_json
from searchlib.render.names import unlisted_lines


@click.command("names")
@click.argument("project")
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="Show N names."
)
@click.option("--accept", metavar="NAME", help="Add NAME to the projects.toml of the corpus.")
@index_option
@rows_options
@time_option
def command(
    project: str, limit: int, accept: str | None, index: Path, form: Format, byte_order_mark: bool
) -> int:
    """Names of a project that nobody has listed.

    Strings of the texts that share characters with the known names of PROJECT, or that stand beside one in
    parentheses, best first, each with what speaks for it and where it stands. --accept adds one that you
    have found right to the projects.toml of the corpus; the next build puts it into the index.

    \b
    Examples:
      searchlib names 两洋铁路
      searchlib names gwadar-port --limit 5 --format csv
      searchlib names 两洋铁路 --accept 连接两洋的铁路
    """
    with searchlib.open(index) as library:
        registry = Registry(library.projects)
        if accept is not None:
            registry.names_of(project)  # which raises for an unknown one
            entry = registry.find(project)
            folder = library.meta.folder
            if entry is None or folder is None:
                raise MetadataError("names.no-corpus")
            path = accept_name(Path(folder), entry, accept)
            line = told(
                "{name}: added to {project} in {file}; searchlib index {folder} puts it into the index",
                name=accept,
                project=entry.id,
                file=path,
                folder=folder,
            )
            write_lines([line])
            return FOUND
        found = unlisted_names(library, project, most=limit)
    if form is Format.TEXT:
        write_lines(unlisted_lines(found, look_of(sys.stdout)))
    else:
        rows = map(unlisted_name_json, found.names)
        export(
            Export(unlisted_names_json(found), rows, columns_of("UnlistedNameJson")), form, byte_order_mark
        )
    if found.names:
        return FOUND
    note(told("no string of the texts resembles a name of {name}", name=found.project.name))
    return NOTHING
