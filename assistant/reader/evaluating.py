"""The reader's figures on passages it never saw: `python -m assistant.reader.evaluating`.

Without `--file`, the splits held out from training: of the data folder if it is there, and of
the data kept beside this program. With it, every passage of that file, held out or not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.reader.judging import (
    CLOSELY,
    RUNS,
    WHOLE,
    Read,
    judge_claims,
    list_scores,
    read_passage,
    right,
    windows_of,
)
from assistant.reader.passages import Passage, read_passages
from assistant.reader.reading import Reader
from assistant.reader.scoring import area, best_overlap, exact, mean

DATA = Path("../shared/reader")
UNTOUCHED = "authored-dev alone"  # the part of the authored split that tuned nothing
OURS = Path(__file__).parent / "data"
STANCE = ("stance", "opposite")


@dataclass(frozen=True)
class Figures:
    """One row of the table. NaN where nothing of the kind is in the split."""

    split: str
    windows: str
    passages: int
    questions: int
    first: float
    exact: float
    stance: float
    list_recall: float
    list_precision: float
    list_f1: float
    answered: float
    declined: float
    auc: float
    claims: float
    claims_auc: float
    f1: float


def figures(
    reader: Reader, name: str, passages: Sequence[Passage], ways: Sequence[str]
) -> list[Figures]:
    """Every figure of one split, a row for each way of reading it."""
    read = [row for passage in passages for row in read_passage(reader, passage, ways)]
    judged = [pair for passage in passages for pair in judge_claims(reader, passage)]
    columns = zip(*read, strict=True)
    return [
        figures_of(reader, (name, way, len(passages)), column, judged)
        for way, column in zip(ways, columns, strict=True)
    ]


def figures_of(
    reader: Reader,
    about: tuple[str, str, int],
    read: Sequence[Read],
    judged: Sequence[tuple[float, bool]],
) -> Figures:
    yes = [one for one in read if one.question.answerable]
    no = [one for one in read if not one.question.answerable]
    recall, precision = list_scores(yes)
    sure = reader.support_threshold
    return Figures(
        split=about[0],
        windows=about[1],
        passages=about[2],
        questions=len(read),
        first=mean([right(one) for one in yes]),
        exact=mean([bool(one.spans) and exact(one.spans[0], one.question.answers) for one in yes]),
        stance=mean([right(one) for one in yes if one.question.kind in STANCE]),
        list_recall=recall,
        list_precision=precision,
        list_f1=2 * recall * precision / (recall + precision) if recall + precision else 0.0,
        answered=mean([one.answerable >= reader.threshold for one in yes]),
        declined=mean([one.answerable < reader.threshold for one in no]),
        auc=area([one.answerable for one in read], [one.question.answerable for one in read]),
        claims=mean([(score >= sure) == supported for score, supported in judged]),
        claims_auc=area([score for score, _ in judged], [supported for _, supported in judged]),
        f1=mean([best_overlap((one.spans or ("",))[0], one.question.answers) for one in yes]),
    )


def milliseconds(reader: Reader, passages: Sequence[Passage]) -> float:
    """Time for 32 windows of three sentences, the median of nine runs."""
    texts = [p.text[a:b] for p in passages for a, b in windows_of(p, 3)][:32]
    taken = []
    for passage in passages[:10]:
        began = time.perf_counter()
        reader.read(passage.questions[0].text, texts)
        taken.append(time.perf_counter() - began)
    return sorted(taken[1:])[len(taken[1:]) // 2] * 1000


def splits(data: Path) -> dict[str, list[Passage]]:
    """The held-out passages by kind of data."""
    paths = [path for folder in (data, OURS) for path in sorted(folder.glob("*.jsonl"))]
    found: dict[str, list[Passage]] = {}
    for path in paths:
        held_out = [passage for passage in read_passages(path) if passage.held_out]
        ours = path.parent == OURS
        name = "authored here" if ours else path.stem.replace("-train", "").replace("-dev", "")
        if held_out:
            found.setdefault(name, []).extend(held_out)
        if path.stem == "authored-dev":
            found[UNTOUCHED] = held_out
    return found


def table(rows: Sequence[Figures], notes: Sequence[str]) -> str:
    """The figures as a Markdown table, with what they were measured on below it."""
    columns = [name for name in Figures.__dataclass_fields__ if name not in ("split", "windows")]
    head = ["split", "read as", *(name.replace("_", " ") for name in columns)]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for row in rows:
        values = [shown(getattr(row, name)) for name in columns]
        lines.append("| " + " | ".join([row.split, row.windows, *values]) + " |")
    return "\n".join([*lines, "", *notes])


def plain(row: Figures) -> dict[str, str | float | None]:
    """For JSON, which knows no NaN."""
    return {name: None if value != value else value for name, value in asdict(row).items()}


def shown(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return "-" if value != value else f"{value:.2f}"


def evaluate(reader: Reader, data: Mapping[str, Sequence[Passage]]) -> list[Figures]:
    rows = []
    for name, passages in data.items():
        paragraphs = all(q.kind == "wiki" for passage in passages for q in passage.questions)
        rows += figures(reader, name, passages, [WHOLE] if paragraphs else [CLOSELY, WHOLE, RUNS])
    return rows


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=DATA)
    asked.add_argument("--file", type=Path, help="any file of the authored or SQuAD-like form")
    asked.add_argument("--weights", type=Path, help="another folder of weights")
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    reader = Reader.load(options.weights, threads=options.threads)
    if options.file:
        data = {options.file.stem: read_passages(options.file)}
    else:
        data = splits(options.data)
    rows = evaluate(reader, data)
    speed = milliseconds(reader, next(iter(data.values())))
    notes = [
        f"Reader {reader.fingerprint}, threshold {reader.threshold:.2f}; 32 windows of three "
        f"sentences in {speed:.0f} ms on {options.threads} threads."
    ]
    if not options.file and not options.data.is_dir():
        notes.append(f"{options.data} is not there: only the data beside the program was read.")
    if options.json:
        result = {"rows": [plain(row) for row in rows], "milliseconds": speed, "notes": notes}
        sys.stdout.write(json.dumps(result, indent=1) + "\n")
    else:
        sys.stdout.write(table(rows, notes) + "\n")


if __name__ == "__main__":
    main()
