"""Values of turns into figures: a mean with its interval and the number of eligible turns."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation import measuring, scoring
from assistant.evaluation.errors import EvaluationError
from assistant.evaluation.measuring import Value
from assistant.evaluation.results import CaseResult, Run, TurnResult

OfTurn = Callable[[TurnResult], Value]


@dataclass(frozen=True)
class Figure:
    """One measure's value over `eligible` turns (or cases); None where none was eligible."""

    value: float | None
    eligible: int = 0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Measure:
    """A measure by its name. `unit` is "share", "seconds", "tokens" or "cost"."""

    name: str
    meaning: str
    of: OfTurn
    unit: str = "share"
    percentile: float | None = None
    """Set where the figure is a percentile of the values instead of their mean."""

    @property
    def lower_is_better(self) -> bool:
        """Whether a floor for it is a ceiling."""
        return self.unit != "share"


MEASURES = (
    Measure("pass_rate", "cases of which every turn was as expected", measuring.turn_passed),
    Measure("turn_pass_rate", "turns as expected", measuring.turn_passed),
    Measure("exact_match", "short answer equals a gold answer (SQuAD)", measuring.exact_match),
    Measure("f1", "words shared with the best gold answer (SQuAD)", measuring.answer_f1),
    Measure("list_precision", "listed names that belong", measuring.list_precision),
    Measure("list_recall", "expected names that are listed", measuring.list_recall),
    Measure("list_f1", "both of these in one", measuring.list_f1),
    Measure("hit@1", "first passage is of a gold article", measuring.hit_at(1)),
    Measure("hit@5", "one of the first five is", measuring.hit_at(5)),
    Measure("hit@10", "one of the first ten is", measuring.hit_at(10)),
    Measure("mrr", "mean of 1 / place of the first such passage", measuring.reciprocal_rank),
    Measure("citation_precision", "citations that hold the answer", measuring.citation_precision),
    Measure("citation_recall", "right statements that a citation holds", measuring.citation_recall),
    Measure("refusal_precision", "declines that were right", measuring.refusal_precision),
    Measure("refusal_recall", "unanswerable questions declined", measuring.refusal_recall),
    Measure("small_talk", "small talk taken as such", measuring.small_talk),
    Measure("understood", "follow-ups understood alike", measuring.understood),
    Measure("follow_up_found", "follow-ups: top 5 holds a gold answer", measuring.follow_up_found),
    Measure("standalone_found", "the same, asked in standalone form", measuring.standalone_found),
    Measure("latency_p50", "half the answers came within", measuring.seconds, "seconds", 0.5),
    Measure("latency_p95", "95% of the answers came within", measuring.seconds, "seconds", 0.95),
    Measure("first_token_p50", "first word of a stream", measuring.first_token, "seconds", 0.5),
    Measure("tokens", "tokens of the language model an answer", measuring.tokens, "tokens"),
    Measure("cost", "price of an answer", measuring.cost, "cost"),
)
BY_NAME = {measure.name: measure for measure in MEASURES}
Figures = Mapping[str, Figure]


def summarise(run: Run) -> dict[str, Figure]:
    """Every measure over the run, in the order of the table."""
    return {measure.name: _figure(measure, run.cases) for measure in MEASURES}


def by_kind(run: Run) -> dict[str, dict[str, Figure]]:
    """The measures that make sense for a kind of turn, for each kind in the files."""
    kinds = dict.fromkeys(turn.turn.kind for turn in run.turns() if turn.turn.kind)
    chosen = ("turn_pass_rate", "f1", "understood", "follow_up_found", "standalone_found")
    return {
        kind: {name: _figure(BY_NAME[name], _of_kind(run, kind)) for name in chosen}
        for kind in kinds
    }


def measure_named(name: str) -> Measure:
    """The measure of that name. Raises EvaluationError that lists them."""
    if name in BY_NAME:
        return BY_NAME[name]
    near = difflib.get_close_matches(name, BY_NAME, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise EvaluationError(f"Unknown measure {name!r}.{hint} Known: {', '.join(BY_NAME)}.")


def _figure(measure: Measure, cases: Sequence[CaseResult]) -> Figure:
    if measure.name == "pass_rate":
        return _rate([[float(case.passed)] for case in cases])
    groups = [_eligible(measure.of, case.turns) for case in cases]
    values = [value for group in groups for value in group]
    if measure.percentile is not None:
        return Figure(scoring.percentile(values, measure.percentile), len(values))
    return _rate(groups) if measure.unit == "share" else Figure(scoring.mean(values), len(values))


def _rate(groups: Sequence[Sequence[float]]) -> Figure:
    values = [value for group in groups for value in group]
    low, high = scoring.interval(groups) or (None, None)
    return Figure(scoring.mean(values), len(values), low, high)


def _eligible(of: OfTurn, turns: Iterable[TurnResult]) -> list[float]:
    return [value for value in map(of, turns) if value is not None]


def _of_kind(run: Run, kind: str) -> list[CaseResult]:
    """The cases with only their turns of that kind."""
    parts = (
        CaseResult(case.case, tuple(turn for turn in case.turns if turn.turn.kind == kind))
        for case in run.cases
    )
    return [part for part in parts if part.turns]
