"""The guard before the whole site: open addresses only, small bodies, fair shares, strict headers.

Plain ASGI, so that nothing behind it (Gradio's own middleware included) can loosen what it sets.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from assistant.page.errors import PageError, Refused, TooMany
from assistant.page.framing import PASS_HEADER, site_of_pass
from assistant.page.limits import Limit, Visitors
from assistant.page.origins import Origins
from assistant.page.policy import PLAIN, policy
from assistant.page.rewriting import Rewriting
from assistant.page.routes import ASKING, UPLOAD, is_open
from assistant.page.screening import screened
from assistant.settings import Settings

MOST_BODY = 64 * 1024
BODY_SECONDS = 15.0
DAY = 24 * 3600


class TooLarge(PageError):
    """The body is over the limit."""

    status = 413


class TooLate(PageError):
    """The body did not arrive in time."""

    status = 408


class Guard:
    """Wraps the site; `head` and `body` go into the page that Gradio serves."""

    def __init__(self, site: Any, settings: Settings, *, head: str, body: str) -> None:
        self.site, self._head, self._body = site, head, body
        self._origins = Origins.parse(settings.embed_origins)
        self._visitors = Visitors(settings.proxies)
        self._minute = Limit(settings.questions_per_minute, 60)
        self._day = Limit(settings.questions_per_day, DAY)
        self._frames = Limit(settings.frame_questions_per_minute, 60)
        self._upload = settings.upload_mb * 2**20

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self.site(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no WebSocket is open
        headers = {
            name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        reply = Reply(scope, send, headers, self._origins)
        try:
            if reply.is_preflight:
                await reply.preflight()
                return
            self._admit(scope, headers, reply)
            body = self._read(receive, reply, self._most(scope["path"]))
            if scope["method"] == "POST" and scope["path"].startswith("/gradio_api/"):
                body = await screened(body)
            await self.site(scope, body, reply.dressed(self._rewriting(scope)))
        except PageError as error:
            await reply.refuse(error)
        except Exception:
            if reply.failure is None:
                raise
            await reply.refuse(reply.failure)

    def _admit(self, scope: Any, headers: dict[str, str], reply: Reply) -> None:
        """Raise unless this request is one that we take."""
        path = scope["path"]
        if not is_open(scope["method"], path):
            raise _nothing()
        if scope["method"] == "POST" and not reply.is_known_origin:
            raise Refused(
                f"Pages of {headers.get('origin')} may not ask here. "
                "Who runs this can add the site to embed_origins."
            )
        length, most = headers.get("content-length") or "0", self._most(path)
        if not length.isdigit() or int(length) > most:
            raise too_large(most)
        if scope["method"] == "POST" and ASKING.fullmatch(path):
            self._count(scope, headers)

    def _most(self, path: str) -> int:
        """The largest body that is read at this address, in bytes."""
        return self._upload if path == UPLOAD else MOST_BODY

    def _count(self, scope: Any, headers: dict[str, str]) -> None:
        visitor = self._visitors.key((scope.get("client") or [None])[0], headers)
        if visitor is None:
            return
        site = site_of_pass(headers.get(PASS_HEADER))
        if site:
            _allow(self._frames.wait(site), "Many visitors of this site are asking just now.")
        _allow(self._minute.wait(visitor), "That was a lot of questions in one minute.")
        _allow(self._day.wait(visitor), "That was the last question for today.")

    def _read(self, receive: Any, reply: Reply, most: int) -> Any:
        """`receive` that stops at a large or slow body."""
        loop = asyncio.get_running_loop()
        seconds = BODY_SECONDS * (1 if most == MOST_BODY else 8)
        state = {"size": 0, "until": loop.time() + seconds, "whole": False}

        async def limited() -> Any:
            if state["whole"]:
                return await receive()  # only tells that the visitor has gone
            try:
                message = await asyncio.wait_for(receive(), state["until"] - loop.time())
            except TimeoutError:
                raise reply.failing(TooLate("The request did not arrive in time.")) from None
            state["size"] += len(message.get("body", b""))
            state["whole"] = not message.get("more_body")
            if state["size"] > most:
                raise reply.failing(too_large(most))
            return message

        return limited

    def _rewriting(self, scope: Any) -> Rewriting | None:
        if scope["path"] != "/" or scope["method"] != "GET":
            return None
        return Rewriting(self._head, self._body)


class Reply:
    """What goes back: our headers on everything, those of the site behind us only if harmless."""

    def __init__(self, scope: Any, send: Any, headers: dict[str, str], origins: Origins) -> None:
        self._scope, self._send, self._headers, self._origins = scope, send, headers, origins
        self._nonce = secrets.token_urlsafe(16)
        self._started = False
        self.failure: PageError | None = None

    @property
    def is_preflight(self) -> bool:
        """A browser asking whether a page of another site may ask."""
        return (
            self._scope["method"] == "OPTIONS" and "access-control-request-method" in self._headers
        )

    @property
    def is_known_origin(self) -> bool:
        """Ours, on the list, a frame with our pass, or no browser at all."""
        origin = self._headers.get("origin")
        if origin is None:
            return True
        if origin == "null":
            return site_of_pass(self._headers.get(PASS_HEADER)) is not None
        own = urlsplit(origin).netloc == self._headers.get("host")
        return own or self._origins.allows(origin)

    async def preflight(self) -> None:
        """Say yes to sites on the list, and to sandboxed frames, which must show a pass then."""
        origin = self._headers.get("origin")
        known = origin == "null" or self._origins.allows(origin)
        extra = []
        if known and self._scope["path"].startswith("/api/"):
            extra = [
                (b"access-control-allow-origin", str(origin).encode()),
                (b"access-control-allow-methods", b"GET, POST"),
                (b"access-control-allow-headers", f"content-type, {PASS_HEADER}".encode()),
                (b"access-control-max-age", b"600"),
                (b"vary", b"Origin"),
            ]
        await self._answer(204 if extra else 403, b"", extra)

    async def refuse(self, error: PageError) -> None:
        """An error before the site was asked; in the middle of an answer only hanging up is left."""
        if self._started:
            return
        extra = [(b"content-type", b"application/json"), (b"connection", b"close")]
        if error.retry_after:
            extra.append((b"retry-after", str(error.retry_after).encode()))
        await self._answer(error.status, json.dumps({"error": str(error)}).encode(), extra)

    def failing(self, error: PageError) -> PageError:
        """Remember what stopped the body: the site behind us may dress it up as something else."""
        self.failure = error
        return error

    def dressed(self, rewriting: Rewriting | None) -> Any:
        """`send` with our headers, and the page rewritten on its way."""

        async def send(message: Any) -> None:
            if self.failure and not self._started:
                raise self.failure
            if message["type"] == "http.response.start":
                self._started = True
                message = message | {"headers": self._headers_for(message["headers"])}
            for out in rewriting.feed(message, self._nonce) if rewriting else (message,):
                await self._send(out)

        return send

    async def _answer(self, status: int, body: bytes, extra: list[tuple[bytes, bytes]]) -> None:
        headers = self._headers_for([*extra, (b"content-length", str(len(body)).encode())])
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    def _headers_for(self, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        path, method = self._scope["path"], self._scope["method"]
        refused = (b"x-footnote", b"refused") in given
        kept = [
            (name, value)
            for name, value in given
            if method == "OPTIONS" or not name.lower().startswith(b"access-control-")
        ]
        ours = PLAIN | {
            "content-security-policy": policy(path, self._origins, self._nonce, refused=refused)
        }
        if path != "/embed":
            ours["x-frame-options"] = "SAMEORIGIN"
        allowed = self._readable_by(path)
        if allowed and method != "OPTIONS":
            ours |= {"access-control-allow-origin": allowed, "vary": "Origin"}
        return kept + [(name.encode(), value.encode()) for name, value in ours.items()]

    def _readable_by(self, path: str) -> str | None:
        """The origin, besides our own, whose pages may read this answer."""
        if path.startswith("/page/"):
            return "*"  # our published script and style; sandboxed frames have no origin
        origin = self._headers.get("origin")
        if not origin or not path.startswith("/api/"):
            return None
        if origin == "null":
            return "null" if self.is_known_origin else None
        return origin if self._origins.allows(origin) else None


def too_large(most: int) -> TooLarge:
    """The refusal, with the limit in it."""
    return TooLarge(f"At most {most // 1024} KB are read.")


def _allow(wait: float, words: str) -> None:
    if wait > 0:
        seconds = max(1, round(wait + 0.5))
        raise TooMany(f"{words} Try again in {seconds} seconds.", seconds)


def _nothing() -> PageError:
    error = PageError("There is nothing at this address.")
    error.status = 404
    return error
