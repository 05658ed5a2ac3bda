"""The training log as a picture."""

from __future__ import annotations

import json
from pathlib import Path

PANELS = {
    "Loss": ("span", "answerable", "items"),
    "Held-out authored passages": ("first", "stance", "auc", "claims_auc"),
    "Held-out paragraphs": ("wiki", "wiki_auc"),
}


def draw_curves(log: Path, picture: Path) -> None:
    """One panel for the losses and one for each kind of held-out data."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = kept_rows(log)
    figure, panels = pyplot.subplots(1, len(PANELS), figsize=(15, 4.2), layout="constrained")
    for panel, (title, names) in zip(panels, PANELS.items(), strict=True):
        for name in names:
            points = [(row["step"], row[name]) for row in rows if name in row]
            if points:
                panel.plot(*zip(*smoothed(points), strict=True), label=name)
        panel.set(title=title, xlabel="step")
        panel.grid(alpha=0.3)
        if panel.has_data():
            panel.legend()
    figure.savefig(picture, dpi=110)
    pyplot.close(figure)


def kept_rows(log: Path) -> list[dict[str, float]]:
    """The log without the steps that a resumed run did again."""
    kept: list[dict[str, float]] = []
    for line in log.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        while kept and kept[-1]["step"] > row["step"]:
            kept.pop()
        kept.append(row)
    return kept


def smoothed(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A running mean over five points where there are many."""
    if len(points) < 60:
        return points
    return [
        (points[i][0], sum(y for _, y in points[i - 4 : i + 1]) / 5) for i in range(4, len(points))
    ]
