"""``searchlib serve``: serve the web page and the JSON API."""

from __future__ import annotations

import socket
from pathlib import Path

import click

import searchlib
from searchlib.cli.manner import manner, told
from searchlib.cli.options import FOUND, index_option
from searchlib.cli.streams import complain, write_lines
from searchlib.errors import MissingExtra
from searchlib.render.wording import quantity
from searchlib.settings import DEFAULT_HOST, DEFAULT_PORT, LOOPBACK, read_settings


@click.command("serve")
@click.option("--host", default=DEFAULT_HOST, show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="The port; 0 chooses a free one.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A further host name to answer to (repeatable); other names are refused.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="The number of processes."
)
@click.option("--access-log", is_flag=True, help="Write a line for each request on standard error.")
@click.option(
    "--title",
    metavar="NAME",
    help="The name of the collection on the page. [default: SEARCHLIB_TITLE, or a general one]",
)
@index_option
def command(
    host: str,
    port: int,
    hosts: tuple[str, ...],
    workers: int,
    access_log: bool,
    title: str | None,
    index: Path,
) -> int:
    """The page to search and read in, and the JSON API.

    Reachable from this machine only, unless --host says otherwise. When the index is built again, the new one
    is served from then on. /healthz says whether it is up. Needs the extra: pip install 'searchlib[web]'.

    \b
    Examples:
      searchlib serve
      searchlib serve --port 8080 --index statements.index --title 中外联合声明
      searchlib serve --host 0.0.0.0 --allow-host library.example --workers 2
    """
    try:
        from searchlib.web import server
    except ModuleNotFoundError as error:
        raise MissingExtra("extra.page", library=error.name, requirement="searchlib[web]") from error
    with searchlib.open(index) as library:
        found = library.statistics()
    names = tuple(dict.fromkeys(server.host_name(name) for name in (host, *hosts)))
    called = read_settings().title if title is None else title
    service = server.Service(index, host, port, names, workers, access_log, called.strip())
    if host not in LOOPBACK:
        complain(
            told(
                "warning: {host} can be reached by other machines; anyone there can read the whole index, "
                "and only names given with --allow-host are answered",
                host=host,
            )
        )
    with server.listen(service) as listening:
        line = told(
            "serving {clauses} of {documents} at {address} (Ctrl-C stops)",
            clauses=quantity(found.clauses, "clause", manner().language),
            documents=quantity(found.documents, "document", manner().language),
            address=_address(host, listening),
        )
        write_lines([line])
        server.serve_http(service, listening)
    return FOUND


def _address(host: str, listening: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}/"
