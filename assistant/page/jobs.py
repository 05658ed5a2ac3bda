"""Changes of the corpus: one at a time, in another process, behind the one writer's lock.

The page keeps answering meanwhile: the work runs at low priority, and its progress is read here.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

from assistant.errors import FootnoteError
from assistant.page.errors import Busy
from assistant.settings import Settings
from corpus.errors import CorpusError
from corpus.feeds import entries, is_feed
from corpus.fetching import Fetched, fetch
from index.errors import SearchIndexError
from index.files import replace_atomically

log = logging.getLogger(__name__)
FOLDER = "added"
ROOT = Path(__file__).resolve().parent.parent.parent


class Jobs:
    """What an operator set going; one job at a time, the last one is remembered."""

    def __init__(self, settings: Settings, fetching: Callable[[str], Fetched] = fetch) -> None:
        self.settings, self._fetch = settings, fetching
        self.folder = settings.data / FOLDER
        self._lock = threading.Lock()
        self.state: dict[str, Any] = {"running": False, "step": "", "done": 0, "total": 0}
        self._given: list[str] = []

    def start(self, name: str, work: Callable[[], Iterable[str]] = tuple, **wish: Any) -> None:
        """Do `work` (it may bring files), then bring the index up to date. Raises Busy."""
        with self._lock:
            if self.state["running"]:
                raise Busy("Another change is still running.")
            self.state = {"running": True, "name": name, "step": "preparing", "done": 0, "total": 0}
            self._given = []
        wish["name"] = name
        threading.Thread(target=self._run, args=(work, wish), name="job", daemon=True).start()

    def give(self, data: bytes, suffix: str) -> None:
        """A document that was asked for by itself: it comes in even if it was removed before."""
        self._given.append(self.keep(data, suffix))

    def keep(self, data: bytes, suffix: str) -> str:
        """A document into the folder of added files, under the hash of its bytes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(data).hexdigest()[:24] + suffix
        with replace_atomically(self.folder / name) as draft:
            draft.write_bytes(data)
        return name

    def bring(self, address: str) -> Iterable[str]:
        """The page at an address, or the newest pages of a feed; yields what could not be had."""
        first = self._fetch(address)
        if first.suffix != ".xml" or not is_feed(first.data):
            self.give(addressed(first), first.suffix)
            return
        found = entries(first.data, first.url)
        for number, url in enumerate(found):
            self.state |= {"step": "fetching", "done": number, "total": len(found)}
            try:
                page = self._fetch(url)
                self.keep(addressed(page), page.suffix)
            except CorpusError as error:
                yield f"{url}: {error}"

    def _run(self, work: Callable[[], Iterable[str]], wish: dict[str, Any]) -> None:
        try:
            missed = list(work())
            said = self._index({"restore": self._given} | wish)
            self.state = {"running": False, "ok": True, "words": said, "missed": missed}
        except (FootnoteError, CorpusError, SearchIndexError) as error:
            self.state = {"running": False, "ok": False, "words": str(error), "missed": []}
        except Exception:
            log.exception("a change of the corpus failed")
            words = "The change failed; the log says why. Nothing was lost."
            self.state = {"running": False, "ok": False, "words": words, "missed": []}

    def _index(self, wish: dict[str, Any]) -> str:
        """Run the writer as a process; its last line is the outcome."""
        told = wish | {
            "data": str(self.settings.data.resolve()),
            "folder": str(self.folder.resolve()),
            "embedding_model": self.settings.embedding_model,
        }
        run = subprocess.Popen(
            [sys.executable, "-m", "assistant.page.ingesting", json.dumps(told)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        last: dict[str, Any] = {}
        assert run.stdout is not None
        for line in run.stdout:
            last = json.loads(line)
            self.state |= {key: last[key] for key in ("step", "done", "total") if key in last}
        if run.wait() != 0 or "words" not in last:
            raise FootnoteError(last.get("error") or "The index run ended early. Try again.")
        return str(last["words"])


def addressed(page: Fetched) -> bytes:
    """A fetched HTML page that says where it came from, unless it says so itself."""
    if page.suffix != ".html" or re.search(rb"rel=[\"']?canonical", page.data, re.IGNORECASE):
        return page.data
    link = f'<link rel="canonical" href="{escape(page.url, quote=True)}">'.encode()
    return re.sub(rb"(<head[^>]*>)", lambda head: head[1] + link, page.data, count=1)
