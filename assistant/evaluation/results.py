"""What a run hands on: each turn with its reply and verdict, each case, the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.evaluation.cases import Case, Turn
from assistant.evaluation.replies import Reply

DEPTH = 10
"""Passages looked at when retrieval is measured."""


@dataclass(frozen=True)
class Found:
    """One passage that retrieval found, best first in a list of them."""

    stem: str
    text: str


Ranking = tuple[Found, ...]


@dataclass(frozen=True)
class TurnResult:
    """One turn with what came back. Rankings are None where retrieval cannot be looked into.

    `retrieved` is for the question as understood, `retrieved_alone` for its standalone form, which
    is looked up for follow-ups only.
    """

    turn: Turn
    reply: Reply
    failures: tuple[str, ...] = ()
    retrieved: Ranking | None = None
    retrieved_alone: Ranking | None = None
    follow_up: bool = False

    @property
    def passed(self) -> bool:
        """Whether the reply was as expected."""
        return not self.failures


@dataclass(frozen=True)
class CaseResult:
    """One case with all its turns."""

    case: Case
    turns: tuple[TurnResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every turn was as expected."""
        return all(turn.passed for turn in self.turns)

    @property
    def failures(self) -> tuple[str, ...]:
        """Why it failed, each line with its turn where there are several."""
        several = len(self.turns) > 1
        return tuple(
            f"Turn {number}: {why}" if several else why
            for number, turn in enumerate(self.turns, start=1)
            for why in turn.failures
        )


@dataclass(frozen=True)
class Run:
    """All cases of one run, in the order of the files."""

    cases: tuple[CaseResult, ...]
    seconds: float = 0.0

    @property
    def passed(self) -> int:
        """Cases that passed."""
        return sum(case.passed for case in self.cases)

    def turns(self) -> Iterator[TurnResult]:
        """Every turn of every case."""
        return (turn for case in self.cases for turn in case.turns)

    def only(self, file: str) -> Run:
        """The part of the run that belongs to one file."""
        return Run(tuple(case for case in self.cases if case.case.file == file))
