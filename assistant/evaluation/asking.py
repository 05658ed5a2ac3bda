"""Asking the program in this process, and looking into its retrieval."""

from __future__ import annotations

import time
from typing import Any, Protocol

from assistant.answer import Answer
from assistant.conversation import Conversation
from assistant.errors import FootnoteError
from assistant.evaluation.replies import Reply, failed, reply_of, stem_of
from assistant.evaluation.results import DEPTH, Found, Ranking
from assistant.retrieving import Searcher, retrieve
from assistant.understanding import Question


class Asker(Protocol):
    """Whatever answers questions. A conversation is opaque here; None begins a new one."""

    def ask(self, message: str, conversation: Any) -> tuple[Reply, Any]:
        """The reply, and the conversation that it belongs to now."""

    def retrieve(self, message: str, conversation: Any) -> Ranking | None:
        """Passages for the message as understood; None where that cannot be looked into."""

    def close(self) -> None:
        """Let go of what was opened."""


class Answering(Protocol):
    """What evaluation needs of the assistant; `assistant.assistant.Assistant` is one."""

    @property
    def index(self) -> Searcher:
        """Where it searches."""

    def ask(self, message: str, conversation: Conversation | None = None) -> Answer:
        """The answer to a message."""

    def understand(self, message: str, conversation: Conversation | None = None) -> Question:
        """What the message asks, standing alone."""

    def close(self) -> None:
        """Let go of the library."""


class InProcess:
    """Asks an assistant that was opened in this process."""

    def __init__(self, assistant: Answering) -> None:
        self.assistant = assistant

    def ask(self, message: str, conversation: Any) -> tuple[Reply, Conversation]:
        """An error of the program is a reply that failed; the conversation stays as it was."""
        before = conversation or Conversation()
        start = time.perf_counter()
        try:
            answer = self.assistant.ask(message, before)
        except Exception as error:  # noqa: BLE001 - any fault of the program is a finding
            return failed(_named(error), time.perf_counter() - start), before
        reply = reply_of(answer.to_dict(), time.perf_counter() - start)
        return reply, before.after(answer)

    def retrieve(self, message: str, conversation: Any) -> Ranking | None:
        """What the assistant would read for this message, best first."""
        try:
            question = self.assistant.understand(message, conversation or Conversation())
            hits = retrieve(self.assistant.index, question, limit=DEPTH)
        except FootnoteError:
            return ()
        return tuple(Found(stem_of(hit.passage.source), hit.passage.text) for hit in hits)

    def close(self) -> None:
        """Close the assistant."""
        self.assistant.close()


def _named(error: Exception) -> str:
    return str(error) if isinstance(error, FootnoteError) else f"{type(error).__name__}: {error}"
