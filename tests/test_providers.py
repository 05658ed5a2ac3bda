"""Each provider's own client against a server that speaks its protocol, through the one setting.

A provider whose extra is not installed is skipped and says so: pip install 'footnote[anthropic]'.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.answer import Outcome, Support
from assistant.faults import Fault, ModelFault
from assistant.language_model import open_model
from assistant.providers import PROVIDERS
from assistant.settings import Settings
from tests.provider_servers import ANSWER, ASKED, PROTOCOLS, SAID, serving
from tests.scripted_model import COST, assistant

KEY = "test-key-1234"
PATHS = {"openai": "/v1", "mistral": "/v1"}
"""What belongs to the address of a provider; the others' clients add all of the path."""
HERE = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            find_spec(PROVIDERS[name].package) is None,
            reason=f"needs pip install 'footnote[{PROVIDERS[name].extra}]'",
        ),
    )
    for name in PROTOCOLS
]


def settings(name: str, url: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for variable in PROVIDERS[name].keys:
        monkeypatch.setenv(variable, KEY)
    return Settings(
        data=data,
        language_model=f"{name}:m",
        language_model_url=f"{url}{PATHS.get(name, '')}",
        language_model_deadline=10,
        language_model_cache=0,
    )


@pytest.mark.parametrize("name", HERE)
def test_an_answer_comes_through_the_providers_own_protocol(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    protocol = PROTOCOLS[name]()
    with serving(protocol) as url:
        made = settings(name, url, tmp_path, monkeypatch)
        model = open_model(made)
        assert model is not None
        pieces = list(model.stream("Be brief.", "What does the wall cost?", 10))
    assert "".join(piece.text for piece in pieces) == ANSWER
    assert len([piece for piece in pieces if piece.text]) == 3  # it streamed
    asked = protocol.asked[0]
    assert asked.path == protocol.path
    assert protocol.key(asked) in {KEY if PROVIDERS[name].keys else None, "none"}
    assert protocol.limit(asked) == 700
    sent = str(asked.body)
    assert "Be brief." in sent and "What does the wall cost?" in sent


@pytest.mark.parametrize("name", HERE)
def test_the_answer_is_checked_like_any_other(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(PROTOCOLS[name]()) as url:
        made = settings(name, url, tmp_path, monkeypatch)
        given = made.model_dump(include={"language_model_deadline", "language_model_cache"})
        answer = assistant(open_model(made), tmp_path, **given).ask(COST)
    assert (answer.outcome, answer.written_by) == (Outcome.ANSWERED, f"{name}:m")
    assert answer.text == "The wall costs 12 million crowns."
    assert [sentence.support for sentence in answer.sentences] == [Support.SUPPORTED]
    if "estimated" not in answer.usage:
        assert (answer.usage["input_tokens"], answer.usage["output_tokens"]) == (ASKED, SAID)


@pytest.mark.parametrize("name", HERE)
@pytest.mark.parametrize(
    ("status", "fault"),
    [(401, Fault.REFUSED), (404, Fault.UNKNOWN), (429, Fault.BUSY), (500, Fault.FAILED)],
)
def test_refusals_of_each_provider_are_told_apart(
    name: str, status: int, fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(PROTOCOLS[name](), status) as url:
        model = open_model(settings(name, url, tmp_path, monkeypatch))
        assert model is not None
        with pytest.raises(ModelFault) as caught:
            model.reply("Be brief.", "What does the wall cost?", 10)
    assert caught.value.fault is fault
    assert "SECRET" not in fault.notice
