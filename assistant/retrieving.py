"""Hits worth reading for a question: searched, narrowed to its time, widened to its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Protocol

from assistant.understanding import Question
from corpus.article import Article
from index.passage import Filters, Hit, Passage

NEAR_FIRST = 5
"""Passages of the articles talked about that a follow-up reads before any other."""


class Searcher(Protocol):
    """What the assistant needs of the index; `index.searching.Index` is one."""

    def search(self, question: str, *, limit: int = ..., filters: Filters = ...) -> list[Hit]:
        """Passages for a question, best first."""

    def article(self, article_id: str) -> Article | None:
        """The article of that id, None if it is gone."""

    def passages_of(self, article_id: str) -> Sequence[Passage]:
        """The passages of one article, in order."""


def retrieve(index: Searcher, question: Question, *, limit: int) -> list[Hit]:
    """Hits for the question, best first, at most `limit`.

    A follow-up is searched in the articles talked about as well as everywhere, so that "When did
    he say it?" finds the same article again without being shut in it.
    """
    wide = index.search(question.query, limit=limit, filters=question.filters)
    if question.text != question.query:
        wide = _interleave(index.search(question.text, limit=limit, filters=question.filters), wide)
    if question.focus and not question.filters.articles:
        near = replace(question.filters, articles=frozenset(question.focus))
        focused = index.search(question.query, limit=max(4, limit // 2), filters=near)
        if question.followed:
            wide = _each_once([*focused[:NEAR_FIRST], *wide])
        else:
            wide = _interleave(wide, focused)
    return [hit for hit in wide if _in_period(hit.passage, question)][:limit]


def _each_once(hits: Sequence[Hit]) -> list[Hit]:
    """The hits in order, each passage at its first place."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.passage.id, hit)
    return list(first.values())


def _interleave(first: Sequence[Hit], second: Sequence[Hit]) -> list[Hit]:
    """Two rankings in turn, each passage once."""
    turns = zip_longest(first, second)
    return _each_once([hit for pair in turns for hit in pair if hit is not None])


def _in_period(passage: Passage, question: Question) -> bool:
    """Whether a passage can speak of the question's time.

    It can if its article is undated, was published in that time, or names the year itself; a later
    article may well report an earlier time, so only what came out before the time began is out.
    """
    period = question.period
    if period is None or passage.published is None:
        return True
    if any(year in passage.text for year in period.years):
        return True
    if period.relation in {"before", "by", "until"}:
        return period.end is None or passage.published <= period.end
    return period.start is None or passage.published >= period.start
