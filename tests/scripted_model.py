"""A chat model that says what the test tells it, a shelf of articles, and an assistant over both."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant.assistant import Assistant
from assistant.language_model import LanguageModel
from assistant.settings import Settings
from assistant.writing import Writer
from corpus.article import Article
from index.passage import Filters, Hit, Passage
from index.rows import ArticleInfo
from index.searching import Summary
from tests.scripted_reader import ScriptedReader

NONCE = "xNONCE"
Step = str | float | Exception
"""What a reply does next: text, a pause in seconds, or an error."""


class ScriptedModel(BaseChatModel):
    """Plays one reply a call, the last one again and again; remembers what it was sent."""

    replies: list[Any] = []
    prompts: list[list[str]] = []
    finish: str = "stop"
    usage: dict[str, int] | None = None

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        sent = [str(message.content) for message in messages]
        self.prompts.append(sent)
        reply = self.replies[min(len(self.prompts), len(self.replies)) - 1]
        steps = reply(sent) if callable(reply) else reply
        for step in [steps] if isinstance(steps, str) else steps:
            if isinstance(step, Exception):
                raise step
            if isinstance(step, float):
                time.sleep(step)
                continue
            yield ChatGenerationChunk(message=AIMessageChunk(content=step))
        about = {"finish_reason": self.finish} if self.finish else {}
        usage: Any = self.usage and {**self.usage, "total_tokens": sum(self.usage.values())}
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="", response_metadata=about, usage_metadata=usage)
        )

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        text = "".join(str(c.message.content) for c in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])


def model(*replies: Any, says_when_done: bool = True, **fields: Any) -> LanguageModel:
    """A language model that gives these replies: a text, a list of steps, or a function."""
    chat = ScriptedModel(replies=list(replies), prompts=[], **fields)
    return LanguageModel(chat, "scripted:model", says_when_done=says_when_done)


def words(text: str) -> list[str]:
    """A text in chunks as providers send it: words with the space in front."""
    return re.findall(r"\s*\S+", text)


class Shelf:
    """Articles as an index: every article is one passage, all are found for every question."""

    def __init__(self, *articles: Article) -> None:
        self.shelf = {article.id: article for article in articles}

    def search(
        self, question: str, *, limit: int = 16, filters: Filters | None = None
    ) -> list[Hit]:
        wanted = filters.articles if filters else frozenset()
        found = [a for a in self.shelf.values() if not wanted or a.id in wanted]
        return [Hit(passage_of(article), 1.0) for article in found][:limit]

    def article(self, article_id: str) -> Article | None:
        return self.shelf.get(article_id)

    def articles(self) -> list[ArticleInfo]:
        return [
            ArticleInfo(a.id, a.title, a.outlet, a.author, a.published, a.url, a.source, 1)
            for a in self.shelf.values()
        ]

    def passages_of(self, article_id: str) -> list[Passage]:
        return [passage_of(self.shelf[article_id])]

    def summary(self) -> Summary:
        dates = [a.published for a in self.shelf.values() if a.published]
        return Summary(
            len(self.shelf), len(self.shelf), min(dates, default=None), max(dates, default=None),
            (), datetime(2026, 7, 1, tzinfo=UTC), None, "well", True,
        )  # fmt: skip

    def close(self) -> None:
        return


def passage_of(a: Article) -> Passage:
    return Passage(
        a.id, a.id, 0, len(a.text), a.text, a.title, a.outlet, a.published, a.url, a.source
    )


def shared_words(claim: str, window: str) -> float:
    """A support that can be worked out: the part of the claim's longer words that the window has."""
    wanted = {word.casefold() for word in re.findall(r"\w{4,}", claim)}
    have = {word.casefold() for word in re.findall(r"\w{4,}", window)}
    return len(wanted & have) / max(1, len(wanted))


WALL = Article(
    title="Harbour wall to be rebuilt",
    text=(
        "The port of Elmsby will rebuild its harbour wall. The work costs 12 million crowns and begins "
        "on Monday, Mayor Ida Holm said."
    ),
    source="wall.md",
    outlet="The Courier",
    published=date(2026, 3, 5),
)
FERRY = Article(
    title="Ferry line opens",
    text="A ferry now runs from Elmsby to Varn. It sails four times a day.",
    source="ferry.md",
    outlet="The Ledger",
    published=date(2026, 3, 6),
)
COST = "How much does the harbour wall cost?"
READER = {COST: [("12 million crowns", 0.9)]}


def assistant(
    written_with: LanguageModel | None,
    data: Path,
    *articles: Article,
    script: dict[str, Sequence[tuple[str, float]]] | None = None,
    support: Callable[[str, str], float] = shared_words,
    nonce: Callable[[], str] = lambda: NONCE,
    **settings: Any,
) -> Assistant:
    """An assistant over a shelf, its reader and its model scripted."""
    index: Any = Shelf(*(articles or (WALL, FERRY)))
    reader = ScriptedReader(READER if script is None else script, claims=support)
    made = Settings(data=data, **settings)
    writer = written_with and Writer(written_with, reader, made, index.article, nonce=nonce)
    return Assistant(index, reader, made, writer)
