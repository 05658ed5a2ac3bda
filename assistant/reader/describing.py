"""The model card, written by the program: what is in the weights and how good they are."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.reader.evaluating import OURS, Figures, table
from assistant.reader.passages import Passage, read_all
from assistant.reader.reading import Reader

TEXT = Path(__file__).with_name("card.txt")


@dataclass(frozen=True)
class Form:
    """One form of the graph with its figures."""

    name: str
    folder: Path
    rows: list[Figures]
    milliseconds: float
    megabytes: float

    @property
    def score(self) -> float:
        """What the forms are compared by: the mean of the main figures over the splits."""
        read = [row for row in self.rows if row.windows == "passage"]
        each = [value for row in read for value in (row.first, row.auc, row.f1) if value == value]
        return sum(each) / len(each)


def describe(forms: Sequence[Form], chosen: Form, runs: Sequence[Path], data: Path) -> str:
    """CARD.md from its template."""
    card = Reader.load(chosen.folder).card
    values = {
        "form": chosen.name,
        "megabytes": f"{chosen.megabytes:.1f}",
        "figures": table(chosen.rows, []).strip(),
        "forms": form_table(forms),
        "threshold": f"{card.threshold:.3f}",
        "support_threshold": f"{card.support_threshold:.3f}",
        "item_threshold": f"{card.item_threshold:.2f}",
        "steps": str(steps_of(runs[0])),
        "runs": f"; the mean of {len(runs)} runs with a common start" if len(runs) > 1 else "",
        "data": data_table([data, OURS]),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }
    text = TEXT.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def form_table(forms: Sequence[Form]) -> str:
    lines = [
        "| form | MB | mean of first, AUC, F1 | first | stance | AUC | ms for 32 windows |",
        "|" + " --- |" * 7,
    ]
    for form in forms:
        main = form.rows[0]
        cells = [form.name, f"{form.megabytes:.1f}", f"{form.score:.3f}"]
        cells += [f"{value:.3f}" for value in (main.first, main.stance, main.auc)]
        lines.append("| " + " | ".join([*cells, f"{form.milliseconds:.0f}"]) + " |")
    return "\n".join(lines)


def steps_of(run: Path) -> int:
    rows = (run / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return max((int(json.loads(row)["step"]) for row in rows), default=0)


def data_table(folders: Sequence[Path]) -> str:
    """How much of each file there is, and how much of it is held out."""
    lines = ["| file | passages | questions | claims | held out (passages) |", "|" + " --- |" * 5]
    by_source: dict[str, list[Passage]] = {}
    for passage in read_all(folders):
        by_source.setdefault(passage.source, []).append(passage)
    for source, passages in by_source.items():
        questions = sum(len(passage.questions) for passage in passages)
        claims = sum(len(passage.claims) for passage in passages)
        held_out = sum(passage.held_out for passage in passages)
        cells = (source, len(passages), questions, claims, held_out)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)
