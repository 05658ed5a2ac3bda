"""Each fault of a provider, through the real client: the reader's answer, in time, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.faults import Fault
from tests.benchmarks.faults import DEADLINE, FAULTS, measure
from tests.openai_server import Server, serving

READERS = "12 million crowns. “The work costs 12 million crowns and begins on Monday, Mayor Ida Holm said.”"
EXPECTED = {
    "down": Fault.UNREACHABLE,
    "401": Fault.REFUSED,
    "403": Fault.REFUSED,
    "404": Fault.UNKNOWN,
    "429": Fault.BUSY,
    "500": Fault.FAILED,
    "503": Fault.BUSY,
    "cut": Fault.BROKE_OFF,
    "ends": Fault.BROKE_OFF,
    "garbage": Fault.FAILED,
    "page": Fault.FAILED,
    "nothing": Fault.NOTHING,
    "flood": Fault.FLOOD,
    "lump": Fault.FLOOD,
    "silent": Fault.SLOW,
    "stalls": Fault.SLOW,
    "drips": Fault.SLOW,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving() as running:
        measure("works", running, tmp_path_factory.mktemp("data"))
        yield running


def test_the_table_is_complete() -> None:
    assert set(FAULTS.values()) == {"good", *EXPECTED}


@pytest.mark.parametrize("fault", [f for f in FAULTS if FAULTS[f] != "good"])
def test_the_visitor_gets_the_readers_answer_in_time(
    fault: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE_MODEL_API_KEY", "sk-very-secret")
    row = measure(fault, server, tmp_path)
    assert (row.written_by, row.text) == ("reader", READERS)
    assert row.notice == EXPECTED[FAULTS[fault]].notice
    assert row.seconds < DEADLINE + 1
    assert "SECRET" not in str(row) and "sk-very-secret" not in str(row)


def test_a_server_that_works_writes_the_answer(server: Server, tmp_path: Path) -> None:
    row = measure("works", server, tmp_path)
    assert (row.written_by, row.text) == ("compatible:m", "The wall costs 12 million crowns.")
    assert row.notice == ""
