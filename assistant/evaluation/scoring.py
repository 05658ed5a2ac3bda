"""The scores themselves: small functions over words, names and ranks. None means "not eligible"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from assistant.evaluation.normalising import squad

SAMPLES = 2000
"""Resamplings of a bootstrap interval: the ends move by less than half a point between seeds."""


def overlap_f1(have: Sequence[str], want: Sequence[str]) -> float:
    """F1 of two bags of words; two empty bags are the same."""
    if not have or not want:
        return float(have == want)
    shared = sum((Counter(have) & Counter(want)).values())
    return harmonic(shared / len(have), shared / len(want))


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall; 0 where both are 0."""
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def exact_match(given: str, golds: Iterable[str]) -> float:
    """1 if the short answer is one of the gold answers, by SQuAD's comparison."""
    words = squad(given)
    return float(any(words == squad(gold) for gold in golds))


def answer_f1(given: str, golds: Iterable[str]) -> float:
    """F1 of the words shared with the gold answer that fits best, by SQuAD's comparison."""
    words = squad(given)
    return max((overlap_f1(words, squad(gold)) for gold in golds), default=0.0)


def share(given: Sequence[Any], fits: Callable[[Any], bool]) -> float | None:
    """Share of what was given that fits; None where nothing was given."""
    return sum(map(fits, given)) / len(given) if given else None


def first_rank(found: Sequence[str], gold: Iterable[str]) -> int | None:
    """Place (from 1) of the first gold entry among those found; None if there is none."""
    wanted = set(gold)
    return next((place for place, one in enumerate(found, start=1) if one in wanted), None)


def hit_at(rank: int | None, limit: int) -> float:
    """1 if the first gold entry is among the first `limit`."""
    return float(rank is not None and rank <= limit)


def reciprocal(rank: int | None) -> float:
    """1 / rank, 0 where nothing gold was found: its mean is the MRR."""
    return 1 / rank if rank else 0.0


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the eligible values; None where there is none."""
    eligible = [value for value in values if value is not None]
    return sum(eligible) / len(eligible) if eligible else None


def percentile(values: Iterable[float | None], share: float) -> float | None:
    """The value below which `share` of the eligible values lie, between neighbours in proportion."""
    eligible = [value for value in values if value is not None]
    return float(np.quantile(eligible, share)) if eligible else None


def interval(
    groups: Sequence[Sequence[float]], *, seed: int = 0, samples: int = SAMPLES
) -> tuple[float, float] | None:
    """The 95% bootstrap interval of the mean of all values, None for fewer than two groups.

    Whole groups (the turns of a case) are drawn, since turns of one conversation rise and fall
    together; the interval is the middle 95% of the means of the resamplings.
    """
    filled = [group for group in groups if group]
    if len(filled) < 2:
        return None
    sums = np.array([sum(group) for group in filled])
    counts = np.array([len(group) for group in filled])
    drawn = np.random.default_rng(seed).integers(len(filled), size=(samples, len(filled)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
