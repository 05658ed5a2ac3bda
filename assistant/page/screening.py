"""What Gradio is asked to do, looked through first.

Gradio takes any object that looks like a file for one, and would fetch an address named in it, in our
name. No endpoint of ours takes files, so such a request is refused.
"""

from __future__ import annotations

import json
from typing import Any

from assistant.page.errors import Malformed

_FILE_KEYS = {"path", "meta", "url", "orig_name", "is_stream", "_type"}


async def whole(receive: Any) -> tuple[bytes, Any]:
    """The body, and a `receive` that gives it at once to whoever asks next."""
    parts, more = [], True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return b"", _after(message, receive)
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"".join(parts)
    return body, _after({"type": "http.request", "body": body, "more_body": False}, receive)


def refuse_files(body: bytes) -> None:
    """Raise Malformed unless the body is JSON without anything that could stand for a file."""
    try:
        waiting = [json.loads(body or b"{}")]
    except (ValueError, RecursionError):
        raise Malformed("The body is not JSON. See /api/docs.") from None
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if _FILE_KEYS & value.keys():
                raise Malformed("No endpoint here takes files or addresses.")
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _after(first: Any, receive: Any) -> Any:
    waiting = [first]

    async def replaying() -> Any:
        return waiting.pop() if waiting else await receive()

    return replaying
