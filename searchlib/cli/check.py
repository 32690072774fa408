"""``searchlib check``: check the files and the structure of the index."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.manner import manner, told
from searchlib.cli.options import ERROR, FOUND, NOTHING, Export, Format, export, index_option, whole_option
from searchlib.cli.streams import complain, look_of, note, write_lines
from searchlib.render import report_values
from searchlib.render.reports import check_lines
from searchlib.render.wording import remedy_of


@click.command("check")
@click.option("--restore", is_flag=True, help="Go back to the newest intact generation.")
@index_option
@whole_option
def command(restore: bool, index: Path, form: Format) -> int:
    """Check that the index is whole, file by file.

    Checks the sizes and checksums of all files, the consistency of the index, and its documents against the
    catalogue of files. Damage is reported with the command that repairs it, and the exit status is 2; it is 1
    if only files beside the index are damaged. The corpus is not read; `searchlib verify` does that.

    \b
    Examples:
      searchlib check
      searchlib check --format json
      searchlib check --restore
    """
    if restore:
        built = searchlib.restore(index)
        note(told("the index is that of {built}; `searchlib index CORPUS` brings it up to date", built=built))
    report = searchlib.check(index)
    if form is Format.TEXT:
        write_lines(check_lines(report, index, look_of(sys.stdout)))
    else:
        export(Export(report_values.check_json(report, index)), form)
    if not report.ok:
        remedy = remedy_of(report.damage[0], index, manner().language)
        complain(told("the index is damaged; {remedy}", remedy=remedy))
        return ERROR
    return NOTHING if report.warnings else FOUND
