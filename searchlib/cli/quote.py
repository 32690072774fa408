"""``searchlib quote``: does a quotation stand in the texts, and where does it differ?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.arguments import QueryCommand
from searchlib.cli.options import FOUND, NOTHING, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.corpus.encodings import decode
from searchlib.model import Verdict
from searchlib.render import quotation_values
from searchlib.render.csv_json import columns_of
from searchlib.render.quotations import quotation_lines
from searchlib.text.quotations import QuotedBy, unquoted


@click.command("quote", cls=QueryCommand)
@click.argument("text", metavar="TEXT|FILE")
@click.option(
    "--by",
    type=click.Choice([str(each) for each in QuotedBy]),
    help="What the quotations are: what stands in quotation marks, every line, or the whole.",
)
@index_option
@rows_options
def command(text: str, by: str | None, index: Path, form: Format, byte_order_mark: bool) -> int:
    """Check quotations, character by character.

    TEXT is one quotation, of any length. The name of a file stands for the file, - for standard input:
    what stands there in quotation marks (“” 「」 『』 《》) is checked or, if nothing does, every line.
    Each quotation is verbatim (in either script; blanks beside Chinese do not count), or differs, character
    by character, or is not found, and the nearest clause is named. The exit status is 0 if all are verbatim,
    else 1.

    \b
    Examples:
      searchlib quote 双方重申遵守2014年11月签署的谅解备忘录
      searchlib quote article.txt --format csv > quotations.csv
    """
    asked, given = _asked(text)
    wanted = QuotedBy(by) if by is not None else given
    with searchlib.open(index) as library:
        report = library.quotations(asked, wanted)
    if form is Format.TEXT:
        write_lines(quotation_lines(report, look_of(sys.stdout)))
    else:
        rows = quotation_values.quotation_rows(report)
        whole = quotation_values.quotations_json(report)
        export(Export(whole, rows, columns_of("QuotedJson")), form, byte_order_mark)
    return FOUND if len(report) and report.count(Verdict.VERBATIM) == len(report) else NOTHING


def _asked(text: str) -> tuple[str, QuotedBy | None]:
    """Return the text to check and how its quotations are told, None meaning marks or lines."""
    if text == "-":
        return decode(sys.stdin.buffer.read(), "-").text, None
    try:
        is_file = Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or a character that no name has
        is_file = False
    if is_file:
        return decode(Path(text).read_bytes(), text).text, None
    span = unquoted(text)
    return text[span.start : span.end], QuotedBy.WHOLE
