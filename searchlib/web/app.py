"""The web application: routes addresses to views and turns every failure into a problem response."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from searchlib.errors import Audience, worded
from searchlib.render.csv_json import json_text
from searchlib.search.cached import CachedLibrary
from searchlib.search.limits import SECONDS
from searchlib.search.live import LiveIndex
from searchlib.web import analysis_api, api, comparison_api, counts_api, dossier_files, downloads
from searchlib.web.compression import compressed
from searchlib.web.connections import failure_handler
from searchlib.web.context import HTML, RequestContext, page_headers
from searchlib.web.executor import AnswerPool, AnswerTask
from searchlib.web.guard import Guard
from searchlib.web.memory import give_back, settle, share_memory
from searchlib.web.messages import Language, load_messages, negotiated
from searchlib.web.openapi_parts import API_PATH
from searchlib.web.page_state import LanguageChoice, PageState
from searchlib.web.parameters import BadParameter, Parameters
from searchlib.web.problems import MEDIA_TYPE, Problem, problem_of
from searchlib.web.stream import Begun, Rows, Stream, Streams, Whole, begin, only_headers
from searchlib.web.templating import Templates, static_files
from searchlib.web.turns import Turns
from searchlib.web.views import (
    analysis,
    api_reference,
    comparison,
    dossier,
    formula,
    help,
    machine,
    names,
    projects,
    quote,
    reading,
    search,
    text_list,
)

_LOG = logging.getLogger("searchlib.web")
_IMMUTABLE = "public, max-age=31536000, immutable"
_TURN = 0.001
"""Seconds that one thread computes before another may: short, so that a short answer passes a long one."""

_REFRESH = 1.0
"""Seconds between two checks for a new generation."""

PageView = Callable[[RequestContext], Response]
AnswerView = Callable[[RequestContext], Response | Rows | Whole]
Endpoint = Callable[[Request], Awaitable[Response]]

PAGES: tuple[tuple[str, PageView], ...] = (
    ("/", search.search_page),
    ("/opensearch.xml", machine.opensearch),
    ("/statements", text_list.text_list_page),
    ("/statements/{document_id:path}", reading.statement_page),
    ("/projects", projects.projects_page),
    ("/projects/{name:path}", projects.project_page),
    ("/quote", quote.quote_page),
    ("/analysis", analysis.analysis_page),
    ("/dossier", dossier.dossier_page),
    ("/formula", formula.formula_page),
    ("/names", names.names_page),
    ("/compare", comparison.compare_page),
    ("/lineage", comparison.lineage_page),
    ("/help", help.help_page),
    ("/suggest", counts_api.suggest_endpoint),
    ("/healthz", machine.health),
    ("/robots.txt", machine.robots),
    ("/favicon.ico", machine.favicon),
    (f"{API_PATH}/", api_reference.api_page),
    (API_PATH, api_reference.to_api_page),
    ("/api/", api_reference.to_api_page),
    ("/api", api_reference.to_api_page),
    (f"{API_PATH}/openapi.json", api.openapi_endpoint),
)
"""The pages. A new one needs a module, a template and a line here."""

ANSWERS: tuple[tuple[str, AnswerView], ...] = (
    ("/export/hits.{form}", downloads.hits_file),
    ("/export/mentions.{form}", downloads.mentions_file),
    ("/export/dossier.{form}", dossier_files.dossier_file),
    (f"{API_PATH}/search", api.search_endpoint),
    (f"{API_PATH}/mentions", api.mentions_endpoint),
    (f"{API_PATH}/quotations", api.quotations_endpoint),
    (f"{API_PATH}/statements", api.statements_endpoint),
    (f"{API_PATH}/statements/{{document_id:path}}", api.statement_endpoint),
    (f"{API_PATH}/projects", api.projects_endpoint),
    (f"{API_PATH}/facets", counts_api.facets_endpoint),
    (f"{API_PATH}/timeline", counts_api.timeline_endpoint),
    (f"{API_PATH}/suggestions", counts_api.suggestions_endpoint),
    (f"{API_PATH}/kwic", analysis_api.kwic_endpoint),
    (f"{API_PATH}/dossier", analysis_api.dossier_endpoint),
    (f"{API_PATH}/formula", analysis_api.formula_endpoint),
    (f"{API_PATH}/boilerplate", analysis_api.boilerplate_endpoint),
    (f"{API_PATH}/names", analysis_api.names_endpoint),
    (f"{API_PATH}/compare", comparison_api.compare_endpoint),
    (f"{API_PATH}/lineage", comparison_api.lineage_endpoint),
)
"""Endpoints whose answers may be of any length: sent at once or streamed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is done at a time. ``threads`` work on answers while ``waiting`` requests wait; ``seconds`` is
    the longest that one may take with its waiting, or the first piece of a long one, and ``budget`` the
    longest that the work on it may take; ``streams`` long answers and files are made and sent at a time, by
    ``stream_threads`` of their own.

    Python computes in one thread at a time. What takes long, ``long`` answers at most, has threads beyond
    ``threads`` and gives way to what does not; files have fewer, and give way always.
    """

    threads: int = 4
    waiting: int = 60
    long: int = 12
    seconds: float = 15.0
    budget: float | None = SECONDS
    streams: int = 8
    stream_threads: int = 2
    stream_seconds: float = 900.0


class Application:
    """The routes and the state they share. :meth:`asgi` returns the application that a server runs."""

    def __init__(
        self, serving: LiveIndex, hosts: tuple[str, ...] = (), limits: Limits = Limits(), title: str = ""
    ) -> None:
        self._serving = serving
        self._hosts = hosts
        self._static = static_files()
        self._pages = Templates(self._static)
        self._messages = load_messages(title)
        self._turns = Turns(limits.long)
        self._pool = AnswerPool(limits.threads, limits.waiting, limits.seconds, limits.budget, self._turns)
        self._streams = Streams(
            AnswerPool(
                limits.stream_threads,
                limits.waiting,
                4 * limits.seconds,
                3 * limits.seconds,
                self._turns,
                files=True,
            ),
            limits.streams,
            limits.stream_seconds,
        )

    def asgi(self) -> ASGIApp:
        """Return the application behind its guard."""
        routes = [Route(path, self._page(view)) for path, view in PAGES]
        routes += [Route(path, self._answer(view)) for path, view in ANSWERS]
        routes.append(Route("/static/{name}", self._static_file))
        app = Starlette(
            routes=routes,
            lifespan=self._lifespan,
            exception_handlers={HTTPException: self._failed, Exception: self._failed},
        )
        app.router.redirect_slashes = False
        return Guard(app, self._hosts, self._refused)

    def _page(self, view: PageView) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            def work() -> Response:
                with self._serving.lease() as cached:
                    return compressed(view(self._visit(request.scope, cached)), request.scope)

            try:
                return await self._pool.run(work)
            except Exception as error:
                return self._failed(request, error)

        return endpoint

    def _answer(self, view: AnswerView) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            task = AnswerTask()
            response: Response | None = None
            try:
                response = await self._answered(request, view, task)
            except Exception as error:
                response = self._failed(request, error)
            finally:
                if not isinstance(response, Stream):  # a stream ends its task itself, when everything is sent
                    task.end()
            return response

        return endpoint

    async def _answered(self, request: Request, view: AnswerView, task: AnswerTask) -> Response:
        """Return the response of ``view``; a body longer than one piece is streamed."""

        def work() -> Response | Begun | Whole:
            cached = task.held.enter_context(self._serving.lease())
            found = view(self._visit(request.scope, cached))
            return begin(found) if isinstance(found, Rows) else found

        is_file = request.scope["path"].startswith("/export/")
        found = await task.run(self._streams.pool if is_file else self._pool, work)
        if isinstance(found, Response):
            return found
        if request.method == "HEAD" and not (isinstance(found, Begun) and found.rest is None):
            return only_headers(found.rows if isinstance(found, Begun) else found)
        if isinstance(found, Whole):
            return await self._streams.whole(found, task)
        return self._streams.response(found, task)

    async def _static_file(self, request: Request) -> Response:
        found = self._static.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        is_current = request.scope["query_string"] == f"v={found.digest}".encode("ascii")
        headers = {"Cache-Control": _IMMUTABLE} if is_current else {}
        response = Response(found.content, headers=headers, media_type=found.media_type)
        return compressed(response, request.scope, found.pressed)

    def _visit(self, scope: Scope, cached: CachedLibrary) -> RequestContext:
        parameters = Parameters.read(scope["query_string"])
        is_api = _is_for_programs(scope)
        state = PageState() if is_api else PageState.read(parameters)
        return RequestContext(
            cached=cached,
            pages=self._pages,
            messages=self._messages[self._language(scope, state).tag],
            parameters=parameters,
            path=scope["path"],
            names=scope["path_params"],
            state=state,
            origin=_origin(scope),
        )

    def _language(self, scope: Scope, state: PageState) -> Language:
        if state.lang:
            return state.lang.language
        accepted = (value for name, value in scope["headers"] if name == b"accept-language")
        return negotiated(next(accepted, b"").decode("latin-1"))

    def _failed(self, request: Request, error: Exception) -> Response:
        found = problem_of(error)
        if found.status == 500:
            _LOG.error("%s failed", request.scope["path"], exc_info=error)
        return self._told(request.scope, found)

    def _refused(self, scope: Scope, found: Problem) -> ASGIApp:
        return self._told(scope, found)

    def _told(self, scope: Scope, found: Problem) -> Response:
        """Return a problem as a page or as JSON, by its address; a page repeats nothing of the request."""
        if _is_for_programs(scope):
            content = json_text(found.to_json()).encode("utf-8", "backslashreplace")
            return Response(content, found.status, found.headers, MEDIA_TYPE)
        state = PageState()
        with suppress(BadParameter):
            parameters = Parameters.read(scope["query_string"])
            state = PageState(lang=parameters.choice("lang", LanguageChoice.NONE))
        messages = self._messages[self._language(scope, state).tag]
        told = found.told and messages.script(worded(found.told, messages.language, Audience.PAGE))
        values = {"state": state, "path": "/", "problem": found, "told": told, "cached": None, "origin": ""}
        values["unknown"] = ()
        content = self._pages.render("problem.html", messages, values)
        return Response(content, found.status, page_headers(messages) | found.headers, HTML)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        sys.setswitchinterval(_TURN)
        share_memory()
        settle()
        asyncio.get_running_loop().set_exception_handler(failure_handler())
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            try:
                with suppress(asyncio.CancelledError):
                    await watching
            finally:
                self._pool.close()
                self._streams.pool.close()
                self._serving.close()

    async def _watch(self) -> None:
        given_back = 0
        while True:
            await asyncio.sleep(_REFRESH)
            if await asyncio.to_thread(self._serving.refresh):
                await asyncio.to_thread(settle)
            if self._turns.ended != given_back and not self._turns.long:
                given_back = self._turns.ended
                await asyncio.to_thread(give_back)


def _origin(scope: Scope) -> str:
    """Return scheme and host as the browser has them; the guard has let the host through."""
    given = {name: value.decode("latin-1") for name, value in scope["headers"]}
    forwarded = given.get(b"x-forwarded-proto", "")
    scheme = forwarded if forwarded in ("http", "https") else scope["scheme"]
    return f"{scheme}://{given.get(b'host', '')}"


def _is_for_programs(scope: Scope) -> bool:
    path: str = scope["path"]
    return path.startswith(("/api/", "/suggest", "/healthz")) and path != f"{API_PATH}/"
