"""A follow-up rewritten by the language model: only where it is set, in a few seconds, and checked."""

from __future__ import annotations

import re

from assistant.conversation import Conversation
from assistant.faults import ModelFault
from assistant.language_model import LanguageModel
from assistant.marking import plain, visible
from assistant.names import find_names, fold
from prompts import fill

SECONDS = 5.0
"""A rewriting that takes longer is not waited for: the rules' own is used."""
_TURNS = 4
_LONGEST = 300  # characters of a rewritten question


def rewritten(
    message: str, conversation: Conversation, model: LanguageModel, seconds: float
) -> str | None:
    """The message as a question that stands alone; None where the model fails or invents a name."""
    turns = [
        f"Question: {turn.understood}\nAnswer: {', '.join(turn.names) or turn.outcome.value}"
        for turn in conversation.turns[-_TURNS:]
    ]
    said = visible("\n".join(turns))
    system = "You rewrite questions. You never answer them."
    prompt = fill("follow_up", turns=said, message=visible(message))
    try:
        reply = model.reply(system, prompt, min(SECONDS, seconds))
    except ModelFault:
        return None
    lines = [plain(line) for line in visible(reply[: 4 * _LONGEST]).splitlines() if line.strip()]
    if len(lines) != 1 or not lines[0].endswith("?") or len(lines[0]) > _LONGEST:
        return None
    return lines[0] if _invents_nothing(lines[0], f"{said} {message}") else None


def _invents_nothing(question: str, known: str) -> bool:
    """Whether every name and figure of the question was said before."""
    words = set(re.findall(r"\w+", fold(known)))
    names = [question[start:end] for start, end in find_names(question) if start > 0]
    figures = re.findall(r"\d+", question)
    wanted = [word for part in (*names, *figures) for word in re.findall(r"\w+", fold(part))]
    return all(word in words for word in wanted)
