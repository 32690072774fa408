"""``searchlib mcp``: serve the index as tools to programs that speak the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from searchlib.cli.options import FOUND, index_option
from searchlib.cli.stopping import stopped_at_once
from searchlib.errors import MissingExtra


@click.command("mcp")
@index_option
def command(index: Path) -> int:
    """Tools for language models.

    Serves the Model Context Protocol on standard input and output; start it from a client, not by hand. The
    tools search, mentions, show and list only read the index, and every answer has citations. When the index
    is built again, the new one is used from then on. Needs the extra: pip install 'searchlib[mcp]'.

    \b
    Examples:
      searchlib mcp
      searchlib mcp --index statements.index
    """
    try:
        from searchlib.mcp import server
    except ModuleNotFoundError as error:
        raise MissingExtra("extra.tools", library=error.name, requirement="searchlib[mcp]") from error
    from searchlib.search.live import LiveIndex

    serving = LiveIndex(index)
    with stopped_at_once():
        server.serve_tools(serving)
    return FOUND
