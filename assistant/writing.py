"""A language model writes the answer: prompt in, checked sentences out, the reader's answer if it fails."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.answer import Answer
from assistant.caching import Cache, key_of
from assistant.conversation import Conversation
from assistant.errors import ModelUnavailable
from assistant.faults import Fault, ModelFault
from assistant.fencing import best_first, fence, new_nonce
from assistant.finding import Reader
from assistant.footnoting import NO_ANSWER_SEEN, UNFOUND, Footnoting, Task, offered
from assistant.language_model import LanguageModel, open_model
from assistant.marking import Marking, visible
from assistant.rationing import Ration, tokens_in
from assistant.rewriting import rewritten
from assistant.settings import Settings
from assistant.streaming import Done, Event, Waiting, Withdrawn, told
from assistant.timing import Clock
from assistant.understanding import Question
from corpus.article import Article
from index.passage import Hit
from prompts import fill, fingerprint

CHARACTERS_PER_TOKEN = 8
"""A reply with more characters than this for each token it may have is cut off as a flood."""
_log = logging.getLogger("footnote.language_model")


@dataclass
class Received:
    """What has come from the model so far."""

    system: str
    message: str
    text: str = ""
    tokens: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def asked(self) -> int:
        """About how many tokens the prompt has."""
        return tokens_in(self.system) + tokens_in(self.message)

    def usage(self) -> dict[str, float]:
        """Tokens and seconds; estimated where the provider does not say."""
        own = {"input_tokens": self.asked, "output_tokens": tokens_in(self.text)}
        said = {**own, **self.tokens}
        estimated = {} if len(self.tokens) == 2 else {"estimated": 1.0}
        return {**{k: float(v) for k, v in said.items()}, "seconds": self.seconds, **estimated}


class Writer:
    """Writes answers with one language model. Safe in threads."""

    def __init__(
        self,
        model: LanguageModel,
        reader: Reader,
        settings: Settings,
        article: Callable[[str], Article | None],
        *,
        nonce: Callable[[], str] = new_nonce,
    ) -> None:
        self.model = model
        self._reader, self._settings, self._article, self._nonce = reader, settings, article, nonce
        self._ration = Ration(
            settings.language_model_daily_tokens, Path(settings.data) / "language-model-tokens.json"
        )
        self.cache = Cache(settings.language_model_cache)
        self._made_of = (
            model.name,
            settings.language_model_url,
            repr(settings.language_model_temperature),
            repr((settings.language_model_window, settings.language_model_reply)),
            fingerprint(),
        )

    def rewritten(
        self, message: str, conversation: Conversation | None, clock: Clock
    ) -> str | None:
        """A follow-up as a question that stands alone, where the setting asks for it."""
        if not self._settings.language_model_rewrites or not conversation or not conversation.last:
            return None
        left = self._settings.language_model_deadline - clock.elapsed
        return rewritten(message, conversation, self.model, left)

    def key(self, question: Question, hits: Sequence[Hit]) -> str:
        """What a written answer is kept under."""
        standing = repr(replace(question, asked="", focus=()))
        return key_of([*self._made_of, standing], hits)

    def write(self, task: Task, key: str, clock: Clock) -> Iterator[Event]:
        """The answer as events, within the deadline whatever the model does."""
        told_so_far: list[Event] = []
        try:
            for event in self._written(task, clock):
                if not isinstance(event, Waiting):
                    told_so_far.append(event)
                yield event
        except ModelFault as error:
            _log.warning("%s: %s", self.model.name, error.fault.name)
            if told_so_far:
                yield Withdrawn(error.fault.notice)
            clock.lap("writing")
            yield from told(by_reader(task.ready, error.fault, clock))
            return
        self.cache.put(key, told_so_far)

    def _written(self, task: Task, clock: Clock) -> Iterator[Event]:
        nonce = self._nonce()
        notes, received = self._prepared(task, nonce)
        marking = Marking(nonce)
        for text in self._received(received, clock):
            if text is None:
                yield Waiting()
                continue
            for part in marking.feed(text):
                clock.mark("first_token")
                yield from notes.take(part)
        for part in marking.finish():
            yield from notes.take(part, last=True)
        yield from self._concluded(task, notes, received, clock)

    def _prepared(self, task: Task, nonce: str) -> tuple[Footnoting, Received]:
        """The passages that fit and the prompt made of them; raises ModelFault if none fits."""
        system = fill("answer", nonce=nonce)
        question = visible(task.question.shown)
        fixed = tokens_in(system + fill("question", passages="", question=question))
        room = self._settings.language_model_window - self._settings.language_model_reply - fixed
        evidence = fence(best_first(task.hits, task.draft), self._article, room, nonce)
        if not evidence.sources:
            raise ModelFault(Fault.NO_ROOM)
        message = fill("question", passages=evidence.text, question=question)
        return Footnoting(evidence, self._reader), Received(system, message)

    def _received(self, received: Received, clock: Clock) -> Iterator[str | None]:
        """The model's text as it comes, None while nothing does; within ration, deadline, length."""
        reserved = received.asked + self._settings.language_model_reply
        if not self._ration.reserve(reserved):
            raise ModelFault(Fault.BUDGET)
        most = CHARACTERS_PER_TOKEN * self._settings.language_model_reply
        left = self._settings.language_model_deadline - clock.elapsed
        began = time.perf_counter()
        pieces = self.model.stream(received.system, received.message, left)
        try:
            for piece in pieces:
                if len(received.text) + len(piece.text) > most:
                    raise ModelFault(Fault.FLOOD)
                received.text += piece.text
                for name, count in piece.usage.items():
                    received.tokens[name] = received.tokens.get(name, 0) + count
                yield None if piece.idle else piece.text
        finally:
            pieces.close()  # type: ignore[attr-defined]
            received.seconds = round(time.perf_counter() - began, 3)
            used = received.usage()
            self._ration.settle(reserved, int(used["input_tokens"] + used["output_tokens"]))

    def _concluded(
        self, task: Task, notes: Footnoting, received: Received, clock: Clock
    ) -> Iterator[Event]:
        """The complete answer; DECLINED with the reader's findings where nothing is borne out."""
        clock.lap("writing")
        if not notes.sentences and not notes.declined:
            raise ModelFault(Fault.NOTHING)
        if notes.borne_out:
            answer = notes.answer(task)
            yield Done(self._signed(answer, received, clock))
            return
        clock.mark("first_token")
        reason = UNFOUND if notes.sentences else NO_ANSWER_SEEN
        yield Withdrawn(reason)
        yield from told(self._signed(offered(task, reason), received, clock, by="reader"))

    def _signed(self, answer: Answer, received: Received, clock: Clock, by: str = "") -> Answer:
        return replace(
            answer,
            written_by=by or self.model.name,
            usage=received.usage(),
            timings=dict(clock.laps),
        )


def replayed(events: Sequence[Event], question: Question, clock: Clock) -> Iterator[Event]:
    """An answer that was written before, told again; it used no tokens now."""
    usage = {"input_tokens": 0.0, "output_tokens": 0.0, "seconds": 0.0, "cached": 1.0}
    for event in events:
        clock.mark("first_token")
        if isinstance(event, Done):
            clock.lap("replaying")
            timings = dict(clock.laps)
            event = Done(
                replace(event.answer, question=question.asked, timings=timings, usage=usage)
            )
        yield event


def by_reader(ready: Answer, fault: Fault, clock: Clock) -> Answer:
    """The reader's answer in the place of the model's, and why."""
    clock.mark("first_token")
    return replace(ready, notices=(*ready.notices, fault.notice), timings=dict(clock.laps))


def open_writer(
    settings: Settings, reader: Reader, article: Callable[[str], Article | None]
) -> tuple[Writer | None, str]:
    """(the writer that the settings name, or None; what is wrong with them, empty if nothing is)."""
    try:
        model = open_model(settings)
    except ModelUnavailable as error:
        _log.warning("%s", error)
        return None, str(error)
    return (Writer(model, reader, settings, article) if model else None), ""
