"""Ours beside the plain tutorial recipe, over the same files in one run: `make baseline`.

Measures are rows; the columns are Footnote, the recipe (which never declines), and the recipe with
the cosine threshold that suits it best, tuned on the very questions that are counted.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.evaluation.cases import CaseSet
from assistant.evaluation.housing import OpenAsker, Temporary, open_indexed
from assistant.evaluation.loading import load_cases
from assistant.evaluation.page import shown_number
from assistant.evaluation.printing import progress
from assistant.evaluation.results import Run
from assistant.evaluation.running import run_sets
from assistant.evaluation.summarising import MEASURES, Figures, summarise
from assistant.settings import Settings, load_settings, quiet_libraries

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared" / "qa"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the files given, or the default ones, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="case files")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    given = parser.parse_args(arguments)
    quiet_libraries()
    sets = load_cases(given.files or default_files())
    runs = compare(sets, load_settings(), Console(stderr=True))
    figures = {name: summarise(run) for name, run in runs.items()}
    console = Console()
    console.print(files_table(sets, runs))
    console.print()
    console.print(measures_table(figures))
    if given.json:
        plain = {
            name: {measure: asdict(figure) for measure, figure in each.items()}
            for name, each in figures.items()
        }
        given.json.write_text(json.dumps(plain, indent=1), "utf-8")


def default_files() -> list[Path]:
    """The scripted questions of the tests, and the shared ones where they exist."""
    shared = (SHARED / "nato.yaml", SHARED / "dialogues.jsonl")
    own = sorted((ROOT / "tests" / "qa").glob("*.yaml"))
    return [*own, *(path for path in shared if path.exists())]


def compare(sets: Sequence[CaseSet], settings: Settings, console: Console) -> dict[str, Run]:
    """The runs by the name of their column."""
    from tests.benchmarks.recipe import Recipe, at_threshold, best_threshold

    ours = run_with(open_indexed, sets, settings, console)
    recipe = run_with(Recipe, sets, settings, console)
    threshold = best_threshold(recipe)
    return {
        "Footnote": ours,
        "recipe": recipe,
        f"recipe, declining below {threshold:.2f}": at_threshold(recipe, threshold),
    }


def run_with(
    open_asker: OpenAsker, sets: Sequence[CaseSet], settings: Settings, console: Console
) -> Run:
    """All sets with one kind of asker."""
    house = Temporary(settings, open_asker)
    try:
        with progress(console, sum(each.turns for each in sets)) as step:
            return run_sets(sets, house.asker, step)
    finally:
        house.close()


def files_table(sets: Sequence[CaseSet], runs: Mapping[str, Run]) -> Table:
    """Cases that passed, file by file."""
    table = _table("Cases passed", runs)
    for each in sets:
        names = {case.file for case in each.cases}
        parts = [[case for case in run.cases if case.case.file in names] for run in runs.values()]
        cells = [f"{sum(case.passed for case in part)} of {len(part)}" for part in parts]
        table.add_row(each.path.name, *cells)
    table.add_row("all", *(f"{run.passed} of {len(run.cases)}" for run in runs.values()))
    return table


def measures_table(figures: Mapping[str, Figures]) -> Table:
    """Every measure that some turn is eligible for, with its 95% interval."""
    table = _table("Measure", figures)
    for measure in MEASURES:
        row = [each[measure.name] for each in figures.values()]
        if not any(figure.eligible for figure in row):
            continue
        cells = [shown_number(figure.value, measure.unit) for figure in row]
        for number, figure in enumerate(row):
            if figure.low is not None and figure.high is not None:
                cells[number] += f" [dim]{figure.low * 100:.0f}-{figure.high * 100:.0f}[/dim]"
        table.add_row(measure.name, *cells)
    return table


def _table(first: str, columns: Mapping[str, object]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=False)
    return table


if __name__ == "__main__":
    main()
