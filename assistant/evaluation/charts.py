"""Charts as inline SVG: bars with their intervals, the map of cases, the spread of latencies.

Colours are left to the page's style sheet (classes), so that they follow light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from assistant.evaluation.results import CaseResult
from assistant.evaluation.summarising import Figure

CELL, GAP, COLUMNS = 14, 4, 40


def bar(figure: Figure, label: str) -> Markup:
    """A share from 0 to 1 as a bar, its 95% interval as a thin line across the end."""
    value = figure.value or 0.0
    parts = [
        '<rect class="track" x="0" y="4" width="200" height="8" rx="4"/>',
        f'<rect class="fill" x="0" y="4" width="{value * 200:.1f}" height="8" rx="4"/>',
    ]
    if figure.low is not None and figure.high is not None:
        low, high = figure.low * 200, figure.high * 200
        parts.append(
            f'<path class="whisker" d="M{low:.1f} 8H{high:.1f}M{low:.1f} 4v8M{high:.1f} 4v8"/>'
        )
    return _svg("0 0 202 16", label, parts, "bar")


def case_map(cases: Sequence[CaseResult]) -> Markup:
    """A square a case, in the order of the files, each a link to its place below."""
    columns = min(COLUMNS, max(1, len(cases)))
    rows = -(-len(cases) // columns)
    parts = []
    for number, case in enumerate(cases):
        x, y = (number % columns) * (CELL + GAP), (number // columns) * (CELL + GAP)
        state = "pass" if case.passed else "fail"
        title = escape(f"{case.case.key}: {'passed' if case.passed else 'failed'}")
        parts.append(
            f'<a href="#case-{number + 1}"><title>{title}</title>'
            f'<rect class="{state}" x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="3"/></a>'
        )
    width, height = columns * (CELL + GAP) - GAP, max(1, rows * (CELL + GAP) - GAP)
    failed = sum(not case.passed for case in cases)
    label = f"{len(cases)} cases, {failed} of them failed"
    return _svg(f"0 0 {width} {height}", label, parts, "map", width=width)


def spread(seconds: Sequence[float]) -> Markup:
    """Every answer's time as a dot on one line from 0; p50 and p95 are marked by the page's text."""
    if not seconds:
        return Markup("")
    longest = max(seconds) or 1.0
    step = _step(longest)
    ticks = [step * number for number in range(int(longest / step) + 1)]
    parts = ['<path class="axis" d="M10 34H590"/>']
    for tick in ticks:
        x = 10 + 580 * tick / longest
        parts.append(f'<path class="axis" d="M{x:.1f} 34v5"/>')
        parts.append(f'<text x="{x:.1f}" y="52">{tick:g} s</text>')
    for number, one in enumerate(seconds):
        x, y = 10 + 580 * one / longest, 8 + (number * 7) % 22
        parts.append(f'<circle class="dot" cx="{x:.1f}" cy="{y}" r="2.5"/>')
    return _svg("0 0 600 58", "How long each answer took", parts, "spread")


def _step(longest: float) -> float:
    """A round distance between marks that gives at most six of them."""
    for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50):
        if longest / step <= 6:
            return step
    return longest / 4


def _svg(
    box: str, label: str, parts: Sequence[str], name: str, *, width: int | None = None
) -> Markup:
    style = f' style="max-width:{width}px"' if width else ""
    return Markup(
        f'<svg class="{name}" viewBox="{box}" role="img" aria-label="{escape(label)}"{style}>'
        f"{''.join(parts)}</svg>"
    )
