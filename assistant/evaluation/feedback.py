"""Thumbs-down of the page into a case file, so that a complaint becomes a test.

What was expected nobody knows but the evaluator: `answered` and `say` are left as comments.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from assistant.evaluation.errors import EvaluationError

log = logging.getLogger(__name__)
FILE_NAME = "feedback.jsonl"
_HEAD = """\
Cases from complaints: fill in what is right at every FILL IN.
articles: the folder, relative to this file, that the questions are asked over."""


@dataclass(frozen=True)
class Complaint:
    """One thumbs-down: what was asked after which questions, what came, and what was wrong."""

    question: str
    before: tuple[str, ...] = ()
    answer: str = ""
    reason: str = ""
    time: str = ""


def read_complaints(data: Path) -> list[Complaint]:
    """The thumbs-down in a data folder, each question once, the newest words on it kept."""
    path = data / FILE_NAME
    if not path.is_file():
        raise EvaluationError(f"No feedback in {str(data)!r}: {FILE_NAME} is not there.")
    found: dict[tuple[str, ...], Complaint] = {}
    for entry in _entries(path):
        complaint = _complaint(entry)
        found[(*complaint.before, complaint.question)] = complaint
    return list(found.values())


def write_cases(complaints: Sequence[Complaint], articles: str = "articles") -> str:
    """A case file in YAML with a case a complaint.

    `answered` is left empty, and a case file with an empty `answered` is refused with its line: a
    complaint that nobody has filled in yet cannot pass for a test.
    """
    cases = CommentedSeq()
    document = CommentedMap({"articles": articles, "cases": cases})
    document.yaml_set_start_comment(_HEAD)
    used: set[str] = set()
    for number, complaint in enumerate(complaints):
        cases.append(_case(complaint, used))
        cases.yaml_set_comment_before_after_key(number, before=_heading(complaint), indent=2)
    text = StringIO()
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 100
    yaml.dump(document, text)
    return text.getvalue()


def _entries(path: Path) -> Iterator[Mapping[str, Any]]:
    """Entries with the verdict "down"; a broken line (a crash while writing) is passed over."""
    for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1):
        try:
            entry = json.loads(line) if line.strip() else {}
        except json.JSONDecodeError:
            log.warning("%s:%d is not JSON and was passed over.", path, number)
            continue
        if isinstance(entry, dict) and entry.get("verdict") == "down" and entry.get("question"):
            yield entry


def _complaint(entry: Mapping[str, Any]) -> Complaint:
    turns = entry.get("conversation") or []
    before = [str(turn.get("asked", "")) for turn in turns if isinstance(turn, dict)]
    if before and before[-1] == entry["question"]:
        before.pop()
    answer = entry.get("answer")
    text = answer.get("text", "") if isinstance(answer, dict) else answer
    return Complaint(
        question=" ".join(str(entry["question"]).split()),
        before=tuple(" ".join(question.split()) for question in before if question.strip()),
        answer=" ".join(str(text or "").split()),
        reason=" ".join(str(entry.get("reason") or "").split()),
        time=str(entry.get("time") or ""),
    )


def _case(complaint: Complaint, used: set[str]) -> CommentedMap:
    turns = CommentedSeq(CommentedMap({"ask": question}) for question in complaint.before)
    last = CommentedMap({"ask": complaint.question, "answered": None})
    last.yaml_add_eol_comment(
        "FILL IN: true or false; if true, say: [words it must hold]", "answered"
    )
    turns.append(last)
    return CommentedMap({"id": _id(complaint.question, used), "turns": turns})


def _heading(complaint: Complaint) -> str:
    """What went wrong, as comment lines above the question."""
    parts = (
        ("Complaint", f"{complaint.reason or 'no reason given'} ({complaint.time})"),
        ("The answer was", complaint.answer[:300] or "nothing"),
    )
    return "\n".join(f"{name}: {text}" for name, text in parts)


def _id(question: str, used: set[str]) -> str:
    """A short name from the question's words, made unique."""
    words = re.findall(r"[a-z0-9]+", question.lower())[:6]
    name = base = "-".join(words) or "complaint"
    number = 2
    while name in used:
        name, number = f"{base}-{number}", number + 1
    used.add(name)
    return name
