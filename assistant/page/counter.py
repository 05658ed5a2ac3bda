"""The counter where questions are taken: a bounded queue before an assistant that opens in a thread.

Nothing here knows of HTTP. The same question over the same library is answered once.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from enum import StrEnum
from typing import Any

from assistant.answer import Answer, plain
from assistant.conversation import Conversation
from assistant.errors import FootnoteError
from assistant.page.errors import Busy, Closed, Warming
from assistant.settings import Settings
from assistant.streaming import Done, Event, Understood
from assistant.streaming import told as retold
from index.passage import Filters

log = logging.getLogger(__name__)
REMEMBERED = 256
RETRY_SECONDS = 5.0


class State(StrEnum):
    """Whether questions can be answered."""

    WARMING = "warming"
    READY = "ready"
    CLOSED = "closed"


def open_assistant(settings: Settings) -> Any:
    """The assistant, its models loaded and tried once."""
    from assistant.assistant import Assistant

    assistant = Assistant.open(settings)
    # Opening the vector index takes longest; until it is open, exact search answers the same.
    threading.Thread(target=_warm, args=(assistant, settings), name="warming", daemon=True).start()
    assistant.index.search("warming up", limit=1)
    assistant.reader.read("What is this?", ["This is a warm-up."])
    return assistant


def _warm(assistant: Any, settings: Settings) -> None:
    """Open the vector index, and build it again if a file of it is missing or broken."""
    from index.building import mend
    from index.errors import SearchIndexError
    from index.settings import IndexSettings

    assistant.index.warm()
    wanted = IndexSettings(embedding_model=settings.embedding_model, threads=1)
    try:
        built = mend(settings.data, settings=wanted)
    except (SearchIndexError, OSError) as problem:
        # The health line says it too; exact search goes on answering.
        log.warning("the vector index could not be mended: %s", problem)
        return
    if built:
        log.info("the vector index was built again: %s", built)


class Counter:
    """Takes questions, keeps them in order, and answers a few at a time."""

    def __init__(
        self, settings: Settings, opening: Callable[[Settings], Any] = open_assistant
    ) -> None:
        self.settings = settings
        self.state, self.trouble = State.WARMING, ""
        self._opening, self._assistant = opening, None
        self._pool = ThreadPoolExecutor(settings.answering_at_once, "answering")
        self._waiting, self._lock = 0, threading.Lock()
        self._remembered: OrderedDict[str, Answer] = OrderedDict()
        self._starters: tuple[str, tuple[str, ...]] | None = None
        self._stopping = threading.Event()
        self.settled = threading.Event()
        """Set once the assistant is open or cannot be opened."""

    def open_soon(self) -> None:
        """Open the assistant in a thread; try again while it cannot be opened."""
        threading.Thread(target=self._open, name="opening", daemon=True).start()

    def close(self) -> None:
        """Let go of the assistant; questions in flight end first."""
        self._stopping.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._assistant is not None:
            self._assistant.close()

    @property
    def assistant(self) -> Any:
        """The open assistant. Raises Warming or Closed while there is none."""
        if self._assistant is not None:
            return self._assistant
        if self.state is State.CLOSED:
            raise Closed(self.trouble)
        raise Warming("The models are still loading. Try again in a few seconds.")

    def submit(
        self,
        question: str,
        conversation: Conversation | None = None,
        filters: Filters | None = None,
        told: Callable[[Event], bool] = lambda event: True,
    ) -> Future[Answer | None]:
        """An answer to come. Raises Busy when too many are waiting already.

        `told` hears each event on the way (in another thread); once it returns False nobody is
        waiting any more, the work stops, and the answer is None.
        """
        with self._lock:
            if self._waiting >= self.settings.questions_waiting:
                raise Busy("Many people are asking just now. Try again in a few seconds.")
            self._waiting += 1
        future = self._pool.submit(self._answer, question, conversation, filters, told)
        future.add_done_callback(self._left)
        return future

    def starters(self) -> tuple[str, ...]:
        """Questions that the library answers, made again when it has changed."""
        state = str(self.assistant.index.summary().last_build)
        if self._starters is None or self._starters[0] != state:
            self._starters = (state, tuple(self.assistant.starters()))
        return self._starters[1]

    def _left(self, _: Future[Answer | None]) -> None:
        with self._lock:
            self._waiting -= 1

    def _answer(
        self,
        question: str,
        conversation: Conversation | None,
        filters: Filters | None,
        told: Callable[[Event], bool],
    ) -> Answer | None:
        self.settled.wait(self.settings.answer_seconds)
        assistant = self.assistant
        key = self._key(question, conversation, filters, assistant)
        answer = self._recall(key)
        events: Any = (
            _replayed(answer) if answer else assistant.stream(question, conversation, filters)
        )
        with closing(events):
            for event in events:
                if not told(event):
                    return None
                if isinstance(event, Done):
                    self._remember(key, event.answer)
                    return event.answer
        return None

    def _recall(self, key: str) -> Answer | None:
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
            return self._remembered.get(key)

    def _remember(self, key: str, answer: Answer) -> None:
        with self._lock:
            self._remembered[key] = answer
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)

    def _key(
        self,
        question: str,
        conversation: Conversation | None,
        filters: Filters | None,
        assistant: Any,
    ) -> str:
        summary = assistant.index.summary()
        wanted = {name: _sorted(value) for name, value in plain(filters or Filters()).items()}
        turns = conversation.to_list() if conversation else []
        state = [summary.articles, summary.passages, str(summary.last_build)]
        return json.dumps([" ".join(question.split()), turns, wanted, state])

    def _open(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                self._assistant = self._opening(self.settings)
            except Exception as error:
                self._cannot(error)
                self._stopping.wait(RETRY_SECONDS)
                continue
            self.state, self.trouble = State.READY, ""
            self.settled.set()
            log.info("ready after %.1f s", time.monotonic() - started)
            return

    def _cannot(self, error: Exception) -> None:
        """Remember why; only errors made for people are shown to people."""
        known = isinstance(error, FootnoteError) or type(error).__module__.startswith(
            ("index.", "corpus.", "assistant.")
        )
        if not known and self.state is not State.CLOSED:  # once, not with every try
            log.exception("the assistant cannot be opened")
        self.trouble = str(error) if known else "The assistant cannot be opened; see the log."
        self.state = State.CLOSED
        self.settled.set()


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset, list)) else value


def _replayed(answer: Answer) -> Iterator[Event]:
    """A remembered answer, as it came the first time."""
    yield Understood(answer.understood)
    yield from retold(answer)
