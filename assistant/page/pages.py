"""HTML for browsers: our static files, a stored article in a tab of its own."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, HTMLResponse
from starlette.concurrency import run_in_threadpool

from assistant.page.counter import Counter
from assistant.page.errors import NotThere
from assistant.page.markup import article_page, docs_page

STATIC = Path(__file__).resolve().parent / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def make_pages(counter: Counter) -> APIRouter:
    """The routes that give HTML and what belongs to it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/page/{name}")
    async def static(name: str) -> FileResponse:
        path = STATIC / name
        if path.suffix not in TYPES or path.parent != STATIC or not path.is_file():
            raise NotThere("No such file.")
        return FileResponse(
            path, media_type=TYPES[path.suffix], headers={"Cache-Control": "no-cache"}
        )

    @router.get("/api/docs")
    async def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(counter.settings.title))

    @router.get("/article/{article_id}")
    async def article(
        article_id: str, start: int = Query(0, ge=0), end: int = Query(0, ge=0)
    ) -> HTMLResponse:
        found = await run_in_threadpool(counter.assistant.index.article, article_id)
        if found is None:
            raise NotThere("There is no such article (any more).")
        return HTMLResponse(article_page(found, start, end, counter.settings.title))

    return router
