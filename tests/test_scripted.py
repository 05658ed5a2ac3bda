"""The scripted questions over the sample articles, with the real parts: quality has floors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.evaluation.comparing import broken_floors, read_floors
from assistant.evaluation.housing import Temporary
from assistant.evaluation.loading import load_cases
from assistant.evaluation.results import Run
from assistant.evaluation.running import run_sets
from assistant.evaluation.summarising import summarise
from assistant.settings import load_settings

pytestmark = pytest.mark.timeout(1800)  # some 150 questions, on a busy machine too

QA = Path(__file__).parent / "qa"
WEIGHTS = Path(__file__).resolve().parent.parent / "assistant" / "reader" / "weights"
FLOORS = (
    "pass_rate=0.79",
    "hit@5=0.9",
    "citation_precision=0.76",
    "citation_recall=0.95",
    "refusal_recall=0.75",
    "list_f1=0.68",
)
"""A little under the last figures (`footnote evaluate tests/qa/*.yaml`, 172 cases: pass rate 84%,
hit@5 93%, citation precision 81%, refusal recall 79%, list F1 73%): what falls below has become
worse."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    settings = load_settings(data=tmp_path_factory.mktemp("data"))
    house = Temporary(settings)
    yield run_sets(load_cases(sorted(QA.glob("*.yaml"))), house.asker)
    house.close()


def test_there_are_enough_cases_of_every_sort() -> None:
    sets = {each.path.stem: len(each.cases) for each in load_cases(sorted(QA.glob("*.yaml")))}
    assert sum(sets.values()) >= 100
    sorts = {"conflict", "facts", "followups", "manners", "stance", "unanswerable", "further"}
    assert set(sets) == sorts


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the reader's weights are not there yet")
def test_quality_holds_its_floors(run: Run) -> None:
    failures = "\n".join(
        f"{case.case.key}: {' '.join(case.failures)}" for case in run.cases if not case.passed
    )
    assert not broken_floors(read_floors(FLOORS), summarise(run)), failures


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the reader's weights are not there yet")
def test_no_question_makes_the_program_fail(run: Run) -> None:
    assert [turn.reply.error for turn in run.turns() if turn.reply.error] == []
