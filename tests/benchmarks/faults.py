"""What a visitor sees, and when, for each way in which a language model's server can fail.

    python -m tests.benchmarks.faults

Goes through the real client (langchain-openai) to a server on loopback.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.language_model import open_model
from assistant.settings import Settings
from assistant.streaming import Done, Text, Withdrawn
from tests.openai_server import Server, serving
from tests.scripted_model import COST, assistant

DEADLINE = 2.0
FAULTS = {
    "works": "good",
    "down (nothing listens)": "down",
    "401 wrong key": "401",
    "403 forbidden": "403",
    "404 unknown model": "404",
    "429 too many requests": "429",
    "500 internal error": "500",
    "503 overloaded": "503",
    "cut in the middle of an event": "cut",
    "ends early, as if whole": "ends",
    "garbage bytes": "garbage",
    "a web page instead": "page",
    "empty reply": "nothing",
    "10 MB in many events": "flood",
    "10 MB in one event": "lump",
    "accepts, never answers": "silent",
    "begins, then stalls": "stalls",
    "a word every 0.3 s, for ever": "drips",
}


@dataclass(frozen=True)
class Row:
    """One fault: what was seen, after how many seconds."""

    fault: str
    seconds: float
    written_by: str
    text: str
    notice: str
    seen: str

    def __str__(self) -> str:
        return f"{self.fault:<30} {self.seconds:5.2f} s  {self.written_by:<13} {self.notice}"


def measure(fault: str, server: Server, data: Path) -> Row:
    """One question with the server in this mode."""
    mode = FAULTS[fault]
    server.mode = mode
    url = "http://127.0.0.1:9/v1" if mode == "down" else server.url
    settings = {
        "language_model": "compatible:m",
        "language_model_url": url,
        "language_model_deadline": DEADLINE,
        "language_model_cache": 0,
    }
    model = open_model(Settings(data=data, **settings))
    asked = assistant(model, data, **settings)
    began, seen = time.perf_counter(), []
    for event in asked.stream(COST):
        if isinstance(event, Text):
            seen.append(event.text)
        elif isinstance(event, Withdrawn):
            seen.append(" | withdrawn | ")
        elif isinstance(event, Done):
            answer = event.answer
    seconds = time.perf_counter() - began
    notice = " ".join(answer.notices)
    return Row(fault, seconds, answer.written_by, answer.text, notice, "".join(seen))


def table(data: Path) -> list[Row]:
    """All faults, in order."""
    with serving() as server:
        measure("works", server, data)  # the client is imported now, not in the first row
        return [measure(fault, server, data) for fault in FAULTS]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = table(Path(folder))
    sys.stdout.write(f"deadline {DEADLINE} s\n" + "\n".join(map(str, rows)) + "\n")
    sys.stdout.write("\nShown on the way:\n")
    sys.stdout.writelines(f"  {row.fault}: {row.seen[:150]}\n" for row in rows)


if __name__ == "__main__":
    main()
