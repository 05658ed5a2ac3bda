"""The library: every article, passage and embedding in one SQLite file, the source of truth.

This room reads; index/keeping.py writes. Readers need no lock and may ask from any thread.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from corpus.article import Article
from index.embedding import Vectors
from index.errors import IndexMissing, LibraryBroken
from index.filtering import conditions
from index.passage import Filters, Passage
from index.rows import PASSAGE, ArticleInfo, Embedded, article_info, embedded, passage_of
from index.schema import NAME, TABLES, VERSION, Connections

__all__ = ["ArticleInfo", "Embedded", "Library", "iterate_vectors"]


class Library:
    """Reading the library. `open` for an index that exists, `create` for the one who writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connections = Connections(path)

    @classmethod
    def open(cls, data: Path) -> Library:
        """The library of an index that was built at least in part."""
        if not (data / NAME).is_file():
            raise IndexMissing(data)
        library = cls(data / NAME)
        version = library.meta("schema")
        if version != VERSION:
            library.close()
            raise LibraryBroken(
                f"The library {str(data / NAME)!r} has format {version!r}, this program reads "
                f"{VERSION!r}. Update the program, or move the folder away and index again."
            )
        return library

    @classmethod
    def create(cls, data: Path) -> Library:
        """The library, with empty tables if it is new."""
        data.mkdir(parents=True, exist_ok=True)
        library = cls(data / NAME)
        with library.connections.borrow() as connection:
            connection.executescript(f"BEGIN IMMEDIATE;{TABLES}COMMIT;")
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (VERSION,))
        library.close()
        return cls.open(data)

    def close(self) -> None:
        """Close the connections."""
        self.connections.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a query."""
        with self.connections.borrow() as connection:
            return connection.execute(sql, tuple(parameters)).fetchall()

    def meta(self, name: str) -> str | None:
        """One remark about the library as a whole."""
        try:
            rows = self.rows("SELECT value FROM meta WHERE name = ?", (name,))
        except LibraryBroken as problem:
            if isinstance(problem.__cause__, sqlite3.OperationalError):
                return None  # tables not made yet
            raise
        return str(rows[0][0]) if rows else None

    @property
    def model(self) -> str | None:
        """The fingerprint of the model whose embeddings are searched."""
        return self.meta("model")

    @property
    def changes(self) -> int:
        """Grows with every change of the passages: what was read before may be stale."""
        return int(self.meta("changes") or 0)

    @property
    def last_build(self) -> datetime | None:
        """When a build last ended well."""
        value = self.meta("last_build")
        return datetime.fromisoformat(value) if value else None

    def count(self, table: str) -> int:
        """Rows of a table."""
        if table not in {"files", "articles", "passages", "embeddings", "skipped"}:
            raise ValueError(f"no such table: {table!r}")
        return int(str(self.rows(f"SELECT count(*) FROM {table}")[0][0]))

    def stamp(self) -> str:
        """One line that changes when any passage, its embedded text or the model changes."""
        digest = hashlib.sha256((self.model or "").encode())
        for row in self.rows("SELECT id || content FROM passages ORDER BY id"):
            digest.update(str(row[0]).encode())
        return digest.hexdigest()[:32]

    def article(self, article_id: str) -> Article | None:
        """The stored article, or None if there is no such id (any more)."""
        rows = self.rows("SELECT json FROM articles WHERE id = ?", (article_id,))
        return Article.from_dict(json.loads(str(rows[0][0]))) if rows else None

    def articles(self) -> list[ArticleInfo]:
        """Every article without its text, newest first, unknown dates last."""
        with self.connections.borrow() as connection:
            rows = connection.execute(
                "SELECT a.id, a.title, a.outlet, a.author, a.published, a.url, a.source, "
                "(SELECT count(*) FROM passages p WHERE p.article_id = a.id) FROM articles a "
                "ORDER BY a.published IS NULL, a.published DESC, a.title"
            ).fetchall()
        return [article_info(row) for row in rows]

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article in reading order."""
        with self.connections.borrow() as connection:
            rows = connection.execute(
                f"{PASSAGE} WHERE p.article_id = ? ORDER BY p.start", (article_id,)
            ).fetchall()
        return [passage_of(row) for row in rows]

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """These passages by id; removed ones are missing from the answer."""
        wanted = json.dumps(list(ids))
        with self.connections.borrow() as connection:
            rows = connection.execute(
                f"{PASSAGE} WHERE p.id IN (SELECT value FROM json_each(?))", (wanted,)
            ).fetchall()
        return {row[0]: passage_of(row) for row in rows}

    def embedded(self) -> list[Embedded]:
        """Every passage as the vector index needs it, by id."""
        with self.connections.borrow() as connection:
            rows = connection.execute(
                "SELECT p.id, p.article_id, a.outlet, a.published, p.content "
                "FROM passages p JOIN articles a ON a.id = p.article_id ORDER BY p.id"
            ).fetchall()
        return [embedded(row) for row in rows]

    def vectors(self, contents: Sequence[str], model: str | None = None) -> dict[str, Vectors]:
        """The stored embeddings of these contents under a model (the library's own by default)."""
        with self.connections.borrow() as connection:
            rows = connection.execute(
                "SELECT content, vector FROM embeddings WHERE model = ? "
                "AND content IN (SELECT value FROM json_each(?))",
                (model or self.model, json.dumps(list(contents))),
            ).fetchall()
        return {content: np.frombuffer(blob, dtype=np.float32) for content, blob in rows}

    def outlets(self) -> list[str]:
        """The names of all outlets, in alphabetical order."""
        rows = self.rows("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY 1")
        return [str(row[0]) for row in rows]

    def allowed(self, filters: Filters) -> set[str] | None:
        """The ids of the articles that pass the filters; None when nothing is filtered."""
        where, parameters = conditions(filters)
        if not where:
            return None
        return {
            str(row[0])
            for row in self.rows(f"SELECT a.id FROM articles a WHERE {where}", parameters)
        }


def iterate_vectors(
    library: Library, rows: Sequence[Embedded], batch: int = 1000
) -> Iterator[tuple[Sequence[Embedded], Vectors]]:
    """The passages that have an embedding, with it, batch by batch."""
    for start in range(0, len(rows), batch):
        part = rows[start : start + batch]
        found = library.vectors([row.content for row in part])
        kept = [row for row in part if row.content in found]
        if kept:
            yield kept, np.stack([found[row.content] for row in kept])
