"""An answer as server-sent events, as it comes into being; a visitor who leaves stops the work."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from assistant.answer import Answer
from assistant.streaming import Done, Event, Waiting

PULSE_SECONDS = 10.0

Submit = Callable[[Callable[[Event], bool]], Future[Answer | None]]
Result = TypeVar("Result")


def event(name: str, data: Any) -> str:
    """One event; JSON holds no line break, so one data line is enough."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def as_they_come(submit: Submit, seconds: float) -> AsyncIterator[Event | None]:
    """Events in order, the last one Done; None now and then while nothing happens.

    Raises TimeoutError after `seconds`, and whatever the answering raised.
    """
    loop, waiting = asyncio.get_running_loop(), asyncio.Queue[Event | None]()
    gone = False

    def told(step: Event) -> bool:
        if not gone and not isinstance(step, Waiting):
            loop.call_soon_threadsafe(waiting.put_nowait, step)
        return not gone

    future = asyncio.wrap_future(submit(told))
    future.add_done_callback(lambda _: waiting.put_nowait(None))
    until = loop.time() + seconds
    try:
        while True:
            try:
                wait = min(PULSE_SECONDS, until - loop.time())
                step = await asyncio.wait_for(waiting.get(), wait)
            except TimeoutError:
                if loop.time() >= until:
                    raise
                yield None
                continue
            if step is None:
                future.result()
                return
            yield step
            if isinstance(step, Done):
                return
    finally:
        gone = True
        future.cancel()


async def while_there(
    receive: Callable[[], Awaitable[Any]], work: Awaitable[Result]
) -> Result | None:
    """What the work gives; None, and the work is given up, once the visitor has gone."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        leaving.cancel()


async def _gone(receive: Callable[[], Awaitable[Any]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
