"""A text read at several sizes, and the readings made into one.

Read whole, a pronoun finds its name; read a few sentences at a time, the right speaker is not
drowned by the others. The mean of the two is right more often than either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.reader.cutting import Place, runs, sentences
from assistant.reader.spans import Reading, Span, apart

SIZES = (2, 3)  # sentences in a run, besides the whole text


def views(text: str) -> list[list[Place]]:
    """The parts a text is read in, one list a size; the whole text is the first."""
    places = sentences(text)
    whole = [(0, len(text))]
    return [whole, *(runs(places, size) for size in SIZES if len(places) > size)]


def placed(reading: Reading, start: int) -> Reading:
    """A part's reading with its spans placed in the whole text."""
    moved = (
        replace(span, start=span.start + start, end=span.end + start) for span in reading.spans
    )
    return Reading(reading.answerable, tuple(moved))


def blended(seen: Sequence[Sequence[Reading]], most: int) -> Reading:
    """The readings of all sizes as one.

    A span's score is its mean over the sizes, of each the part that likes it best; with the
    verdict taken out, so that verdict times score is again that mean. So is its item probability.
    """
    verdict = mean(max(one.answerable for one in size) for size in seen)
    spans: dict[Place, Span] = {}
    for size in seen:
        for place, span in best_of(size).items():
            known = spans.get(place, replace(span, score=0.0, item=0.0))
            score = known.score + span.score / len(seen) / max(verdict, 1e-9)
            spans[place] = replace(span, score=score, item=known.item + span.item / len(seen))
    ranked = sorted(spans, key=lambda place: (-spans[place].score, place))
    capped = (replace(spans[place], score=min(1.0, spans[place].score)) for place in ranked)
    return Reading(verdict, apart(capped, most))


def best_of(size: Sequence[Reading]) -> dict[Place, Span]:
    """Each span of the parts of one size, with the best score and item probability it has there.

    Its score is weighed by the verdict on the part.
    """
    best: dict[Place, Span] = {}
    for one in size:
        for span in one.spans:
            known = best.get((span.start, span.end), replace(span, score=0.0, item=0.0))
            score = max(known.score, one.answerable * span.score)
            best[span.start, span.end] = replace(span, score=score, item=max(known.item, span.item))
    return best


def mean(values: Iterator[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
