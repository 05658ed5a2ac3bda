"""The guard before the whole site: known hosts, open addresses only, small bodies, fair shares.

Plain ASGI, so that nothing behind it (Gradio's own middleware included) can loosen what it sets.
"""

from __future__ import annotations

from typing import Any

from assistant.page.bodies import MOST_BODY, measured, promised
from assistant.page.errors import PageError, Refused
from assistant.page.hosts import Hosts, misdirected
from assistant.page.origins import Origins
from assistant.page.replying import Reply
from assistant.page.rewriting import Rewriting
from assistant.page.routes import ASKING, UPLOAD, is_open
from assistant.page.screening import refuse_files, whole
from assistant.page.shares import Shares
from assistant.page.tools import ADDRESS, costs
from assistant.settings import Settings


class Guard:
    """Wraps the site; `head` and `body` go into the page that Gradio serves."""

    def __init__(self, site: Any, settings: Settings, *, head: str, body: str) -> None:
        self.site, self._head, self._body = site, head, body
        self._origins = Origins.parse(settings.embed_origins)
        self._hosts = Hosts.parse(settings.public_names, settings.host)
        self._shares = Shares(settings)
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
            await self._admitted(scope, receive, headers, reply)
        except PageError as error:
            await reply.refuse(error)
        except Exception:
            if reply.failure is None:
                raise
            await reply.refuse(reply.failure)

    async def _admitted(
        self, scope: Any, receive: Any, headers: dict[str, str], reply: Reply
    ) -> None:
        """Hand on what we take; raise for the rest."""
        path = scope["path"]
        if not self._hosts.knows(headers.get("host")):
            raise misdirected(headers["host"])
        if reply.is_preflight:
            await reply.preflight()
            return
        if not is_open(scope["method"], path):
            raise _nothing()
        most = self._upload if path == UPLOAD else MOST_BODY
        promised(headers.get("content-length"), most)
        body = measured(receive, most, reply.failing)
        if scope["method"] == "POST":
            self._refuse_strangers(headers, reply)
            body = await self._counted(scope, body, headers)
        await self.site(scope, body, reply.dressed(self._rewriting(scope)))

    def _refuse_strangers(self, headers: dict[str, str], reply: Reply) -> None:
        """Raise for a page of a site that is not on the list."""
        if not reply.is_known_origin:
            raise Refused(
                f"Pages of {headers.get('origin')} may not ask here. "
                "Who runs this can add the site to embed_origins."
            )

    async def _counted(self, scope: Any, receive: Any, headers: dict[str, str]) -> Any:
        """The body, looked through where that is needed, once the visitor's share allows it."""
        path, asks = scope["path"], ASKING.fullmatch(scope["path"]) is not None
        if path.startswith("/gradio_api/"):
            body, receive = await whole(receive)
            refuse_files(body)
        elif path == ADDRESS:
            body, receive = await whole(receive)
            asks = costs(body)
        if asks:
            self._shares.take((scope.get("client") or [None])[0], headers)
        return receive

    def _rewriting(self, scope: Any) -> Rewriting | None:
        if scope["path"] != "/" or scope["method"] != "GET":
            return None
        return Rewriting(self._head, self._body)


def _nothing() -> PageError:
    error = PageError("There is nothing at this address.")
    error.status = 404
    return error
