"""README and changelog say what is true: every command, setting and make target stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from assistant.__main__ import app, settings_table
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(typer.main.get_command(app).commands))  # type: ignore[attr-defined]
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"footnote {name}" in README


def test_the_settings_table_is_the_programs_own() -> None:
    """Mend with: make docs"""
    shown = README.split("<!-- settings -->")[1].split("<!-- /settings -->")[0].strip()
    assert shown == settings_table()


def test_every_setting_says_what_it_means() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_the_readme_shows_the_two_commands_first() -> None:
    assert re.search(r"```sh\n(.*)\n(.*)\n```", README).group(0).split()[1:3] == ["make", "run"]  # type: ignore[union-attr]


def test_make_targets_named_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z-]+)", README)) <= targets


def test_files_and_rooms_named_in_the_readme_exist() -> None:
    for name in re.findall(r"^\| `([\w./]+)` \|", README, re.MULTILINE):
        if "/" in name or name.endswith(".py"):
            assert (ROOT / name).exists(), name


def test_the_changelog_has_an_unreleased_part() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
