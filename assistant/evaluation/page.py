"""report.html: one file that opens anywhere, without a network. Everything from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.evaluation import charts
from assistant.evaluation.results import Run
from assistant.evaluation.summarising import MEASURES, Figure, Figures, Measure

FOLDER = Path(__file__).parent
OUTCOMES = {
    "answered": "answered",
    "declined": "declined",
    "small_talk": "small talk",
    "failed": "error",
}


def as_page(run: Run, data: Mapping[str, Any], figures: Figures) -> str:
    """The page of a run; `data` is the report as a dictionary."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(marked=marked, number=shown_number, web=web_address)
    return environment.get_template("report.html").render(
        data=data,
        style=Markup((FOLDER / "report.css").read_text("utf-8")),
        rates=[_row(measure, figures[measure.name]) for measure in MEASURES if _is_rate(measure)],
        times=[_row(measure, figures[measure.name]) for measure in MEASURES if _is_time(measure)],
        kinds=_kinds(data["kinds"]),
        sections=_sections(data["cases"]),
        case_map=charts.case_map(run.cases),
        spread=charts.spread([turn.reply.seconds for turn in run.turns()]),
        outcomes=OUTCOMES,
    )


def marked(quote: str, marks: Sequence[Sequence[int]]) -> Iterator[tuple[str, bool]]:
    """The quote in parts, each with whether it is marked. Marks that make no sense are left out."""
    at = 0
    for start, end in sorted((int(start), int(end)) for start, end in marks):
        start, end = max(start, at), min(end, len(quote))
        if start >= end:
            continue
        if start > at:
            yield quote[at:start], False
        yield quote[start:end], True
        at = end
    if at < len(quote):
        yield quote[at:], False


def shown_number(value: float | None, unit: str) -> str:
    """A figure as people read it: 0.87 is "87%", nothing eligible is a dash."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{value * 100:.1f}%"
    if unit == "seconds":
        return f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.0f} ms"
    return f"{value:,.0f}" if unit == "tokens" else f"{value:.4f}"


def web_address(url: str | None) -> str | None:
    """The address if a browser may be sent there, None for anything but http and https."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _row(measure: Measure, figure: Figure) -> dict[str, Any]:
    shown = shown_number(figure.value, measure.unit)
    return {
        "name": measure.name,
        "meaning": measure.meaning,
        "shown": shown,
        "eligible": figure.eligible,
        "low": shown_number(figure.low, measure.unit) if figure.low is not None else None,
        "high": shown_number(figure.high, measure.unit) if figure.high is not None else None,
        "chart": charts.bar(figure, f"{measure.name}: {shown}") if figure.eligible else "",
    }


def _kinds(kinds: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """A row a kind of turn: how many, and each measure with a bar."""
    return [
        {
            "kind": kind,
            "turns": figures["turn_pass_rate"]["eligible"],
            "cells": [
                (
                    name,
                    shown_number(figure["value"], "share"),
                    charts.bar(Figure(**figure), f"{kind}, {name}") if figure["eligible"] else "",
                )
                for name, figure in figures.items()
            ],
        }
        for kind, figures in kinds.items()
    ]


def _sections(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The cases by file, each with its number on the map."""
    numbered = [dict(case, number=number) for number, case in enumerate(cases, start=1)]
    return [
        {
            "file": file,
            "cases": [case for case in numbered if case["file"] == file],
            "passed": sum(case["passed"] for case in numbered if case["file"] == file),
        }
        for file in dict.fromkeys(case["file"] for case in numbered)
    ]


def _is_rate(measure: Measure) -> bool:
    return measure.unit == "share"


def _is_time(measure: Measure) -> bool:
    return not _is_rate(measure)
