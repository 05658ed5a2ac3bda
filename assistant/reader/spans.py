"""From the network's span scores to spans of the window's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_SPAN = 32  # tokens
LOOKED_AT = 64  # best-scored spans looked at in a window


@dataclass(frozen=True)
class Span:
    """A piece of the window's text.

    `score` is its share among all spans of the window, `item` the probability that it is an answer,
    be it one of several.
    """

    start: int
    end: int
    text: str
    score: float
    item: float = 0.0


@dataclass(frozen=True)
class Reading:
    """What the reader makes of one window."""

    answerable: float
    spans: tuple[Span, ...]

    @property
    def best(self) -> float:
        """The score to compare windows by: answerable, and how sure of the span."""
        return self.answerable * self.spans[0].score if self.spans else 0.0


def best_spans(
    scores: NDArray[np.float32], places: NDArray[np.int64], text: str, most: int
) -> tuple[Span, ...]:
    """The best spans that do not overlap, best first."""
    found = zip(*ranked(scores, places), strict=True)
    return apart((Span(a, b, text[a:b], share, item) for a, b, share, item in found), most)


def apart(spans: Iterable[Span], most: int) -> tuple[Span, ...]:
    """The first spans that do not overlap one before them."""
    kept: list[Span] = []
    for span in spans:
        if len(kept) == most:
            break
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return tuple(kept)


def ranked(scores: Any, places: Any) -> Iterator[list[Any]]:
    """Starts, ends, shares and item probabilities of the best-scored spans, best first."""
    inside = np.flatnonzero(places[:, 1] > 0)
    if not len(inside):
        return iter(([], [], [], []))
    low, high = inside[0], inside[-1] + 1
    count = high - low
    first = np.repeat(np.arange(count), LONGEST_SPAN)
    last = first + np.tile(np.arange(LONGEST_SPAN), count)
    first, last = first[last < count], last[last < count]
    each = scores[low:high, low:high][first, last].astype(np.float64)
    top = np.argsort(-each, kind="stable")[:LOOKED_AT]
    shares = np.exp(each[top] - each.max()) / np.exp(each - each.max()).sum()
    starts = places[low + first[top], 0].tolist()
    items = 1 / (1 + np.exp(-each[top].clip(-30, 30)))
    return iter((starts, places[low + last[top], 1].tolist(), shares.tolist(), items.tolist()))
