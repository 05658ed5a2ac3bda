"""The Dockerfile, read: what it copies exists, what it runs exists, and it agrees with pyproject."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STEPS = [
    line.split(None, 1)
    for line in re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^\s*#.*\n", "", TEXT)).splitlines()
    if line.strip()
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def copied() -> list[str]:
    """What is copied from this folder (not from the stage before)."""
    lines = [shlex.split(rest) for name, rest in STEPS if name == "COPY" and "--from" not in rest]
    return [source for line in lines for source in line[:-1]]


def test_every_path_that_is_copied_exists_and_is_let_through() -> None:
    let = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert len(copied()) >= 8
    for source in copied():
        assert (ROOT / source).exists(), source
        assert f"!{source}" in let, f".dockerignore keeps {source} out"


def test_every_package_of_the_program_is_copied() -> None:
    tools = PROJECT["tool"]["setuptools"]
    rooms = {name.split(".")[0] for name in tools["packages"]}
    assert rooms | {f"{name}.py" for name in tools["py-modules"]} <= set(copied())
    assert {"pyproject.toml", PROJECT["project"]["readme"]} <= set(copied())


def test_versions_and_settings_are_those_of_the_program() -> None:
    torch = next(one for one in PROJECT["project"]["dependencies"] if one.startswith("torch=="))
    assert set(re.findall(r"torch==[\d.]+", TEXT)) == {torch}
    named = set(re.findall(r"FOOTNOTE_([A-Z_]+)=", TEXT))
    assert named and {name.lower() for name in named} <= set(Settings.model_fields)
    port = Settings.model_fields["port"].default
    assert f"EXPOSE {port}" in TEXT and f"127.0.0.1:{port}/api/health" in TEXT


def test_it_serves_as_nobody_in_particular() -> None:
    last = [rest for name, rest in STEPS if name == "USER"][-1]
    assert last.isdigit() and int(last) > 0
    names = [name for name, _ in STEPS]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert ["ENTRYPOINT", '["footnote"]'] in STEPS and "footnote" in PROJECT["project"]["scripts"]
