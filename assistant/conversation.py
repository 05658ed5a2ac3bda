"""What was said so far: enough of each turn to understand the next message, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answer import Answer, Outcome

TURNS_KEPT = 8
"""Older turns no longer change how a message is understood, so they are dropped."""


@dataclass(frozen=True)
class Turn:
    """One question as asked and as understood, with what its answer put in focus.

    `names` are the short answers, best first; `articles` the ids of the articles it cited, `topic`
    the title of the first of them.
    """

    asked: str
    understood: str
    outcome: Outcome
    names: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True)
class Conversation:
    """The turns so far, oldest first. Immutable: `after` gives the next one."""

    turns: tuple[Turn, ...] = field(default=())

    @property
    def last(self) -> Turn | None:
        """The newest turn that was about the articles (greetings do not change the topic)."""
        for turn in reversed(self.turns):
            if turn.outcome is not Outcome.SMALL_TALK:
                return turn
        return None

    def after(self, answer: Answer) -> Conversation:
        """This conversation with `answer` as its newest turn."""
        items = [item for item in answer.short_answers if item.stance is None]
        cited = [item for item in answer.citations]
        turn = Turn(
            asked=answer.question,
            understood=answer.understood,
            outcome=answer.outcome,
            names=tuple(item.text for item in items),
            articles=tuple(dict.fromkeys(citation.article_id for citation in cited)),
            speakers=tuple(dict.fromkeys(c.speaker for c in cited if c.speaker)),
            quotes=tuple(citation.quote for citation in cited[:3]),
            topic=cited[0].title if cited else "",
        )
        return Conversation((*self.turns, turn)[-TURNS_KEPT:])

    def to_list(self) -> list[dict[str, object]]:
        """JSON-ready turns; `from_list` reads them back. A visitor's own memory: no server state."""
        return [
            {
                "asked": turn.asked,
                "understood": turn.understood,
                "outcome": turn.outcome.value,
                "names": list(turn.names),
                "articles": list(turn.articles),
                "speakers": list(turn.speakers),
                "quotes": list(turn.quotes),
                "topic": turn.topic,
            }
            for turn in self.turns
        ]

    @classmethod
    def from_list(cls, turns: object) -> Conversation:
        """A conversation from what a client sends: wrong shapes are dropped, long texts cut."""
        kept = []
        for turn in turns[-TURNS_KEPT:] if isinstance(turns, list) else []:
            if not isinstance(turn, dict) or turn.get("outcome") not in set(Outcome):
                continue
            kept.append(
                Turn(
                    asked=str(turn.get("asked", ""))[:2000],
                    understood=str(turn.get("understood", ""))[:2000],
                    outcome=Outcome(turn["outcome"]),
                    names=_texts(turn.get("names")),
                    articles=_texts(turn.get("articles")),
                    speakers=_texts(turn.get("speakers")),
                    quotes=_texts(turn.get("quotes")),
                    topic=str(turn.get("topic", ""))[:300],
                )
            )
        return cls(tuple(kept))


def _texts(value: object) -> tuple[str, ...]:
    """At most twenty strings of at most 500 characters."""
    return tuple(str(item)[:500] for item in value[:20]) if isinstance(value, list) else ()
