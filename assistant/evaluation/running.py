"""Running cases: every turn asked in its conversation, judged, and looked up where it can be."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from assistant.evaluation.asking import Asker
from assistant.evaluation.cases import Case, CaseSet, Turn
from assistant.evaluation.judging import judge
from assistant.evaluation.results import CaseResult, Run, TurnResult

log = logging.getLogger(__name__)
AskerFor = Callable[[CaseSet], Asker]
Step = Callable[[], None]


def run_sets(sets: Sequence[CaseSet], asker_for: AskerFor, step: Step = lambda: None) -> Run:
    """All cases of all sets; `step` is called after every turn."""
    start = time.perf_counter()
    done: list[CaseResult] = []
    for each in sets:
        asker = asker_for(each)
        done.extend(run_case(case, asker, step) for case in each.cases)
        log.info("%s: %d cases", each.path, len(each.cases))
    return Run(tuple(done), time.perf_counter() - start)


def run_case(case: Case, asker: Asker, step: Step = lambda: None) -> CaseResult:
    """The turns of a case, one conversation, going on with the program's own answers."""
    conversation: Any = None
    results = []
    for number, turn in enumerate(case.turns):
        result, conversation = _run_turn(turn, conversation, asker, follow_up=number > 0)
        results.append(result)
        step()
    return CaseResult(case, tuple(results))


def _run_turn(
    turn: Turn, conversation: Any, asker: Asker, *, follow_up: bool
) -> tuple[TurnResult, Any]:
    reply, after = asker.ask(turn.ask, conversation)
    looked_up = bool(turn.articles or turn.answers)
    alone = turn.standalone if follow_up and turn.answers else None
    result = TurnResult(
        turn=turn,
        reply=reply,
        failures=judge(turn, reply),
        retrieved=asker.retrieve(turn.ask, conversation) if looked_up else None,
        retrieved_alone=asker.retrieve(alone, None) if alone else None,
        follow_up=follow_up,
    )
    return result, after
