"""What can go wrong in the index, each with the next move. Every error here is a SearchIndexError.

SearchIndexError
├── IndexMissing        nothing was indexed at this place yet
├── LibraryBroken       the library is damaged, or was written by a newer program
├── EmbedderChanged     the index was built with another embedding model
├── WeightsBroken       the embedding model's files are missing or not the ones we pinned
├── LockHeld            another process is writing
├── TooManyRemoved      a sync would remove a large share of the articles
├── DiskLow             not enough free space to build
├── GenerationBroken    a vector index is damaged (answered around: exact search, then mended)
└── BuildFailed         the process that builds the vector index failed
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class SearchIndexError(Exception):
    """Base of all errors of the index; its text names the thing and the next move."""


class LibraryBroken(SearchIndexError):
    """The library is damaged, or was written by a newer program."""


class WeightsBroken(SearchIndexError):
    """The embedding model's files are missing or not the ones that were pinned."""


class DiskLow(SearchIndexError):
    """Not enough free space to build."""


class GenerationBroken(SearchIndexError):
    """A generation of the vector index is missing, damaged or of another model."""


class BuildFailed(SearchIndexError):
    """The process that builds the vector index failed."""


class IndexMissing(SearchIndexError):
    """Nothing was indexed at this place yet."""

    def __init__(self, data: Path) -> None:
        super().__init__(
            f"No index in {str(data)!r} yet. Make one with `footnote index PATH --data {data}`."
        )
        self.data = data


class EmbedderChanged(SearchIndexError):
    """The index was built with another embedding model than the one in the settings."""

    def __init__(self, built: str, wanted: str) -> None:
        super().__init__(
            f"The index was built with the embedding model {built!r}, the settings name {wanted!r}. "
            "Run `footnote index` over the same folders to embed again, or set the model back."
        )
        self.built, self.wanted = built, wanted


@dataclass(frozen=True)
class Holder:
    """The process that holds the writer's lock."""

    pid: int
    command: str
    host: str
    since: str


class LockHeld(SearchIndexError):
    """Another process is writing to this index."""

    def __init__(self, data: Path, holder: Holder | None) -> None:
        who = "another process"
        if holder:
            who = f"process {holder.pid} ({holder.command}) on {holder.host} since {holder.since}"
        super().__init__(
            f"The index in {str(data)!r} is being written by {who}. "
            "Wait until it has finished, then run the command again."
        )
        self.holder = holder
        self.pid = holder.pid if holder else None


class TooManyRemoved(SearchIndexError):
    """A sync would remove a large share of the articles under its roots."""

    def __init__(self, removed: int, total: int) -> None:
        super().__init__(
            f"This sync would remove {removed} of {total} articles. If the files are gone on purpose, "
            "run it again with --allow-removal; --dry-run lists them."
        )
        self.removed, self.total = removed, total
