"""Seconds of each step of an answer."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """Seconds of each step, by name, and their sum as "total"."""

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._start = self._last = now()
        self.laps: dict[str, float] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return self._now() - self._start

    def lap(self, name: str) -> None:
        """Write down the seconds since the last lap under `name`."""
        now = self._now()
        self.laps[name] = round(now - self._last, 4)
        self.laps["total"] = round(now - self._start, 4)
        self._last = now

    def mark(self, name: str) -> None:
        """Write down the seconds since the start under `name`, the first time only."""
        self.laps.setdefault(name, round(self.elapsed, 4))
