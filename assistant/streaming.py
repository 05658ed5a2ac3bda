"""What an answer looks like while it comes into being: events, the last of which is the answer.

The same events come from the reader and from a language model, so a surface knows one order:
understood, then sources before the text that cites them, text, each sentence with its state, done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from assistant.answer import Answer, Citation, Sentence, plain


@dataclass(frozen=True)
class Event:
    """Anything that happens on the way to an answer."""

    name: ClassVar[str] = "event"

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, its kind under "event"."""
        fields = plain(self)
        return {"event": fields.pop("name"), **fields}


@dataclass(frozen=True)
class Understood(Event):
    """The question as it will be answered."""

    name: ClassVar[str] = "understood"
    text: str


@dataclass(frozen=True)
class Sources(Event):
    """Citations that sentences to come will point at."""

    name: ClassVar[str] = "sources"
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Text(Event):
    """More of the running sentence: its index from 0, and the characters to add."""

    name: ClassVar[str] = "text"
    index: int
    text: str


@dataclass(frozen=True)
class Checked(Event):
    """A sentence is whole and checked; this is how it stays."""

    name: ClassVar[str] = "sentence"
    index: int
    sentence: Sentence


@dataclass(frozen=True)
class Waiting(Event):
    """Nothing new yet: a chance for whoever listens to say that nobody is waiting any more."""

    name: ClassVar[str] = "waiting"


@dataclass(frozen=True)
class Withdrawn(Event):
    """What was shown so far counts no more, and why; another text follows from index 0."""

    name: ClassVar[str] = "withdrawn"
    notice: str


@dataclass(frozen=True)
class Done(Event):
    """The complete answer: what a surface keeps."""

    name: ClassVar[str] = "done"
    answer: Answer

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, the answer in its own form."""
        return {"event": self.name, "answer": self.answer.to_dict()}


def told(answer: Answer) -> Iterator[Event]:
    """A finished answer as events, sentence by sentence."""
    if answer.citations:
        yield Sources(answer.citations)
    for index, sentence in enumerate(answer.sentences):
        yield Text(index, sentence.text)
        yield Checked(index, sentence)
    yield Done(answer)


def answer_of(events: Iterator[Event]) -> Answer:
    """The answer that a stream ends with."""
    answer = None
    for event in events:
        if isinstance(event, Done):
            answer = event.answer
    assert answer is not None, "a stream ends with Done"
    return answer
