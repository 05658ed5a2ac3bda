"""`python -m tests.benchmarks [--sizes 1000,10000] [--write]`: what `make bench` prints.

Figures are printed; `--write` also keeps them, with machine, commit and settings, in
tests/benchmarks/results.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from index.files import PROJECT
from index.settings import IndexSettings

RESULTS = Path(__file__).with_name("results.json")
ROWS = [
    ("articles", "articles", "{:.0f}"),
    ("build_seconds", "build, seconds", "{:.1f}"),
    ("build_rate", "build, passages/s", "{:.1f}"),
    ("second_build_seconds", "second build, seconds", "{:.2f}"),
    ("opened_seconds", "open and first search, seconds", "{:.2f}"),
    ("search_p50_ms", "search p50, ms", "{:.1f}"),
    ("search_p95_ms", "search p95, ms", "{:.1f}"),
    ("search_cpu_p50_ms", "search p50, ms of CPU", "{:.1f}"),
    ("answer_p50_ms", "first answer p50, ms", "{:.0f}"),
    ("answer_p95_ms", "first answer p95, ms", "{:.0f}"),
    ("megabytes", "memory at most, MB", "{:.0f}"),
]


def main() -> int:
    """Measure, print, and keep the figures if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--sizes", default="1000,10000", help="numbers of passages")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {RESULTS.name}")
    arguments = parser.parse_args()
    console = Console()
    console.print(f"{_machine()}, commit {_commit()}, load {os.getloadavg()[0]:.1f}")
    embedding = _child("from tests.benchmarks.embedding import compare as measure", "")
    console.print(
        "Embedding, one thread, passages of {characters:.0f} characters: ours {ours:.1f}/s, "
        "Chroma's default {chroma:.1f}/s, ratio {ratio:.2f}".format(**embedding)
    )
    sizes = [int(size) for size in arguments.sizes.split(",")]
    columns = [
        _child("from tests.benchmarks.searching import asker, measure", f"{size}, asker()")
        for size in sizes
    ]
    console.print(_table(columns))
    if arguments.write:
        RESULTS.write_text(
            json.dumps(_record(embedding, columns), indent=2) + "\n", encoding="utf-8"
        )
    return 0


def _child(imports: str, arguments: str) -> dict[str, Any]:
    """Measure in a process of its own: memory and warm caches are then nobody else's."""
    code = f"import json\n{imports}\nprint(json.dumps(measure({arguments})))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _table(columns: list[dict[str, Any]]) -> Table:
    table = Table("", *[f"{column['passages']} passages" for column in columns])
    for key, words, form in ROWS:
        if all(key in column for column in columns):
            table.add_row(words, *[form.format(column[key]) for column in columns])
    return table


def _record(embedding: dict[str, Any], columns: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "commit": _commit(),
        "load": os.getloadavg()[0],
        "settings": IndexSettings().model_dump(mode="json"),
        "embedding": embedding,
        "sizes": columns,
    }


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(
        command, cwd=PROJECT, capture_output=True, text=True, check=False
    ).stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
