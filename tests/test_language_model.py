"""Opening a language model by name, and holding it to its deadline."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessageChunk

from assistant import bounding, providers
from assistant.errors import ModelUnavailable
from assistant.faults import Fault, ModelFault, fault_of
from assistant.language_model import CALLS_AT_ONCE, LanguageModel, Piece, open_model, piece_of
from assistant.providers import options, provider_of
from assistant.settings import Settings, describe
from assistant.writing import open_writer
from tests.scripted_model import model
from tests.scripted_reader import ScriptedReader

KEY = "sk-very-secret"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in providers.PROVIDERS.values():
        for name in provider.keys:
            monkeypatch.delenv(name, raising=False)


def problem(name: str, **settings: Any) -> str:
    with pytest.raises(ModelUnavailable) as caught:
        open_model(Settings(language_model=name, **settings))
    return str(caught.value)


def test_no_name_no_model() -> None:
    assert open_model(Settings()) is None


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("gpt-4.1", "write it as 'provider:name', like 'openai:gpt-4.1'."),
        ("openai:", "write it as 'provider:name', like 'openai:gpt-4.1'."),
        ("opnai:gpt-4.1", "there is no provider 'opnai'. Did you mean 'openai:gpt-4.1'?"),
        ("openai:gpt-4.1", "needs a key in OPENAI_API_KEY."),
        ("compatible:m", "needs an address: set FOOTNOTE_LANGUAGE_MODEL_URL."),
        ("mistral:small", "needs a package: pip install 'footnote[mistral]'."),
        ("ollama:qwen3", "needs a package: pip install 'footnote[ollama]'."),
        ("groq:x", "needs a package: pip install langchain-groq."),
        ("nosuchthing:x", "(ValueError): check the name and settings."),
    ],
)
def test_a_wrong_setting_is_one_line_with_the_mend(name: str, line: str) -> None:
    shown = problem(name)
    assert shown.startswith(f"Setting language_model={name!r}")
    assert shown.endswith(line)
    assert "\n" not in shown


def test_google_names_both_of_its_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "find_spec", lambda name: object())
    assert problem("google:gemini").endswith("needs a key in GOOGLE_API_KEY or GEMINI_API_KEY.")


def test_a_key_is_taken_from_the_environment_and_never_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    settings = Settings(language_model="openai:gpt-4.1")
    opened = open_model(settings)
    assert opened is not None and opened.name == "openai:gpt-4.1"
    assert KEY not in repr(vars(opened)) + repr(describe(settings)) + repr(settings)


def test_a_server_of_ones_own_never_gets_openais_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for name in ("vllm:m", "llama.cpp:m", "compatible:m"):
        settings = Settings(language_model=name, language_model_url="http://127.0.0.1:1/v1")
        given = options(provider_of(name)[0], settings)
        assert given["api_key"].get_secret_value() == "none"
        assert given["base_url"] == "http://127.0.0.1:1/v1"


def test_each_provider_gets_its_options() -> None:
    settings = Settings(language_model_temperature=None)
    assert options(provider_of("anthropic:m")[0], settings) == {
        "max_tokens": 700,
        "timeout": 30.0,
        "max_retries": 0,
    }
    ollama = options(provider_of("ollama:m")[0], Settings())
    assert list(ollama.pop("sync_client_kwargs")) == ["event_hooks"]
    assert ollama == {
        "temperature": 0.0,
        "num_predict": 700,
        "num_ctx": 8192,
        "client_kwargs": {"timeout": 30.0},
    }


def test_a_reply_is_broken_off_before_it_is_too_long_to_parse() -> None:
    def reply(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=(bytes(100_000) for _ in range(100)))

    transport = httpx.MockTransport(reply)
    with httpx.Client(transport=transport, event_hooks=bounding.hooks(700)) as client:
        with client.stream("GET", "http://server/") as response:
            read = 0
            with pytest.raises(ModelFault) as caught:
                for part in response.iter_bytes():
                    read += len(part)
    assert caught.value.fault is Fault.FLOOD
    assert read <= bounding.LEAST + 700 * bounding.PER_TOKEN


def test_a_model_that_cannot_be_opened_leaves_the_reader_and_a_line(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, language_model="openai:gpt-4.1")
    writer, line = open_writer(settings, ScriptedReader({}), lambda key: None)
    assert writer is None
    assert line == "Setting language_model='openai:gpt-4.1' needs a key in OPENAI_API_KEY."


def pieces(made: LanguageModel, seconds: float = 5.0) -> list[Piece]:
    return list(made.stream("system", "message", seconds))


def test_pieces_bring_text_then_tokens_and_why_it_ended() -> None:
    made = model(["Hel", "lo"], usage={"input_tokens": 7, "output_tokens": 2})
    assert [p for p in pieces(made) if p != Piece()] == [
        Piece("Hel"),
        Piece("lo"),
        Piece("", {"input_tokens": 7, "output_tokens": 2}, "stop"),
    ]


def test_reasoning_is_not_text() -> None:
    content: Any = [{"type": "reasoning", "reasoning": "hm"}, {"type": "text", "text": "Yes."}]
    assert piece_of(AIMessageChunk(content=content)).text == "Yes."


@pytest.mark.parametrize("reply", [[3.0, "late"], ["early", 3.0, "late"], [0.05, "x"] * 200])
def test_the_deadline_holds_whatever_the_model_does(reply: list[Any]) -> None:
    began = time.monotonic()
    with pytest.raises(ModelFault) as caught:
        pieces(model(reply), 0.4)
    assert caught.value.fault is Fault.SLOW
    assert time.monotonic() - began < 1.4


def test_a_reply_that_does_not_say_that_it_is_over_was_broken_off() -> None:
    with pytest.raises(ModelFault) as caught:
        pieces(model("Half", finish=""))
    assert caught.value.fault is Fault.BROKE_OFF
    assert pieces(model("Whole", finish="", says_when_done=False))[0] == Piece("Whole")


def test_stopping_stops_the_model() -> None:
    sent: list[int] = []

    def reply(messages: list[str]) -> Any:
        for number in range(10_000):
            sent.append(number)
            yield "word "

    stream = model(reply).stream("system", "message", 5.0)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    time.sleep(0.5)
    count = len(sent)
    time.sleep(0.3)
    assert count == len(sent) < 200


def test_models_that_hang_do_not_pile_up_threads() -> None:
    """Further questions are told after their deadline, without another thread."""
    release = threading.Event()

    def hang(messages: list[str]) -> Any:
        release.wait(10)
        yield "late"

    made = model(hang)
    for _ in range(CALLS_AT_ONCE):
        with pytest.raises(ModelFault):
            pieces(made, 0.02)
    before = threading.active_count()
    with pytest.raises(ModelFault):
        pieces(made, 0.05)
    assert threading.active_count() == before
    release.set()
    time.sleep(0.5)
    assert pieces(made)[0] == Piece("late")


def test_nothing_is_traced_to_a_third_party(monkeypatch: pytest.MonkeyPatch) -> None:
    from langsmith.utils import tracing_is_enabled

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    seen: list[Any] = []

    def reply(messages: list[str]) -> list[str]:
        seen.append(tracing_is_enabled())
        return ["fine"]

    pieces(model(reply))
    assert seen == [False]


class WithStatus(Exception):
    def __init__(self, status: int) -> None:
        super().__init__("SECRET")
        self.status_code = status


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (WithStatus(401), Fault.REFUSED),
        (WithStatus(404), Fault.UNKNOWN),
        (WithStatus(429), Fault.BUSY),
        (WithStatus(500), Fault.FAILED),
        (WithStatus(529), Fault.BUSY),
        (TimeoutError(), Fault.SLOW),
        (ConnectionRefusedError(), Fault.UNREACHABLE),
        (ModelFault(Fault.FLOOD), Fault.FLOOD),
        (ValueError("x"), Fault.FAILED),
    ],
)
def test_any_clients_errors_have_a_meaning(error: Exception, fault: Fault) -> None:
    assert fault_of(error) is fault
    wrapped = RuntimeError("wrapped")
    wrapped.__cause__ = error
    assert fault_of(wrapped) is fault


def test_notices_are_plain_words() -> None:
    for fault in Fault:
        assert fault.notice.endswith(", so this answer was written by the reader.")
        assert "Error" not in fault.notice
