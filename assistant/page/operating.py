"""What an operator may do from the page, behind a password: add, remove, rebuild."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from assistant.page.errors import Malformed, NotThere, Refused, TooMany
from assistant.page.jobs import Jobs
from assistant.page.limits import Limit
from assistant.settings import Settings
from index.library import Library
from index.removing import removed

HEADER = "x-footnote-operator"
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".json", ".jsonl")
TRIES = Limit(10, 60)
"""Wrong passwords a minute, of all visitors together: guessing is slow however many guess."""


class Address(BaseModel):
    """Where a page or a feed is."""

    model_config = ConfigDict(extra="forbid")
    address: str = Field(min_length=8, max_length=2000)


def make_operating(settings: Settings, jobs: Jobs) -> APIRouter:
    """The routes for operators; without a password in the settings they do not exist."""
    router = APIRouter(prefix="/api/operate", include_in_schema=False)

    allow = partial(_allow, settings)

    @router.get("/job")
    async def job(request: Request) -> Any:
        allow(request)
        return jobs.state

    @router.post("/add", status_code=202)
    async def add(request: Request, body: Address) -> Any:
        allow(request)
        jobs.start("add", lambda: jobs.bring(body.address))
        return jobs.state

    @router.post("/upload", status_code=202)
    async def upload(request: Request, name: str) -> Any:
        allow(request)
        suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
        if suffix not in SUFFIXES:
            raise Malformed(f"Only {', '.join(SUFFIXES)} are read.")
        data = await request.body()
        jobs.start("upload", _keeping(jobs, data, suffix))
        return jobs.state

    @router.post("/remove/{article_id}", status_code=202)
    async def remove(request: Request, article_id: str) -> Any:
        allow(request)
        jobs.start("remove", remove=article_id)
        return jobs.state

    @router.get("/removed")
    async def taken_out(request: Request) -> Any:
        allow(request)
        return {"removed": await run_in_threadpool(_removed, settings.data)}

    @router.post("/restore/{article_id}", status_code=202)
    async def restore(request: Request, article_id: str) -> Any:
        allow(request)
        jobs.start("restore", restore=[article_id])
        return jobs.state

    @router.post("/rebuild", status_code=202)
    async def rebuild(request: Request) -> Any:
        allow(request)
        jobs.start("rebuild")
        return jobs.state

    return router


def _removed(data: Path) -> list[dict[str, Any]]:
    """What was taken out, and whether its file is still there."""
    library = Library.open(data)
    try:
        return [
            {"id": one.id, "title": one.title, "when": one.when, "file": one.can_come_back}
            for one in removed(library)
        ]
    finally:
        library.close()


def _keeping(jobs: Jobs, data: bytes, suffix: str) -> Callable[[], Iterable[str]]:
    def work() -> Iterable[str]:
        jobs.give(data, suffix)
        return ()

    return work


def _allow(settings: Settings, request: Request) -> None:
    """Raise unless the request carries the operator's password."""
    wanted = settings.operator_password.get_secret_value()
    if not wanted:
        raise NotThere("No operator password is set. See FOOTNOTE_OPERATOR_PASSWORD.")
    given = request.headers.get(HEADER, "")
    if hmac.compare_digest(given.encode(), wanted.encode()):
        return
    wait = TRIES.wait("all")
    if wait:
        raise TooMany("Too many wrong passwords.", round(wait + 1))
    raise Refused("The password is wrong.")
