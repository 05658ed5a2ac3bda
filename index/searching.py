"""The index as the rest of the program sees it: a question in, hits out.

Vectors and keywords are ranked apart, merged by reciprocal rank, and copies of the same text
become one hit. Safe to use from several threads.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from corpus.article import Article
from corpus.loading import Skipped
from index import keywords
from index.copies import collapse
from index.embedding import Embedder, make_embedder
from index.errors import EmbedderChanged
from index.library import ArticleInfo, Library
from index.merging import merge
from index.nearest import Nearest
from index.passage import Filters, Hit, Passage
from index.settings import IndexSettings

log = logging.getLogger(__name__)

_MOST_ROUNDS = 3  # a search that collapses into too few hits looks further, at most so often


@dataclass(frozen=True)
class Summary:
    """What the index holds and how it is: the page's health line."""

    articles: int
    passages: int
    oldest: date | None
    newest: date | None
    outlets: tuple[str, ...]
    last_build: datetime | None
    generation: str | None
    health: str
    ok: bool


class Index:
    """A built index, open for questions. Make one with `Index.open`."""

    def __init__(
        self, library: Library, nearest: Nearest, embedder: Embedder, settings: IndexSettings
    ) -> None:
        self._library, self._nearest = library, nearest
        self._embedder, self._settings = embedder, settings

    @classmethod
    def open(
        cls,
        data: Path,
        *,
        settings: IndexSettings | None = None,
        embedder: Embedder | None = None,
        exact: bool = False,
    ) -> Index:
        """Open what `build` made. Nothing heavy is loaded before the first search or `warm`.

        `exact=True` never opens Chroma: for a single question the import would cost more than it
        saves, and the answer is the same.
        """
        settings = settings or IndexSettings()
        embedder = embedder or make_embedder(settings)
        library = Library.open(data)
        built = library.model
        if built is not None and built != embedder.fingerprint:
            library.close()
            raise EmbedderChanged(built, embedder.fingerprint)
        return cls(library, Nearest(library, data, exact_only=exact), embedder, settings)

    def warm(self) -> None:
        """Load the model and open the vector index now, so that the first question need not."""
        self._nearest.refresh()
        self.search("warming up", limit=1)

    def search(
        self, question: str, *, limit: int = 12, filters: Filters | None = None
    ) -> list[Hit]:
        """The passages for a question, best first, at most `limit`, each text once."""
        filters, count = filters or Filters(), max(self._settings.candidates, limit)
        for _ in range(_MOST_ROUNDS):
            hits, exhausted = self._hits(question, count, filters)
            collapsed = collapse(hits, self._settings.copy_overlap, limit)
            if len(collapsed) >= limit or exhausted:
                break
            count *= 3
        return collapsed

    def article(self, article_id: str) -> Article | None:
        """The stored article, or None if there is none of that id (any more)."""
        return self._library.article(article_id)

    def articles(self) -> list[ArticleInfo]:
        """Every article without its text, newest first."""
        return self._library.articles()

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article in reading order."""
        return self._library.passages_of(article_id)

    def skipped(self) -> list[Skipped]:
        """What the last reading of each file left out, and why."""
        rows = self._library.rows("SELECT source, reason, advice FROM skipped ORDER BY source")
        return [Skipped(*(str(part) for part in row)) for row in rows]

    def summary(self) -> Summary:
        """What the index holds and how it is."""
        rows = self._library.rows("SELECT min(published), max(published) FROM articles")
        oldest, newest = (date.fromisoformat(str(day)) if day else None for day in rows[0])
        health, ok = self._nearest.health()
        return Summary(
            articles=self._library.count("articles"),
            passages=self._library.count("passages"),
            oldest=oldest,
            newest=newest,
            outlets=tuple(self._library.outlets()),
            last_build=self._library.last_build,
            generation=self._nearest.generation,
            health=health,
            ok=ok,
        )

    def close(self) -> None:
        """Close the vector index and the library."""
        self._nearest.close()
        self._library.close()

    def _hits(self, question: str, count: int, filters: Filters) -> tuple[list[Hit], bool]:
        """Merged hits from the first `count` of each ranking, and whether there were no more."""
        near = dict(self._near(question, count, filters))
        words = dict(keywords.find(self._library, question, count, filters))
        ranking = merge({"vectors": list(near), "keywords": list(words)})
        passages = self._library.passages(entry.id for entry in ranking)
        hits = [
            Hit(passages[entry.id], entry.score, near.get(entry.id), words.get(entry.id))
            for entry in ranking
            if entry.id in passages  # removed since the vector index was built
        ]
        return hits, len(near) < count and len(words) < count

    def _near(self, question: str, count: int, filters: Filters) -> list[tuple[str, float]]:
        if self._library.model != self._embedder.fingerprint:
            return []  # rebuilt with another model under our feet: words still find
        return self._nearest.nearest(self._embedder.embed_question(question), count, filters)
