"""Rows of the library as typed things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from index.passage import Passage

PASSAGE = """SELECT p.id, p.article_id, p.start, p."end", p.text, a.title, a.outlet, a.published,
a.url, a.source FROM passages p JOIN articles a ON a.id = p.article_id"""


@dataclass(frozen=True)
class ArticleInfo:
    """An article without its text, for lists."""

    id: str
    title: str
    outlet: str | None
    author: str | None
    published: date | None
    url: str | None
    source: str
    passages: int


@dataclass(frozen=True)
class Embedded:
    """A passage as the vector index needs it."""

    id: str
    article_id: str
    outlet: str | None
    published: date | None
    content: str


def article_info(row: tuple[Any, ...]) -> ArticleInfo:
    """A row of id, title, outlet, author, published, url, source, passages."""
    title, outlet, author, published, url, source, passages = row[1:]
    return ArticleInfo(row[0], title, outlet, author, _day(published), url, source, passages)


def embedded(row: tuple[Any, ...]) -> Embedded:
    """A row of id, article id, outlet, published, content key."""
    name, article_id, outlet, published, content = row
    return Embedded(name, article_id, outlet, _day(published), content)


def passage_of(row: tuple[Any, ...]) -> Passage:
    """A row of the query PASSAGE."""
    name, article_id, start, end, text, title, outlet, published, url, source = row
    return Passage(name, article_id, start, end, text, title, outlet, _day(published), url, source)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
