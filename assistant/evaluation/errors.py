"""What can go wrong for somebody who evaluates. A failing case is a result, never an error.

FootnoteError
└── EvaluationError       the run cannot start or go on
    ├── CaseFileError     a case file is wrong, with the place and the nearest known key
    ├── ReportError       a report to compare with cannot be read
    └── Unreachable       nothing answers at the address given with --url
"""

from __future__ import annotations

from pathlib import Path

from assistant.errors import FootnoteError


class EvaluationError(FootnoteError):
    """The run cannot start or go on."""


class CaseFileError(EvaluationError):
    """A case file is wrong."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {problem}")
        self.path, self.line, self.problem = path, line, problem


class ReportError(EvaluationError):
    """A report to compare with cannot be read."""


class Unreachable(EvaluationError):
    """Nothing answers at the address given with --url."""
