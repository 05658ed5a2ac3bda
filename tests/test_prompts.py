"""Prompts are files: variables checked on load, values put in once."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from prompts import PromptError, fill, fingerprint, names, read


def write(folder: Path, text: str, name: str = "one") -> Path:
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_every_prompt_of_the_program_reads() -> None:
    assert names() == ["answer", "follow_up", "question"]
    for name in names():
        assert read(name).text


def test_values_are_put_in_and_never_filled_again() -> None:
    filled = fill("question", passages="{question}", question="{passages} Who?")
    assert filled.startswith("{question}\n\nQuestion: {passages} Who?")


@pytest.mark.parametrize("values", [{}, {"nonce": "x", "more": "y"}, {"once": "x"}])
def test_wrong_values_are_named(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match=r"prompts/answer.md takes \['nonce'\]"):
        fill("answer", **values)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no head", "must begin with"),
        ("---\nvariables: a\n---\nno variable", r"different variables: \['a'\]"),
        ("---\nvariables: a\n---\n{a} and {b}", r"different variables: \['b'\]"),
    ],
)
def test_a_wrong_file_is_refused_on_load(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(PromptError, match=reason):
        read("one", write(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="prompts/none.md cannot be read"):
        read("none", tmp_path)


def test_the_fingerprint_changes_with_any_prompt(tmp_path: Path) -> None:
    first = fingerprint(write(tmp_path, "---\nvariables:\n---\nSay so."))
    prompts.read.cache_clear()
    assert fingerprint(write(tmp_path, "---\nvariables:\n---\nSay it.")) != first


def test_the_system_prompt_holds_no_secret_and_no_article() -> None:
    """What it says may be read by anybody: only the nonce of one request is put in."""
    assert read("answer").variables == {"nonce"}
