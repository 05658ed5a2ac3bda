"""The writer that an operator's wish starts: a process of its own that prints its progress as JSON.

python -m assistant.page.ingesting '{"data": ..., "folder": ..., "embedding_model": ..., "remove": ...}'
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from assistant.errors import FootnoteError
from corpus.errors import CorpusError
from index import keeping
from index.building import build
from index.errors import SearchIndexError
from index.library import Library
from index.locking import writing
from index.settings import IndexSettings


def ingest(wish: dict[str, Any]) -> str:
    """Remove what is to go, take in what is new; what was done, in words."""
    data, folder = Path(wish["data"]), Path(wish["folder"])
    if wish.get("remove"):
        remove(data, folder, wish["remove"])
    report = build(
        [folder] if folder.is_dir() else [],
        data,
        settings=IndexSettings(embedding_model=wish["embedding_model"], threads=1),
        allow_removal=bool(wish.get("remove")),
        on_progress=lambda step: tell(step=step.step, done=step.done, total=step.total),
    )
    left_out = "".join(f" Left out: {one}" for one in report.skipped[:5])
    return f"{report.added} added, {report.changed} changed; {report.articles} articles.{left_out}"


def remove(data: Path, folder: Path, article_id: str) -> None:
    """Take an article out: out of answers at once, out of every file with the next generation."""
    with writing(data):
        library = Library.open(data)
        try:
            path = only_file(library, article_id)
            if Path(path).is_relative_to(folder):
                Path(path).unlink(missing_ok=True)
            keeping.remove(library, [path])
        finally:
            library.close()


def only_file(library: Library, article_id: str) -> str:
    """The file that gave this article and no other. Raises FootnoteError."""
    sql = "SELECT path FROM file_articles WHERE article_id = ?"
    paths = [str(row[0]) for row in library.rows(sql, (article_id,))]
    if not paths:
        raise FootnoteError("There is no such article (any more).")
    others = library.rows("SELECT count(*) FROM file_articles WHERE path = ?", (paths[0],))
    if int(str(others[0][0])) > 1:
        raise FootnoteError(f"{paths[0]} holds several articles. Change the file and rebuild.")
    return paths[0]


def tell(**line: Any) -> None:
    """One line for the page."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Exit code 0 when all went well; the reason on the last line otherwise."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        tell(words=ingest(json.loads(arguments[0])))
    except (FootnoteError, CorpusError, SearchIndexError) as error:
        tell(error=str(error))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
