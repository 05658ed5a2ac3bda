"""Articles that were taken out by hand: remembered, so that no later indexing brings them back.

Remembered are id, address, title, outlet, date and file, never the text. A file that gave others
stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.article import Article
from corpus.loading import SourceFile, file_fingerprint
from index.keeping import drop_orphans, files, transaction
from index.library import Library

REASON = "it was removed on the page"
ERASE = "erase"
"""The library's remark that older vector indexes hold text that is to go."""


@dataclass(frozen=True)
class Removed:
    """An article that was taken out of this file."""

    id: str
    path: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    when: str

    @property
    def can_come_back(self) -> bool:
        """Is its file still there? What was added on the page is deleted with its article."""
        return Path(self.path).is_file()

    def names(self, article: Article, path: str) -> bool:
        """Is this the same article, be its text edited since or its file another one?"""
        if self.id == article.id or (self.url and self.url == article.url):
            return True
        day = article.published.isoformat() if article.published else None
        known = self.outlet is not None and self.published is not None
        same = path == self.path or (
            known and (self.outlet, self.published) == (article.outlet, day)
        )
        return same and self.title == article.title


def removed(library: Library) -> list[Removed]:
    """Everything that was taken out, the latest first."""
    if not library.rows("SELECT 1 FROM sqlite_master WHERE name = 'removed'"):
        return []  # written by an older version, and not written to since
    columns = 'article_id, path, title, outlet, published, url, "when"'
    rows = library.rows(f'SELECT {columns} FROM removed ORDER BY "when" DESC, title')
    return [Removed(*row) for row in rows]  # type: ignore[arg-type]  # SQLite knows no types


def take_out(library: Library, article_id: str) -> list[str]:
    """Out of the library at once; the files that gave it. Nothing there: an empty list."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    with transaction(library) as connection:
        rows = connection.execute(
            "SELECT f.path, a.source, a.title, a.outlet, a.published, a.url "
            "FROM file_articles f JOIN articles a ON a.id = f.article_id WHERE a.id = ?",
            (article_id,),
        ).fetchall()
        for path, source, *what in rows:
            connection.execute(
                "INSERT OR REPLACE INTO removed VALUES (?, ?, ?, ?, ?, ?, ?)",
                (article_id, path, *what, when),
            )
            connection.execute(
                "INSERT INTO skipped VALUES (?, ?, ?, ?)",
                (path, source, REASON, advice(article_id)),
            )
        connection.execute("DELETE FROM file_articles WHERE article_id = ?", (article_id,))
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, 'yes')", (ERASE,))
        drop_orphans(connection, [article_id])
    return [str(row[0]) for row in rows]


def advice(article_id: str) -> str:
    """How it comes back."""
    return f"Take it in again with: footnote index FOLDER --restore {article_id}"


def sift(
    articles: Sequence[Article], taken_out: Sequence[Removed], restore: Collection[str], path: str
) -> tuple[list[Article], list[tuple[str, str, str]]]:
    """What may come in, and a line for each that was removed and stays out.

    `restore` names what comes back: ids, or the paths of files that were given by hand just now.
    """
    kept, left = [], []
    for article in articles:
        out = next((one for one in taken_out if one.names(article, path)), None)
        if out is None or path in restore or {out.id, article.id} & set(restore):
            kept.append(article)
        else:
            left.append((article.source, REASON, advice(out.id)))
    return kept, left


def forget(
    library: Library, taken_out: Sequence[Removed], articles: Sequence[Article], path: str
) -> None:
    """These are in again: what was remembered of them goes."""
    back = [(one.id,) for one in taken_out if any(one.names(each, path) for each in articles)]
    if back:
        with transaction(library) as connection:
            connection.executemany("DELETE FROM removed WHERE article_id = ?", back)


def to_read_again(library: Library, restore: Collection[str]) -> list[SourceFile]:
    """The files of the articles that are to come back, as they were read before."""
    known = files(library)
    rows = [known[one.path] for one in removed(library) if one.id in restore and one.path in known]
    return [
        SourceFile(Path(row.path), Path(row.root), row.source, file_fingerprint(Path(row.path)))
        for row in rows
        if Path(row.path).is_file()
    ]
