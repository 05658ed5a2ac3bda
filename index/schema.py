"""The tables of library.sqlite and how a connection to it is opened. No reading or writing here."""

from __future__ import annotations

import queue
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DiskLow, LibraryBroken, SearchIndexError

NAME = "library.sqlite"
VERSION = "1"

TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, root TEXT NOT NULL, source TEXT NOT NULL,
    fingerprint TEXT NOT NULL, recipe TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, outlet TEXT, author TEXT, published TEXT,
    url TEXT, source TEXT NOT NULL, json TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS file_articles (
    path TEXT NOT NULL REFERENCES files ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES articles, place INTEGER NOT NULL,
    PRIMARY KEY (path, article_id)
);
CREATE INDEX IF NOT EXISTS file_articles_by_article ON file_articles (article_id);
CREATE TABLE IF NOT EXISTS skipped (
    path TEXT NOT NULL REFERENCES files ON DELETE CASCADE,
    source TEXT NOT NULL, reason TEXT NOT NULL, advice TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS removed (
    article_id TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT,
    published TEXT, url TEXT, "when" TEXT NOT NULL, PRIMARY KEY (article_id, path)
);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, title TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id, start);
CREATE INDEX IF NOT EXISTS passages_by_content ON passages (content);
CREATE TABLE IF NOT EXISTS embeddings (
    model TEXT NOT NULL, content TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (model, content)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    text, title, content = 'passages', content_rowid = 'number',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER IF NOT EXISTS passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, text, title) VALUES (new.number, new.text, new.title);
END;
CREATE TRIGGER IF NOT EXISTS passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, text, title)
    VALUES ('delete', old.number, old.text, old.title);
END;
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection that commits when told, waits for a writer, and loses nothing that it confirmed."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("casefold", 1, _casefold, deterministic=True)
        connection.execute("PRAGMA secure_delete = ON")  # a removed article is out of the file too
    except sqlite3.DatabaseError as problem:
        connection.close()
        raise translated(path, problem) from problem
    return connection


def _casefold(value: str | None) -> str | None:
    return value.casefold() if value else value


def translated(path: Path, problem: sqlite3.DatabaseError) -> SearchIndexError:
    """SQLite's error as one of ours, with the next move."""
    if "full" in str(problem):
        return DiskLow(f"The disk is full where {str(path)!r} lies. Free some space and try again.")
    return LibraryBroken(
        f"The library {str(path)!r} is damaged ({problem}). "
        "Move the folder away and index the articles again with `footnote index`."
    )


class Connections:
    """A pool: each thread borrows a connection and gives it back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._closed = False

    @contextmanager
    def borrow(self) -> Iterator[sqlite3.Connection]:
        """One connection for the length of the block."""
        try:
            connection = self._free.get_nowait()
        except queue.Empty:
            connection = connect(self._path)
        try:
            yield connection
        except sqlite3.DatabaseError as problem:
            if connection.in_transaction:
                connection.rollback()
            raise translated(self._path, problem) from problem
        finally:
            if self._closed:
                connection.close()
            else:
                self._free.put(connection)

    def close(self) -> None:
        """Close what is free; borrowed connections close when they come back."""
        self._closed = True
        while not self._free.empty():
            self._free.get_nowait().close()
