"""The last step of training: average, export, calibrate, choose the small form, write the card.

`python -m assistant.reader.finishing --run DIR [--run DIR] --data DIR` does it again from
checkpoints; the weights of several runs that began from one checkpoint are averaged.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from assistant.reader.calibrating import PLAIN, calibrate
from assistant.reader.curves import draw_curves
from assistant.reader.describing import Form, describe
from assistant.reader.evaluating import evaluate, figures, milliseconds, splits
from assistant.reader.exporting import export, to_half, to_int8, write_folder
from assistant.reader.judging import WHOLE
from assistant.reader.network import ReaderNetwork
from assistant.reader.passages import Passage
from assistant.reader.reading import Reader
from assistant.reader.weights import SHIPPED

log = logging.getLogger(__name__)
ALLOWED_LOSS = 0.01
TUNED = 20  # passages of our own, at most, that set the temperature
CLAIMED = 90  # and, at most, for claims
COMPARED = 20  # passages of a split over which the forms of the graph are compared


def averaged(runs: Sequence[Path]) -> ReaderNetwork:
    """The network of the mean weights of one or several runs."""
    states = [torch.load(run / "checkpoint.pt", weights_only=True) for run in runs]
    network = ReaderNetwork()
    network.load_state_dict(states[0]["network"])
    network.words.weight.requires_grad_(False)
    trained = [weight for weight in network.parameters() if weight.requires_grad]
    with torch.no_grad():
        for number, weight in enumerate(trained):
            weight.copy_(torch.stack([state["mean"][number] for state in states]).mean(0))
    return network


def finish(runs: Sequence[Path], data: Path, out: Path, threads: int = 1) -> Form:
    """Write the shipped folder and, beside it, CARD.md."""
    parts = splits(data)
    full = export(averaged(runs), runs[0] / "float32.onnx")
    forms = [
        tried("float32", full, parts, threads),
        tried("int8", to_int8(full, runs[0] / "int8.onnx"), parts, threads),
    ]
    if forms[0].score - forms[1].score > ALLOWED_LOSS:
        half = to_half(full, runs[0] / "float16.onnx")
        forms.append(tried("float16", half, parts, threads))
    chosen = forms[-1]
    plain = Reader.load(chosen.folder, threads=threads)
    write_folder(out, chosen.folder / PLAIN.weights, calibrate(plain, *tuned_on(parts)))
    rows = evaluate(Reader.load(out, threads=threads), parts)
    text = describe(forms, replace(chosen, folder=out, rows=rows), runs, data)
    (out.parent / "CARD.md").write_text(text, encoding="utf-8")
    draw_curves(runs[0] / "log.jsonl", out.parent / "curves.png")
    log.info("shipped %s: %.3f, float32 %.3f", chosen.name, chosen.score, forms[0].score)
    return chosen


def tuned_on(
    parts: Mapping[str, list[Passage]],
) -> tuple[list[Passage], list[Passage], list[Passage]]:
    """The held-out passages that set (temperature, thresholds, what is said of claims).

    Never authored-dev. Thresholds are set by those of authored-train, if there are any: of our own,
    which are easier, more are answered at any threshold. Claims, of which a passage has few, take
    most of our own.
    """
    named = [p for p in parts.get("authored", ()) if p.source != "authored-dev"]
    own = parts["authored here"]
    few, more = (own[:: max(1, -(-len(own) // most))] for most in (TUNED, CLAIMED))
    return named + few, named or few, named + more


def tried(name: str, graph: Path, parts: Mapping[str, list[Passage]], threads: int) -> Form:
    """A form of the graph, uncalibrated, with its figures over some whole passages."""
    folder = graph.parent / name
    write_folder(folder, graph, PLAIN)
    reader = Reader.load(folder, threads=threads)
    rows = [
        row
        for part, some in parts.items()
        for row in figures(reader, part, some[:COMPARED], [WHOLE])
    ]
    speed = milliseconds(Reader.load(folder, threads=2), tuned_on(parts)[0])
    return Form(name, folder, rows, speed, graph.stat().st_size / 1e6)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=Path("../shared/reader"))
    asked.add_argument("--run", type=Path, action="append", required=True)
    asked.add_argument("--out", type=Path, default=SHIPPED)
    asked.add_argument("--threads", type=int, default=1)
    options = asked.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    finish(options.run, options.data, options.out, options.threads)


if __name__ == "__main__":
    main()
