"""What an answer is: it travels whole from the assistant to every surface, and prints well."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from index.passage import Copy, Passage


class Outcome(StrEnum):
    """How a question ended. A failure of a part is an error, never an outcome."""

    ANSWERED = "answered"
    DECLINED = "declined"
    SMALL_TALK = "small_talk"


class Support(StrEnum):
    """How far a sentence is borne out by what it cites; computed, never assumed."""

    QUOTED = "quoted"
    SUPPORTED = "supported"
    PARTLY = "partly"
    NOT_FOUND = "not_found"
    NONE_NEEDED = "none_needed"
    """The sentence makes no claim about the articles ("Hello", "2 found in 3 articles")."""


@dataclass(frozen=True)
class Citation:
    """A marked place in an article: `quote == article.text[start:end]`, always.

    `number` is the mark the reader sees, counted from 1 in reading order. `highlights` are
    offsets into the article as well: the words inside the quote that answer.
    """

    number: int
    article_id: str
    start: int
    end: int
    quote: str
    title: str
    outlet: str | None = None
    published: date | None = None
    url: str | None = None
    source: str = ""
    speaker: str | None = None
    highlights: tuple[tuple[int, int], ...] = ()
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One sentence of the answer, the numbers of the citations that bear it, and how far they do."""

    text: str
    citations: tuple[int, ...] = ()
    support: Support = Support.NONE_NEEDED
    claim: str = ""
    """What a bare "Yes." or "No." claims, in full; empty where the text says it itself."""


@dataclass(frozen=True)
class ShortAnswer:
    """One name, date, amount or phrase that answers, with its own citation."""

    text: str
    citation: int
    score: float
    speaker: str | None = None
    role: str | None = None
    stance: str | None = None
    """None for an item that answers; "contrast" for one that holds the opposite, shown apart."""


@dataclass(frozen=True)
class Searched:
    """What was searched: shown when declining, so that "not in the articles" can be judged."""

    articles: int
    oldest: date | None = None
    newest: date | None = None


@dataclass(frozen=True)
class Answer:
    """The answer to one question, complete: nothing is computed again for a surface."""

    question: str
    understood: str
    outcome: Outcome
    sentences: tuple[Sentence, ...] = ()
    short_answers: tuple[ShortAnswer, ...] = ()
    citations: tuple[Citation, ...] = ()
    also_retrieved: tuple[Passage, ...] = ()
    searched: Searched = field(default_factory=lambda: Searched(0))
    date_basis: date | None = None
    """The newest publication date among the cited articles."""
    agreement: str | None = None
    """A sentence on whether the sources agree, None where there is nothing to compare."""
    suggestions: tuple[str, ...] = ()
    written_by: str = "reader"
    timings: dict[str, float] = field(default_factory=dict)
    usage: dict[str, float] = field(default_factory=dict)
    """Tokens and cost where a language model wrote; empty otherwise."""
    notices: tuple[str, ...] = ()
    """What a reader must know about how this was made: a fallback, passages left out."""

    @property
    def text(self) -> str:
        """The sentences as one text, without citation marks."""
        return " ".join(sentence.text for sentence in self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready form; dates are ISO strings, enums their values."""
        whole = plain(self)
        whole["text"] = self.text
        return dict(whole)


def plain(value: Any) -> Any:
    """Dataclasses, enums, dates and tuples as what JSON knows."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
