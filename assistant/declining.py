"""Saying that the articles do not say: what was searched, what came nearest, what could be asked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Outcome, Searched, Sentence
from assistant.drafting import day
from assistant.understanding import Question
from index.passage import Hit, Passage

NEAREST_SHOWN = 3


def decline(
    question: Question, hits: Sequence[Hit], searched: Searched, suggestions: Sequence[str] = ()
) -> Answer:
    """A DECLINED answer: one sentence, the search in figures, the nearest passages apart."""
    return Answer(
        question=question.asked,
        understood=question.shown,
        outcome=Outcome.DECLINED,
        sentences=(Sentence("The articles don't say."), Sentence(searched_line(searched))),
        also_retrieved=nearest(hits),
        searched=searched,
        suggestions=tuple(suggestions),
    )


def searched_line(searched: Searched) -> str:
    """ "Searched 20 articles, published between 7 June 2023 and 26 August 2026." """
    count = f"{searched.articles} article{'s' if searched.articles != 1 else ''}"
    if searched.oldest is None or searched.newest is None:
        return f"Searched {count} of unknown date."
    if searched.oldest == searched.newest:
        return f"Searched {count}, published on {day(searched.oldest)}."
    return f"Searched {count}, published between {day(searched.oldest)} and {day(searched.newest)}."


def nearest(hits: Sequence[Hit]) -> tuple[Passage, ...]:
    """The nearest passages, one an article while there are several."""
    first: dict[str, Passage] = {}
    for hit in hits:
        first.setdefault(hit.passage.article_id, hit.passage)
    return tuple(list(first.values())[:NEAREST_SHOWN])
