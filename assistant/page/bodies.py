"""Bodies of requests: none larger and none slower than agreed, whatever a header promised."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from assistant.page.errors import PageError

MOST_BODY = 64 * 1024
BODY_SECONDS = 15.0


class TooLarge(PageError):
    """The body is over the limit."""

    status = 413


class TooLate(PageError):
    """The body did not arrive in time."""

    status = 408


def too_large(most: int) -> TooLarge:
    """The refusal, with the limit in it."""
    return TooLarge(f"At most {most // 1024} KB are read.")


def promised(length: str | None, most: int) -> None:
    """Raise TooLarge if the Content-Length is over the limit, or no length at all."""
    if length and (not length.isdigit() or int(length) > most):
        raise too_large(most)


def measured(receive: Any, most: int, failing: Callable[[PageError], PageError]) -> Any:
    """`receive` that stops at a large or slow body; `failing` hears why."""
    loop = asyncio.get_running_loop()
    seconds = BODY_SECONDS * (1 if most == MOST_BODY else 8)
    state = {"size": 0, "until": loop.time() + seconds, "whole": False}

    async def limited() -> Any:
        if state["whole"]:
            return await receive()  # only tells that the visitor has gone
        try:
            message = await asyncio.wait_for(receive(), state["until"] - loop.time())
        except TimeoutError:
            raise failing(TooLate("The request did not arrive in time.")) from None
        state["size"] += len(message.get("body", b""))
        state["whole"] = not message.get("more_body")
        if state["size"] > most:
            raise failing(too_large(most))
        return message

    return limited
