"""The context of one request: parameters, language and the open index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from searchlib.search.cached import CachedLibrary
from searchlib.web.ignored import ignored
from searchlib.web.messages import Messages
from searchlib.web.page_state import PARAMETERS, PageState
from searchlib.web.parameters import Parameters
from searchlib.web.templating import Templates

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class RequestContext:
    """What a view needs to answer a request. ``names`` are the captured parts of the path, ``path`` is the
    whole path, ``origin`` scheme and host as the reader's browser has them."""

    cached: CachedLibrary
    pages: Templates
    messages: Messages
    parameters: Parameters
    path: str
    names: Mapping[str, str]
    state: PageState
    origin: str = ""

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return the response with ``template`` rendered from ``values``."""
        known = {"state": self.state, "path": self.path, "cached": self.cached, "origin": self.origin}
        known["unknown"] = ignored(self.path, self.parameters.as_given().items(), PARAMETERS, self.state.q)
        content = self.pages.render(template, self.messages, {**known, **values})
        return Response(content, status, page_headers(self.messages), HTML)


def page_headers(messages: Messages) -> dict[str, str]:
    """Return the headers that state the language of a page."""
    return {"Content-Language": messages.language.tag, "Vary": "Accept-Language"}
