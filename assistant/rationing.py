"""Tokens a day for the language model: reserved before a call, settled after it, kept over restarts."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

BYTES_PER_TOKEN = 3
"""A cautious estimate for any language and tokenizer; English has about 4.5."""


def tokens_in(text: str) -> int:
    """About how many tokens a text has, rather too many than too few."""
    return -(-len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN)


def _today() -> date:
    return datetime.now(UTC).date()


class Ration:
    """Counts tokens against a daily limit; 0 means that there is none. Safe in threads.

    The count is written to `path` so that a restart does not begin anew; where the folder cannot be
    written it is kept in memory.
    """

    def __init__(self, limit: int, path: Path, today: Callable[[], date] = _today) -> None:
        self._limit, self._path, self._today = limit, path, today
        self._lock = threading.Lock()
        self._day, self._used = self._read()

    @property
    def used(self) -> int:
        """Tokens used or reserved today."""
        with self._lock:
            self._turn()
            return self._used

    def reserve(self, tokens: int) -> bool:
        """Take `tokens` from today's ration; False where they are not left."""
        with self._lock:
            self._turn()
            if self._limit and self._used + tokens > self._limit:
                return False
            self._used += tokens
            self._write()
            return True

    def settle(self, reserved: int, used: int) -> None:
        """Put back what was reserved and not used."""
        with self._lock:
            self._used = max(0, self._used + used - reserved)
            self._write()

    def _turn(self) -> None:
        if self._day != self._today():
            self._day, self._used = self._today(), 0

    def _read(self) -> tuple[date, int]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            return date.fromisoformat(kept["day"]), max(0, int(kept["tokens"]))
        except (OSError, ValueError, KeyError, TypeError):
            return self._today(), 0

    def _write(self) -> None:
        if not self._limit:
            return
        draft = self._path.with_suffix(".new")
        try:
            draft.write_text(json.dumps({"day": self._day.isoformat(), "tokens": self._used}))
            os.replace(draft, self._path)
        except OSError:
            return
