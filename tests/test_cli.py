"""The command line as a user types it: real library, real models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.__main__ import app
from assistant.errors import SettingsError
from assistant.settings import load_settings

ARTICLE = """---
title: Toll ruled out
outlet: The Courier
published: 2026-03-05
---
Mayor Josef Lund said on Thursday that 40 additional ferries had been ordered for the strait.

Harbour Minister Ada Quill said that a toll on the bridge was out of the question.
"""
run = CliRunner().invoke


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one article."""
    place = tmp_path_factory.mktemp("cli")
    (place / "in").mkdir()
    (place / "in" / "toll.md").write_text(ARTICLE, encoding="utf-8")
    result = run(app, ["index", str(place / "in"), "--data", str(place / "data"), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["added"] == 1
    return place / "data"


def test_a_second_run_embeds_nothing(data: Path) -> None:
    result = run(app, ["index", str(data.parent / "in"), "--data", str(data), "--json"])
    report = json.loads(result.stdout)
    assert (report["unchanged"], report["embedded"]) == (1, 0)


def test_dry_run_names_what_would_change(data: Path, tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text("Ada Quill came back on Friday.", encoding="utf-8")
    result = run(app, ["index", str(tmp_path), "--data", str(data), "--dry-run"])
    assert "nothing was changed" in result.stdout
    assert "added: new.md" in result.stdout


def test_search_names_the_passage(data: Path) -> None:
    hits = json.loads(run(app, ["search", "ferries ordered", "--data", str(data), "--json"]).stdout)
    assert "40 additional ferries" in hits[0]["passage"]["text"]


def test_an_answer_cites_verbatim(data: Path) -> None:
    question = "How many additional ferries had been ordered?"
    answer = json.loads(run(app, ["ask", question, "--data", str(data), "--json"]).stdout)
    assert answer["outcome"] == "answered"
    citation = answer["citations"][0]
    assert "40 additional" in citation["quote"]
    assert (citation["outlet"], citation["published"]) == ("The Courier", "2026-03-05")


def test_what_the_articles_do_not_say_is_declined(data: Path) -> None:
    output = run(app, ["ask", "What is the capital of Australia?", "--data", str(data)]).stdout
    assert "The articles don't say." in output
    assert "Searched 1 article, published on 5 March 2026." in output


def test_doctor_finds_a_sound_library_sound(data: Path) -> None:
    result = run(app, ["doctor", "--data", str(data)])
    assert result.exit_code == 0, result.output


def test_doctor_names_the_command_that_mends(data: Path, tmp_path: Path) -> None:
    result = run(app, ["doctor", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "footnote index" in result.stdout


def test_settings_are_listed_and_unknown_ones_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hits" in json.loads(run(app, ["settings", "--json"]).stdout)
    monkeypatch.setenv("FOOTNOTE_HITZ", "3")
    with pytest.raises(SettingsError, match="FOOTNOTE_HITS"):
        load_settings()


def test_a_setting_out_of_bounds_is_named() -> None:
    with pytest.raises(SettingsError, match="'hits'"):
        load_settings(hits=0)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_HITS", "7")
    assert load_settings().hits == 7
    assert load_settings(hits=9).hits == 9
