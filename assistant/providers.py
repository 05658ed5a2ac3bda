"""The providers of language models: their names, packages, keys and addresses; what each is given.

Knows no provider's code. Keys stay in the environment, under the names that each provider uses.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import httpx
from pydantic import SecretStr

from assistant.bounding import hooks
from assistant.errors import ModelUnavailable
from assistant.settings import Settings, secret


@dataclass(frozen=True)
class Provider:
    """How LangChain knows a provider, the extra that installs it, where its key is looked for."""

    name: str
    package: str = ""
    extra: str = ""
    keys: tuple[str, ...] = ()
    url: str = ""
    compatible: bool = False


def _alike(key: str, url: str) -> Provider:
    """A server that speaks like OpenAI's; its key, if it wants one, is never OpenAI's own."""
    return Provider("openai", "langchain_openai", "openai", (key,), url, compatible=True)


_OPENAI = Provider("openai", "langchain_openai", "openai", ("OPENAI_API_KEY",))
PROVIDERS = {
    "openai": _OPENAI,
    "anthropic": Provider("anthropic", "langchain_anthropic", "anthropic", ("ANTHROPIC_API_KEY",)),
    "google": Provider(
        "google_genai", "langchain_google_genai", "google", ("GOOGLE_API_KEY", "GEMINI_API_KEY")
    ),
    "mistral": Provider("mistralai", "langchain_mistralai", "mistral", ("MISTRAL_API_KEY",)),
    "ollama": Provider("ollama", "langchain_ollama", "ollama"),
    "vllm": _alike("VLLM_API_KEY", "http://127.0.0.1:8000/v1"),
    "llama.cpp": _alike("LLAMA_API_KEY", "http://127.0.0.1:8080/v1"),
    "compatible": _alike("LANGUAGE_MODEL_API_KEY", ""),
}
PROVIDERS |= {"google_genai": PROVIDERS["google"], "mistralai": PROVIDERS["mistral"]}


def provider_of(name: str) -> tuple[Provider, str]:
    """The provider and the model's own name of "provider:name"."""
    known, colon, model = name.partition(":")
    if not colon or not known or not model:
        raise ModelUnavailable(
            f"Setting language_model={name!r}: write it as 'provider:name', like 'openai:gpt-4.1'."
        )
    if known.lower() in PROVIDERS:
        return PROVIDERS[known.lower()], model
    near = difflib.get_close_matches(known.lower(), PROVIDERS, n=1, cutoff=0.8)
    if near:
        raise ModelUnavailable(
            f"Setting language_model={name!r}: there is no provider {known!r}. "
            f"Did you mean '{near[0]}:{model}'?"
        )
    return Provider(known.lower()), model


def refuse_missing(provider: Provider, settings: Settings) -> None:
    """Raise ModelUnavailable where the package, the key or the address is not there."""
    if provider.package and find_spec(provider.package) is None:
        raise ModelUnavailable(
            line(settings, f"needs a package: pip install 'footnote[{provider.extra}]'")
        )
    if provider.compatible and not (settings.language_model_url or provider.url):
        raise ModelUnavailable(line(settings, "needs an address: set FOOTNOTE_LANGUAGE_MODEL_URL"))
    free = provider.compatible or settings.language_model_url
    if provider.keys and not free and secret(provider.keys) is None:
        raise ModelUnavailable(line(settings, f"needs a key in {' or '.join(provider.keys)}"))


def line(settings: Settings, problem: str) -> str:
    return f"Setting language_model={settings.language_model!r} {problem}."


def options(provider: Provider, settings: Settings) -> dict[str, Any]:
    """What the provider's class is given, in its own words."""
    given: dict[str, Any] = {}
    if settings.language_model_temperature is not None:
        given["temperature"] = settings.language_model_temperature
    url = settings.language_model_url or provider.url
    if url:
        given["base_url"] = url
    if provider.name == "ollama":
        return given | {
            "num_predict": settings.language_model_reply,
            "num_ctx": settings.language_model_window,
            "client_kwargs": {"timeout": settings.language_model_deadline},
            "sync_client_kwargs": {"event_hooks": hooks(settings.language_model_reply)},
        }
    most = {"max_tokens": settings.language_model_reply}
    # OpenAI's client renames the limit, and llama.cpp's server does not know the new name.
    given |= {"extra_body": most} if provider.compatible else most
    given |= {
        "timeout": settings.language_model_deadline,
        "max_retries": 0,
    }
    if provider.name == "openai":
        given["stream_usage"] = not url  # servers that only resemble OpenAI's may refuse it
        given["http_client"] = httpx.Client(
            event_hooks=hooks(settings.language_model_reply), follow_redirects=True
        )
    if provider.compatible or (provider.name == "openai" and url):
        given["api_key"] = secret(provider.keys) or SecretStr("none")
    return given
