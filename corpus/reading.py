"""One file into its articles, by the reader of its kind. Runs in the child process of `worker.py`.

Says nothing about folders (`loading.py`) or limits (`reader_process.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.documents import read_markdown, read_pdf, read_text
from corpus.errors import UnreadableFile
from corpus.metadata import Raw, complete
from corpus.records import read_json, read_jsonl

_SEVERAL = frozenset({".json", ".jsonl"})


@dataclass(frozen=True)
class Skipped:
    """What gave no article: which file or record, why, and what to do about it."""

    source: str
    reason: str
    advice: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}. {self.advice}"


def _read_html(data: bytes) -> Sequence[Raw]:
    from corpus.webpages import read_html  # lxml and trafilatura are loaded for those who need them

    return read_html(data)


READERS: dict[str, Callable[[bytes], Sequence[Raw | UnreadableFile]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": read_pdf,
    ".json": read_json,
    ".jsonl": read_jsonl,
}


def read(path: Path, source: str) -> tuple[list[Article], list[Skipped]]:
    """The articles of a file, and what in it gave none."""
    try:
        data = path.read_bytes()
        if not data.strip():
            raise UnreadableFile("it is empty", "Delete it, or save the article again.")
        records = READERS[path.suffix.lower()](data)
    except OSError as error:
        return [], [
            Skipped(source, f"it cannot be opened ({error.strerror})", "Check its permissions.")
        ]
    except UnreadableFile as error:
        return [], [Skipped(source, error.reason, error.advice)]
    return _articles(records, source, several=path.suffix.lower() in _SEVERAL)


def _articles(
    records: Sequence[Raw | UnreadableFile], source: str, *, several: bool
) -> tuple[list[Article], list[Skipped]]:
    articles: list[Article] = []
    skipped: list[Skipped] = []
    taken: set[str] = set()
    for number, record in enumerate(records, 1):
        if isinstance(record, UnreadableFile):
            skipped.append(Skipped(source, record.reason, record.advice))
            continue
        name = f"{source}#{_own_name(record, number, taken)}" if several else source
        article = complete(record, name)
        if any(char.isalnum() for char in article.text):
            articles.append(article)
        else:
            advice = "Check that the file holds the article itself."
            skipped.append(Skipped(name, "no sentence is left of it after cleaning", advice))
    return articles, skipped


def _own_name(record: Raw, number: int, taken: set[str]) -> str:
    """The record's own id, else its place in the file; the same id twice gets its place added."""
    own = "-".join((record.id or str(number)).split()).replace("#", "-")[:120]
    name = own if own not in taken else f"{own}-{number}"
    taken.add(name)
    return name
