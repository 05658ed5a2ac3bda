"""The writer that an operator's wish starts: a process of its own that prints its progress as JSON.

python -m assistant.page.ingesting '{"data": ..., "folder": ..., "embedding_model": ...}'
Besides: "remove": an article's id; "restore": ids of articles, or names of files in `folder`.
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
from index.removing import take_out
from index.reporting import BuildReport
from index.settings import IndexSettings


def ingest(wish: dict[str, Any]) -> str:
    """Remove what is to go, take in what is new; what was done, in words."""
    data, folder = Path(wish["data"]), Path(wish["folder"])
    if wish.get("remove"):
        remove(data, folder, wish["remove"])
    given = [str(folder / name) for name in wish.get("restore", [])]
    report = build(
        [folder] if folder.is_dir() else [],
        data,
        settings=IndexSettings(embedding_model=wish["embedding_model"], threads=1),
        allow_removal=bool(wish.get("remove")),
        on_progress=lambda step: tell(step=step.step, done=step.done, total=step.total),
        restore={*given, *wish.get("restore", [])},
    )
    return said(report, wish.get("name", ""))


DID = {"remove": "Removed.", "restore": "Put back.", "rebuild": "Up to date."}


def said(report: BuildReport, name: str) -> str:
    """The outcome as the operator reads it."""
    did = DID.get(name) or ("Added." if report.added else "Nothing new: it is there already.")
    new = {file.source for file in report.plan.to_read}
    left = "".join(f" Left out: {one.source}, {one.reason}. {one.advice}"
                   for one in report.skipped if one.source.split("#")[0] in new)  # fmt: skip
    return f"{did} {report.articles} articles now.{left}"


def remove(data: Path, folder: Path, article_id: str) -> None:
    """Take an article out: out of answers at once, out of every file with the next generation.

    A file that was added on the page, and gave nothing else, is deleted with it.
    """
    with writing(data):
        library = Library.create(data)
        try:
            paths = take_out(library, article_id)
            if not paths:
                raise FootnoteError("There is no such article (any more).")
            counts = keeping.article_counts(library)
            ours = [one for one in paths if Path(one).is_relative_to(folder) and one not in counts]
            for path in ours:
                Path(path).unlink(missing_ok=True)
            keeping.remove(library, ours)
        finally:
            library.close()


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
