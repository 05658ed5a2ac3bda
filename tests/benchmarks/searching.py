"""Building and searching generated articles, in a process of its own so that memory is its own.

`python -m tests.benchmarks.searching PASSAGES` prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

from index.building import build
from index.embedding import make_embedder
from index.searching import Index
from index.settings import IndexSettings
from tests.benchmarks.generated import questions, write

_PASSAGES_AN_ARTICLE = 10


def measure(
    passages: int, ask: Callable[[Index], Callable[[str], Any]] | None = None
) -> dict[str, Any]:
    """Build rate, search times and memory; first answers too where `ask` makes an asker of an index."""
    with tempfile.TemporaryDirectory() as place:
        folder, data = Path(place) / "articles", Path(place) / "data"
        write(folder, round(passages / _PASSAGES_AN_ARTICLE))
        embedder = make_embedder(IndexSettings())
        embedder.embed_question("loaded")
        started = time.perf_counter()
        report = build([folder], data, embedder=embedder)
        seconds = time.perf_counter() - started
        before = time.perf_counter()
        again = build([folder], data, embedder=embedder)
        index = Index.open(data, embedder=embedder)
        index.warm()
        figures = {
            "passages": report.passages,
            "articles": report.articles,
            "build_seconds": seconds,
            "build_rate": report.passages / seconds,
            "second_build_seconds": again.seconds,
            "opened_seconds": time.perf_counter() - before - again.seconds,
            **spread("search", [timed(index.search, question) for question in questions(100)]),
            **spread("search_cpu", [cpu(index.search, question) for question in questions(100)]),
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        if ask:
            answer = ask(index)
            figures |= spread("answer", [timed(answer, question) for question in questions(50)])
        index.close()
    return figures


def timed(work: Callable[[str], Any], question: str) -> float:
    """Milliseconds of one call."""
    started = time.perf_counter()
    work(question)
    return (time.perf_counter() - started) * 1000


def cpu(work: Callable[[str], Any], question: str) -> float:
    """Milliseconds of processor time of one call: what it costs on a machine that is shared."""
    started = time.process_time()
    work(question)
    return (time.process_time() - started) * 1000


def spread(name: str, values: list[float]) -> dict[str, float]:
    """The 50th and the 95th percentile."""
    cuts = quantiles(values, n=20)
    return {f"{name}_p50_ms": cuts[9], f"{name}_p95_ms": cuts[18]}


def asker() -> Callable[[Index], Callable[[str], Any]] | None:
    """The assistant's `ask` over an index, where the program has it."""
    try:
        from tests.benchmarks.answering import ask_over
    except ImportError:
        return None
    made: Callable[[Index], Callable[[str], Any]] = ask_over
    return made


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]), asker())) + "\n")
