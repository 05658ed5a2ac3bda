"""Written answers kept in memory: the same question over the same passages is not asked twice."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from assistant.streaming import Event
from index.passage import Hit


class Cache:
    """The newest `size` streams by key; what was not used longest goes first. Safe in threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[str, tuple[Event, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> tuple[Event, ...] | None:
        """The events kept under `key`, None if there are none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, events: Sequence[Event]) -> None:
        """Keep these events under `key`."""
        with self._lock:
            self._kept[key] = tuple(events)
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


def key_of(parts: Iterable[str], hits: Sequence[Hit]) -> str:
    """A key over a question, a model, the prompts' fingerprint and the passages, in their order."""
    passages = [f"{hit.passage.id}\x1d{hit.passage.text}" for hit in hits]
    return hashlib.sha256("\x1f".join([*parts, *passages]).encode("utf-8", "replace")).hexdigest()
