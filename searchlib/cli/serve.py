"""``searchlib serve``: serve the web page and the JSON API."""

from __future__ import annotations

import socket
from pathlib import Path

import click

import searchlib
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
@click.option(
    "--title",
    metavar="NAME",
    help="The name of the collection on the page. [default: SEARCHLIB_TITLE, or a general one]",
)
@index_option
def command(
    host: str, port: int, hosts: tuple[str, ...], workers: int, title: str | None, index: Path
) -> int:
    """The page to search and read in, and the JSON API.

    Reachable from this machine only, unless --host says otherwise. When the index is built again, the new one
    is served from then on. Needs the extra: pip install 'searchlib[web]'.

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
    held = f"{quantity(found.clauses, 'clause')} of {quantity(found.documents, 'document')}"
    names = tuple(dict.fromkeys(server.host_name(name) for name in (host, *hosts)))
    called = read_settings().title if title is None else title
    service = server.Service(index, host, port, names, workers, called.strip())
    if host not in LOOPBACK:
        complain(
            f"warning: {host} can be reached by other machines; anyone there can read the whole index, and "
            "only names given with --allow-host are answered"
        )
    with server.listen(service) as listening:
        write_lines([f"serving {held} at {_address(host, listening)} (Ctrl-C stops)"])
        server.serve_http(service, listening)
    return FOUND


def _address(host: str, listening: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}/"
