"""What a build tells while it runs and when it has ended."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.loading import Skipped
from index.planning import Plan


@dataclass(frozen=True)
class Progress:
    """How far a build is: `step` is "reading", "embedding" or "vectors"."""

    step: str
    done: int
    total: int
    detail: str = ""


@dataclass(frozen=True)
class BuildReport:
    """What a build did. `added`, `changed`, `removed` and `unchanged` count files; `articles` and
    `passages` what the library holds now; `embedded` the embeddings that had to be made.
    """

    plan: Plan
    articles: int = 0
    passages: int = 0
    embedded: int = 0
    skipped: tuple[Skipped, ...] = ()
    seconds: float = 0.0
    generation: str | None = None
    dry_run: bool = False

    @property
    def added(self) -> int:
        """Files that were not known before."""
        return len(self.plan.added)

    @property
    def changed(self) -> int:
        """Files whose bytes changed, or that are cut differently now."""
        return len(self.plan.changed)

    @property
    def removed(self) -> int:
        """Files that are gone."""
        return len(self.plan.removed)

    @property
    def unchanged(self) -> int:
        """Files that were passed over."""
        return len(self.plan.unchanged)
