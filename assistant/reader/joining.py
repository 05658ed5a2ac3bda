"""Readings of parts into the reading of a whole, and of a whole into that of a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reader.spans import Reading, Span, apart
from assistant.reader.weights import calibrated

NEVER = -20.0  # the verdict on a window without a word in it


def joined(
    found: Sequence[tuple[float, tuple[Span, ...]]], most: int
) -> tuple[float, tuple[Span, ...]]:
    """The pieces of one window as one: the highest verdict, spans weighed by their piece's."""
    if len(found) == 1:
        return found[0]
    highest = max((verdict for verdict, _ in found), default=NEVER)
    certain = calibrated(highest, 1.0, 0.0)
    spans = [
        replace(span, score=span.score * calibrated(verdict, 1.0, 0.0) / certain)
        for verdict, some in found
        for span in some
    ]
    return highest, apart(sorted(spans, key=lambda span: -span.score), most)


def narrowed(reading: Reading, context: str, window: str, most: int) -> Reading:
    """A context's reading seen through one window of it."""
    start = context.find(window)
    if start < 0:
        raise ValueError(f"The window {window[:40]!r} does not stand in its context")
    end = start + len(window)
    inside = [span for span in reading.spans if start <= span.start and span.end <= end]
    total = sum(span.score for span in reading.spans)
    share = sum(span.score for span in inside) / total if total else 0.0
    moved = (
        replace(span, start=span.start - start, end=span.end - start) for span in inside[:most]
    )
    return Reading(reading.answerable * min(1.0, share), tuple(moved))
