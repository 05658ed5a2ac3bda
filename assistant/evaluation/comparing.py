"""A run against an earlier report and against floors: what got better, what got worse, what fails."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.errors import EvaluationError, ReportError
from assistant.evaluation.results import Run
from assistant.evaluation.summarising import Figure, Figures, measure_named

NOISE = 0.2
"""Times that differ by less than this share differ by chance: the machine was busier."""


@dataclass(frozen=True)
class Change:
    """One case that came out differently, with why it fails now."""

    key: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """One measure that changed, from what to what; `better` by its own direction."""

    name: str
    before: float
    after: float
    better: bool


@dataclass(frozen=True)
class Comparison:
    """What is different from the earlier report."""

    better: tuple[Change, ...] = ()
    worse: tuple[Change, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """The part of an earlier report that a run is compared with."""

    passed: Mapping[str, bool]
    measures: Mapping[str, float]


@dataclass(frozen=True)
class Floor:
    """The least (for times and costs: the most) that a measure may be."""

    name: str
    value: float

    def broken_by(self, figure: Figure) -> str | None:
        """Why the figure breaks the floor; None if it holds."""
        if figure.value is None:
            return f"{self.name}: no turn is eligible, so the floor {self.value:g} cannot be held."
        if measure_named(self.name).lower_is_better:
            over = figure.value > self.value
            return f"{self.name} is {figure.value:.3f}, over {self.value:g}." if over else None
        under = figure.value < self.value
        return f"{self.name} is {figure.value:.3f}, under {self.value:g}." if under else None


def read_floors(texts: Iterable[str]) -> tuple[Floor, ...]:
    """Floors written as "measure=value". Raises EvaluationError for anything else."""
    floors = []
    for text in texts:
        name, equals, value = text.partition("=")
        measure = measure_named(name.strip())
        try:
            floors.append(Floor(measure.name, float(value)))
        except ValueError:
            raise EvaluationError(
                f"--min {text!r}: expected measure=number, as in {measure.name}=0.9."
            ) from None
    return tuple(floors)


def broken_floors(floors: Iterable[Floor], figures: Figures) -> tuple[str, ...]:
    """Why floors are broken, a line each."""
    reasons = (floor.broken_by(figures[floor.name]) for floor in floors)
    return tuple(reason for reason in reasons if reason)


def read_report(path: Path) -> Earlier:
    """An earlier report.json. Raises ReportError when it is none."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return Earlier(
            passed={case["key"]: bool(case["passed"]) for case in data["cases"]},
            measures={
                name: figure["value"]
                for name, figure in data["measures"].items()
                if figure["value"] is not None
            },
        )
    except OSError as error:
        raise ReportError(f"Cannot read the baseline {path}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(
            f"{path} is not a report.json that `footnote evaluate --report` wrote."
        ) from error


def compare(run: Run, figures: Figures, earlier: Earlier) -> Comparison:
    """What is better and worse than in the earlier report.

    Figures are only compared where both are over the same cases.
    """
    now = {case.case.key: case for case in run.cases}
    both = [case for key, case in now.items() if key in earlier.passed]
    new = tuple(key for key in now if key not in earlier.passed)
    gone = tuple(key for key in earlier.passed if key not in now)
    turned = [case for case in both if case.passed != earlier.passed[case.case.key]]
    return Comparison(
        better=tuple(Change(case.case.key) for case in turned if case.passed),
        worse=tuple(Change(case.case.key, case.failures) for case in turned if not case.passed),
        new=new,
        gone=gone,
        moves=() if new or gone else tuple(_moves(figures, earlier.measures)),
    )


def _moves(figures: Figures, before: Mapping[str, float]) -> Iterable[Move]:
    for name, figure in figures.items():
        if figure.value is None or name not in before or figure.value == before[name]:
            continue
        measure = measure_named(name)
        if measure.unit == "seconds" and abs(figure.value / before[name] - 1) < NOISE:
            continue
        better = (figure.value > before[name]) != measure.lower_is_better
        yield Move(name, before[name], figure.value, better)
