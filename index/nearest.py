"""Which vector index answers: the current generation while it is sound, exact search otherwise.

A new generation is opened as soon as CURRENT names it; the old one is closed after the last
question in flight. Nobody waits for either.
"""

from __future__ import annotations

import logging
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from index import generations
from index.embedding import Vectors
from index.errors import GenerationBroken
from index.exact import Exact
from index.generations import Manifest
from index.library import Library
from index.locking import holder
from index.passage import Filters
from index.vectors import VectorIndex

log = logging.getLogger(__name__)

_LOOKS, _LOOK_SECONDS = 5, 0.05
_MENDED = "`footnote index` or a restart mends it."


@dataclass(eq=False)
class _Open:
    """A generation that is open, and how many questions it is answering."""

    name: str
    index: VectorIndex
    manifest: Manifest
    uses: int = 0
    left: bool = False


class Nearest:
    """Nearest passages to a vector, whatever state the vector index is in."""

    def __init__(self, library: Library, data: Path, *, exact_only: bool = False) -> None:
        self._library, self._data, self._exact_only = library, data, exact_only
        self._exact = Exact(library)
        self._lock, self._opening = Lock(), Lock()
        self._open: _Open | None = None
        self._seen: object = ()  # the CURRENT we acted upon; () before the first look
        self.trouble: str | None = None
        self._stamped: tuple[int, str] | None = None

    @property
    def generation(self) -> str | None:
        """The generation that answers now; None while exact search does."""
        return self._open.name if self._open else None

    @property
    def manifest(self) -> Manifest | None:
        """What the open generation holds."""
        return self._open.manifest if self._open else None

    def nearest(
        self, vector: Vectors, count: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        """Ids of the nearest passages with their cosine, best first."""
        current = self._enter()
        if current is not None:
            try:
                return current.index.nearest(vector, count, filters)
            except GenerationBroken as problem:
                self._condemn(current, str(problem))
            finally:
                self._leave(current)
        return self._exact.nearest(vector, count, filters)

    def close(self) -> None:
        """Close the open generation."""
        with self._lock:
            current, self._open = self._open, None
        if current:
            current.index.close()

    def refresh(self) -> None:
        """Open the generation that CURRENT names, if it is another one and sound."""
        if self._exact_only:
            return
        current = self._open
        if current:
            trouble = _lasting(self._data / current.name, current.manifest)
            if trouble and generations.signature(self._data) == self._seen:
                self._condemn(current, trouble)
        if generations.signature(self._data) == self._seen or not self._opening.acquire(
            blocking=False
        ):
            return
        try:
            self._reopen()
        finally:
            self._opening.release()

    def _reopen(self) -> None:
        seen = generations.signature(self._data)
        try:
            name, known = generations.check_current(self._data)
            if known.model != self._library.model:
                raise GenerationBroken(f"{name} was built with another embedding model")
            opened = _Open(name, VectorIndex(self._data / name), known)
        except GenerationBroken as problem:
            log.warning("the vector index is not used: %s", problem)
            self._replace(None, seen, str(problem))
            return
        self._exact.clear()
        self._replace(opened, seen, None)

    def _replace(self, opened: _Open | None, seen: object, trouble: str | None) -> None:
        with self._lock:
            old, self._open = self._open, opened
            self._seen, self.trouble = seen, trouble
            idle = bool(old and old.uses == 0)
            if old:
                old.left = True
        if old and idle:
            self._dispose(old)

    def _enter(self) -> _Open | None:
        self.refresh()
        with self._lock:
            if self._open:
                self._open.uses += 1
            return self._open

    def _leave(self, current: _Open) -> None:
        with self._lock:
            current.uses -= 1
            last = current.left and current.uses == 0
        if last:
            self._dispose(current)

    def _condemn(self, current: _Open, trouble: str) -> None:
        """Stop using a generation that turned out to be damaged."""
        log.warning("the vector index is not used any more: %s", trouble)
        with self._lock:
            first = self._open is current
            if first:
                self._open, self.trouble, current.left = None, trouble, True
            idle = current.uses == 0
        if first and idle:
            self._dispose(current)

    def _dispose(self, old: _Open) -> None:
        """Close a generation that nobody asks any more, and remove it unless it is the current one."""
        old.index.close()
        if generations.current(self._data) not in (old.name, None):
            shutil.rmtree(self._data / old.name, ignore_errors=True)

    def health(self) -> tuple[str, bool]:
        """How the index is, in words, and whether that is as it should be."""
        if self._library.last_build is None:
            return "The first build has not finished. Run `footnote index` to complete it.", False
        try:
            known = self.manifest or generations.check_current(self._data)[1]
            if self.trouble:
                raise GenerationBroken(self.trouble)
        except GenerationBroken as problem:
            return f"Exact search is used: {problem}. {_MENDED}", False
        if known.stamp != self._stamp() and self._open:
            self.refresh()  # a build may have ended since the last question
            known = self.manifest or known
        if known.stamp != self._stamp():
            if holder(self._data):
                return "Articles are being indexed.", True
            return f"The vector index is behind the library. {_MENDED}", False
        return "ok", True

    def _stamp(self) -> str:
        """The library's stamp, read again only when the library changed."""
        changes = self._library.changes
        if self._stamped is None or self._stamped[0] != changes:
            self._stamped = (changes, self._library.stamp())
        return self._stamped[1]


def _lasting(folder: Path, known: Manifest) -> str | None:
    """What is wrong with the files, and stays wrong: Chroma writes its header anew, empty at first."""
    for _ in range(_LOOKS):
        trouble = generations.sized(folder, known)
        if not trouble:
            return None
        time.sleep(_LOOK_SECONDS)
    return trouble
