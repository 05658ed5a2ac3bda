"""A start mends the vector index that it finds broken, and answers meanwhile."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from assistant.page.counter import open_assistant
from assistant.settings import load_settings


@pytest.mark.parametrize("broken", ["CURRENT", "chroma.sqlite3"])
def test_a_start_mends_a_broken_generation(sample_data: Path, tmp_path: Path, broken: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data)
    for path in data.rglob(broken):
        path.unlink()
    assistant = open_assistant(load_settings(data=data, threads=1))
    try:
        assert assistant.index.search("Tallow Bridge", limit=1)
        until = time.monotonic() + 120
        while not _whole(assistant) and time.monotonic() < until:
            time.sleep(0.5)
        assert _whole(assistant), assistant.index.summary().health
    finally:
        assistant.close()


def _whole(assistant: object) -> bool:
    assistant.index.search("Tallow Bridge", limit=1)  # type: ignore[attr-defined]
    summary = assistant.index.summary()  # type: ignore[attr-defined]
    return bool(summary.generation and summary.ok)
