"""The run on a terminal: progress, the table of figures, what failed and why, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from assistant.evaluation.comparing import Comparison
from assistant.evaluation.page import shown_number
from assistant.evaluation.reporting import Report
from assistant.evaluation.results import Run
from assistant.evaluation.summarising import MEASURES, measure_named

SHOWN_NAMES = 12
"""Names of new or gone cases that are spelt out; the rest are counted."""


@contextmanager
def progress(console: Console, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar over the questions; calling what it gives moves it on by one."""
    columns = (
        TextColumn("Asking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Asking", total=total)
        yield lambda: bar.advance(task)


def print_report(console: Console, report: Report) -> None:
    """Everything a person wants to know, the verdict last."""
    _print_failures(console, report.run)
    console.print(figures_table(report))
    if report.comparison:
        _print_comparison(console, report.comparison)
    for line in report.broken:
        console.print(f"[red]floor broken:[/red] {escape(line)}")
    _print_verdict(console, report.run)


def figures_table(report: Report) -> Table:
    """Every measure that some turn is eligible for, with interval and count."""
    table = Table(box=None, pad_edge=False)
    for name, justify in (
        ("Measure", "left"),
        ("Value", "right"),
        ("95%", "right"),
        ("n", "right"),
    ):
        table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("Meaning", style="dim", overflow="fold")
    for measure in MEASURES:
        figure = report.figures[measure.name]
        if not figure.eligible:
            continue
        table.add_row(
            measure.name,
            shown_number(figure.value, measure.unit),
            _between(figure.low, figure.high, measure.unit),
            str(figure.eligible),
            measure.meaning,
        )
    return table


def _print_failures(console: Console, run: Run) -> None:
    for case in run.cases:
        if case.passed:
            continue
        console.print(f"[red]failed[/red] [bold]{escape(case.case.key)}[/bold]")
        for why in case.failures:
            console.print(f"       {escape(why)}", style="dim", highlight=False)


def _print_comparison(console: Console, comparison: Comparison) -> None:
    """What got better and worse, case by case and measure by measure."""
    console.print("\n[bold]Against the baseline[/bold]")
    for change in comparison.worse:
        console.print(f"  [red]worse[/red]  {escape(change.key)}: {escape(' '.join(change.why))}")
    for change in comparison.better:
        console.print(f"  [green]better[/green] {escape(change.key)} passes now")
    for move in comparison.moves:
        unit = measure_named(move.name).unit
        colour, word = ("green", "better") if move.better else ("red", "worse ")
        before, after = shown_number(move.before, unit), shown_number(move.after, unit)
        console.print(f"  [{colour}]{word}[/{colour}] {move.name}: {before} before, {after} now")
    for name, keys in (("new", comparison.new), ("gone", comparison.gone)):
        if keys:
            console.print(f"  {name}: {escape(_some(keys))}")
    if comparison.new or comparison.gone:
        console.print("  The figures are over other cases than before, so they are not compared.")
    if not comparison.worse and not comparison.better:
        console.print("  Every case that was in both came out as before.")


def _print_verdict(console: Console, run: Run) -> None:
    colour = "green" if run.passed == len(run.cases) else "yellow"
    console.print(
        f"\n[{colour}]{run.passed} of {len(run.cases)} cases passed[/{colour}]"
        f" in {shown_number(run.seconds, 'seconds')}"
    )


def _between(low: float | None, high: float | None, unit: str) -> str:
    if low is None or high is None:
        return ""
    return f"{shown_number(low, unit)} - {shown_number(high, unit)}"


def _some(keys: Sequence[str]) -> str:
    left = len(keys) - SHOWN_NAMES
    return ", ".join(keys[:SHOWN_NAMES]) + (f" and {left} more" if left > 0 else "")
