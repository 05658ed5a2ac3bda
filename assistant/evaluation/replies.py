"""An answer as evaluation looks at it: the same whether it came from in process or over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.article import Article

ANSWERED, DECLINED, SMALL_TALK = "answered", "declined", "small_talk"
FAILED = "failed"
"""No answer came: the program raised an error, which is neither an answer nor a decline."""


@dataclass(frozen=True)
class Cited:
    """One citation. `marks` are offsets inside `quote`: the words that answer."""

    number: int
    stem: str
    quote: str
    title: str = ""
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    speaker: str | None = None
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Said:
    """One sentence of the answer, with the numbers that it cites."""

    text: str
    citations: tuple[int, ...] = ()
    support: str = "none_needed"


@dataclass(frozen=True)
class Item:
    """One short answer; a `stance` means that it is shown apart, as the opposite view."""

    text: str
    stance: str | None = None
    citation: int | None = None


@dataclass(frozen=True)
class Reply:
    """What came back for one question, and how long it took."""

    outcome: str
    understood: str = ""
    sentences: tuple[Said, ...] = ()
    shorts: tuple[Item, ...] = ()
    citations: tuple[Cited, ...] = ()
    seconds: float = 0.0
    first_token: float | None = None
    usage: Mapping[str, float] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    written_by: str = ""
    error: str | None = None

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def items(self) -> tuple[str, ...]:
        """Short answers that answer, without those that hold the opposite."""
        return tuple(item.text for item in self.shorts if item.stance is None)

    @property
    def shown(self) -> str:
        """All that a visitor reads as the answer: sentences and short answers."""
        return "\n".join((self.text, *self.items))

    @property
    def short_answer(self) -> str:
        """The one short answer that is compared with gold answers.

        It is the first (best) item; the sentences where there is no item; nothing for a decline.
        """
        if self.outcome != ANSWERED:
            return ""
        return self.items[0] if self.items else self.text


def reply_of(data: Mapping[str, Any], seconds: float) -> Reply:
    """The reply in `Answer.to_dict()` form. Parts that are missing are empty."""
    timings = dict(data.get("timings") or {})
    return Reply(
        outcome=str(data.get("outcome", FAILED)),
        understood=str(data.get("understood", "")),
        sentences=tuple(
            Said(one["text"], tuple(one.get("citations", ())), one.get("support", ""))
            for one in data.get("sentences", ())
        ),
        shorts=tuple(
            Item(one["text"], one.get("stance"), one.get("citation"))
            for one in data.get("short_answers", ())
        ),
        citations=tuple(_cited(one) for one in data.get("citations", ())),
        seconds=seconds,
        first_token=timings.get("first_token"),
        usage=dict(data.get("usage") or {}),
        timings=timings,
        written_by=str(data.get("written_by", "")),
    )


def failed(error: str, seconds: float) -> Reply:
    """The reply that stands for an error of the program."""
    return Reply(outcome=FAILED, seconds=seconds, error=error)


def stem_of(source: str) -> str:
    """A source's name as case files give it, by the rule of `Article.stem`."""
    return Article(title="", text="", source=source, id="-").stem


def _cited(data: Mapping[str, Any]) -> Cited:
    start = int(data.get("start", 0))
    return Cited(
        number=int(data["number"]),
        stem=stem_of(str(data.get("source", ""))),
        quote=str(data.get("quote", "")),
        title=str(data.get("title", "")),
        outlet=data.get("outlet"),
        published=data.get("published"),
        url=data.get("url"),
        speaker=data.get("speaker"),
        marks=tuple((a - start, b - start) for a, b in data.get("highlights", ())),
    )
