"""The reader's data, read from JSON lines: passages with their questions and claims.

Both forms come in: the authored one (a passage and its questions a line) and the SQuAD-like one
(a question a line). Which passages are held out from training is decided here, by passage, and
never by question.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.reader.cutting import Place, sentences

Gold = tuple[Place, ...]  # the places where one answer may be marked: any of them is right

HELD_OUT = {"authored-train": 6, "squad2": 10, "new-wiki": 8, "qamr": 0}  # per cent of passages
HELD_OUT_NEW = 8


@dataclass(frozen=True)
class Question:
    """A question and the places of its answers; none where the passage does not answer it."""

    text: str
    answers: tuple[str, ...]
    golds: tuple[Gold, ...]
    kind: str

    @property
    def answerable(self) -> bool:
        return bool(self.answers)


@dataclass(frozen=True)
class Claim:
    text: str
    supported: bool


@dataclass(frozen=True)
class Passage:
    """A text and what is asked about it; `source` is the name of the file it came from."""

    text: str
    source: str
    questions: tuple[Question, ...]
    claims: tuple[Claim, ...] = ()
    sentences: tuple[Place, ...] = field(default=(), compare=False)

    @property
    def held_out(self) -> bool:
        share = HELD_OUT.get(self.source, HELD_OUT_NEW)
        if self.source == "authored-dev":
            share = 100
        return zlib.crc32(self.text.encode()) % 100 < share


def read_passages(path: Path) -> list[Passage]:
    """Every passage of a file, in either form."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    if not rows or "questions" in rows[0]:
        return [authored(row, path.stem) for row in rows]
    return list(grouped(rows, path.stem))


def read_all(folders: Iterable[Path]) -> list[Passage]:
    paths = (path for folder in folders for path in sorted(folder.glob("*.jsonl")))
    return [passage for path in paths for passage in read_passages(path)]


def authored(row: dict[str, Any], source: str) -> Passage:
    text = row["passage"]
    questions = tuple(
        Question(
            item["q"],
            tuple(item["answers"]),
            tuple(occurrences(text, answer) for answer in item["answers"]),
            item.get("type", ""),
        )
        for item in row["questions"]
    )
    claims = tuple(Claim(item["claim"], bool(item["supported"])) for item in row.get("claims", ()))
    return Passage(text, source, questions, claims, sentences(text))


def grouped(rows: Sequence[dict[str, Any]], source: str) -> Iterator[Passage]:
    """SQuAD-like rows into passages; several answers to one question are other ways to put it."""
    questions: dict[str, list[Question]] = {}
    for row in rows:
        questions.setdefault(row["passage"], []).append(squad_question(row))
    for text, asked in questions.items():
        yield Passage(text, source, tuple(asked), sentences=sentences(text))


def squad_question(row: dict[str, Any]) -> Question:
    answers = row["answers"]
    places = {(item["start"], item["start"] + len(item["text"])) for item in answers}
    texts = tuple(dict.fromkeys(item["text"] for item in answers))
    return Question(row["question"], texts, (tuple(sorted(places)),) if places else (), "wiki")


def occurrences(text: str, answer: str) -> Gold:
    """Where an answer stands in a text, as whole words if it does anywhere."""
    starts = [found.start() for found in re.finditer(re.escape(answer), text)]
    places = [(start, start + len(answer)) for start in starts]
    whole = [place for place in places if is_whole(text, place)]
    return tuple(whole or places)


def is_whole(text: str, place: Place) -> bool:
    before, after = text[: place[0]][-1:], text[place[1] :][:1]
    return not (before.isalnum() or after.isalnum())
