"""A passage: a few whole sentences of an article, by offsets; and a hit: a passage that was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Passage:
    """Sentences start..end (characters) of `Article.text`; `text == article.text[start:end]`, always.

    The article's title, outlet, date and address travel along so that a hit can be shown by itself.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    title: str
    outlet: str | None = None
    published: date | None = None
    url: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Copy:
    """The same text in another article (a wire story that several outlets ran)."""

    article_id: str
    title: str
    outlet: str | None
    published: date | None
    url: str | None


@dataclass(frozen=True)
class Hit:
    """A passage found for a question.

    `score` is the reciprocal-rank-fusion score (higher is better, comparable within one search
    only); `similarity` the cosine of question and passage, None where only the words matched;
    `keyword` the BM25 score, None where only the vectors matched.
    """

    passage: Passage
    score: float
    similarity: float | None = None
    keyword: float | None = None
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True)
class Filters:
    """What a search is limited to; empty means everything. Dates are inclusive.

    An article of unknown date is left out as soon as a date bound is set.
    """

    outlets: frozenset[str] = field(default_factory=frozenset)
    articles: frozenset[str] = field(default_factory=frozenset)
    after: date | None = None
    before: date | None = None
