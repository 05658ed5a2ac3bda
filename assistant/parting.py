"""A message that asks several things: its parts, each understood and retrieved by itself.

"Who won the vote, and when was it held?" is two questions; "Who signed and ratified it?" is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Outcome
from assistant.conversation import Conversation, Turn
from assistant.drafting import Draft
from assistant.understanding import Kind, Question
from index.passage import Hit

MOST = 3
"""Parts of one message that are answered; a longer list is one question for the search."""
_WH = r"(?:who|whom|whose|which|what|when|where|why|how)\b"
_AND = re.compile(rf"(?:,|;)?\s+(?:and|or|but)(?:\s+also)?\s+(?={_WH})", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=\?)\s+(?=\S)")
_ASKS = re.compile(
    rf"^(?:(?:and|also|so|then|but)[\s,]+)*(?:{_WH}|(?:did|does|do|is|are|was|were|has|have|had|will|can|"
    r"could|should|would)\b)",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\b(?:know|explain|agree|differ)\w*\b", re.IGNORECASE)


def split(message: str) -> list[str]:
    """The questions in a message, each with its question mark; one where it cannot be split."""
    parts: list[str] = []
    for sentence in _SENTENCE.split(" ".join(message.split())):
        if not sentence.endswith("?"):
            return [message]
        halves = _AND.split(sentence.rstrip("?"))
        whole = len(halves) == 1 or not all(_asks(half) for half in halves)
        parts += [sentence] if whole else [f"{half.strip()}?" for half in halves]
    good = 1 < len(parts) <= MOST and all(_asks(part) for part in parts)
    return parts if good else [message]


def _asks(part: str) -> bool:
    """Whether a part is a question that can stand, and not the object of another."""
    return bool(_ASKS.match(part)) and len(part.split()) >= 3 and not _JOINS.search(part)


def understood(
    message: str,
    conversation: Conversation | None,
    understand: Callable[[str, Conversation | None], Question],
) -> list[Question]:
    """Each part as a Question, a later one after those before it; one Question where it is one."""
    before = conversation or Conversation()
    found: list[Question] = []
    for part in split(message):
        question = understand(part, before)
        if question.kind.is_small_talk:
            return [understand(message, conversation)]
        found.append(question)
        turn = Turn(asked=part, understood=question.text, outcome=Outcome.ANSWERED)
        before = Conversation((*before.turns, turn))
    return found


def whole(message: str, questions: Sequence[Question]) -> Question:
    """The parts as one question again, as the language model is asked it."""
    if len(questions) == 1:
        return questions[0]
    return replace(
        questions[0],
        asked=" ".join(message.split()),
        text=" ".join(question.text for question in questions),
        query=" ".join(question.query for question in questions),
        kind=Kind.FACT,
        topic="",
    )


def in_turn(rankings: Sequence[Sequence[Hit]], limit: int) -> list[Hit]:
    """The hits of all parts, the best of each first, every passage once."""
    merged: dict[str, Hit] = {}
    for position in range(max((len(ranking) for ranking in rankings), default=0)):
        for ranking in rankings:
            if position < len(ranking):
                merged.setdefault(ranking[position].passage.id, ranking[position])
    return list(merged.values())[:limit]


def joined(drafts: Sequence[Draft]) -> Draft:
    """The drafts of all parts one after the other."""
    if len(drafts) == 1:
        return drafts[0]
    return Draft(
        tuple(line for draft in drafts for line in draft.lines),
        tuple(item for draft in drafts for item in draft.items),
        next((draft.agreement for draft in drafts if draft.agreement), None),
    )
