"""The whole site as one ASGI application: our own routes, and Gradio as soon as it is imported."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import FootnoteError
from assistant.page.api import SORRY, make_api, make_library
from assistant.page.counter import Counter
from assistant.page.errors import NotThere, PageError
from assistant.page.feedback import make_feedback
from assistant.page.framing import make_framing, page_config
from assistant.page.guard import Guard
from assistant.page.jobs import Jobs
from assistant.page.layout import make_gradio
from assistant.page.markup import head, mount, notice, page
from assistant.page.operating import make_operating
from assistant.page.pages import make_pages
from assistant.page.tools import ADDRESS, add_tools, nothing_running
from assistant.settings import Settings

log = logging.getLogger(__name__)
OURS = ("/api", "/page/", "/article/", "/embed", "/embed.js", ADDRESS)


class Site:
    """Hands each request to our routes or to Gradio; before Gradio is there, to our own page."""

    def __init__(self, settings: Settings, counter: Counter, *, gradio: bool = True) -> None:
        self.settings, self.counter = settings, counter
        self.ours = make_ours(settings, counter)
        self._tools = add_tools(self.ours, counter) if settings.mcp else nothing_running
        self.gradio: FastAPI | None = None
        self._wanted = gradio
        self.ours.router.lifespan_context = self._lifespan

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if scope["type"] == "lifespan" or path.startswith(OURS):
            await self.ours(scope, receive, send)
        elif self.gradio is not None:
            await self.gradio(scope, receive, send)
        elif path == "/":
            html = page(self.settings, page_config(self.settings))
            await HTMLResponse(html)(scope, receive, send)
        else:
            said = JSONResponse({"error": "Still starting."}, 503, {"Retry-After": "3"})
            await said(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            task = asyncio.create_task(self._open_gradio(stack)) if self._wanted else None
            await stack.enter_async_context(self._tools())
            yield
            if task:
                task.cancel()
        await asyncio.to_thread(self.counter.close)

    async def _open_gradio(self, stack: AsyncExitStack) -> None:
        """Import Gradio beside the first visitors. The page works without it, so it may fail."""
        try:
            # Answers first: the import takes seconds of processor time that the models need.
            await asyncio.to_thread(self.counter.settled.wait, 60)
            app = await asyncio.to_thread(make_gradio, self.counter)
            await stack.enter_async_context(app.router.lifespan_context(app))
            self.gradio = app
        except Exception:
            log.exception("Gradio cannot be started; the page is served without it")


def make_site(settings: Settings, counter: Counter, *, gradio: bool = True) -> Any:
    """The site behind its guard."""
    site = Site(settings, counter, gradio=gradio)
    config = page_config(settings)
    script = '<script type="module" src="./page/main.js"></script>'
    return Guard(site, settings, head=head() + script, body=mount(config))


def make_ours(settings: Settings, counter: Counter) -> FastAPI:
    """Our own routes, with errors in words."""
    ours = FastAPI(
        title=f"{settings.title}: the JSON interface",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    ours.include_router(make_api(counter))
    ours.include_router(make_library(counter))
    ours.include_router(make_feedback(settings.data))
    ours.include_router(make_operating(settings, Jobs(settings)))
    ours.include_router(make_pages(counter))
    ours.include_router(make_framing(settings))
    ours.add_exception_handler(FootnoteError, _told)
    ours.add_exception_handler(RequestValidationError, _misshapen)
    ours.add_exception_handler(HTTPException, _plain_http)
    ours.add_exception_handler(Exception, _unknown)
    return ours


def refusal(request: Request, words: str, status: int, retry_after: int | None = None) -> Any:
    """An error as JSON for programs, as a page for people."""
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    if "text/html" in request.headers.get("accept", ""):
        depth = "../" * (request.url.path.count("/") - 1) or "./"
        return HTMLResponse(notice("Not possible", words, depth), status, headers)
    return JSONResponse({"error": words}, status, headers)


async def _told(request: Request, error: Exception) -> Any:
    page_error = error if isinstance(error, PageError) else None
    status = page_error.status if page_error else 422
    return refusal(request, str(error), status, page_error.retry_after if page_error else None)


async def _misshapen(request: Request, error: Exception) -> Any:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
    return refusal(request, f"{place}: {first['msg']}. See /api/docs.", 422)


async def _plain_http(request: Request, error: Exception) -> Any:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return refusal(request, str(NotThere("There is nothing at this address.")), 404)
    return refusal(request, str(error.detail), error.status_code)


async def _unknown(request: Request, error: Exception) -> Any:
    """Details go to the log, never to the visitor."""
    return refusal(request, SORRY, 500)
