"""What goes back: our headers on everything; those of the site behind us only if they are harmless."""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from assistant.page.errors import PageError
from assistant.page.framing import PASS_HEADER, site_of_pass
from assistant.page.markup import notice
from assistant.page.origins import Origins
from assistant.page.policy import PLAIN, policy
from assistant.page.rewriting import Rewriting


class Reply:
    """One reply to one request."""

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
        extra = [(b"connection", b"close")]
        if error.retry_after:
            extra.append((b"retry-after", str(error.retry_after).encode()))
        kind, body = b"application/json", json.dumps({"error": str(error)})
        if "text/html" in self._headers.get("accept", ""):
            kind, body = b"text/html; charset=utf-8", notice("Not possible", str(error), self._root)
        await self._answer(error.status, body.encode(), [(b"content-type", kind), *extra])

    @property
    def _root(self) -> str:
        """The way from this address to where the page is served."""
        return "../" * (str(self._scope["path"]).count("/") - 1) or "./"

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
