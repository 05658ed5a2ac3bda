"""A reply over HTTP that is far too long is broken off while it arrives, before anything parses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import httpx

from assistant.faults import Fault, ModelFault

LEAST = 1_000_000
"""Bytes that any reply may have."""
PER_TOKEN = 1_000
"""Bytes more for each token that was asked for: one in an event of its own takes about 300."""


def hooks(tokens: int) -> dict[str, list[Callable[[httpx.Response], None]]]:
    """What an httpx client is given so that it reads no more than a reply of `tokens` can need."""
    most = LEAST + PER_TOKEN * tokens

    def bound(response: httpx.Response) -> None:
        response.stream = _Bounded(cast(httpx.SyncByteStream, response.stream), most)

    return {"response": [bound]}


class _Bounded(httpx.SyncByteStream):
    """A stream that raises ModelFault once more than `most` bytes have come."""

    def __init__(self, stream: httpx.SyncByteStream, most: int) -> None:
        self._stream, self._left = stream, most

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            self._left -= len(part)
            if self._left < 0:
                raise ModelFault(Fault.FLOOD)
            yield part

    def close(self) -> None:
        self._stream.close()
