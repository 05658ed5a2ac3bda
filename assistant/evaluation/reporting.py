"""A run on paper: report.json for programs, report.html for people, junit.xml for build servers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation.comparing import Comparison
from assistant.evaluation.junit import as_junit
from assistant.evaluation.page import as_page
from assistant.evaluation.results import CaseResult, Ranking, Run, TurnResult
from assistant.evaluation.summarising import MEASURES, Figures, by_kind, summarise

FORMAT = 1


@dataclass(frozen=True)
class Report:
    """A run with its figures and how it was made."""

    run: Run
    figures: Figures
    made: Mapping[str, str]
    """When, with which commit, over which files, asked where: shown at the head of the page."""
    comparison: Comparison | None = None
    broken: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """1 when a floor or a case that passed before fails; other failures are only findings."""
        return int(bool(self.broken) or bool(self.comparison and self.comparison.worse))


def write_report(folder: Path, report: Report) -> tuple[Path, ...]:
    """The three files, in `folder` (made where missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    data = as_dict(report)
    files = {
        "report.json": json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace"),
        "report.html": as_page(report.run, data, report.figures).encode("utf-8", "replace"),
        "junit.xml": as_junit(report.run),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in files)


def as_dict(report: Report) -> dict[str, Any]:
    """The report as JSON knows it."""
    run = report.run
    return {
        "format": FORMAT,
        "made": dict(report.made),
        "seconds": round(run.seconds, 3),
        "passed": run.passed,
        "total": len(run.cases),
        "measures": _measures(report.figures),
        "files": {file: _measures(summarise(run.only(file))) for file in _files(run)},
        "kinds": {
            kind: {name: asdict(figure) for name, figure in figures.items()}
            for kind, figures in by_kind(run).items()
        },
        "comparison": asdict(report.comparison) if report.comparison else None,
        "broken_floors": list(report.broken),
        "cases": [_case(case) for case in run.cases],
    }


def _measures(figures: Figures) -> dict[str, dict[str, Any]]:
    return {
        measure.name: {
            **asdict(figures[measure.name]),
            "meaning": measure.meaning,
            "unit": measure.unit,
        }
        for measure in MEASURES
    }


def _case(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "key": case.key,
        "file": case.file,
        "id": case.id,
        "line": case.line,
        "passed": result.passed,
        "turns": [_turn(turn) for turn in result.turns],
    }


def _turn(result: TurnResult) -> dict[str, Any]:
    expected = {
        name: value
        for name, value in asdict(result.turn).items()
        if value not in (None, (), False, "ask") and name not in {"ask", "line"}
    }
    if result.turn.answered is False:
        expected["answered"] = False
    return {
        "ask": result.turn.ask,
        "passed": result.passed,
        "failures": list(result.failures),
        "expected": expected,
        "short_answer": result.reply.short_answer,
        "gold_place": _gold_place(result.turn.articles, result.retrieved),
        "retrieved": [found.stem for found in result.retrieved or ()],
        "reply": asdict(result.reply),
    }


def _gold_place(gold: Sequence[str], ranking: Ranking | None) -> int | None:
    """Where the first passage of an expected article stands among those found."""
    places = (place for place, one in enumerate(ranking or (), start=1) if one.stem in gold)
    return next(places, None)


def _files(run: Run) -> list[str]:
    return list(dict.fromkeys(case.case.file for case in run.cases))
