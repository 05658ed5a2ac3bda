"""What evaluators write: turns, cases, and the articles that a set of cases is asked over."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

Group = tuple[str, ...]
"""Strings of which any one will do."""


@dataclass(frozen=True)
class Turn:
    """One question and what is expected of the answer. Empty means: not looked at.

    `names` and `not_names` are the file's `list` and `not_list`. `answers` are gold short answers,
    any one of which is right; `articles` the stems of articles that hold the answer (`cites` in a
    case file must be cited as well: `must_cite`). `must_stand` is set where a wrong understanding
    fails the turn; otherwise `standalone` is only measured.
    """

    ask: str
    answered: bool | None = None
    say: tuple[Group, ...] = ()
    names: tuple[Group, ...] = ()
    not_names: tuple[Group, ...] = ()
    articles: tuple[str, ...] = ()
    must_cite: bool = False
    standalone: str | None = None
    must_stand: bool = False
    answers: tuple[str, ...] = ()
    kind: str | None = None
    small_talk: bool = False
    line: int | None = None

    @property
    def may_be_small_talk(self) -> bool:
        """Whether a small-talk reply is right: asked for, or a bare `answered: false`."""
        return self.small_talk or (self.answered is False and not self.say and not self.articles)

    @property
    def items(self) -> tuple[Group, ...]:
        """The things that a list answer should hold, for list precision and recall."""
        if self.names or self.kind != "list":
            return self.names
        return tuple((answer,) for answer in self.answers)


@dataclass(frozen=True)
class Case:
    """Turns of one conversation. `key` names it across files and runs."""

    id: str
    turns: tuple[Turn, ...]
    file: str = ""
    line: int | None = None

    @property
    def key(self) -> str:
        """File and case: "nato/scalp"."""
        return f"{self.file}/{self.id}" if self.file else self.id


@dataclass(frozen=True)
class Corpus:
    """The articles that cases are asked over: a folder, or records to be written into one."""

    folder: Path | None = None
    records: tuple[str, ...] = field(default=(), repr=False)
    """One article a string, as JSON: id, title, text and, where known, published, outlet, url."""


@dataclass(frozen=True)
class CaseSet:
    """All cases of one file with their corpus; None where the command must say which (--data)."""

    path: Path
    cases: tuple[Case, ...]
    corpus: Corpus | None = None

    @property
    def turns(self) -> int:
        """Questions asked when the whole set is run."""
        return sum(len(case.turns) for case in self.cases)
