"""What a build writes into the library: one transaction a step, each of them repeatable.

Nothing here is slow: texts are cut and embedded before a transaction begins.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.article import Article
from index.embedding import Vectors, content_key
from index.library import Library
from index.passage import Passage


@dataclass(frozen=True)
class FileRow:
    """A file as the library remembers it."""

    path: str
    root: str
    source: str
    fingerprint: str
    recipe: str


@dataclass(frozen=True)
class Shelf:
    """All that one file gave: its articles with their passages, and what was left out and why."""

    file: FileRow
    articles: Sequence[tuple[Article, Sequence[Passage]]]
    skipped: Sequence[tuple[str, str, str]] = ()


def files(library: Library) -> dict[str, FileRow]:
    """Every file the library knows, by path."""
    rows = library.rows("SELECT path, root, source, fingerprint, recipe FROM files")
    return {str(row[0]): FileRow(*(str(part) for part in row)) for row in rows}


def article_counts(library: Library) -> dict[str, int]:
    """How many articles each file gave."""
    rows = library.rows("SELECT path, count(*) FROM file_articles GROUP BY path")
    return {str(path): int(str(count)) for path, count in rows}


def put(library: Library, shelf: Shelf, vectors: Mapping[str, Vectors], model: str) -> None:
    """Replace what this file gave before by what it gives now."""
    with transaction(library) as connection:
        before = _articles_of(connection, shelf.file.path)
        connection.execute("DELETE FROM files WHERE path = ?", (shelf.file.path,))
        _insert_file(connection, shelf)
        for place, (article, passages) in enumerate(shelf.articles):
            _insert_article(connection, article)
            connection.execute(
                "INSERT OR IGNORE INTO file_articles VALUES (?, ?, ?)",
                (shelf.file.path, article.id, place),
            )
            _insert_passages(connection, article, passages)
        _insert_vectors(connection, vectors, model)
        drop_orphans(connection, before)


def remove(library: Library, paths: Sequence[str]) -> None:
    """Forget these files and the articles that no other file gives."""
    with transaction(library) as connection:
        before = [name for path in paths for name in _articles_of(connection, path)]
        connection.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in paths])
        drop_orphans(connection, before)


def add_vectors(library: Library, vectors: Mapping[str, Vectors], model: str) -> None:
    """Keep embeddings of passages that are in the library already (after a change of model)."""
    with transaction(library) as connection:
        _insert_vectors(connection, vectors, model)


def lacking_vectors(library: Library, model: str) -> list[tuple[str, str, str]]:
    """Content key, text and title of every passage without an embedding under this model."""
    rows = library.rows(
        "SELECT content, min(text), min(title) FROM passages WHERE content NOT IN "
        "(SELECT content FROM embeddings WHERE model = ?) GROUP BY content",
        (model,),
    )
    return [(str(content), str(text), str(title)) for content, text, title in rows]


def finish(library: Library, model: str, when: str, tidy: bool) -> None:
    """The library is complete under this model; what is no longer used leaves the file."""
    with transaction(library) as connection:
        connection.execute("DELETE FROM embeddings WHERE model <> ?", (model,))
        connection.execute(
            "DELETE FROM embeddings WHERE content NOT IN (SELECT content FROM passages)"
        )
        if tidy:  # removed words stay in the keyword index until its parts are merged
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        _note(connection, "model", model)
        _note(connection, "last_build", when)
    with library.connections.borrow() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def note(library: Library, name: str, value: str) -> None:
    """Keep a remark about the library as a whole."""
    with library.connections.borrow() as connection:
        _note(connection, name, value)


def _note(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


@contextmanager
def transaction(library: Library) -> Iterator[sqlite3.Connection]:
    """All of the block or nothing of it; readers learn that something changed."""
    with library.connections.borrow() as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute(
                "INSERT INTO meta VALUES ('changes', '1') ON CONFLICT (name) DO UPDATE "
                "SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
            )
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _articles_of(connection: sqlite3.Connection, path: str) -> list[str]:
    rows = connection.execute("SELECT article_id FROM file_articles WHERE path = ?", (path,))
    return [row[0] for row in rows]


def _insert_file(connection: sqlite3.Connection, shelf: Shelf) -> None:
    file = shelf.file
    connection.execute(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?)",
        (file.path, file.root, file.source, file.fingerprint, file.recipe),
    )
    connection.executemany(
        "INSERT INTO skipped VALUES (?, ?, ?, ?)", [(file.path, *row) for row in shelf.skipped]
    )


def _insert_article(connection: sqlite3.Connection, article: Article) -> None:
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET json = excluded.json",
        (
            article.id,
            article.title,
            article.outlet,
            article.author,
            article.published.isoformat() if article.published else None,
            article.url,
            article.source,
            json.dumps(article.to_dict()),
        ),
    )


def _insert_passages(
    connection: sqlite3.Connection, article: Article, passages: Sequence[Passage]
) -> None:
    connection.execute(
        "DELETE FROM passages WHERE article_id = ? AND id NOT IN (SELECT value FROM json_each(?))",
        (article.id, json.dumps([passage.id for passage in passages])),
    )
    connection.executemany(
        'INSERT OR IGNORE INTO passages (id, article_id, start, "end", text, title, content) '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (p.id, p.article_id, p.start, p.end, p.text, p.title, content_key(p.text, p.title))
            for p in passages
        ],
    )


def _insert_vectors(
    connection: sqlite3.Connection, vectors: Mapping[str, Vectors], model: str
) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO embeddings VALUES (?, ?, ?)",
        [(model, content, vector.astype("<f4").tobytes()) for content, vector in vectors.items()],
    )


def drop_orphans(connection: sqlite3.Connection, candidates: Sequence[str]) -> None:
    """Remove those of the articles that no file gives any more."""
    orphans = json.dumps([*dict.fromkeys(candidates)])
    gone = (
        "(SELECT value FROM json_each(?) WHERE value NOT IN (SELECT article_id FROM file_articles))"
    )
    connection.execute(f"DELETE FROM passages WHERE article_id IN {gone}", (orphans,))
    connection.execute(f"DELETE FROM articles WHERE id IN {gone}", (orphans,))
