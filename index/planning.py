"""What a sync would do: which files are new, changed, gone or as they were. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.loading import RECIPE, SourceFile
from index import chunking
from index.errors import TooManyRemoved
from index.keeping import FileRow
from index.settings import IndexSettings


@dataclass(frozen=True)
class Plan:
    """Files by what happens to them. `to_read` are the added and the changed ones."""

    added: tuple[SourceFile, ...]
    changed: tuple[SourceFile, ...]
    unchanged: tuple[SourceFile, ...]
    removed: tuple[FileRow, ...]

    @property
    def to_read(self) -> tuple[SourceFile, ...]:
        """What has to be parsed."""
        return self.added + self.changed

    def to_dict(self) -> dict[str, list[str]]:
        """The plan in words that a machine may read."""
        return {
            "added": [file.source for file in self.added],
            "changed": [file.source for file in self.changed],
            "removed": [row.source for row in self.removed],
            "unchanged": [file.source for file in self.unchanged],
        }


def recipe(settings: IndexSettings) -> str:
    """How a file becomes passages: when this changes, every file is read again."""
    cut = f"{chunking.RECIPE} {settings.passage_characters} {settings.passage_sentences}"
    return f"{RECIPE} {cut}"


def key(path: Path) -> str:
    """How the library names a file: its place on this machine."""
    return str(path.resolve())


def make_plan(
    paths: Sequence[str | Path],
    found: Sequence[SourceFile],
    known: Mapping[str, FileRow],
    recipe: str,
) -> Plan:
    """Compare what was found below `paths` with what the library knows about them."""
    added, changed, unchanged = [], [], []
    for file in found:
        row = known.get(key(file.path))
        if row is None:
            added.append(file)
        elif (row.fingerprint, row.recipe) != (file.fingerprint, recipe):
            changed.append(file)
        else:
            unchanged.append(file)
    present = {key(file.path) for file in found}
    gone = [
        row
        for path, row in known.items()
        if path not in present and within(path, paths) and not Path(path).exists()
    ]
    return Plan(tuple(added), tuple(changed), tuple(unchanged), tuple(gone))


def within(path: str, paths: Sequence[str | Path]) -> bool:
    """Does the file lie below (or is it) one of these paths?"""
    return any(Path(path).is_relative_to(Path(root).resolve()) for root in paths)


def refuse_mass_removal(
    plan: Plan, counts: Mapping[str, int], paths: Sequence[str | Path], limit: float
) -> None:
    """Stop if more than `limit` of the articles below these paths would go."""
    total = sum(count for path, count in counts.items() if within(path, paths))
    removed = sum(counts.get(row.path, 0) for row in plan.removed)
    if removed > limit * total:
        raise TooManyRemoved(removed, total)
