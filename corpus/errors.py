"""What may go wrong with articles. Every error names the thing and the next move.

CorpusError            anything this room raises on purpose
├── FolderMissing      a path given to `load` or `scan` does not exist
└── UnreadableFile     one file gave no article; `loading` turns it into a `Skipped`
"""

from __future__ import annotations


class CorpusError(Exception):
    """Something about the articles that the caller has to mend."""


class FolderMissing(CorpusError):
    """A path that was named does not exist."""

    def __init__(self, path: object) -> None:
        super().__init__(f"There is no file or folder {str(path)!r}. Check the path and run again.")


class UnreadableFile(CorpusError):
    """A file that gave no article: why, and what to do about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason}. {advice}")
        self.reason = reason
        self.advice = advice
