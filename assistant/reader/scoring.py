"""Small scorers for what the reader finds. A case that cannot be scored is left out, not zero."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

_WORD = re.compile(r"\w+")
_ARTICLES = {"a", "an", "the"}
SAME = 0.5  # word overlap (F1) from which two spans count as the same answer


def words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _ARTICLES]


def overlap(found: str, wanted: str) -> float:
    """F1 of the words of two spans, articles and punctuation left out."""
    ours, theirs = words(found), words(wanted)
    if not ours or not theirs:
        return float(found.strip() == wanted.strip())
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs))


def same(found: str, wanted: str) -> bool:
    return overlap(found, wanted) >= SAME


def exact(found: str, wanted: Iterable[str]) -> bool:
    return any(words(found) == words(one) for one in wanted)


def is_right(found: str, wanted: Iterable[str]) -> bool:
    return any(same(found, one) for one in wanted)


def best_overlap(found: str, wanted: Iterable[str]) -> float:
    return max((overlap(found, one) for one in wanted), default=0.0)


def matched(found: Sequence[str], wanted: Sequence[str]) -> int:
    """How many of the wanted were found, each found span counted for one of them only."""
    left, count = list(found), 0
    for one in wanted:
        hit = max(left, key=lambda span: overlap(span, one), default=None)
        if hit is not None and same(hit, one):
            left.remove(hit)
            count += 1
    return count


def area(scores: Sequence[float], wanted: Sequence[bool]) -> float:
    """Area under the ROC curve: how often a yes is scored above a no (ties count half)."""
    yes = np.array([s for s, w in zip(scores, wanted, strict=True) if w])
    no = np.array([s for s, w in zip(scores, wanted, strict=True) if not w])
    if not len(yes) or not len(no):
        return float("nan")
    above = (yes[:, None] > no[None, :]).mean() + (yes[:, None] == no[None, :]).mean() / 2
    return float(above)


def mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
