"""Templates and static files: compiled and read at start, found by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from searchlib.model import Span
from searchlib.render.citation import citation
from searchlib.render.html import marked_html, parted_html
from searchlib.render.places import label_of, place_in, place_of
from searchlib.traditional import traditional
from searchlib.web.compression import pressed
from searchlib.web.messages import LANGUAGES, Language, Messages
from searchlib.web.page_state import project_path, quoted
from searchlib.web.pieces import byline, choices, citation_box, text_tag, titled

_TYPES = MappingProxyType(
    {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What HTML must not hold: control characters but tab, line feed and carriage return."""

_OF_ASCII = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_OTHERS = re.compile(rb"\xc2[\x80-\x9f]")
"""The same in UTF-8; to look through the bytes of a page takes a tenth of looking through its characters."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A static file: content, the same as gzip, media type, and a digest that changes with the content."""

    content: bytes
    pressed: bytes
    media_type: str
    digest: str


def static_files() -> Mapping[str, StaticFile]:
    """Return every file in ``static`` by its name."""
    found = {}
    for entry in files("searchlib.web").joinpath("static").iterdir():
        kind = _TYPES.get(entry.name.rpartition(".")[2])
        if kind is not None:
            content = entry.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:12]
            found[entry.name] = StaticFile(content, pressed(content), kind, digest)
    return MappingProxyType(found)


class Templates:
    """The page templates and the functions they call. Autoescaping is on; an undefined name is an error."""

    def __init__(self, static: Mapping[str, StaticFile]) -> None:
        self._environment = Environment(
            loader=PackageLoader("searchlib.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            asset=lambda name: f"/static/{name}?v={static[name].digest}",
            project_path=project_path,
            lang_of=text_tag,
            titled=titled,
            byline=byline,
            citation_box=citation_box,
            choices=choices,
            followable=_followable,
            Language=Language,
            languages=LANGUAGES,
            today=date.today,
        )
        self._environment.filters.update(
            marked=_marked,
            parted=_parted,
            number=lambda value: f"{value:,}",
            quoted=quoted,
            converted=lambda markup: Markup(traditional(markup)),
            identity=id,
        )
        names = self._environment.list_templates()
        self._templates = {name: self._environment.get_template(name) for name in names}

    def render(self, template: str, messages: Messages, values: Mapping[str, Any]) -> bytes:
        """Return a page as UTF-8; lone surrogates (of file names) become ``?``, control characters U+FFFD."""
        language = messages.language
        text = self._templates[template].render(
            t=messages,
            language=language,
            place_in=lambda clause, document=None: messages.script(place_in(clause, document, language)),
            label_of=lambda clause, document: messages.script(label_of(clause, document, language)),
            place_of=lambda mention: messages.script(place_of(mention, language)),
            country=messages.country,
            cite=lambda document, clause=None: messages.citation(
                citation(document, clause, language, with_id=False)
            ),
            **values,
        )
        return _without_controls(text)


def _without_controls(text: str) -> bytes:
    """Return ``text`` as UTF-8, with U+FFFD for control characters; lone surrogates become ``?``."""
    content = text.encode("utf-8", "replace")
    if len(content.translate(None, _OF_ASCII)) == len(content) and not _OTHERS.search(content):
        return content
    return _CONTROLS.sub("�", text).encode("utf-8", "replace")


def _marked(text: str, spans: tuple[Span, ...] = (), first: int | None = None) -> Markup:
    return Markup(marked_html(text, spans, first))


def _parted(text: str, spans: tuple[Span, ...], first: int, at: int) -> tuple[Markup, Markup]:
    before, after = parted_html(text, spans, first, at)
    return Markup(before), Markup(after)


def _followable(url: str | None) -> bool:
    """Return whether an address from a text may become a link: http and https only."""
    if url is None:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
