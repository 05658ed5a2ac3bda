"""Rankings into one, by reciprocal rank fusion: only places count, so scores need no common scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RANK_CONSTANT = 60


@dataclass(frozen=True)
class Merged:
    """An id with its fused score and its place (from 1) in each ranking that has it."""

    id: str
    score: float
    places: Mapping[str, int]


def merge(rankings: Mapping[str, Sequence[str]], constant: int = RANK_CONSTANT) -> list[Merged]:
    """One ranking, best first; equal scores keep the order of the rankings given first."""
    places: dict[str, dict[str, int]] = {}
    for name, ranking in rankings.items():
        for place, item in enumerate(ranking, start=1):
            places.setdefault(item, {}).setdefault(name, place)
    merged = [
        Merged(item, sum(1 / (constant + place) for place in found.values()), found)
        for item, found in places.items()
    ]
    return sorted(merged, key=lambda entry: -entry.score)
