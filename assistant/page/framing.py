"""The chat in a frame of another site: /embed, embed.js, and the line that a refused site sees."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from assistant.page.markup import notice, page
from assistant.page.origins import Origins, origin_of
from assistant.page.pages import STATIC
from assistant.settings import Settings

_SECRET = secrets.token_bytes(32)
PASS_SECONDS = 24 * 3600
PASS_HEADER = "x-footnote-frame"


def make_framing(settings: Settings) -> APIRouter:
    """The routes for other sites."""
    router = APIRouter(include_in_schema=False)
    origins = Origins.parse(settings.embed_origins)

    @router.get("/embed")
    async def embed(request: Request) -> HTMLResponse:
        """The chat without the chrome. The browser enforces frame-ancestors; this only explains."""
        site = origin_of(request.headers.get("referer"))
        if is_refused(request, origins):
            return HTMLResponse(
                notice("Not shown here", refusal_line(str(site))), 403, {"X-Footnote": "refused"}
            )
        config = page_config(settings) | {
            "mode": "embed",
            "pass": make_pass(site or ""),
            "parents": list(origins.entries),
        }
        return HTMLResponse(page(settings, config))

    @router.get("/embed.js")
    async def script() -> FileResponse:
        """The script for a site that wants a floating button or an inline box."""
        return FileResponse(
            STATIC / "embed.js", media_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )

    return router


def page_config(settings: Settings) -> dict[str, Any]:
    """What page.js must know before it asks anything."""
    return {
        "mode": "page",
        "title": settings.title,
        "limit": settings.question_limit,
        "origins": list(Origins.parse(settings.embed_origins).entries),
    }


def is_refused(request: Request, origins: Origins) -> bool:
    """Does a page of another site, not on the list and known by name, want to show us?"""
    fetched = request.headers.get("sec-fetch-dest")
    site = origin_of(request.headers.get("referer"))
    if fetched not in {"iframe", "frame", "embed", "object"} or site is None:
        return False
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return site != own and not origins.allows(site)


def refusal_line(site: str) -> str:
    """What to do about it."""
    return (
        f"{site} is not allowed to show this chat. Who runs it can allow it with the setting "
        f"embed_origins: add {site} to FOOTNOTE_EMBED_ORIGINS and start again."
    )


def make_pass(site: str, now: float | None = None) -> str:
    """A pass for one frame: proves to the interface that our own page was shown there."""
    until = int((time.time() if now is None else now) + PASS_SECONDS)
    return urlencode({"site": site, "until": until, "seal": _seal(site, until)})


def site_of_pass(text: str | None, now: float | None = None) -> str | None:
    """The embedding site of a valid pass ("" when unknown); None when it is not valid."""
    from urllib.parse import parse_qs

    parts = {name: values[0] for name, values in parse_qs(text or "", True).items()}
    try:
        until = int(parts.get("until", ""))
    except ValueError:
        return None
    site = parts.get("site", "")
    if not hmac.compare_digest(_seal(site, until).encode(), parts.get("seal", "").encode()):
        return None
    return site if until > (time.time() if now is None else now) else None


def _seal(site: str, until: int) -> str:
    return hmac.new(_SECRET, f"{until} {site}".encode(), hashlib.sha256).hexdigest()
