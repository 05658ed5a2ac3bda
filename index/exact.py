"""Exact search over the stored embeddings: what answers while no vector index can.

The matrix is read once and kept; 10,000 passages are 15 MB and a few milliseconds a question.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock

import numpy as np

from index.embedding import Vectors
from index.library import Library, iterate_vectors
from index.passage import Filters

_REREAD_AFTER = 2.0  # seconds: while a build writes, not every question reads everything again


@dataclass(frozen=True)
class _Matrix:
    ids: list[str]
    articles: list[str]
    rows: Vectors
    changes: int
    read_at: float


class Exact:
    """Every embedding of the library, compared with the question one by one."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = Lock()
        self._matrix: _Matrix | None = None

    def nearest(
        self, vector: Vectors, count: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        """Ids of the nearest passages with their cosine, best first."""
        matrix = self._current()
        if not matrix.ids:
            return []
        scores = matrix.rows @ vector
        allowed = self._library.allowed(filters or Filters())
        if allowed is not None:
            inside = np.fromiter((name in allowed for name in matrix.articles), dtype=bool)
            scores = np.where(inside, scores, -np.inf)
        count = min(count, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [(matrix.ids[i], float(scores[i])) for i in best if np.isfinite(scores[i])]

    def clear(self) -> None:
        """Give the memory back."""
        with self._lock:
            self._matrix = None

    def _current(self) -> _Matrix:
        with self._lock:
            matrix = self._matrix
            fresh = matrix is not None and (
                time.monotonic() - matrix.read_at < _REREAD_AFTER
                or matrix.changes == self._library.changes
            )
            if matrix is None or not fresh:
                matrix = self._matrix = self._read()
            return matrix

    def _read(self) -> _Matrix:
        changes = self._library.changes
        parts = list(iterate_vectors(self._library, self._library.embedded()))
        kept = [row for part, _ in parts for row in part]
        rows = (
            np.concatenate([vectors for _, vectors in parts]) if parts else np.zeros((0, 1), "f4")
        )
        return _Matrix(
            [row.id for row in kept],
            [row.article_id for row in kept],
            rows,
            changes,
            time.monotonic(),
        )
