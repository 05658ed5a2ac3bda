"""An article: clean text of known origin. Everything later points into `Article.text`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Note:
    """Text set aside from the article: never evidence, kept so that nothing is lost.

    `kind` is one of "comment", "caption", "plea", "menu", "biography", "related", "heading",
    "order" (a command to a language model).
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Article:
    """One article of the corpus.

    `text` is canonical: every passage, quote and highlight is a pair of character offsets into it.
    `published` is the day the article itself gives; unknown stays None (the time of reading a file
    is never a publication date). `source` is the file or address it came from, `stem` its name.
    """

    title: str
    text: str
    source: str
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    notes: tuple[Note, ...] = ()
    id: str = field(default="")

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", self.fingerprint[:16])

    @property
    def stem(self) -> str:
        """The name of the source without folder and suffix: "ap-nato-chief" of "x/ap-nato-chief.txt".

        One of several articles in a file goes by its own id: "f001" of "x/dialogues.jsonl#f001".
        """
        _file, mark, record = self.source.rpartition(".jsonl#")
        if not mark:
            _file, mark, record = self.source.rpartition(".json#")
        if mark:
            return record
        name = self.source.replace("\\", "/").rsplit("/", 1)[-1]
        return name.rsplit(".", 1)[0] if "." in name else name

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything that an answer may show: a change in any of it is a new article."""
        parts = (
            self.source,
            self.title,
            self.outlet,
            self.author,
            self.published,
            self.url,
            self.text,
        )
        joined = "\x1f".join("" if part is None else str(part) for part in parts)
        return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready form; `from_dict` reads it back."""
        return {
            "id": self.id,
            "title": self.title,
            "outlet": self.outlet,
            "author": self.author,
            "published": self.published.isoformat() if self.published else None,
            "url": self.url,
            "source": self.source,
            "text": self.text,
            "notes": [{"kind": note.kind, "text": note.text} for note in self.notes],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Article:
        """The article that `to_dict` wrote."""
        published = data.get("published")
        return cls(
            title=data["title"],
            text=data["text"],
            source=data["source"],
            outlet=data.get("outlet"),
            author=data.get("author"),
            published=date.fromisoformat(published) if published else None,
            url=data.get("url"),
            notes=tuple(Note(note["kind"], note["text"]) for note in data.get("notes", ())),
            id=data.get("id", ""),
        )
