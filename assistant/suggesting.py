"""Questions that the corpus can answer: made from what named people say in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.names import is_person_like
from assistant.speaking import speaker_of
from corpus.article import Article
from index.sentences import sentences

_TOPIC = re.compile(
    r"\b(?:said|says|warned|told [\w ]+|promised|argued|insisted|stressed|announced)\s+"
    r"(?:that\s+)?(?P<what>[^“”\"]{12,})"
)


def starters(articles: Iterable[Article], *, limit: int = 4) -> tuple[str, ...]:
    """ "What did NAME say about ...?" for speakers of different articles, so that each is answered."""
    made: list[str] = []
    seen: set[str] = set()
    for article in articles:
        question = _about(article, seen)
        if question:
            made.append(question)
        if len(made) == limit:
            break
    return tuple(made)


def _about(article: Article, seen: set[str]) -> str | None:
    """A question about the first named speaker of an article that was not asked about before."""
    for start, end in sentences(article.text)[:30]:
        if not _TOPIC.search(article.text[start:end]) and "“" not in article.text[start:end]:
            continue
        speaker = speaker_of(article.text, start, end)
        if speaker and is_person_like(speaker.name) and speaker.name not in seen:
            seen.add(speaker.name)
            return f"What did {speaker.name} say?"
    return None


def follow_ups(names: Sequence[str], *, limit: int = 2) -> tuple[str, ...]:
    """What a reader may want to know next about the people of an answer."""
    people = [name for name in names if is_person_like(name)]
    return tuple(f"What did {name} say?" for name in people[:limit])
