"""Any LangChain chat model, by name: opened with clear errors, streamed within a deadline.

The only room that knows LangChain's chat models. Nothing is retried and nothing is traced here:
what fails falls back to the reader, and traces are `tracing`'s business.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.faults import Fault, ModelFault, fault_of
from assistant.providers import line, options, provider_of, refuse_missing
from assistant.settings import Settings

CALLS_AT_ONCE = 8
"""Further questions wait, within their deadline; a provider that hangs cannot pile up threads."""
PULSE_SECONDS = 0.5
"""Seconds of silence after which a stream gives an idle piece, so that it can be closed."""
_END = object()
_log = logging.getLogger("footnote.language_model")


@dataclass(frozen=True)
class Piece:
    """A stretch of a reply; the last ones may bring the tokens used and why the reply ended.

    An `idle` one says only that nothing has come for a while.
    """

    text: str = ""
    usage: Mapping[str, int] = field(default_factory=dict)
    ended: str = ""
    idle: bool = False


class LanguageModel:
    """A chat model that is asked in its own thread, so that a deadline holds whatever it does."""

    def __init__(self, chat: Any, name: str, *, says_when_done: bool = False) -> None:
        self.name = name
        self.says_when_done = says_when_done
        self._chat = chat
        self._free = threading.BoundedSemaphore(CALLS_AT_ONCE)

    def stream(self, system: str, message: str, seconds: float) -> Iterator[Piece]:
        """The reply, piece by piece, within `seconds`; raises ModelFault. Closing it stops."""
        until = time.monotonic() + seconds
        while not self._free.acquire(timeout=_pulse(until)):
            yield Piece(idle=True)
        pipe: queue.Queue[Any] = queue.Queue(maxsize=64)
        stop = threading.Event()
        messages = [("system", system), ("human", message)]
        threading.Thread(target=self._pump, args=(messages, pipe, stop), daemon=True).start()
        try:
            yield from self._received(pipe, until)
        finally:
            stop.set()

    def reply(self, system: str, message: str, seconds: float) -> str:
        """The whole reply as one text."""
        return "".join(piece.text for piece in self.stream(system, message, seconds))

    def _received(self, pipe: queue.Queue[Any], until: float) -> Iterator[Piece]:
        ended = ""
        while True:
            try:
                got = pipe.get(timeout=_pulse(until))
            except queue.Empty:
                yield Piece(idle=True)
                continue
            if isinstance(got, Exception):
                raise ModelFault(fault_of(got)) from got
            if got is _END:
                break
            _pulse(until)
            ended = got.ended or ended
            yield got
        if self.says_when_done and not ended:
            raise ModelFault(Fault.BROKE_OFF)

    def _pump(self, messages: Any, pipe: queue.Queue[Any], stop: threading.Event) -> None:
        """In the thread: everything that the provider sends into the pipe, until stopped."""
        try:
            self._ask(messages, pipe, stop)
            _put(pipe, _END, stop)
        except Exception as error:  # whatever a provider's client raises
            _log.warning("%s failed: %s", self.name, type(error).__name__)
            _put(pipe, error, stop)
        finally:
            self._free.release()

    def _ask(self, messages: Any, pipe: queue.Queue[Any], stop: threading.Event) -> None:
        from langsmith import tracing_context

        with tracing_context(enabled=False):  # questions go to no third party
            chunks = self._chat.stream(messages)
            for chunk in chunks:
                if not _put(pipe, piece_of(chunk), stop):
                    getattr(chunks, "close", lambda: None)()
                    return


def _pulse(until: float) -> float:
    """Seconds to wait before the next look; raises ModelFault where the deadline has passed."""
    left = until - time.monotonic()
    if left <= 0:
        raise ModelFault(Fault.SLOW)
    return min(PULSE_SECONDS, left)


def _put(pipe: queue.Queue[Any], item: Any, stop: threading.Event) -> bool:
    """Whether the item went into the pipe before somebody stopped."""
    while not stop.is_set():
        try:
            pipe.put(item, timeout=0.2)
            return True
        except queue.Full:
            continue
    return False


def piece_of(chunk: Any) -> Piece:
    """What a LangChain chunk says: its text, its tokens, why it ended. Reasoning is not text."""
    text = chunk.text if isinstance(chunk.text, str) else chunk.text()
    about = chunk.response_metadata or {}
    ended = next(
        (
            str(about[key])
            for key in ("finish_reason", "stop_reason", "done_reason")
            if about.get(key)
        ),
        "",
    )
    used = chunk.usage_metadata or {}
    usage = {key: int(used[key]) for key in ("input_tokens", "output_tokens") if used.get(key)}
    return Piece(str(text), usage, ended)


def open_model(settings: Settings) -> LanguageModel | None:
    """The language model that the settings name, None where they name none.

    Raises ModelUnavailable with the mend: a wrong name, a missing package, a missing key.
    """
    if not settings.language_model:
        return None
    provider, model = provider_of(settings.language_model)
    refuse_missing(provider, settings)
    try:
        from langchain.chat_models import init_chat_model

        chat = init_chat_model(model, model_provider=provider.name, **options(provider, settings))
    except ImportError as error:
        package = f"langchain-{provider.name}"
        raise ModelUnavailable(line(settings, f"needs a package: pip install {package}")) from error
    except Exception as error:  # each provider's client refuses in its own way
        reason = f"was refused by its package ({type(error).__name__}): check the name and settings"
        raise ModelUnavailable(line(settings, reason)) from error
    return LanguageModel(
        chat, settings.language_model, says_when_done=provider.package == "langchain_openai"
    )
